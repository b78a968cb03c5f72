// Every route states who may call it, and the guard holds each role to that.
#include <gtest/gtest.h>

#include <set>

#include "app/test_app.hpp"

namespace biroyna {
namespace {

using Routes = testing::AppTest;

TEST_F(Routes, EachStatesItsPrivilege) {
  EXPECT_GT(app.router().routes().size(), 60u);
  for (const auto& route : app.router().routes()) EXPECT_FALSE(route->allowed.empty()) << route->pattern;
}

TEST_F(Routes, NothingThatChangesAnythingIsForEverybody) {
  // Who has a ticket's secret address may give it back; signing in and pairing begin with nobody; applicants
  // have no sign-in of their own.
  const std::set<std::string> open = {"/{lang}/t/{ticket}/{command}",
                                      "/{lang}/{centre}/my/{number}/mandates",
                                      "/{lang}/{centre}/my/{number}/mandates/{mandate}/revoke",
                                      "/api/v1/applications/{number}/mandates",
                                      "/api/v1/applications/{number}/mandates/{mandate}/revoke",
                                      "/{lang}/sign-in",
                                      "/{lang}/sign-out",
                                      "/{lang}/device",
                                      "/api/v1/sessions",
                                      "/api/v1/sessions/current",
                                      "/api/v1/documents",
                                      "/{lang}/{centre}/apply",
                                      "/{lang}/{centre}/services/{service}/eligibility",
                                      "/{lang}/{centre}/apply/{draft}/check",
                                      "/{lang}/{centre}/apply/{draft}/{page}",
                                      "/{lang}/{centre}/apply/{draft}/documents/{type}",
                                      "/{lang}/{centre}/my",
                                      "/{lang}/{centre}/my/forget",
                                      "/{lang}/{centre}/my/{number}/answer",
                                      "/{lang}/{centre}/my/{number}/message",
                                      "/{lang}/{centre}/my/{number}/withdraw",
                                      "/api/v1/applications",
                                      "/api/v1/applications/{number}/{command}"};
  for (const auto& route : app.router().routes()) {
    const bool reads = route->method == http::Method::get || route->method == http::Method::head;
    if (reads || open.contains(route->pattern)) continue;
    EXPECT_FALSE(route->allowed.contains(auth::Role::anonymous)) << route->pattern;
    EXPECT_FALSE(route->allowed.contains(auth::Role::board)) << route->pattern;
  }
}

TEST_F(Routes, PasswordsAreHashedOnThreadsOfTheirOwn) {
  std::set<std::string> slow;
  for (const auto& route : app.router().routes()) {
    if (route->where == http::Where::slow)
      slow.insert(std::string(http::name(route->method)) + " " + route->pattern);
  }
  const std::set<std::string> hashing = {"POST /{lang}/sign-in",
                                         "POST /{lang}/account",
                                         "POST /api/v1/sessions",
                                         "POST /api/v1/me/password",
                                         "POST /{lang}/{centre}/staff",
                                         "POST /{lang}/{centre}/staff/{person}/password",
                                         "POST /api/v1/centres/{centre}/staff"};
  EXPECT_EQ(slow, hashing);
}

struct Sent : http::Reply::Sink {
  http::Response response;
  void send(http::Response sent) override { response = std::move(sent); }
  std::shared_ptr<http::Stream> stream() override { return nullptr; }
};

// A pattern as an address.
std::string address_of(std::string pattern) {
  for (std::size_t at; (at = pattern.find('{')) != std::string::npos;) {
    const std::size_t end = pattern.find('}', at) + 1;
    const std::string name = pattern.substr(at + 1, end - at - 2);
    pattern.replace(at, end - at, name == "lang" ? "ru" : name == "centre" ? "sergeli" : "a%2Fb");
  }
  return pattern;
}

TEST_F(Routes, AnAddressThatAFormWasSentToAnswersAGet) {
  int leads = 0;
  for (const auto& route : app.router().routes()) {
    if (route->method != http::Method::post || !route->pattern.starts_with("/{lang}")) continue;
    const std::string address = address_of(route->pattern);
    const auto match = app.router().match(http::Method::get, address);
    ASSERT_NE(match.route, nullptr) << route->pattern;
    EXPECT_EQ(match.route->allowed, route->allowed) << route->pattern;
    if (match.route->pattern != route->pattern || match.route->where != http::Where::io) continue;
    ++leads;
    const auto sent = std::make_shared<Sent>();
    const http::Request request{.target = address + "?version=3", .path = address};
    match.route->handler(request, http::Reply(sent));
    EXPECT_EQ(sent->response.status, 303) << route->pattern;
    const std::string to = http::field(sent->response.headers, "Location");
    EXPECT_TRUE(address.starts_with(to + "/")) << to << " from " << address;
    EXPECT_NE(app.router().match(http::Method::get, to).route, nullptr) << to;
  }
  EXPECT_GT(leads, 20);
}

TEST_F(Routes, PagesForStaffAreNotForVisitors) {
  for (const char* part : {"/console", "/host", "/dashboard", "/staff", "/devices", "/kiosk", "/account",
                           "/registries", "{centre}/results"}) {
    int pages = 0;
    for (const auto& route : app.router().routes()) {
      if (route->pattern.find(part) == std::string::npos) continue;
      ++pages;
      EXPECT_FALSE(route->allowed.contains(auth::Role::anonymous)) << route->pattern;
    }
    EXPECT_GT(pages, 0) << part << " is no page any more";
  }
}

}  // namespace
}  // namespace biroyna
