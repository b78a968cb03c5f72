#include "features/staff/store.hpp"

#include <gmock/gmock.h>

#include "features/staff/test_centre.hpp"

namespace biroyna::staff {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::kSergeli;

class StaffStore : public testing::CentreTest {
 protected:
  template <class F>
  auto read(F&& job) {
    return db->reading(std::forward<F>(job));
  }
  std::vector<std::string> logins() {
    std::vector<std::string> found;
    for (const auto& each : read([](db::Tx& tx) { return people_of(tx, kSergeli); }))
      found.push_back(each.login);
    return found;
  }
  Device device(const std::string& name, const std::string& token) {
    Device made{DeviceId("id-of-" + name), kSergeli, name, auth::Role::kiosk, now, false};
    write([&](db::Tx& tx) { add_device(tx, made, auth::hash_token(token)); });
    return made;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, StaffStore, db::testing::engines(), db::testing::engine_name);

TEST_P(StaffStore, KeepsPeopleAsTheyWereAdded) {
  const Person aziza = person("aziza", auth::Role::head);
  const auto found = read([](db::Tx& tx) { return person_by_login(tx, "aziza"); });
  ASSERT_TRUE(found);
  EXPECT_EQ(found->person.id, aziza.id);
  EXPECT_EQ(found->person.centre, kSergeli);
  EXPECT_EQ(found->person.name, "aziza's name");
  EXPECT_EQ(found->person.role, auth::Role::head);
  EXPECT_TRUE(found->person.active);
  EXPECT_EQ(found->password, testing::password_hash());
  EXPECT_TRUE(read([&](db::Tx& tx) { return person_by_id(tx, aziza.id); }));
  EXPECT_FALSE(read([](db::Tx& tx) { return person_by_login(tx, "Aziza"); }));
  EXPECT_THROW(person("aziza"), db::ConstraintViolation) << "a login is one person's";
}

TEST_P(StaffStore, ListsWhoWorksFirst) {
  person("zarina");
  person("bobur");
  const Person aziza = person("aziza");
  write([&](db::Tx& tx) {
    EXPECT_TRUE(set_person_active(tx, kSergeli, aziza.id, false));
    EXPECT_FALSE(set_person_active(tx, CentreId("elsewhere"), aziza.id, true));
  });
  EXPECT_THAT(logins(), ElementsAre("bobur", "zarina", "aziza"));
  EXPECT_THAT(read([](db::Tx& tx) { return people_of(tx, CentreId("elsewhere")); }), IsEmpty());
}

TEST_P(StaffStore, CountsTheAdministratorsWhoWork) {
  const auto count = [&] { return read([](db::Tx& tx) { return active_administrators(tx, kSergeli); }); };
  person("host", auth::Role::host);
  EXPECT_EQ(count(), 0);
  const Person one = person("one", auth::Role::administrator);
  person("two", auth::Role::administrator);
  EXPECT_EQ(count(), 2);
  write([&](db::Tx& tx) { set_person_active(tx, kSergeli, one.id, false); });
  EXPECT_EQ(count(), 1);
}

TEST_P(StaffStore, FindsADeviceByItsTokenUntilItIsRevoked) {
  const Device kiosk = device("kiosk", "token");
  const auto found = [&] {
    return read([](db::Tx& tx) { return device_by_token(tx, auth::hash_token("token")); });
  };
  ASSERT_TRUE(found());
  EXPECT_EQ(found()->id, kiosk.id);
  EXPECT_EQ(found()->made_at, now);
  write([&](db::Tx& tx) {
    EXPECT_FALSE(revoke_device(tx, CentreId("elsewhere"), kiosk.id));
    EXPECT_TRUE(revoke_device(tx, kSergeli, kiosk.id));
    EXPECT_FALSE(revoke_device(tx, kSergeli, kiosk.id)) << "twice";
  });
  EXPECT_FALSE(found());
  const auto listed = read([](db::Tx& tx) { return devices_of(tx, kSergeli); });
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_TRUE(listed.front().revoked);
}

TEST_P(StaffStore, RemembersWhatAKeyMadeForAWhile) {
  write([&](db::Tx& tx) { remember_made(tx, kSergeli, "staff:1", "key", "made", now); });
  const auto made = [&](const char* who) {
    return read([&](db::Tx& tx) { return made_with(tx, kSergeli, who, "key"); });
  };
  EXPECT_EQ(made("staff:1"), "made");
  EXPECT_EQ(made("staff:2"), std::nullopt) << "another's key";
  write([&](db::Tx& tx) { forget_made(tx, now); });
  EXPECT_EQ(made("staff:1"), "made");
  write([&](db::Tx& tx) { forget_made(tx, now + Milliseconds(1)); });
  EXPECT_EQ(made("staff:1"), std::nullopt);
}

TEST_P(StaffStore, TheKeyOfSecretsIsMadeOnce) {
  EXPECT_FALSE(read(secret_key));
  write([](db::Tx& tx) {
    keep_secret_key(tx, "first");
    keep_secret_key(tx, "second");
  });
  write([](db::Tx& tx) { keep_secret_key(tx, "third"); });
  EXPECT_EQ(read(secret_key), "first");
}

TEST_P(StaffStore, CountsTheChangesThatEndRights) {
  const auto before = read([](db::Tx& tx) { return rights_version(tx); });
  std::int64_t bumped = 0;
  write([&](db::Tx& tx) { bumped = bump_rights_version(tx); });
  EXPECT_EQ(bumped, before + 1);
  EXPECT_EQ(read([](db::Tx& tx) { return rights_version(tx); }), bumped);
}

TEST_P(StaffStore, LooksUpWhoMayWorkForSessions) {
  const Person aziza = person("aziza");
  const Device kiosk = device("kiosk", "token");
  const auto version = read(rights_version);
  EXPECT_EQ(read([&](db::Tx& tx) { return active_person(tx, aziza.id); })->rights_ended_version, 0);
  EXPECT_TRUE(read([&](db::Tx& tx) { return active_device(tx, kSergeli, kiosk.id); }));
  EXPECT_FALSE(read([&](db::Tx& tx) { return active_device(tx, CentreId("elsewhere"), kiosk.id); }));
  write([&](db::Tx& tx) {
    EXPECT_EQ(end_rights_of(tx, aziza.id), version + 1);
    revoke_device(tx, kSergeli, kiosk.id);
  });
  EXPECT_EQ(read([&](db::Tx& tx) { return active_person(tx, aziza.id); })->rights_ended_version, version + 1);
  EXPECT_FALSE(read([&](db::Tx& tx) { return active_device(tx, kSergeli, kiosk.id); }));
  write([&](db::Tx& tx) { set_person_active(tx, kSergeli, aziza.id, false); });
  EXPECT_FALSE(read([&](db::Tx& tx) { return active_person(tx, aziza.id); }));
}

}  // namespace
}  // namespace biroyna::staff
