#include "platform/pages/done.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace biroyna::pages {
namespace {

http::Request loaded(const std::string& target, const std::string& cookie = {}) {
  http::Request request;
  request.target = target;
  request.query = {{"done", "added"}};
  if (!cookie.empty()) request.headers = {{"cookie", cookie}};
  return request;
}

TEST(Done, IsSaidOnceAndNotAgainAfterAReloadOrInAnotherLanguage) {
  const std::string address = "/ru/sergeli/absences?done=added";
  const auto response = see_done(address);
  EXPECT_EQ(response.status, 303);
  EXPECT_EQ(http::field(response.headers, "Location"), address);
  const std::string sent = http::field(response.headers, "Set-Cookie");
  const std::string cookie = sent.substr(0, sent.find(';'));
  EXPECT_EQ(done_value(loaded(address, cookie)), "added");
  EXPECT_EQ(done_value(loaded(address)), std::nullopt) << "loaded again, the cookie is gone";
  EXPECT_EQ(done_value(loaded("/en/sergeli/absences?done=added", cookie)), std::nullopt);
  EXPECT_EQ(done_value(loaded(address, "__Host-done=1")), std::nullopt);
}

TEST(Done, AFragmentIsNotPartOfTheAddressThatIsRequested) {
  const std::string sent =
      http::field(see_done("/ru/sergeli/absences?done=added#list").headers, "Set-Cookie");
  EXPECT_EQ(done_value(loaded("/ru/sergeli/absences?done=added", sent.substr(0, sent.find(';')))), "added");
}

TEST(Done, EndsWithThePageThatSaysIt) {
  EXPECT_THAT(ended_done_cookie(), ::testing::StartsWith("__Host-done=; Max-Age=0; Path=/;"));
}

}  // namespace
}  // namespace biroyna::pages
