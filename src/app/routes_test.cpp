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
                                      "/{lang}/device/{token}",
                                      "/api/v1/sessions",
                                      "/api/v1/sessions/current",
                                      "/api/v1/documents",
                                      "/{lang}/{centre}/apply",
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
  const std::set<std::string> hashing = {
      "POST /{lang}/sign-in",     "POST /{lang}/account",        "POST /api/v1/sessions",
      "POST /api/v1/me/password", "POST /{lang}/{centre}/staff", "POST /api/v1/centres/{centre}/staff"};
  EXPECT_EQ(slow, hashing);
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
