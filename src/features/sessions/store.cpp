#include "features/sessions/store.hpp"

#include <fmt/format.h>

namespace biroyna::sessions {
namespace {

template <class T>
T id(const db::Row& row, int column) {
  return T(std::string(row.text(column)));
}

constexpr std::string_view kSession =
    "SELECT centre_id, secret_sha256, staff_id, device_id, made_at_ms, used_at_ms, begun_version, browser "
    "FROM sessions";
Session session_of(const db::Row& row) {
  return {id<CentreId>(row, 0),    std::string(row.text(1)), id<StaffId>(row, 2), id<DeviceId>(row, 3),
          from_ms(row.integer(4)), from_ms(row.integer(5)),  row.integer(6),      std::string(row.text(7))};
}

}  // namespace

void add_session(db::Tx& tx, const Session& session) {
  tx.exec(
      "INSERT INTO sessions (centre_id, secret_sha256, staff_id, device_id, made_at_ms, used_at_ms, "
      "begun_version, browser) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
      {session.centre.str(), session.secret_sha256, session.person.str(), session.device.str(),
       to_ms(session.begun_at), to_ms(session.used_at), session.begun_version, session.browser});
}

std::optional<Session> find_session(db::Tx& tx, std::string_view secret_sha256) {
  return tx.first(fmt::format("{} WHERE secret_sha256 = $1", kSession), {secret_sha256}, session_of);
}

std::vector<Session> sessions_of(db::Tx& tx, const StaffId& person) {
  std::vector<Session> sessions;
  tx.each(fmt::format("{} WHERE staff_id = $1 ORDER BY used_at_ms DESC, secret_sha256", kSession),
          {person.str()}, [&](const db::Row& row) { sessions.push_back(session_of(row)); });
  return sessions;
}

bool end_session_of(db::Tx& tx, const StaffId& person, std::string_view secret_sha256) {
  return tx.exec("DELETE FROM sessions WHERE secret_sha256 = $1 AND staff_id = $2",
                 {secret_sha256, person.str()}) == 1;
}

void end_other_sessions(db::Tx& tx, const StaffId& person, std::string_view but_secret_sha256) {
  tx.exec("DELETE FROM sessions WHERE staff_id = $1 AND secret_sha256 <> $2",
          {person.str(), but_secret_sha256});
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
