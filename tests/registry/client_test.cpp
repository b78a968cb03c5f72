// Our HTTP client against a registry that does as it likes.
#include "platform/client/client.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <thread>

#include "tests/registry/simulated_registry.hpp"

namespace biroyna::testing {
namespace {

using ::testing::HasSubstr;
using Kind = client::Failure::Kind;
using std::chrono::milliseconds;

const SimulatedRegistry& registry() {
  static const SimulatedRegistry running;
  return running;
}

client::Request question(const std::string& url = registry().url()) {
  return {.method = "POST",
          .url = url + "/questions",
          .headers = {{"Content-Type", "application/json"}, {"X-Empty", ""}},
          .body = R"({"id":"q1","question":{"a":1}})"};
}

tl::expected<client::Answer, client::Failure> meet(const std::string& way,
                                                   client::Request request = question()) {
  registry().plan({way}, "fail");
  return client::send(request);
}

TEST(Client, BringsTheAnswer) {
  const auto answer = meet("answer");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->header("content-type"), "application/json");
  EXPECT_EQ(answer->header("x-none"), "");
  EXPECT_THAT(answer->body, HasSubstr("confirmed"));
  const auto seen = registry().seen();
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0].at("path").as_string(), "/questions");
  EXPECT_EQ(seen[0].at("headers").at("x-empty").as_string(), "");
  EXPECT_FALSE(seen[0].at("headers").as_object().contains("expect"));
}

TEST(Client, NamesEachFailure) {
  struct Case {
    const char* way;
    Kind kind;
  };
  for (const auto& [way, kind] :
       {Case{"fail", Kind::status}, Case{"redirect", Kind::status}, Case{"drop", Kind::unreachable},
        Case{"half", Kind::unreachable}, Case{"huge", Kind::too_large}}) {
    const auto answer = meet(way);
    ASSERT_FALSE(answer) << way;
    EXPECT_EQ(answer.error().kind, kind) << way << ": " << answer.error().reason;
  }
  const auto busy = meet("busy");
  EXPECT_EQ(busy.error().answer.status, 503);
  EXPECT_EQ(busy.error().answer.header("retry-after"), "120");
}

TEST(Client, DoesNotFollowARedirect) {
  meet("redirect");
  EXPECT_EQ(registry().seen().size(), 1u);
}

TEST(Client, GivesUpInTime) {
  auto request = question();
  request.timeout = milliseconds(150);
  const auto answer = meet("hold", request);
  registry().release();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, Kind::timeout);
}

TEST(Client, CanBeStopped) {
  registry().plan({"hold"});
  std::stop_source stop;
  std::jthread stopper([&] {
    EXPECT_TRUE(eventually([] { return !registry().seen().empty(); }));
    stop.request_stop();
  });
  auto request = question();
  request.timeout = milliseconds(60'000);
  const auto answer = client::send(request, stop.get_token());
  registry().release();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, Kind::stopped);
}

TEST(Client, FindsNobodyAtAClosedPort) {
  const auto answer = client::send(question("http://127.0.0.1:1"));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, Kind::unreachable);
}

TEST(Client, TrustsNoCertificateThatNobodyVouchesFor) {
  const db::testing::TemporaryFolder folder;
  const auto file = folder.path() / "registry.pem";
  const std::string made = fmt::format(
      "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=localhost "
      "-addext subjectAltName=IP:127.0.0.1 -keyout {0} -out {0}.crt 2>/dev/null && cat {0}.crt >> {0}",
      file.string());
  ASSERT_EQ(std::system(made.c_str()), 0);
  const SimulatedRegistry secret({"--tls", file.string()});
  ASSERT_THAT(secret.url(), ::testing::StartsWith("https://"));
  const auto answer = client::send(question(secret.url()));
  ASSERT_FALSE(answer) << "it signed its own certificate";
  EXPECT_EQ(answer.error().kind, Kind::unreachable);
  EXPECT_THAT(answer.error().reason, HasSubstr("certificate"));
}

TEST(Client, SendsNothingThatCouldBeTakenForSomethingElse) {
  auto split = question(), method = question(), name = question();
  split.headers.emplace_back("X-Road-Issue", "1\r\nAuthorization: x");
  method.method = "GET /";
  name.headers.emplace_back("X Y", "1");
  for (const auto& request : {split, method, name})
    EXPECT_THROW(client::send(request), std::invalid_argument);
  for (const char* url : {"file:///etc/passwd", "gopher://127.0.0.1", "", "http://a\nb"})
    EXPECT_THROW(client::send(question(url)), std::invalid_argument) << url;
}

}  // namespace
}  // namespace biroyna::testing
