// Signing in over HTTP: people, devices, what each may do.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tests/support/json.hpp"
#include "tests/support/program.hpp"

namespace biroyna::testing {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kStaff = "/api/v1/centres/sergeli/staff";
constexpr const char* kDevices = "/api/v1/centres/sergeli/devices";
constexpr const char *kPassword = "a long password", *kFirstPassword = "chosen by another";

// "__Host-session=…" of an answer that signed somebody in.
std::string cookie(const Answer& answer) {
  const auto& header = answer.headers.at("set-cookie");
  return header.substr(0, header.find(';'));
}

class StaffApi : public ::testing::TestWithParam<db::testing::Where> {
 protected:
  Answer add(const std::string& login, const std::string& role) {
    return administrator.post(
        kStaff, fmt::format(R"({{"login":"{}","name":"Somebody","role":"{}","password":"{}"}})", login, role,
                            kFirstPassword));
  }
  // Adds a person who has chosen a password of their own since.
  Answer add_ready(const std::string& login, const std::string& role) {
    auto added = add(login, role);
    EXPECT_EQ(added.status, 201) << added.body;
    const Client::Headers first = session_of(sign_in(login, kFirstPassword));
    EXPECT_EQ(
        anybody
            .post("/api/v1/me/password",
                  fmt::format(R"({{"old_password":"{}","new_password":"{}"}})", kFirstPassword, kPassword),
                  first)
            .status,
        204);
    return added;
  }
  // The headers of who signed in, to change something.
  Client::Headers session_of(const Answer& signed_in) {
    Client::Headers headers = {{"Cookie", cookie(signed_in)}};
    headers.emplace_back("X-CSRF-Token", text(anybody.get("/api/v1/me", headers), "csrf_token"));
    return headers;
  }
  Answer sign_in(const std::string& login, const std::string& password) {
    return anybody.post("/api/v1/sessions",
                        fmt::format(R"({{"login":"{}","password":"{}"}})", login, password));
  }

  Installation centre{GetParam()};
  Server server{centre};
  Api anybody{server.port(), ""};
  Api administrator{server.port(), centre.token("administrator")};
};
INSTANTIATE_TEST_SUITE_P(Engines, StaffApi, db::testing::program_engines(), db::testing::engine_name);

TEST_P(StaffApi, APersonSignsInWorksAndSignsOut) {
  add_ready("aziza", "operator");
  EXPECT_EQ(add("aziza", "operator").status, 422) << "the login is taken";
  EXPECT_EQ(sign_in("aziza", "wrong password").status, 401);
  const Answer signed_in = sign_in("aziza", kPassword);
  ASSERT_EQ(signed_in.status, 201) << signed_in.body;
  EXPECT_THAT(signed_in.headers.at("set-cookie"), HasSubstr("Secure; HttpOnly; SameSite=Lax"));

  const Client::Headers session = {{"Cookie", cookie(signed_in)}};
  const Answer me = anybody.get("/api/v1/me", session);
  EXPECT_EQ(text(me, "role"), "operator");
  const std::string next = "/api/v1/centres/sergeli/windows/1/call-next";
  EXPECT_EQ(anybody.post(next, "", session).status, 403) << "without the session's token";
  Client::Headers with_token = session;
  with_token.emplace_back("X-CSRF-Token", text(me, "csrf_token"));
  EXPECT_EQ(anybody.post(next, "", with_token).status, 204);
  Client::Headers from_elsewhere = with_token;
  from_elsewhere.emplace_back("Sec-Fetch-Site", "cross-site");
  EXPECT_EQ(anybody.post(next, "", from_elsewhere).status, 403);

  EXPECT_EQ(anybody.send("DELETE", "/api/v1/sessions/current", "", with_token).status, 204);
  EXPECT_EQ(anybody.get("/api/v1/me", session).status, 401);
}

TEST_P(StaffApi, SigningOutEverywhereEndsEverySession) {
  add_ready("aziza", "operator");
  const std::string first = cookie(sign_in("aziza", kPassword)), second = cookie(sign_in("aziza", kPassword));
  EXPECT_NE(first, second);
  const std::string csrf = text(anybody.get("/api/v1/me", {{"Cookie", first}}), "csrf_token");
  EXPECT_EQ(
      anybody.send("DELETE", "/api/v1/sessions", "", {{"Cookie", first}, {"X-CSRF-Token", csrf}}).status,
      204);
  EXPECT_EQ(anybody.get("/api/v1/me", {{"Cookie", second}}).status, 401);
}

TEST_P(StaffApi, WhosePasswordAnotherChoseMustChangeItFirst) {
  ASSERT_EQ(add("aziza", "operator").status, 201);
  const Client::Headers first = session_of(sign_in("aziza", kFirstPassword));
  const std::string next = "/api/v1/centres/sergeli/windows/1/call-next";
  const Answer refused = anybody.post(next, "", first);
  EXPECT_EQ(refused.status, 403);
  EXPECT_THAT(refused.body, HasSubstr("change_password_first"));
  EXPECT_EQ(anybody.get("/api/v1/sessions", first).status, 403);
  const Client::Headers page = {first[0], {"Accept", "text/html"}};
  const Answer led = anybody.get("/en/sergeli/console", page);
  EXPECT_EQ(led.status, 303);
  EXPECT_EQ(led.headers.at("location"), "/en/account");
  EXPECT_THAT(anybody.get("/en/account", page).body, HasSubstr("This is a temporary password"));
  EXPECT_EQ(anybody.get("/en/sergeli", page).status, 200) << "what everybody may see";

  const auto change = [&](const std::string& password) {
    return anybody.post(
        "/api/v1/me/password",
        fmt::format(R"({{"old_password":"{}","new_password":"{}"}})", kFirstPassword, password), first);
  };
  const Answer guessable = change("password1234");
  EXPECT_EQ(guessable.status, 422);
  EXPECT_THAT(guessable.body, HasSubstr("password_guessable"));
  EXPECT_THAT(change(kFirstPassword).body, HasSubstr("same_password")) << "another one";
  const Answer changed = change(kPassword);
  ASSERT_EQ(changed.status, 204) << changed.body;
  EXPECT_EQ(anybody.get("/api/v1/me", first).status, 401) << "its session is over";
  EXPECT_EQ(anybody.post(next, "", session_of(changed)).status, 204);
  EXPECT_EQ(anybody.post(next, "", session_of(sign_in("aziza", kPassword))).status, 204);
}

TEST_P(StaffApi, APersonSeesTheirSessionsAndEndsThem) {
  add_ready("aziza", "operator");
  add_ready("bobur", "operator");
  const auto in = [&](const std::string& login, const char* user_agent) {
    return session_of(anybody.post("/api/v1/sessions",
                                   fmt::format(R"({{"login":"{}","password":"{}"}})", login, kPassword),
                                   {{"User-Agent", user_agent}}));
  };
  const Client::Headers desk = in("aziza",
                                  "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"),
                        phone =
                            in("aziza", "Mozilla/5.0 (Linux; Android 15) Chrome/142.0 Mobile Safari/537.36"),
                        other = in("bobur", "curl/8");
  // The one that changed the first password, too.
  const auto seen = items_of(anybody.get("/api/v1/sessions", desk));
  ASSERT_EQ(seen.size(), 3u);
  std::string phones;
  int current = 0;
  for (const auto& item : seen) {
    const auto& session = item.as_object();
    current += session.at("current").as_bool() ? 1 : 0;
    EXPECT_EQ(session.at("current").as_bool(), text(session, "browser") == "Firefox, Windows");
    if (text(session, "browser") == "Chrome, Android") phones = text(session, "id");
  }
  EXPECT_EQ(current, 1);
  ASSERT_FALSE(phones.empty());
  EXPECT_EQ(anybody.send("DELETE", "/api/v1/sessions/" + phones, "", other).status, 404) << "not theirs";
  EXPECT_EQ(anybody.get("/api/v1/me", phone).status, 200);
  EXPECT_EQ(anybody.send("DELETE", "/api/v1/sessions/" + phones, "", desk).status, 204);
  EXPECT_EQ(anybody.get("/api/v1/me", phone).status, 401);
  EXPECT_EQ(anybody.send("DELETE", "/api/v1/sessions/others", "", desk).status, 204);
  EXPECT_EQ(items_of(anybody.get("/api/v1/sessions", desk)).size(), 1u);
  EXPECT_EQ(anybody.get("/api/v1/me", other).status, 200) << "another person's";

  in("aziza", "Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0 Safari/537.36");
  const Answer page = anybody.get("/en/account/sessions", {desk[0], {"Accept", "text/html"}});
  EXPECT_THAT(page.body, HasSubstr("Firefox, Windows"));
  EXPECT_THAT(page.body, HasSubstr("Chrome, Linux"));
  EXPECT_THAT(page.body, HasSubstr("End all others"));
}

TEST_P(StaffApi, GuessingIsSlowedDown) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(sign_in("nobody", "wrong password").status, 401);
  const Answer refused = sign_in("nobody", "wrong password");
  EXPECT_EQ(refused.status, 429);
  EXPECT_GT(std::stoi(refused.headers.at("retry-after")), 0);
}

TEST_P(StaffApi, WhoIsSwitchedOffIsOut) {
  const std::string id = text(add_ready("bobur", "host"), "id");
  const Client::Headers session = {{"Cookie", cookie(sign_in("bobur", kPassword))}};
  EXPECT_EQ(anybody.get("/api/v1/me", session).status, 200);
  EXPECT_EQ(administrator.send("PATCH", fmt::format("{}/{}", kStaff, id), R"({"active":false})").status, 204);
  EXPECT_EQ(anybody.get("/api/v1/me", session).status, 401);
  EXPECT_EQ(sign_in("bobur", kPassword).status, 401);
}

TEST_P(StaffApi, ADevicesTokenWorksUntilItIsRevoked) {
  const Answer added = administrator.post(kDevices, R"({"name":"Kiosk 2","role":"kiosk"})");
  ASSERT_EQ(added.status, 201) << added.body;
  Api kiosk(server.port(), text(added, "token"));
  EXPECT_EQ(kiosk.post("/api/v1/centres/sergeli/tickets", R"({"services":["kindergarten-referral"]})").status,
            201);
  EXPECT_THAT(administrator.get(kDevices).body, Not(HasSubstr(text(added, "token")))) << "shown once";

  // The same token makes a screen of the kiosk.
  const Answer paired =
      anybody.send("POST", "/en/device", "", {{"Content-Type", "application/x-www-form-urlencoded"}});
  EXPECT_EQ(paired.status, 422);
  const auto send = [&](const std::string& form) {
    return anybody.client().request("POST", "/en/device",
                                    {{"Content-Type", "application/x-www-form-urlencoded"}}, form);
  };
  const Answer asked = send("token=" + text(added, "token"));
  EXPECT_EQ(asked.status, 200);
  EXPECT_THAT(asked.body, HasSubstr("This screen becomes: Kiosk, Kiosk 2"));
  EXPECT_FALSE(asked.headers.contains("set-cookie")) << "not before somebody confirms it";
  const Answer screen = send("confirmed=yes&token=" + text(added, "token"));
  EXPECT_EQ(screen.status, 303) << screen.body;
  EXPECT_EQ(screen.headers.at("location"), "/en/sergeli/kiosk");
  EXPECT_EQ(anybody.get("/en/sergeli/kiosk", {{"Cookie", cookie(screen)}}).status, 200);

  EXPECT_EQ(administrator.send("DELETE", fmt::format("{}/{}", kDevices, text(added, "id")), "").status, 204);
  EXPECT_EQ(kiosk.post("/api/v1/centres/sergeli/tickets", R"({"services":["kindergarten-referral"]})").status,
            401);
}

// It would stay in the browser's history and in the logs of proxies.
TEST_P(StaffApi, NoAddressHasTheTokenOfADevice) {
  const std::string token = centre.token("kiosk");
  EXPECT_EQ(anybody.get("/en/device/" + token).status, 404);
  for (const std::string method : {"GET", "POST"}) {
    const Answer page = anybody.client().request(
        method, "/en/device?token=" + token,
        method == "GET" ? Client::Headers{}
                        : Client::Headers{{"Content-Type", "application/x-www-form-urlencoded"}});
    EXPECT_EQ(page.status, method == "GET" ? 200 : 422);
    EXPECT_FALSE(page.headers.contains("set-cookie"));
    EXPECT_EQ(page.headers.at("cache-control"), "no-store");
    EXPECT_EQ(page.headers.at("referrer-policy"), "no-referrer");
    EXPECT_THAT(page.body, Not(HasSubstr("This screen becomes")));
  }
  const Answer asked = anybody.client().request(
      "POST", "/en/device", {{"Content-Type", "application/x-www-form-urlencoded"}}, "token=" + token);
  EXPECT_EQ(asked.status, 200);
  EXPECT_EQ(asked.headers.at("cache-control"), "no-store");
  EXPECT_THAT(asked.body, HasSubstr("This screen becomes: Kiosk"));
  EXPECT_THAT(server.log(), Not(HasSubstr(token)));
}

TEST_P(StaffApi, ARepeatAddsNothing) {
  const Client::Headers key = {{"Idempotency-Key", "once"}};
  const std::string person =
      fmt::format(R"({{"login":"aziza","name":"Aziza","role":"host","password":"{}"}})", kPassword);
  const Answer first = administrator.post(kStaff, person, key),
               again = administrator.post(kStaff, person, key);
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.headers.at("idempotency-replayed"), "true");

  const std::string device = R"({"name":"Kiosk 3","role":"kiosk"})";
  const Client::Headers other = {{"Idempotency-Key", "other"}};
  EXPECT_EQ(administrator.post(kDevices, device, other).status, 201);
  const Answer refused = administrator.post(kDevices, device, other);
  EXPECT_EQ(refused.status, 409);
  EXPECT_THAT(refused.body, HasSubstr("key_used"));
}

TEST_P(StaffApi, SigningInAgainAndANewPasswordChangeTheSecret) {
  add_ready("aziza", "operator");
  const Client::Headers first = {{"Cookie", cookie(sign_in("aziza", kPassword))}};
  const auto with_csrf = [&](Client::Headers session) {
    session.emplace_back("X-CSRF-Token", text(anybody.get("/api/v1/me", session), "csrf_token"));
    return session;
  };
  const Answer again = anybody.post(
      "/api/v1/sessions", fmt::format(R"({{"login":"aziza","password":"{}"}})", kPassword), with_csrf(first));
  ASSERT_EQ(again.status, 201) << again.body;
  EXPECT_EQ(anybody.get("/api/v1/me", first).status, 401) << "the first secret is over";

  const Client::Headers second = {{"Cookie", cookie(again)}};
  Client::Headers form = with_csrf(second);
  form.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  const std::string wrong = "old_password=wrong&new_password=another+password";
  EXPECT_EQ(anybody.client().request("POST", "/en/account", form, wrong).status, 422);
  const std::string right = "old_password=a+long+password&new_password=another+password";
  const Answer changed = anybody.client().request("POST", "/en/account", form, right);
  ASSERT_EQ(changed.status, 303);
  EXPECT_EQ(anybody.get("/api/v1/me", second).status, 401);
  EXPECT_EQ(anybody.get("/api/v1/me", {{"Cookie", cookie(changed)}}).status, 200);
}

// Loading the page of a new device again would send its form again.
TEST_P(StaffApi, AFormIsTakenOnce) {
  add_ready("karim", "administrator");
  Client::Headers session = {{"Cookie", cookie(sign_in("karim", kPassword))}};
  session.emplace_back("X-CSRF-Token", text(anybody.get("/api/v1/me", session), "csrf_token"));
  const Answer page = anybody.get("/en/sergeli/devices", session);
  const std::string field = R"(name="key" value=")";
  const auto begin = page.body.find(field);
  ASSERT_NE(begin, std::string::npos);
  const std::string key = page.body.substr(begin + field.size(), 26);

  session.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  const std::string form = "name=Board+2&role=board&key=" + key;
  const auto send = [&] { return anybody.client().request("POST", "/en/sergeli/devices", session, form); };
  EXPECT_EQ(send().status, 201);
  const Answer again = send();
  EXPECT_EQ(again.status, 422);
  EXPECT_THAT(again.body, HasSubstr("This device was added already"));
}

TEST_P(StaffApi, ThePageSaysWhenToTryAgain) {
  const auto form = [&] {
    return anybody.client().request("POST", "/en/sign-in",
                                    {{"Content-Type", "application/x-www-form-urlencoded"}},
                                    "login=nobody&password=wrong");
  };
  for (int i = 0; i < 5; ++i) EXPECT_EQ(form().status, 422);
  const Answer refused = form();
  EXPECT_EQ(refused.status, 429);
  EXPECT_THAT(refused.body, HasSubstr("Try again in 1 minute."));
}

TEST_P(StaffApi, OnlyAdministratorsOfTheCentre) {
  Api head(server.port(), centre.token("head"));
  EXPECT_EQ(head.get(kStaff).status, 403);
  EXPECT_EQ(anybody.get(kStaff).status, 401);
  EXPECT_EQ(administrator.get("/api/v1/centres/elsewhere/staff").status, 404);
  EXPECT_EQ(administrator.get(kStaff).status, 200);
  const Answer wrong =
      administrator.post(kStaff, R"({"login":"A B","name":" ","role":"king","password":"short"})");
  EXPECT_EQ(wrong.status, 422);
  EXPECT_EQ(json::parse(wrong.body).at("errors").as_array().size(), 4u) << wrong.body;
}

TEST_P(StaffApi, WhosePasswordAnotherChoseChangesItOnThePageAndGoesOn) {
  ASSERT_EQ(add("aziza", "operator").status, 201);
  Client::Headers headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  const Answer in = anybody.client().request(
      "POST", "/en/sign-in", headers, "login=aziza&password=chosen+by+another&to=%2Fen%2Fsergeli%2Fconsole");
  EXPECT_EQ(in.headers.at("location"), "/en/account");
  headers.insert(headers.end(),
                 {{"Cookie", cookie(in)},
                  {"X-CSRF-Token", text(anybody.get("/api/v1/me", {{"Cookie", cookie(in)}}), "csrf_token")}});
  const Answer changed = anybody.client().request(
      "POST", "/en/account", headers, "old_password=chosen+by+another&new_password=a+long+password");
  EXPECT_EQ(changed.headers.at("location"), "/en/sergeli/console");
  EXPECT_EQ(anybody.get("/en/sergeli/console", {{"Cookie", cookie(changed)}, {"Accept", "text/html"}}).status,
            200);
}

TEST_P(StaffApi, SigningInLeadsOnlyToAddressesOfOurs) {
  add_ready("aziza", "operator");
  const auto form = [&](const std::string& to) {
    return anybody.client().request("POST", "/en/sign-in",
                                    {{"Content-Type", "application/x-www-form-urlencoded"}},
                                    fmt::format("login=aziza&password={}&to={}", "a+long+password", to));
  };
  EXPECT_EQ(form("%2Fen%2Fsergeli%2Fconsole%2F2").headers.at("location"), "/en/sergeli/console/2");
  for (const char* elsewhere :
       {"https%3A%2F%2Fevil.example", "%2F%2Fevil.example", "%2F%5Cevil.example", ""}) {
    EXPECT_EQ(form(elsewhere).headers.at("location"), "/en/sergeli/console") << elsewhere;
  }
}

}  // namespace
}  // namespace biroyna::testing
