// What each answer tells browsers, and what is served at all.
#include "features/documents/test_documents.hpp"
#include "tests/attack/attack.hpp"
#include "tests/support/answers.hpp"
#include "tests/support/uploads.hpp"

namespace biroyna::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class Headers : public Attack {
 protected:
  Headers() : Attack("headers") {}
};
INSTANTIATE_TEST_SUITE_P(Engines, Headers, db::testing::program_engines(), db::testing::engine_name);

// Of every kind of answer: pages, errors, redirects, the API, files, refusals before a route is known.
TEST_P(Headers, EveryAnswerHasThoseThatGuardBrowsers) {
  std::vector<std::pair<std::string, Answer>> answers;
  for (const char* target :
       {"/en/sergeli", "/en/sign-in", "/", "/nothing", "/en/nothing", "/en/sergeli/console",
        "/api/v1/centres/sergeli", "/api/v1/me", "/api/openapi.json", "/healthz", "/metrics",
        "/en/sergeli/board", "/qr?text=a", "/%00"})
    answers.emplace_back(target, ask(target));
  answers.emplace_back("405", ask("/en/sergeli", "", "DELETE"));
  answers.emplace_back("413", ask("/api/v1/sessions", "", "POST", std::string(20'000, 'x')));
  Client fresh(server.port());
  const Answer taken = testing::send_form(fresh, form_of(documents::testing::png()));
  answers.emplace_back("a document", fresh.get("/api/v1/documents/" + text(taken, "id") + "/content",
                                               {{"Document-Secret", text(taken, "secret")}}));
  const std::string page = nobody.get("/en/sergeli").body;
  const auto begin = page.find("/assets/");
  ASSERT_NE(begin, std::string::npos);
  answers.emplace_back("an asset", nobody.get(page.substr(begin, page.find('"', begin) - begin)));
  for (const auto& [what, answer] : answers) {
    const auto header = [&](const char* name) {
      const auto found = answer.headers.find(name);
      return found == answer.headers.end() ? std::string() : found->second;
    };
    const std::string policy = header("content-security-policy");
    for (const char* part : {"default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"})
      EXPECT_THAT(policy, HasSubstr(part)) << what;
    EXPECT_THAT(policy, Not(HasSubstr("unsafe"))) << what;
    EXPECT_THAT(policy, Not(HasSubstr("*"))) << what;
    if (what != "a document") {
      for (const char* part : {"object-src 'none'", "script-src 'self'", "form-action 'self'",
                               "require-trusted-types-for 'script'"})
        EXPECT_THAT(policy, HasSubstr(part)) << what;
    }
    EXPECT_EQ(header("x-content-type-options"), "nosniff") << what;
    EXPECT_EQ(header("referrer-policy"), "no-referrer") << what;
    EXPECT_EQ(header("cross-origin-resource-policy"), "same-origin") << what;
    EXPECT_EQ(header("server"), "") << what;
    EXPECT_EQ(header("x-powered-by"), "") << what;
    const std::string type = header("content-type");
    if (!answer.body.empty()) {
      EXPECT_NE(type, "") << what;
    }
    if (type.starts_with("text/")) {
      EXPECT_THAT(type, HasSubstr("charset=utf-8")) << what;
    }
  }
}

TEST_P(Headers, WhatPeopleAreShownOfThemselvesIsKeptNowhere) {
  add_person("aziza", "administrator");
  const Session own = session_of(sign_in("aziza"));
  for (const char* page :
       {"/en/sergeli/staff", "/en/account", "/en/account/sessions", "/en/sergeli/devices"}) {
    const Answer answer = nobody.get(page, own.reading());
    EXPECT_EQ(answer.status, 200) << page;
    EXPECT_EQ(answer.headers.at("cache-control"), "no-store") << page;
  }
  const auto made = object_of(
      as("operator")
          .post(kApplications, application_for(*reference().find(ServiceId("kindergarten-referral")))));
  const Answer found = send_form(
      "/en/sergeli/my", fmt::format("number={}&secret={}", text(made, "number"), text(made, "secret")));
  ASSERT_EQ(found.status, 303);
  const std::string remembered = found.cookies.at(0).substr(0, found.cookies.at(0).find(';'));
  const Answer mine = nobody.get(found.headers.at("location"), {{"Cookie", remembered}});
  EXPECT_EQ(mine.status, 200);
  EXPECT_THAT(mine.body, HasSubstr("Referral to a state kindergarten"));
  EXPECT_EQ(mine.headers.at("cache-control"), "no-store");
  EXPECT_EQ(nobody.get("/en/sergeli").headers.at("cache-control"), "no-cache")
      << "what everybody sees may be kept and asked again";
}

TEST_P(Headers, NoOtherSiteMayRead) {
  for (const char* origin : {"https://evil.example", "null", "http://127.0.0.1"}) {
    for (const char* method : {"GET", "OPTIONS"}) {
      const Answer answer = nobody.client().request(
          method, "/api/v1/centres/sergeli", {{"Origin", origin}, {"Access-Control-Request-Method", "GET"}});
      EXPECT_EQ(answer.status, std::string(method) == "GET" ? 200 : 405);
      for (const auto& [name, value] : answer.headers)
        EXPECT_THAT(name, Not(StartsWith("access-control-"))) << value;
    }
  }
}

TEST_P(Headers, NothingIsServedThatIsNoRoute) {
  for (const char* path : {"/.git/config",
                           "/.svn/entries",
                           "/.env",
                           "/biroyna.db",
                           "/documents",
                           "/documents.key",
                           "/signing/key.pem",
                           "/assets",
                           "/assets/",
                           "/assets/..%2f..%2fbiroyna.db",
                           "/assets/%2e%2e/biroyna.db",
                           "/..%2f..%2fetc/passwd",
                           "/en/..%5c..%5cetc",
                           "/debug",
                           "/actuator",
                           "/server-status",
                           "/phpmyadmin/",
                           "/wp-login.php",
                           "/swagger",
                           "/test"}) {
    const Answer answer = ask(path);
    EXPECT_THAT(answer.status, ::testing::AnyOf(400, 404)) << path;
    EXPECT_THAT(answer.body, Not(HasSubstr("Index of"))) << path;
  }
  EXPECT_EQ(nobody.get("/healthz").status, 200);
}

class SecureHeaders : public Attack {
 protected:
  SecureHeaders() : Attack("secure", {"BIROYNA_PUBLIC_URL=https://navbat.example.uz"}) {}
};
INSTANTIATE_TEST_SUITE_P(Engines, SecureHeaders, db::testing::program_engines(), db::testing::engine_name);

TEST_P(SecureHeaders, BehindAProxyWithACertificateBrowsersStayWithHttps) {
  for (const char* target : {"/en/sergeli", "/nothing", "/api/v1/me", "/healthz"})
    EXPECT_EQ(nobody.get(target).headers.at("strict-transport-security"),
              "max-age=31536000; includeSubDomains")
        << target;
}
TEST_P(Headers, WithoutACertificatePromiseNone) {
  EXPECT_FALSE(nobody.get("/en/sergeli").headers.contains("strict-transport-security"));
}

}  // namespace
}  // namespace biroyna::testing
