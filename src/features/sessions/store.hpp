// The table of sessions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "features/sessions/sessions.hpp"

namespace biroyna::sessions {

// Exactly one of person and device is set.
struct Session {
  CentreId centre;
  std::string secret_sha256;
  StaffId person;
  DeviceId device;
  Time begun_at{}, used_at{};
  std::int64_t begun_version = 0;  // staff::rights_version() when it began
  std::string browser = {};        // see browser_of(); of people only
};
void add_session(db::Tx& tx, const Session& session);
std::optional<Session> find_session(db::Tx& tx, std::string_view secret_sha256);
// Never moves back: another server may have seen it later.
void use_session(db::Tx& tx, std::string_view secret_sha256, Time now);
void end_session(db::Tx& tx, std::string_view secret_sha256);
void end_sessions(db::Tx& tx, const StaffId& person);
// Of a person, those that are over too; the one used last first.
std::vector<Session> sessions_of(db::Tx& tx, const StaffId& person);
// False when the person has no such session.
bool end_session_of(db::Tx& tx, const StaffId& person, std::string_view secret_sha256);
void end_other_sessions(db::Tx& tx, const StaffId& person, std::string_view but_secret_sha256);
// Removes people's sessions that are too old or were not used for too long, and those of revoked devices.
void end_old_sessions(db::Tx& tx, Time now);

}  // namespace biroyna::sessions
