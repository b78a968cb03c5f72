// Signing in and out, and what ends it. Each password that is checked takes a tenth of a second: few are.
#include <gmock/gmock.h>

#include "features/staff/test_centre.hpp"

namespace biroyna::staff {
namespace {

using http::Method;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using namespace testing;

class StaffService : public CentreTest {
 protected:
  // The code of the refusal, "" when signed in.
  std::string sign_in(std::string_view login, std::string_view password, std::string_view peer = kPeer) {
    const auto signed_in = program.staff.sign_in(login, password, peer);
    return signed_in ? "" : signed_in.error().code;
  }
  bool works(Staff& staff, const std::string& secret) {
    return who(staff, with_session(Method::get, secret)).signed_in();
  }

  Program program{*db, now};
};
INSTANTIATE_TEST_SUITE_P(Engines, StaffService, db::testing::engines(), db::testing::engine_name);

TEST_P(StaffService, EachSigningInIsASessionOfItsOwn) {
  person("aziza");
  const auto first = program.staff.sign_in(" Aziza ", kPassword, kPeer);
  const auto second = program.staff.sign_in("aziza", kPassword, kPeer);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->person.login, "aziza");
  EXPECT_NE(secret_of(first->cookie), secret_of(second->cookie));
  EXPECT_THAT(first->cookie, HasSubstr("; Path=/; Secure; HttpOnly; SameSite=Lax"));
  EXPECT_THAT(first->cookie, Not(HasSubstr("Max-Age"))) << "it ends with the browser";

  auto principal = who(program.staff, with_session(Method::get, secret_of(first->cookie)));
  EXPECT_EQ(principal.id, first->person.id.str());
  EXPECT_EQ(principal.role, auth::Role::operator_);
  program.staff.sign_out(principal);
  EXPECT_FALSE(works(program.staff, secret_of(first->cookie)));
  EXPECT_TRUE(works(program.staff, secret_of(second->cookie)));
  EXPECT_THAT(events(), ElementsAre("signed_in staff:id-of-aziza {}", "signed_in staff:id-of-aziza {}",
                                    "signed_out staff:id-of-aziza {}"));
}

TEST_P(StaffService, FiveFailuresMakeALoginWait) {
  person("aziza");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(sign_in("aziza", "wrong"), "wrong_sign_in") << i;
  const auto refused = program.staff.sign_in("aziza", kPassword, "192.0.2.8");
  ASSERT_FALSE(refused) << "even with the right password, from anywhere";
  EXPECT_EQ(refused.error().kind, Refusal::Kind::throttled);
  EXPECT_EQ(refused.error().retry_after_seconds, 60);
  EXPECT_EQ(sign_in("aziza", kPassword), "too_many_sign_ins");
  auto expected =
      std::vector<std::string>(5, R"(sign_in_failed staff:id-of-aziza {"reason":"wrong_password"})");
  expected.push_back(R"(sign_in_failed staff:id-of-aziza {"reason":"throttled"})");
  EXPECT_EQ(events(), expected) << "a wait is told once";
  now += Minutes(1);
  EXPECT_EQ(sign_in("aziza", kPassword), "");
}

TEST_P(StaffService, AnUnknownLoginIsRefusedAlikeAndNotLogged) {
  EXPECT_EQ(sign_in("nobody", kPassword), "wrong_sign_in");
  EXPECT_EQ(sign_in("no\xCA\xBB such login", kPassword), "wrong_sign_in");
  EXPECT_EQ(sign_in(std::string(63, 'a') + "\xD0\xB0", kPassword), "wrong_sign_in");
  EXPECT_THAT(events(), IsEmpty());
}

TEST_P(StaffService, SessionsEndWhenUnusedAndWhenOld) {
  const Person aziza = person("aziza");
  const std::string secret = session(aziza);
  for (int i = 0; i < 15; ++i) {
    EXPECT_TRUE(works(program.staff, secret)) << i;
    now += kSessionIdle - Minutes(1);
    program.staff.tick();
  }
  EXPECT_FALSE(works(program.staff, secret)) << "older than a week";

  const std::string unused = session(aziza);
  EXPECT_TRUE(works(program.staff, unused));
  now += kSessionIdle;
  EXPECT_FALSE(works(program.staff, unused));
}

TEST_P(StaffService, WhatAnotherServerSawKeepsASessionAlive) {
  Program other(*db, now);
  const std::string secret = session(person("aziza"));
  EXPECT_TRUE(works(program.staff, secret));
  now += std::chrono::hours(8);
  EXPECT_TRUE(works(other.staff, secret));
  other.staff.tick();
  now += std::chrono::hours(8);
  write([](db::Tx&) {});
  EXPECT_TRUE(works(program.staff, secret)) << "16 hours since this one saw it, 8 since the other";
}

TEST_P(StaffService, UseIsWrittenDownCoarsely) {
  const std::string secret = session(person("aziza")), hash = auth::hash_token(secret);
  const auto used_at = [&] {
    write([](db::Tx&) {});
    return db->reading([&](db::Tx& tx) { return find_session(tx, hash)->session.used_at; });
  };
  const Time begun = now;
  EXPECT_TRUE(works(program.staff, secret));
  now += Minutes(4);
  EXPECT_TRUE(works(program.staff, secret));
  program.staff.tick();
  EXPECT_EQ(used_at(), begun);
  now += Minutes(1);
  EXPECT_TRUE(works(program.staff, secret));
  program.staff.tick();
  EXPECT_EQ(used_at(), now);
}

TEST_P(StaffService, SigningOutEverywhereEndsThePersonsSessionsOnly) {
  const Person aziza = person("aziza");
  const std::string first = session(aziza), second = session(aziza), other = session(person("bobur"));
  EXPECT_TRUE(works(program.staff, first));
  program.staff.sign_out_everywhere(aziza.id);
  EXPECT_FALSE(works(program.staff, first));
  EXPECT_FALSE(works(program.staff, second));
  EXPECT_TRUE(works(program.staff, other));
}

TEST_P(StaffService, WhatAnotherProgramEndedIsSeenAfterATick) {
  Program other(*db, now);
  const Person aziza = person("aziza");
  const std::string secret = session(aziza);
  const auto kiosk = program.staff.add_device({kSergeli, "Kiosk", auth::Role::kiosk}, "command-line");
  ASSERT_TRUE(kiosk);
  const auto token_works = [&] {
    return who(program.staff, with_token(Method::get, kiosk->token)).signed_in();
  };
  EXPECT_TRUE(works(program.staff, secret));
  EXPECT_TRUE(token_works());
  EXPECT_TRUE(other.staff.set_active(kSergeli, aziza.id, false, "command-line"));
  EXPECT_TRUE(other.staff.revoke(kSergeli, kiosk->device.id, "command-line"));
  program.staff.tick();
  EXPECT_FALSE(works(program.staff, secret));
  EXPECT_FALSE(token_works());
}

TEST_P(StaffService, WhoIsSwitchedOffCannotSignIn) {
  const Person aziza = person("aziza");
  const std::string secret = session(aziza);
  EXPECT_TRUE(works(program.staff, secret));
  EXPECT_TRUE(program.staff.set_active(kSergeli, aziza.id, false, "staff:1"));
  EXPECT_TRUE(program.staff.set_active(kSergeli, aziza.id, false, "staff:1")) << "again changes nothing";
  EXPECT_FALSE(works(program.staff, secret));
  EXPECT_EQ(sign_in("aziza", kPassword), "wrong_sign_in");
  EXPECT_TRUE(program.staff.set_active(kSergeli, aziza.id, true, "staff:1"));
  EXPECT_FALSE(works(program.staff, secret)) << "the old session is over";
  EXPECT_EQ(sign_in("aziza", kPassword), "");
  EXPECT_THAT(events(),
              ElementsAre("staff_switched_off staff:id-of-aziza {}",
                          R"(sign_in_failed staff:id-of-aziza {"reason":"switched_off"})",
                          "staff_switched_on staff:id-of-aziza {}", "signed_in staff:id-of-aziza {}"));
  const auto elsewhere = program.staff.set_active(CentreId("elsewhere"), aziza.id, false, "staff:1");
  EXPECT_EQ(elsewhere.error().code, "not_found");
}

TEST_P(StaffService, TheLastAdministratorStays) {
  const Person one = person("one", auth::Role::administrator), two = person("two", auth::Role::administrator);
  EXPECT_TRUE(program.staff.set_active(kSergeli, one.id, false, "staff:1"));
  const auto refused = program.staff.set_active(kSergeli, two.id, false, "staff:1");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "last_administrator");
  EXPECT_TRUE(program.staff.people(kSergeli).front().active);
}

TEST_P(StaffService, ANewPasswordEndsEveryOtherSession) {
  const Person aziza = person("aziza");
  const std::string stolen = session(aziza);
  EXPECT_TRUE(works(program.staff, stolen));
  const auto wrong = program.staff.change_password(aziza.id, "wrong", "another password");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().fields.at(0).pointer, "/old_password");
  const auto weak = program.staff.change_password(aziza.id, kPassword, "short");
  ASSERT_FALSE(weak);
  EXPECT_EQ(weak.error().fields.at(0).code, "error.password_too_short");
  EXPECT_TRUE(works(program.staff, stolen)) << "nothing has changed yet";

  const auto changed = program.staff.change_password(aziza.id, kPassword, "another password");
  ASSERT_TRUE(changed);
  EXPECT_FALSE(works(program.staff, stolen));
  EXPECT_TRUE(works(program.staff, secret_of(changed->cookie)));
  EXPECT_EQ(sign_in("aziza", kPassword), "wrong_sign_in");
  EXPECT_EQ(sign_in("aziza", "another password"), "");
}

TEST_P(StaffService, AddingIsRefusedWithEveryWrongField) {
  person("aziza");
  const auto codes = [&](const NewPerson& wanted) {
    std::vector<std::string> found;
    const auto added = program.staff.add(wanted, "command-line");
    if (!added)
      for (const auto& error : added.error().fields) found.push_back(error.code);
    return found;
  };
  EXPECT_THAT(
      codes({kSergeli, "A B", " ", "short", auth::Role::kiosk}),
      ElementsAre("error.bad_login", "error.no_name", "error.password_too_short", "error.unknown_role"));
  EXPECT_THAT(codes({kSergeli, "aziza", "Aziza", std::string(kPassword), auth::Role::host}),
              ElementsAre("error.login_taken"));
  EXPECT_THAT(events(), IsEmpty());
}

TEST_P(StaffService, ARepeatWithTheSameKeyAddsNobody) {
  NewPerson wanted{kSergeli, "aziza", "Aziza", std::string(kPassword), auth::Role::host, "key"};
  const auto first = program.staff.add(wanted, "staff:1"), again = program.staff.add(wanted, "staff:1");
  ASSERT_TRUE(first && again);
  EXPECT_FALSE(first->replayed);
  EXPECT_TRUE(again->replayed);
  EXPECT_EQ(first->id, again->id);
  wanted.login = "bobur";
  const auto other = program.staff.add(wanted, "staff:1");
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, "key_reused");
  EXPECT_THAT(events(), ElementsAre("staff_added staff:" + first->id.str() + R"( {"role":"host"})"));
}

TEST_P(StaffService, ADevicesTokenIsGivenOnce) {
  const NewDevice wanted{kSergeli, " Kiosk 1 ", auth::Role::kiosk, "key"};
  const auto added = program.staff.add_device(wanted, "staff:1");
  ASSERT_TRUE(added);
  EXPECT_EQ(added->device.name, "Kiosk 1");
  const auto again = program.staff.add_device(wanted, "staff:1");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, Refusal::Kind::conflict);
  EXPECT_EQ(again.error().code, "key_used");
  EXPECT_EQ(program.staff.devices(kSergeli).size(), 1u);
  EXPECT_FALSE(program.staff.add_device({kSergeli, "", auth::Role::anonymous}, "staff:1"));
}

TEST_P(StaffService, AScreenIsPairedUntilItsTokenIsRevoked) {
  const auto added = program.staff.add_device({kSergeli, "Board", auth::Role::board}, "staff:1");
  ASSERT_TRUE(added);
  const auto paired = program.staff.pair(added->token, kPeer);
  ASSERT_TRUE(paired);
  const std::string secret = secret_of(paired->cookie);
  now += 4 * kSessionAge;
  program.staff.tick();
  program.staff.forget_old();
  const auto screen = who(program.staff, with_session(Method::get, secret));
  EXPECT_EQ(screen.role, auth::Role::board);
  EXPECT_FALSE(screen.csrf.empty());
  EXPECT_TRUE(program.staff.revoke(kSergeli, added->device.id, "staff:1"));
  EXPECT_FALSE(works(program.staff, secret));
  EXPECT_EQ(program.staff.pair(added->token, kPeer).error().code, "unknown_token");
  EXPECT_EQ(program.staff.revoke(kSergeli, added->device.id, "staff:1").error().code, "not_found");
  const std::string device = "device:" + added->device.id.str();
  EXPECT_THAT(events(), ElementsAre("device_added " + device + R"( {"role":"board"})",
                                    "device_paired " + device + " {}", "device_revoked " + device + " {}"));
}

TEST_P(StaffService, TokensCannotBeTriedThrough) {
  for (int i = 0; i < 20; ++i) EXPECT_EQ(program.staff.pair("guess", kPeer).error().code, "unknown_token");
  EXPECT_EQ(program.staff.pair("guess", kPeer).error().code, "too_many_sign_ins");
}

TEST_P(StaffService, TheLogStaysWhole) {
  person("aziza");
  EXPECT_EQ(sign_in("aziza", "wrong"), "wrong_sign_in");
  (void)program.staff.add_device({kSergeli, "Board", auth::Role::board}, "staff:1");
  EXPECT_EQ(events().size(), 2u);
  EXPECT_EQ(db->reading([](db::Tx& tx) { return audit::verify(tx, kSergeli); }).broken_at, 0);
}

}  // namespace
}  // namespace biroyna::staff
