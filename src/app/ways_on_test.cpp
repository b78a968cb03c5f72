#include "app/ways_on.hpp"

#include <gmock/gmock.h>

namespace biroyna {
namespace {

using ::testing::ElementsAre;

http::Request asked(http::Method method, const std::string& target) {
  return {.method = method,
          .target = target,
          .path = target.substr(0, target.find('?')),
          .language = Language::ru};
}

// "key address" of each way.
std::vector<std::string> shown(const http::Request& request, int status, std::string_view code,
                               const Homes& homes) {
  std::vector<std::string> lines;
  for (const auto& way : ways_on(request, status, code, homes))
    lines.push_back(std::string(way.text) + " " + way.href);
  return lines;
}

const Homes kResident{.centre = "/ru/sergeli"},
    kOperator{.work = "/ru/sergeli/console", .centre = "/ru/sergeli"};
constexpr auto kGet = http::Method::get, kPost = http::Method::post;

TEST(WaysOn, APageThatIsNotThereLeadsToServicesAndTheReadersApplications) {
  EXPECT_THAT(shown(asked(kGet, "/ru/sergeli/servces"), 404, "not_found", kResident),
              ElementsAre("portal.all_services /ru/sergeli/services", "nav.my /ru/sergeli/my",
                          "page.home /ru/sergeli"));
  EXPECT_THAT(shown(asked(kGet, "/ru/nowhere"), 404, "not_found", {}), ElementsAre("page.home /ru"));
}

TEST(WaysOn, AFormThatCameTooLateLeadsBackToItsPage) {
  EXPECT_THAT(shown(asked(kPost, "/ru/sergeli/my/N/message?x=1"), 403, "foreign_form", kResident),
              ElementsAre("way.back_to_form /ru/sergeli/my/N/message", "page.home /ru/sergeli"));
  EXPECT_THAT(shown(asked(kPost, "/ru/sergeli/cases/N/note"), 413, "body_too_large", kOperator),
              ElementsAre("way.back_to_form /ru/sergeli/cases/N/note", "way.work /ru/sergeli/console"));
}

TEST(WaysOn, WhoWasTooQuickOrCameTooManyTriesTheSameAgain) {
  EXPECT_THAT(shown(asked(kGet, "/ru/sergeli/cases?q=kar"), 429, "too_many_searches", kOperator),
              ElementsAre("way.try_again /ru/sergeli/cases?q=kar", "way.work /ru/sergeli/console"));
  EXPECT_THAT(shown(asked(kPost, "/ru/sergeli/apply/d/check"), 503, "unavailable", kResident),
              ElementsAre("way.try_again /ru/sergeli/apply/d/check", "page.home /ru/sergeli"));
}

TEST(WaysOn, WhoseRoleMayNotGoesToTheirWorkOrChangesTheAccount) {
  EXPECT_THAT(shown(asked(kGet, "/ru/sergeli/staff"), 403, "not_for_this_role", kOperator),
              ElementsAre("account.title /ru/account", "way.work /ru/sergeli/console"));
}

TEST(WaysOn, WhatAProgramAsksForHasNoPageToGoBackTo) {
  EXPECT_THAT(shown(asked(kGet, "/api/v1/results/K/pdf"), 503, "no_signing_key", {}),
              ElementsAre("page.home /ru"));
}

TEST(WaysOn, TheCentreIsReadFromTheAddress) {
  EXPECT_EQ(centre_in("/ru/sergeli/my/N"), "sergeli");
  EXPECT_EQ(centre_in("/ru/sergeli"), "sergeli");
  EXPECT_EQ(centre_in("/ru"), "");
  EXPECT_EQ(centre_in("/api/v1/me"), "");
}

}  // namespace
}  // namespace biroyna
