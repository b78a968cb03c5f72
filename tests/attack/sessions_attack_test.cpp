// Sessions: planted, ended, carried in addresses, changed by forms of others; and what the log says of it.
#include "features/documents/test_documents.hpp"
#include "tests/attack/attack.hpp"
#include "tests/support/answers.hpp"

namespace biroyna::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char *kCallNext = "/api/v1/centres/sergeli/windows/1/call-next",
                     *kAnotherWindow = "/api/v1/centres/sergeli/windows/2/call-next";

class Sessions : public Attack {
 protected:
  Sessions() : Attack("sessions") {
    add_person("aziza", "operator");
    add_person("mallory", "operator");
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, Sessions, db::testing::program_engines(), db::testing::engine_name);

// Session fixation: whoever signs in gets a secret that was not there before.
TEST_P(Sessions, OneThatWasPlantedIsNotTaken) {
  const Session planted = session_of(sign_in("mallory"));
  const Session own = session_of(sign_in("aziza", planted.writing()));
  EXPECT_NE(own.cookie, planted.cookie);
  EXPECT_EQ(nobody.get("/api/v1/me", planted.reading()).status, 401) << "what was planted is nobody's now";
  EXPECT_EQ(text(nobody.get("/api/v1/me", own.reading()), "name"), "Somebody");
  const std::string made_up = "__Host-session=" + std::string(52, '0') + "." + std::string(16, '0');
  const Session other = session_of(sign_in("aziza", {{"Cookie", made_up}}));
  EXPECT_NE(other.cookie, made_up);
  EXPECT_EQ(nobody.get("/api/v1/me", {{"Cookie", made_up}}).status, 401);
  // A cookie of the right name that another one hides is not looked for.
  for (const std::string name :
       {"session", "Host-session", "__host-session", "__Host-Session", " __Host-session2"})
    EXPECT_EQ(nobody.get("/api/v1/me", {{"Cookie", name + own.cookie.substr(own.cookie.find('='))}}).status,
              401)
        << name;
  EXPECT_EQ(nobody.get("/api/v1/me", {{"Cookie", "a=b; " + own.cookie + "; c=d"}}).status, 200);
}

TEST_P(Sessions, AfterSigningOutNothingOpensAnythingAnyMore) {
  const Session one = session_of(sign_in("aziza")), other = session_of(sign_in("aziza"));
  const auto opens = [&](const Session& session) {
    const int api = nobody.get("/api/v1/me", session.reading()).status;
    const int page = nobody.get("/en/account", session.reading()).status;
    const int change = nobody.post(kCallNext, "", session.writing()).status;
    return fmt::format("{} {} {}", api, page, change);
  };
  EXPECT_EQ(opens(one), "200 200 204");
  const Answer out = send_form("/en/sign-out", "", one.writing());
  EXPECT_EQ(out.status, 303) << out.body;
  ASSERT_EQ(out.cookies.size(), 1u);
  EXPECT_THAT(out.cookies[0], HasSubstr("Max-Age=0"));
  EXPECT_EQ(opens(one), "401 303 401");
  EXPECT_EQ(opens(other), "200 200 204") << "another session goes on";
}

TEST_P(Sessions, NoSecretIsTakenFromAnAddress) {
  const Session own = session_of(sign_in("aziza"));
  const std::string secret = own.cookie.substr(own.cookie.find('=') + 1), token = centre.token("operator");
  for (const std::string& query :
       {"?token=" + token, "?access_token=" + token, "?authorization=Bearer%20" + token,
        "?__Host-session=" + secret, "?session=" + secret, ";jsessionid=" + secret}) {
    EXPECT_NE(nobody.get("/api/v1/me" + query).status, 200) << query;
    EXPECT_NE(nobody.post(kCallNext + query).status, 204) << query;
  }
  EXPECT_EQ(nobody.get("/api/v1/me", own.reading()).status, 200);
  EXPECT_EQ(as("operator").get("/api/v1/me").status, 200);
  EXPECT_EQ(as("operator").post(kAnotherWindow).status, 204);
  // Nor in another header, or under another scheme.
  for (const auto& [name, value] : Client::Headers{{"X-Auth-Token", token},
                                                   {"Authorization", token},
                                                   {"Authorization", "Basic " + token},
                                                   {"Authorization", "bearer:" + token},
                                                   {"Proxy-Authorization", "Bearer " + token}})
    EXPECT_EQ(nobody.get("/api/v1/me", {{name, value}}).status, 401) << name << value;
}

class Forms : public Sessions {
 protected:
  Forms() { add_person("bobur", "operator"); }
};
INSTANTIATE_TEST_SUITE_P(Engines, Forms, db::testing::program_engines(), db::testing::engine_name);

TEST_P(Forms, OfAnotherSessionOrInTheAddressChangeNothing) {
  const Session own = session_of(sign_in("bobur")), mallorys = session_of(sign_in("mallory"));
  const auto change = [&](Client::Headers headers, const std::string& form = {},
                          const std::string& query = {}) {
    headers.insert(headers.end(), {{"Cookie", own.cookie}, {"Content-Type", kFormEncoded}});
    return nobody.client().request("POST", "/en/account/sessions/end-others" + query, headers, form).status;
  };
  const auto others = [&] { return items_of(nobody.get("/api/v1/sessions", own.reading())).size(); };
  session_of(sign_in("bobur"));
  ASSERT_EQ(others(), 2u);
  EXPECT_EQ(change({}), 403);
  EXPECT_EQ(change({}, "csrf=" + mallorys.csrf), 403);
  EXPECT_EQ(change({{"X-CSRF-Token", mallorys.csrf}}), 403);
  EXPECT_EQ(change({{"X-CSRF-Token", mallorys.csrf}}, "csrf=" + own.csrf), 403)
      << "the header is asked first";
  EXPECT_EQ(change({}, "", "?csrf=" + own.csrf), 403) << "in the address";
  EXPECT_EQ(change({{"Sec-Fetch-Site", "cross-site"}}, "csrf=" + own.csrf), 403);
  EXPECT_EQ(change({{"Origin", "https://evil.example"}}, "csrf=" + own.csrf), 403);
  // A method that browsers send across sites, which says that it is another: it leads to the page, and no
  // more.
  for (const char* header : {"X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"}) {
    nobody.get("/en/account/sessions/end-others?_method=POST&csrf=" + own.csrf,
               {{"Cookie", own.cookie}, {"X-CSRF-Token", own.csrf}, {header, "POST"}});
    EXPECT_EQ(others(), 2u) << header;
  }
  EXPECT_EQ(others(), 2u) << "nothing of it happened";
  EXPECT_EQ(change({}, "csrf=" + own.csrf), 303);
  EXPECT_EQ(others(), 1u);
}

TEST_P(Sessions, WhoTriesWhatTheyMayNotIsInTheLog) {
  const Session own = session_of(sign_in("aziza"));
  EXPECT_EQ(as("operator").post(kAnotherWindow).status, 204);
  EXPECT_EQ(nobody.get("/api/v1/centres/sergeli/staff").status, 401)
      << "who is not signed in may only have forgotten to";
  EXPECT_THAT(server.log(), Not(HasSubstr(R"("event":"refused")")));
  EXPECT_EQ(as("board").post(kCallNext).status, 403);
  EXPECT_EQ(nobody.post(kCallNext, "", own.reading()).status, 403);
  EXPECT_EQ(nobody.get("/en/sergeli/staff?q=secret-word", own.reading()).status, 403);
  const std::string log = server.log();
  EXPECT_THAT(
      log,
      HasSubstr(
          R"("event":"refused","route":"/api/v1/centres/{centre}/windows/{window}/call-next","code":"not_for_this_role","by":"device:)"));
  EXPECT_THAT(log, HasSubstr(R"("code":"foreign_form","by":"staff:)"));
  EXPECT_THAT(log, HasSubstr(R"("route":"/{lang}/{centre}/staff","code":"not_for_this_role","by":"staff:)"));
  for (const std::string& secret :
       {own.cookie.substr(15), own.csrf, centre.token("board"), std::string("secret-word")})
    EXPECT_THAT(log, Not(HasSubstr(secret)));
}

using Cookies = Sessions;
INSTANTIATE_TEST_SUITE_P(Engines, Cookies, db::testing::program_engines(), db::testing::engine_name);

TEST_P(Cookies, AreForThisHostOverHttpsAndOutOfReachOfScripts) {
  std::vector<std::string> seen;
  const auto note = [&](const Answer& answer) {
    EXPECT_LT(answer.status, 400) << answer.body;
    seen.insert(seen.end(), answer.cookies.begin(), answer.cookies.end());
    return answer;
  };
  const Session own = session_of(note(send_form("/en/sign-in", "login=aziza&password=olma+anor+behi+uzum")));
  note(send_form("/en/sign-out", "", own.writing()));
  const Session kiosk =
      session_of(note(send_form("/en/device", "confirmed=yes&token=" + centre.token("kiosk"))));
  note(send_form("/en/sergeli/kiosk/mode", "toggle=contrast", kiosk.writing()));
  const auto made = object_of(
      as("operator")
          .post(kApplications, application_for(*reference().find(ServiceId("kindergarten-referral")))));
  note(send_form("/en/sergeli/my",
                 fmt::format("number={}&secret={}", text(made, "number"), text(made, "secret"))));
  note(send_form("/en/sergeli/my/forget", ""));
  note(send_form("/en/sergeli/apply", "service=pension-certificate"));
  for (const char* name : {"session", "browser", "mode", "applications"})
    EXPECT_THAT(seen, ::testing::Contains(::testing::StartsWith(fmt::format("__Host-{}=", name))));
  for (const auto& cookie : seen) {
    EXPECT_THAT(cookie, ::testing::StartsWith("__Host-"));
    EXPECT_THAT(cookie, HasSubstr("; Path=/; Secure; HttpOnly; SameSite=Lax"));
    EXPECT_THAT(cookie, Not(HasSubstr("Domain")));
  }
}

}  // namespace
}  // namespace biroyna::testing
