// Passwords, tokens, and the lists of people and devices. Each password that is checked takes a tenth of a
// second: few are.
#include <gmock/gmock.h>

#include "features/staff/test_centre.hpp"

namespace biroyna::staff {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using namespace testing;

class StaffService : public CentreTest {
 protected:
  // The code of the refusal, "" when the password was right.
  std::string sign_in(std::string_view login, std::string_view password, std::string_view peer = kPeer) {
    const auto known = program.staff.authenticate(login, password, {peer}, [](auto&, auto&) {});
    return known ? "" : known.error().code;
  }

  Program program{*db, now};
};
INSTANTIATE_TEST_SUITE_P(Engines, StaffService, db::testing::engines(), db::testing::engine_name);

TEST_P(StaffService, FiveFailuresMakeWhoGuessesWaitAndNobodyElse) {
  person("aziza");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(sign_in("aziza", "wrong"), "wrong_sign_in") << i;
  const auto refused = program.staff.authenticate("aziza", kPassword, {kPeer}, [](auto&, auto&) {});
  ASSERT_FALSE(refused) << "even with the right password";
  EXPECT_EQ(refused.error().kind, Refusal::Kind::throttled);
  EXPECT_EQ(refused.error().retry_after_seconds, 60);
  EXPECT_EQ(sign_in("aziza", kPassword), "too_many_sign_ins");
  auto expected =
      std::vector<std::string>(5, R"(sign_in_failed staff:id-of-aziza {"reason":"wrong_password"})");
  expected.push_back(R"(sign_in_failed staff:id-of-aziza {"reason":"throttled"})");
  EXPECT_EQ(events(), expected) << "a wait is told once";
  EXPECT_EQ(sign_in("aziza", kPassword, "192.0.2.8"), "") << "from elsewhere";
  EXPECT_TRUE(program.staff.authenticate("aziza", kPassword, {kPeer, "known"}, [](auto&, auto&) {}))
      << "in a browser where she signed in before";
  now += Minutes(1);
  EXPECT_EQ(sign_in("aziza", kPassword), "");
}

TEST_P(StaffService, WrongOldPasswordsKeepNobodyFromSigningIn) {
  const Person aziza = person("aziza");
  const auto change = [&](std::string_view session, std::string_view old_password) {
    const auto changed = program.staff.change_password(aziza.id, session, old_password, "another passphrase",
                                                       [](auto&, auto&) {});
    return changed                          ? std::string()
           : changed.error().fields.empty() ? changed.error().code
                                            : changed.error().fields.front().code;
  };
  for (int i = 0; i < 5; ++i) EXPECT_EQ(change("unattended", "wrong"), "error.wrong_password");
  EXPECT_EQ(change("unattended", kPassword), "too_many_sign_ins");
  EXPECT_EQ(sign_in("aziza", kPassword), "");
  EXPECT_EQ(change("her own", kPassword), "");
}

TEST_P(StaffService, AnUnknownLoginIsRefusedAlikeAndNotLogged) {
  EXPECT_EQ(sign_in("nobody", kPassword), "wrong_sign_in");
  EXPECT_EQ(sign_in("no\xCA\xBB such login", kPassword), "wrong_sign_in");
  EXPECT_EQ(sign_in(std::string(63, 'a') + "\xD0\xB0", kPassword), "wrong_sign_in");
  EXPECT_THAT(events(), IsEmpty());
}

TEST_P(StaffService, TheLastAdministratorStays) {
  const Person one = person("one", auth::Role::administrator), two = person("two", auth::Role::administrator);
  EXPECT_TRUE(program.staff.set_active(kSergeli, one.id, false, "staff:1"));
  const auto refused = program.staff.set_active(kSergeli, two.id, false, "staff:1");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "last_administrator");
  EXPECT_TRUE(program.staff.people(kSergeli).front().active);
}

TEST_P(StaffService, AForgottenPasswordIsReplacedByATemporaryOneAndTheSessionsEnd) {
  const Person aziza = person("aziza");
  const auto before = program.staff.known_rights_version();
  const auto password = program.staff.reset_password(kSergeli, aziza.id, "staff:id-of-root");
  ASSERT_TRUE(password);
  EXPECT_EQ(sign_in("aziza", kPassword), "wrong_sign_in");
  const auto known = program.staff.authenticate("aziza", *password, {kPeer}, [](auto&, auto&) {});
  ASSERT_TRUE(known);
  EXPECT_TRUE(known->first_password) << "they choose another one";
  EXPECT_GT(known->rights_ended_version, before);
  EXPECT_EQ(program.staff.known_rights_version(), known->rights_ended_version);
  EXPECT_EQ(events().front(), "password_reset staff:id-of-aziza {}");
  EXPECT_FALSE(wrong_password("/password", *password, {aziza.login, aziza.name}));
}

TEST_P(StaffService, NobodyResetsTheirOwnPasswordOrThatOfAnotherCentre) {
  const Person aziza = person("aziza", auth::Role::administrator);
  const auto code = [](const auto& result) { return result ? std::string() : result.error().code; };
  EXPECT_EQ(code(program.staff.reset_password(kSergeli, aziza.id, "staff:id-of-aziza")), "own_rights");
  EXPECT_EQ(code(program.staff.set_work(kSergeli, aziza.id, {auth::Role::host}, "staff:id-of-aziza")),
            "own_rights");
  EXPECT_EQ(code(program.staff.reset_password(CentreId("chirchiq"), aziza.id, "staff:1")), "not_found");
  EXPECT_THAT(events(), IsEmpty());
  EXPECT_EQ(sign_in("aziza", kPassword), "");
}

TEST_P(StaffService, WhoGetsAnotherRoleSignsInAgain) {
  const Person aziza = person("aziza");
  ASSERT_TRUE(program.staff.set_work(
      kSergeli, aziza.id, {auth::Role::specialist, {DepartmentId("health"), DepartmentId("pension")}},
      "staff:1"));
  const Person changed = program.staff.people(kSergeli).front();
  EXPECT_EQ(changed.role, auth::Role::specialist);
  EXPECT_THAT(changed.departments, ElementsAre(DepartmentId("health"), DepartmentId("pension")));
  EXPECT_EQ(changed.rights_ended_version, program.staff.known_rights_version());
  EXPECT_THAT(events(), ElementsAre(R"(staff_changed staff:id-of-aziza )"
                                    R"({"role":"specialist","departments":["health","pension"]})"));
}

TEST_P(StaffService, ARoleIsRefusedWithoutItsDepartmentAndOfTheLastAdministrator) {
  const Person aziza = person("aziza"), root = person("root", auth::Role::administrator);
  const auto no_department = program.staff.set_work(kSergeli, aziza.id, {auth::Role::specialist}, "staff:1");
  ASSERT_FALSE(no_department);
  EXPECT_EQ(no_department.error().fields.front().code, "error.no_department");
  EXPECT_FALSE(program.staff.set_work(kSergeli, aziza.id, {auth::Role::kiosk}, "staff:1"));
  const auto last = program.staff.set_work(kSergeli, root.id, {auth::Role::host}, "command-line");
  ASSERT_FALSE(last);
  EXPECT_EQ(last.error().code, "last_administrator");
  EXPECT_THAT(events(), IsEmpty());
}

TEST_P(StaffService, AddingIsRefusedWithEveryWrongField) {
  person("aziza");
  const auto codes = [&](const NewPerson& entered) {
    std::vector<std::string> found;
    const auto added = program.staff.add(entered, "command-line");
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

TEST_P(StaffService, PeopleWithOnePasswordMayShareItsHash) {
  for (const char* login : {"aziza", "bobur"})
    ASSERT_TRUE(program.staff.add({.centre = kSergeli,
                                   .login = login,
                                   .name = login,
                                   .password = std::string(kPassword),
                                   .chose_password = true,
                                   .password_hash = testing::password_hash()},
                                  "command-line"));
  EXPECT_EQ(sign_in("aziza", kPassword), "");
  EXPECT_EQ(sign_in("bobur", kPassword), "");
  EXPECT_EQ(sign_in("bobur", "another password"), "wrong_sign_in");
}

TEST_P(StaffService, ARepeatWithTheSameKeyAddsNobody) {
  NewPerson entered{kSergeli, "aziza", "Aziza", std::string(kPassword), auth::Role::host, "key"};
  const auto first = program.staff.add(entered, "staff:1"), again = program.staff.add(entered, "staff:1");
  ASSERT_TRUE(first && again);
  EXPECT_FALSE(first->replayed);
  EXPECT_TRUE(again->replayed);
  EXPECT_EQ(first->id, again->id);
  entered.login = "bobur";
  const auto other = program.staff.add(entered, "staff:1");
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, "key_reused");
  EXPECT_THAT(events(), ElementsAre("staff_added staff:" + first->id.str() + R"( {"role":"host"})"));
}

TEST_P(StaffService, ADevicesTokenIsGivenOnce) {
  const NewDevice entered{kSergeli, " Kiosk 1 ", auth::Role::kiosk, "key"};
  const auto added = program.staff.add_device(entered, "staff:1");
  ASSERT_TRUE(added);
  EXPECT_EQ(added->device.name, "Kiosk 1");
  const auto again = program.staff.add_device(entered, "staff:1");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, Refusal::Kind::conflict);
  EXPECT_EQ(again.error().code, "key_used");
  EXPECT_EQ(program.staff.devices(kSergeli).size(), 1u);
  EXPECT_FALSE(program.staff.add_device({kSergeli, "", auth::Role::anonymous}, "staff:1"));
}

TEST_P(StaffService, TwoDevicesOfACentreHaveDifferentNames) {
  const auto first = program.staff.add_device({kSergeli, "Kiosk 1", auth::Role::kiosk}, "staff:1");
  ASSERT_TRUE(first);
  const auto second = program.staff.add_device({kSergeli, " Kiosk 1", auth::Role::board}, "staff:1");
  ASSERT_FALSE(second);
  ASSERT_EQ(second.error().fields.size(), 1u);
  EXPECT_EQ(second.error().fields.front().pointer, "/name");
  EXPECT_EQ(second.error().fields.front().code, "error.name_taken");
  ASSERT_TRUE(program.staff.revoke(kSergeli, first->device.id, "staff:1"));
  EXPECT_TRUE(program.staff.add_device({kSergeli, "Kiosk 1", auth::Role::kiosk}, "staff:1"))
      << "one that was revoked keeps no name";
}

TEST_P(StaffService, AnAgencyChangesFromOneTokenToTheNextUnderItsName) {
  const auto first = program.staff.add_device({kSergeli, "cadastre", auth::Role::agency}, "staff:1");
  ASSERT_TRUE(first);
  EXPECT_TRUE(program.staff.add_device({kSergeli, "cadastre", auth::Role::agency}, "staff:1"));
}

TEST_P(StaffService, WrongTokensMakeNobodyWait) {
  const auto added = program.staff.add_device({kSergeli, "Board", auth::Role::board}, "staff:1");
  ASSERT_TRUE(added);
  const auto pair = [&](const std::string& token) {
    const auto paired = program.staff.authenticate_device(token, [](auto&, auto&) {});
    return paired ? "" : paired.error().code;
  };
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(pair("guess"), "unknown_token");
    EXPECT_EQ(pair(auth::random_token()), "unknown_token");
  }
  EXPECT_EQ(pair(added->token), "");
}

// Those that were given out before tokens had a check.
TEST_P(StaffService, AnOldTokenPairsADevice) {
  const std::string token = auth::random_token();
  write([&](db::Tx& tx) {
    add_device(tx, {DeviceId("old"), kSergeli, "Old", auth::Role::kiosk, now, false},
               auth::hash_token(token));
  });
  EXPECT_TRUE(program.staff.authenticate_device(token, [](auto&, auto&) {}));
  EXPECT_TRUE(program.staff.find_device(token));
}

TEST_P(StaffService, AllServersOfADatabaseMakeSecretsWithOneKey) {
  Program other(*db, now);
  const std::string token = program.staff.secrets().make(kForToken);
  EXPECT_TRUE(other.staff.secrets().may_be_known(kForToken, token));
  const db::testing::Fresh elsewhere = db::testing::fresh(GetParam());
  testing::migrate(*elsewhere);
  Program another(*elsewhere, now);
  EXPECT_FALSE(another.staff.secrets().may_be_known(kForToken, token)) << "another installation";
}

TEST_P(StaffService, TheLogStaysWhole) {
  person("aziza");
  EXPECT_EQ(sign_in("aziza", "wrong"), "wrong_sign_in");
  (void)program.staff.add_device({kSergeli, "Board", auth::Role::board}, "staff:1");
  EXPECT_EQ(events().size(), 2u);
  EXPECT_EQ(db->reading([](db::Tx& tx) { return audit::verify(tx, kSergeli); }).broken_at, 0);
}

TEST_P(StaffService, ASessionBeginsOnlyForWhoMayWork) {
  const Person aziza = person("aziza");
  int begun = 0;
  const auto begin = [&](db::Tx& tx, const Person& person) {
    EXPECT_TRUE(active_person(tx, person.id));
    ++begun;
  };
  EXPECT_TRUE(program.staff.authenticate("aziza", kPassword, {kPeer}, begin));
  EXPECT_EQ(begun, 1);
  EXPECT_TRUE(program.staff.set_active(kSergeli, aziza.id, false, "staff:1"));
  EXPECT_FALSE(program.staff.authenticate("aziza", kPassword, {kPeer}, begin));
  EXPECT_EQ(begun, 1);
}

TEST_P(StaffService, TheVersionOfRightsIsKnownAtOnceHereAndAfterATickElsewhere) {
  Program other(*db, now);
  const Person aziza = person("aziza");
  const auto before = program.staff.known_rights_version();
  EXPECT_EQ(other.staff.known_rights_version(), before);
  EXPECT_TRUE(program.staff.set_active(kSergeli, aziza.id, false, "staff:1"));
  EXPECT_GT(program.staff.known_rights_version(), before);
  EXPECT_EQ(other.staff.known_rights_version(), before);
  other.staff.tick();
  EXPECT_EQ(other.staff.known_rights_version(), program.staff.known_rights_version());
  const auto ended = program.staff.known_rights_version();
  EXPECT_TRUE(program.staff.set_active(kSergeli, aziza.id, true, "staff:1"));
  EXPECT_EQ(program.staff.known_rights_version(), ended) << "nobody's rights ended";
}

}  // namespace
}  // namespace biroyna::staff
