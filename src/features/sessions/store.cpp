#include "features/sessions/store.hpp"

namespace biroyna::sessions {
namespace {

template <class T>
T id(const db::Row& row, int column) {
  return T(std::string(row.text(column)));
}

}  // namespace

void add_session(db::Tx& tx, const Session& session) {
  tx.exec(
      "INSERT INTO sessions (centre_id, secret_sha256, staff_id, device_id, made_at_ms, used_at_ms, "
      "begun_version) VALUES ($1, $2, $3, $4, $5, $6, $7)",
      {session.centre.str(), session.secret_sha256, session.person.str(), session.device.str(),
       to_ms(session.begun_at), to_ms(session.used_at), session.begun_version});
}

std::optional<Session> find_session(db::Tx& tx, std::string_view secret_sha256) {
  return tx.first(
      "SELECT centre_id, staff_id, device_id, made_at_ms, used_at_ms, begun_version FROM sessions "
      "WHERE secret_sha256 = $1",
      {secret_sha256}, [&](const db::Row& row) {
        return Session{id<CentreId>(row, 0), std::string(secret_sha256), id<StaffId>(row, 1),
                       id<DeviceId>(row, 2), from_ms(row.integer(3)),    from_ms(row.integer(4)),
                       row.integer(5)};
      });
}

void use_session(db::Tx& tx, std::string_view secret_sha256, Time now) {
  tx.exec("UPDATE sessions SET used_at_ms = $2 WHERE secret_sha256 = $1 AND used_at_ms < $2",
          {secret_sha256, to_ms(now)});
}

void end_session(db::Tx& tx, std::string_view secret_sha256) {
  tx.exec("DELETE FROM sessions WHERE secret_sha256 = $1", {secret_sha256});
}

void end_sessions(db::Tx& tx, const StaffId& person) {
  tx.exec("DELETE FROM sessions WHERE staff_id = $1", {person.str()});
}

void end_old_sessions(db::Tx& tx, Time now) {
  tx.exec("DELETE FROM sessions WHERE staff_id <> '' AND (used_at_ms <= $1 OR made_at_ms <= $2)",
          {to_ms(now - kSessionIdle), to_ms(now - kSessionAge)});
  std::vector<std::pair<CentreId, DeviceId>> paired;
  tx.each("SELECT DISTINCT centre_id, device_id FROM sessions WHERE device_id <> ''", {},
          [&](const db::Row& row) { paired.emplace_back(id<CentreId>(row, 0), id<DeviceId>(row, 1)); });
  for (const auto& [centre, device] : paired) {
    if (!staff::active_device(tx, centre, device))
      tx.exec("DELETE FROM sessions WHERE device_id = $1", {device.str()});
  }
}

}  // namespace biroyna::sessions
