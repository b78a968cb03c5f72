// The tables of people, devices and sessions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "features/staff/staff.hpp"

namespace biroyna::staff {

struct StoredPerson {
  Person person;
  std::string password;  // argon2id
};
void add_person(db::Tx& tx, const Person& person, std::string_view password, Time now);
std::optional<StoredPerson> person_by_login(db::Tx& tx, std::string_view login);
std::optional<StoredPerson> person_by_id(db::Tx& tx, const StaffId& id);
std::vector<Person> people_of(db::Tx& tx, const CentreId& centre);
bool set_person_active(db::Tx& tx, const CentreId& centre, const StaffId& id, bool active);
std::int64_t active_administrators(db::Tx& tx, const CentreId& centre);
void set_password(db::Tx& tx, const StaffId& id, std::string_view password);

void add_device(db::Tx& tx, const Device& device, std::string_view token_sha256);
std::optional<Device> device_by_token(db::Tx& tx, std::string_view token_sha256);  // not when revoked
std::vector<Device> devices_of(db::Tx& tx, const CentreId& centre);
bool revoke_device(db::Tx& tx, const CentreId& centre, const DeviceId& id);

// Exactly one of the two ids is set.
struct Session {
  CentreId centre;
  std::string secret_sha256;
  StaffId person;
  DeviceId device;
  Time made_at{}, used_at{};
};
// Who a session belongs to, while they may still work.
struct SignedInSession {
  Session session;
  std::string name;
  auth::Role role = auth::Role::anonymous;
  std::vector<DepartmentId> departments = {};
};
void add_session(db::Tx& tx, const Session& session);
std::optional<SignedInSession> find_session(db::Tx& tx, std::string_view secret_sha256);
// Never moves back: another server may have seen it later.
void use_session(db::Tx& tx, std::string_view secret_sha256, Time now);
void end_session(db::Tx& tx, std::string_view secret_sha256);
void end_sessions(db::Tx& tx, const StaffId& person);
void end_sessions(db::Tx& tx, const DeviceId& device);
// People's sessions that are over, see session_over.
void end_old_sessions(db::Tx& tx, Time now);

// What the command with this key made.
std::optional<std::string> made_with(db::Tx& tx, const CentreId& centre, std::string_view who,
                                     std::string_view key);
void remember_made(db::Tx& tx, const CentreId& centre, std::string_view who, std::string_view key,
                   std::string_view made, Time now);
void forget_made(db::Tx& tx, Time made_before);

// Grows whenever somebody's rights end.
std::int64_t version(db::Tx& tx);
std::int64_t bump_version(db::Tx& tx);

}  // namespace biroyna::staff
