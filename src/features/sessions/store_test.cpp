#include "features/sessions/store.hpp"

#include <gtest/gtest.h>

#include "features/sessions/test_sessions.hpp"

namespace biroyna::sessions {
namespace {

using testing::kSergeli;

class SessionsStore : public testing::SessionsTest {
 protected:
  std::optional<Session> found(const std::string& secret) {
    return db->reading([&](db::Tx& tx) { return find_session(tx, auth::hash_token(secret)); });
  }
  bool has_session(const std::string& secret) { return found(secret).has_value(); }
};
INSTANTIATE_TEST_SUITE_P(Engines, SessionsStore, db::testing::engines(), db::testing::engine_name);

TEST_P(SessionsStore, KeepsASessionAsItBegan) {
  const staff::Person aziza = person("aziza");
  const std::string secret = session(aziza);
  const auto session = found(secret);
  ASSERT_TRUE(session);
  EXPECT_EQ(session->person, aziza.id);
  EXPECT_EQ(session->centre, kSergeli);
  EXPECT_TRUE(session->device.empty());
  EXPECT_EQ(session->begun_at, now);
  EXPECT_EQ(session->used_at, now);
  EXPECT_EQ(session->begun_version, db->reading(staff::rights_version));
  EXPECT_FALSE(has_session("another"));
}

TEST_P(SessionsStore, EndsSessions) {
  const staff::Person aziza = person("aziza"), bobur = person("bobur");
  const std::string first = session(aziza), second = session(aziza), other = session(bobur);
  write([&](db::Tx& tx) { end_session(tx, auth::hash_token(first)); });
  EXPECT_FALSE(has_session(first));
  EXPECT_TRUE(has_session(second));
  write([&](db::Tx& tx) { end_sessions(tx, aziza.id); });
  EXPECT_FALSE(has_session(second));
  EXPECT_TRUE(has_session(other));
}

TEST_P(SessionsStore, ClearsAwayOldSessionsOfPeopleAndThoseOfRevokedDevices) {
  const staff::Person aziza = person("aziza");
  testing::Program program(*db, now);
  const auto board = program.staff.add_device({kSergeli, "Board", auth::Role::board}, "staff:1");
  const auto kiosk = program.staff.add_device({kSergeli, "Kiosk", auth::Role::kiosk}, "staff:1");
  ASSERT_TRUE(board && kiosk);
  const std::string idle = session(aziza), busy = session(aziza);
  write([&](db::Tx& tx) {
    add_session(tx, {kSergeli, auth::hash_token("board"), {}, board->device.id, now, now});
    add_session(tx, {kSergeli, auth::hash_token("kiosk"), {}, kiosk->device.id, now, now});
    use_session(tx, auth::hash_token(busy), now + kSessionIdle);
    use_session(tx, auth::hash_token(busy), now);  // heard of late from another server
    end_old_sessions(tx, now + kSessionIdle);
  });
  EXPECT_FALSE(has_session(idle));
  EXPECT_TRUE(has_session(busy));
  EXPECT_TRUE(has_session("kiosk"));
  EXPECT_TRUE(program.staff.revoke(kSergeli, kiosk->device.id, "staff:1"));
  write([&](db::Tx& tx) {
    use_session(tx, auth::hash_token(busy), now + kSessionAge);
    end_old_sessions(tx, now + kSessionAge);
  });
  EXPECT_FALSE(has_session(busy)) << "as old as a session may be";
  EXPECT_TRUE(has_session("board"));
  EXPECT_FALSE(has_session("kiosk"));
}

// An installation in which secrets had no check and nobody had a first password.
TEST_P(SessionsStore, AnUpgradeKeepsSessionsTokensAndPasswords) {
  const db::testing::Fresh old = db::testing::fresh(GetParam());
  const auto all = embedded::staff_migrations();
  std::vector<embedded::File> before;
  for (const embedded::File& file : all)
    if (file.name < "0005") before.push_back(file);
  ASSERT_LT(before.size(), std::size(all));
  db::migrate(*old, db::migrations({{"audit", embedded::audit_migrations()}, {"staff", before}}));
  const std::string secret = auth::random_token(), token = auth::random_token();
  old->write_and_wait([&](db::Tx& tx) {
    tx.exec(
        "INSERT INTO staff (centre_id, staff_id, login, name, role, password, active, made_at_ms) VALUES "
        "('sergeli', 'p', 'aziza', 'Aziza', 'operator', $1, 1, 0)",
        {staff::testing::password_hash()});
    tx.exec(
        "INSERT INTO devices (centre_id, device_id, name, role, token_sha256, made_at_ms, revoked) VALUES "
        "('sergeli', 'd', 'Kiosk', 'kiosk', $1, 0, 0)",
        {auth::hash_token(token)});
    tx.exec(
        "INSERT INTO sessions (centre_id, secret_sha256, staff_id, device_id, made_at_ms, used_at_ms) VALUES "
        "('sergeli', $1, 'p', '', $2, $2)",
        {auth::hash_token(secret), to_ms(now)});
  });
  staff::testing::migrate(*old);
  testing::Program program(*old, now);
  using http::Method;
  EXPECT_EQ(testing::refusal(program.sessions, testing::with_session(Method::get, secret), staff::kPeople),
            "");
  EXPECT_EQ(testing::refusal(program.sessions, testing::with_token(Method::get, token), {auth::Role::kiosk}),
            "");
  const auto signed_in = program.sessions.sign_in("aziza", testing::kPassword, {testing::kPeer});
  ASSERT_TRUE(signed_in);
  EXPECT_FALSE(signed_in->person.first_password);
}

}  // namespace
}  // namespace biroyna::sessions
