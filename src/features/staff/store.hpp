// The tables of people and devices. What sessions look up of them is declared in staff.hpp.
#pragma once

#include <cstdint>
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
// Ends all sessions of the person that began before. Returns the new version of rights.
std::int64_t end_rights_of(db::Tx& tx, const StaffId& id);
std::int64_t active_administrators(db::Tx& tx, const CentreId& centre);
// The text that the installation's checked secrets are keyed with. What is kept already is never replaced.
std::optional<std::string> secret_key(db::Tx& tx);
void keep_secret_key(db::Tx& tx, std::string_view secret);
// A temporary one was chosen by somebody else: the person has to choose their own when they sign in.
enum class PasswordKind : std::uint8_t { own, temporary };
void set_password(db::Tx& tx, const StaffId& id, std::string_view password, PasswordKind kind);
void set_person_work(db::Tx& tx, const StaffId& id, const Work& work);

void add_device(db::Tx& tx, const Device& device, std::string_view token_sha256);
std::vector<Device> devices_of(db::Tx& tx, const CentreId& centre);
bool revoke_device(db::Tx& tx, const CentreId& centre, const DeviceId& id);

// The id that the command with this key created.
std::optional<std::string> made_with(db::Tx& tx, const CentreId& centre, std::string_view who,
                                     std::string_view key);
void remember_made(db::Tx& tx, const CentreId& centre, std::string_view who, std::string_view key,
                   std::string_view made, Time now);
void forget_made(db::Tx& tx, Time made_before);

// Returns the new version of rights.
std::int64_t bump_rights_version(db::Tx& tx);

}  // namespace biroyna::staff
