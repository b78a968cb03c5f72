// Signing in and out, and what ends a session. Each password that is checked takes a tenth of a second: few
// are.
#include <gmock/gmock.h>

#include "features/sessions/test_sessions.hpp"

namespace biroyna::sessions {
namespace {

using http::Method;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using namespace testing;

class SessionsService : public SessionsTest {
 protected:
  // The code of the refusal, "" when signed in.
  std::string sign_in(std::string_view login, std::string_view password, std::string_view peer = kPeer) {
    const auto signed_in = program.sessions.sign_in(login, password, {peer});
    return signed_in ? "" : signed_in.error().code;
  }
  static bool works(Program& program, const std::string& secret) {
    return who(program.sessions, with_session(Method::get, secret)).signed_in();
  }

  Program program{*db, now};
};
INSTANTIATE_TEST_SUITE_P(Engines, SessionsService, db::testing::engines(), db::testing::engine_name);

TEST_P(SessionsService, EachSigningInIsASessionOfItsOwn) {
  person("aziza");
  const auto first = program.sessions.sign_in(" Aziza ", kPassword, {kPeer});
  const auto second = program.sessions.sign_in("aziza", kPassword, {kPeer});
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->person.login, "aziza");
  EXPECT_NE(secret_of(first->cookie), secret_of(second->cookie));
  EXPECT_THAT(first->cookie, HasSubstr("; Path=/; Secure; HttpOnly; SameSite=Lax"));
  EXPECT_THAT(first->cookie, Not(HasSubstr("Max-Age"))) << "it ends with the browser";

  auto principal = who(program.sessions, with_session(Method::get, secret_of(first->cookie)));
  EXPECT_EQ(principal.id, first->person.id.str());
  EXPECT_EQ(principal.role, auth::Role::operator_);
  program.sessions.sign_out(principal);
  EXPECT_FALSE(works(program, secret_of(first->cookie)));
  EXPECT_TRUE(works(program, secret_of(second->cookie)));
  EXPECT_THAT(events(), ElementsAre("signed_in staff:id-of-aziza {}", "signed_in staff:id-of-aziza {}",
                                    "signed_out staff:id-of-aziza {}"));
}

// "value" of "__Host-browser=value; Path=/; …".
std::string value_of(const std::string& cookie) {
  const auto begin = cookie.find('=') + 1;
  return cookie.substr(begin, cookie.find(';') - begin);
}

TEST_P(SessionsService, WhoGuessesBehindTheSameAddressKeepsNobodyFromTheirOwnBrowser) {
  person("aziza");
  const auto before = program.sessions.sign_in("aziza", kPassword, {kPeer});
  ASSERT_TRUE(before);
  EXPECT_THAT(before->browser_cookie, AllOf(HasSubstr("__Host-browser="),
                                            HasSubstr("; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=")));
  Program restarted(*db, now);
  const auto from = [&](const std::string& cookie) {
    const auto signed_in = restarted.sessions.sign_in("aziza", kPassword, {kPeer, cookie});
    return signed_in ? "" : signed_in.error().code;
  };
  for (int i = 0; i < 5; ++i) (void)restarted.sessions.sign_in("aziza", "wrong", {kPeer});
  EXPECT_EQ(from(""), "too_many_sign_ins") << "this address is where somebody guesses";
  EXPECT_EQ(from(value_of(before->browser_cookie).substr(1)), "too_many_sign_ins");
  EXPECT_EQ(from(value_of(before->browser_cookie)), "");
}

TEST_P(SessionsService, SessionsEndWhenUnusedAndWhenOld) {
  const staff::Person aziza = person("aziza");
  const std::string secret = session(aziza);
  for (int i = 0; i < 15; ++i) {
    EXPECT_TRUE(works(program, secret)) << i;
    now += kSessionIdle - Minutes(1);
    program.tick();
  }
  EXPECT_FALSE(works(program, secret)) << "older than a week";

  const std::string unused = session(aziza);
  EXPECT_TRUE(works(program, unused));
  now += kSessionIdle;
  EXPECT_FALSE(works(program, unused));
}

TEST_P(SessionsService, WhatAnotherServerSawKeepsASessionAlive) {
  Program other(*db, now);
  const std::string secret = session(person("aziza"));
  EXPECT_TRUE(works(program, secret));
  now += std::chrono::hours(8);
  EXPECT_TRUE(works(other, secret));
  other.tick();
  now += std::chrono::hours(8);
  write([](db::Tx&) {});
  EXPECT_TRUE(works(program, secret)) << "16 hours since this one saw it, 8 since the other";
}

TEST_P(SessionsService, UseIsWrittenDownCoarsely) {
  const std::string secret = session(person("aziza")), hash = auth::hash_token(secret);
  const auto used_at = [&] {
    write([](db::Tx&) {});
    return db->reading([&](db::Tx& tx) { return find_session(tx, hash)->used_at; });
  };
  const Time begun = now;
  EXPECT_TRUE(works(program, secret));
  now += Minutes(4);
  EXPECT_TRUE(works(program, secret));
  program.tick();
  EXPECT_EQ(used_at(), begun);
  now += Minutes(1);
  EXPECT_TRUE(works(program, secret));
  program.tick();
  EXPECT_EQ(used_at(), now);
}

TEST_P(SessionsService, SigningOutEverywhereEndsThePersonsSessionsOnly) {
  const staff::Person aziza = person("aziza");
  const std::string first = session(aziza), second = session(aziza), other = session(person("bobur"));
  EXPECT_TRUE(works(program, first));
  program.sessions.sign_out_everywhere(aziza.id);
  EXPECT_FALSE(works(program, first));
  EXPECT_FALSE(works(program, second));
  EXPECT_TRUE(works(program, other));
}

TEST_P(SessionsService, APersonSeesTheirSessionsThatAreNotOver) {
  const staff::Person aziza = person("aziza");
  const std::string old = session(aziza), mine = session(aziza), other = session(person("bobur"));
  now += Minutes(1);
  const auth::Principal own = who(program.sessions, with_session(Method::get, mine));
  const auto ids = [&] {
    std::vector<std::string> found;
    for (const auto& each : program.sessions.sessions_of(own)) found.push_back(each.id);
    return found;
  };
  EXPECT_THAT(ids(), ElementsAre(auth::hash_token(mine), auth::hash_token(old))) << "the one used last first";
  const auto seen = program.sessions.sessions_of(own);
  EXPECT_TRUE(seen[0].current);
  EXPECT_FALSE(seen[1].current);
  EXPECT_EQ(seen[0].used_at, now) << "although it is not written yet";
  EXPECT_EQ(seen[0].begun_at, now - Minutes(1));
  EXPECT_EQ(program.sessions.end(own, auth::hash_token(other)).error().code, "not_found")
      << "of another person";
  EXPECT_TRUE(works(program, other));
  EXPECT_TRUE(program.sessions.end(own, auth::hash_token(old)));
  EXPECT_FALSE(works(program, old));
  EXPECT_TRUE(works(program, mine));
  EXPECT_EQ(program.sessions.end(own, auth::hash_token(old)).error().code, "not_found") << "again";
  const std::string another = session(aziza);
  program.sessions.end_others(own);
  EXPECT_FALSE(works(program, another));
  EXPECT_TRUE(works(program, mine));
  now += kSessionIdle;
  EXPECT_THAT(ids(), ElementsAre()) << "over";
}

TEST_P(SessionsService, WhatAnotherProgramEndedIsSeenAfterATick) {
  Program other(*db, now);
  const staff::Person aziza = person("aziza");
  const std::string secret = session(aziza);
  const auto kiosk = program.staff.add_device({kSergeli, "Kiosk", auth::Role::kiosk}, "command-line");
  ASSERT_TRUE(kiosk);
  const auto token_works = [&] {
    return who(program.sessions, with_token(Method::get, kiosk->token)).signed_in();
  };
  EXPECT_TRUE(works(program, secret));
  EXPECT_TRUE(token_works());
  EXPECT_TRUE(other.staff.set_active(kSergeli, aziza.id, false, "command-line"));
  EXPECT_TRUE(other.staff.revoke(kSergeli, kiosk->device.id, "command-line"));
  program.tick();
  EXPECT_FALSE(works(program, secret));
  EXPECT_FALSE(token_works());
}

TEST_P(SessionsService, WhoIsSwitchedOffCannotSignIn) {
  const staff::Person aziza = person("aziza");
  const std::string secret = session(aziza);
  EXPECT_TRUE(works(program, secret));
  EXPECT_TRUE(program.staff.set_active(kSergeli, aziza.id, false, "staff:1"));
  EXPECT_TRUE(program.staff.set_active(kSergeli, aziza.id, false, "staff:1")) << "again changes nothing";
  EXPECT_FALSE(works(program, secret));
  EXPECT_EQ(sign_in("aziza", kPassword), "wrong_sign_in");
  EXPECT_TRUE(program.staff.set_active(kSergeli, aziza.id, true, "staff:1"));
  EXPECT_FALSE(works(program, secret)) << "the old session is over";
  EXPECT_EQ(sign_in("aziza", kPassword), "");
  EXPECT_THAT(events(),
              ElementsAre("staff_switched_off staff:id-of-aziza {}",
                          R"(sign_in_failed staff:id-of-aziza {"reason":"switched_off"})",
                          "staff_switched_on staff:id-of-aziza {}", "signed_in staff:id-of-aziza {}"));
  const auto elsewhere = program.staff.set_active(CentreId("elsewhere"), aziza.id, false, "staff:1");
  EXPECT_EQ(elsewhere.error().code, "not_found");
}

TEST_P(SessionsService, ANewPasswordEndsEveryOtherSession) {
  const staff::Person aziza = person("aziza");
  const std::string stolen = session(aziza);
  EXPECT_TRUE(works(program, stolen));
  const auth::Principal own = who(program.sessions, with_session(Method::get, session(aziza)));
  const auto wrong = program.sessions.change_password(own, "wrong", "another password", "");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().fields.at(0).pointer, "/old_password");
  const auto weak = program.sessions.change_password(own, kPassword, "short", "");
  ASSERT_FALSE(weak);
  EXPECT_EQ(weak.error().fields.at(0).code, "error.password_too_short");
  EXPECT_TRUE(works(program, stolen)) << "nothing has changed yet";

  const auto changed = program.sessions.change_password(own, kPassword, "another password", "");
  ASSERT_TRUE(changed);
  EXPECT_FALSE(works(program, stolen));
  EXPECT_TRUE(works(program, secret_of(*changed)));
  EXPECT_EQ(sign_in("aziza", kPassword), "wrong_sign_in");
  EXPECT_EQ(sign_in("aziza", "another password"), "");
}

TEST_P(SessionsService, AScreenIsPairedUntilItsTokenIsRevoked) {
  const auto added = program.staff.add_device({kSergeli, "Board", auth::Role::board}, "staff:1");
  ASSERT_TRUE(added);
  const auto paired = program.sessions.pair(added->token);
  ASSERT_TRUE(paired);
  const std::string secret = secret_of(paired->cookie);
  now += 4 * kSessionAge;
  program.tick();
  const auto screen = who(program.sessions, with_session(Method::get, secret));
  EXPECT_EQ(screen.role, auth::Role::board);
  EXPECT_FALSE(screen.csrf.empty());
  EXPECT_TRUE(program.staff.revoke(kSergeli, added->device.id, "staff:1"));
  EXPECT_FALSE(works(program, secret));
  EXPECT_EQ(program.sessions.pair(added->token).error().code, "unknown_token");
  EXPECT_EQ(program.staff.revoke(kSergeli, added->device.id, "staff:1").error().code, "not_found");
  const std::string device = "device:" + added->device.id.str();
  EXPECT_THAT(events(), ElementsAre("device_added " + device + R"( {"role":"board"})",
                                    "device_paired " + device + " {}", "device_revoked " + device + " {}"));
}

}  // namespace
}  // namespace biroyna::sessions
