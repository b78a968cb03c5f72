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
  bool has_session(const std::string& secret) {
    return read([&](db::Tx& tx) { return find_session(tx, auth::hash_token(secret)).has_value(); });
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

TEST_P(StaffStore, FindsASessionWhileItsOwnerMayWork) {
  const Person aziza = person("aziza");
  const std::string secret = session(aziza);
  const auto found = read([&](db::Tx& tx) { return find_session(tx, auth::hash_token(secret)); });
  ASSERT_TRUE(found);
  EXPECT_EQ(found->session.person, aziza.id);
  EXPECT_EQ(found->name, aziza.name);
  EXPECT_EQ(found->role, aziza.role);
  write([&](db::Tx& tx) { set_person_active(tx, kSergeli, aziza.id, false); });
  EXPECT_FALSE(has_session(secret));

  const Device kiosk = device("kiosk", "token");
  write([&](db::Tx& tx) { add_session(tx, {kSergeli, auth::hash_token("screen"), {}, kiosk.id, now, now}); });
  EXPECT_TRUE(has_session("screen"));
  write([&](db::Tx& tx) { revoke_device(tx, kSergeli, kiosk.id); });
  EXPECT_FALSE(has_session("screen"));
}

TEST_P(StaffStore, EndsSessions) {
  const Person aziza = person("aziza"), bobur = person("bobur");
  const std::string first = session(aziza), second = session(aziza), other = session(bobur);
  write([&](db::Tx& tx) { end_session(tx, auth::hash_token(first)); });
  EXPECT_FALSE(has_session(first));
  EXPECT_TRUE(has_session(second));
  write([&](db::Tx& tx) { end_sessions(tx, aziza.id); });
  EXPECT_FALSE(has_session(second));
  EXPECT_TRUE(has_session(other));
}

TEST_P(StaffStore, ClearsAwayOldSessionsOfPeopleOnly) {
  const Person aziza = person("aziza");
  const Device board = device("board", "token");
  const std::string idle = session(aziza), busy = session(aziza);
  write([&](db::Tx& tx) {
    add_session(tx, {kSergeli, auth::hash_token("screen"), {}, board.id, now, now});
    use_session(tx, auth::hash_token(busy), now + kSessionIdle);
    use_session(tx, auth::hash_token(busy), now);  // heard of late from another server
    end_old_sessions(tx, now + kSessionIdle);
  });
  EXPECT_FALSE(has_session(idle));
  EXPECT_TRUE(has_session(busy));
  write([&](db::Tx& tx) {
    use_session(tx, auth::hash_token(busy), now + kSessionAge);
    end_old_sessions(tx, now + kSessionAge);
  });
  EXPECT_FALSE(has_session(busy)) << "as old as a session may be";
  EXPECT_TRUE(has_session("screen"));
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

TEST_P(StaffStore, CountsTheChangesThatEndRights) {
  const auto before = read([](db::Tx& tx) { return version(tx); });
  std::int64_t bumped = 0;
  write([&](db::Tx& tx) { bumped = bump_version(tx); });
  EXPECT_EQ(bumped, before + 1);
  EXPECT_EQ(read([](db::Tx& tx) { return version(tx); }), bumped);
}

}  // namespace
}  // namespace biroyna::staff
