#include "features/staff/store.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace biroyna::staff {
namespace {

auth::Role role_of(std::string_view text) {
  auth::Role role = auth::Role::anonymous;
  auth::parse_role(text, role);
  return role;
}

template <class T>
T id(const db::Row& row, int column) {
  return T(std::string(row.text(column)));
}

std::string joined(const std::vector<DepartmentId>& departments) {
  std::string text;
  for (const auto& department : departments) text += (text.empty() ? "" : " ") + department.str();
  return text;
}
std::vector<DepartmentId> departments_of(std::string_view text) {
  std::vector<DepartmentId> departments;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    departments.emplace_back(std::string(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return departments;
}

constexpr std::string_view kPerson =
    "SELECT staff_id, centre_id, login, name, role, active, password, departments, rights_ended_version, "
    "first_password FROM staff";
StoredPerson person_of(const db::Row& row) {
  return {{id<StaffId>(row, 0), id<CentreId>(row, 1), std::string(row.text(2)), std::string(row.text(3)),
           role_of(row.text(4)), row.integer(5) != 0, departments_of(row.text(7)), row.integer(8),
           row.integer(9) != 0},
          std::string(row.text(6))};
}

constexpr std::string_view kDevice =
    "SELECT device_id, centre_id, name, role, made_at_ms, revoked, departments FROM devices";
Device device_of(const db::Row& row) {
  return {id<DeviceId>(row, 0),    id<CentreId>(row, 1), std::string(row.text(2)),   role_of(row.text(3)),
          from_ms(row.integer(4)), row.integer(5) != 0,  departments_of(row.text(6))};
}

}  // namespace

void add_person(db::Tx& tx, const Person& person, std::string_view password, Time now) {
  tx.exec(
      "INSERT INTO staff (centre_id, staff_id, login, name, role, password, active, made_at_ms, departments, "
      "first_password) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
      {person.centre.str(), person.id.str(), person.login, person.name, auth::name(person.role), password,
       std::int64_t{person.active}, to_ms(now), joined(person.departments),
       std::int64_t{person.first_password}});
}

std::optional<StoredPerson> person_by_login(db::Tx& tx, std::string_view login) {
  return tx.first(fmt::format("{} WHERE login = $1", kPerson), {login}, person_of);
}

std::optional<StoredPerson> person_by_id(db::Tx& tx, const StaffId& id) {
  return tx.first(fmt::format("{} WHERE staff_id = $1", kPerson), {id.str()}, person_of);
}

std::optional<Person> active_person(db::Tx& tx, const StaffId& id) {
  auto found = person_by_id(tx, id);
  if (!found || !found->person.active) return std::nullopt;
  return std::move(found->person);
}

std::vector<Person> people_of(db::Tx& tx, const CentreId& centre) {
  std::vector<Person> people;
  tx.each(fmt::format("{} WHERE centre_id = $1 ORDER BY active DESC, name, login", kPerson), {centre.str()},
          [&](const db::Row& row) { people.push_back(person_of(row).person); });
  return people;
}

bool set_person_active(db::Tx& tx, const CentreId& centre, const StaffId& id, bool active) {
  return tx.exec("UPDATE staff SET active = $3 WHERE centre_id = $1 AND staff_id = $2",
                 {centre.str(), id.str(), std::int64_t{active}}) == 1;
}

std::int64_t end_rights_of(db::Tx& tx, const StaffId& id) {
  const std::int64_t version = bump_rights_version(tx);
  tx.exec("UPDATE staff SET rights_ended_version = $2 WHERE staff_id = $1", {id.str(), version});
  return version;
}

std::int64_t active_administrators(db::Tx& tx, const CentreId& centre) {
  return tx
      .first("SELECT COUNT(*) FROM staff WHERE centre_id = $1 AND role = 'administrator' AND active = 1",
             {centre.str()}, [](const db::Row& row) { return row.integer(0); })
      .value_or(0);
}

void set_password(db::Tx& tx, const StaffId& id, std::string_view password, PasswordKind kind) {
  tx.exec("UPDATE staff SET password = $2, first_password = $3 WHERE staff_id = $1",
          {id.str(), password, std::int64_t{kind == PasswordKind::temporary}});
}

void set_person_work(db::Tx& tx, const StaffId& id, const Work& work) {
  const std::string departments = joined(work.departments);
  tx.exec("UPDATE staff SET role = $2, departments = $3 WHERE staff_id = $1",
          {id.str(), auth::name(work.role), departments});
}

void add_device(db::Tx& tx, const Device& device, std::string_view token_sha256) {
  tx.exec(
      "INSERT INTO devices (centre_id, device_id, name, role, token_sha256, made_at_ms, revoked, "
      "departments) "
      "VALUES ($1, $2, $3, $4, $5, $6, 0, $7)",
      {device.centre.str(), device.id.str(), device.name, auth::name(device.role), token_sha256,
       to_ms(device.made_at), joined(device.departments)});
}

std::optional<Device> device_by_token(db::Tx& tx, std::string_view token_sha256) {
  return tx.first(fmt::format("{} WHERE token_sha256 = $1 AND revoked = 0", kDevice), {token_sha256},
                  device_of);
}

std::optional<Device> active_device(db::Tx& tx, const CentreId& centre, const DeviceId& id) {
  return tx.first(fmt::format("{} WHERE centre_id = $1 AND device_id = $2 AND revoked = 0", kDevice),
                  {centre.str(), id.str()}, device_of);
}

std::vector<Device> devices_of(db::Tx& tx, const CentreId& centre) {
  std::vector<Device> devices;
  tx.each(fmt::format("{} WHERE centre_id = $1 ORDER BY revoked, name, device_id", kDevice), {centre.str()},
          [&](const db::Row& row) { devices.push_back(device_of(row)); });
  return devices;
}

bool revoke_device(db::Tx& tx, const CentreId& centre, const DeviceId& id) {
  return tx.exec("UPDATE devices SET revoked = 1 WHERE centre_id = $1 AND device_id = $2 AND revoked = 0",
                 {centre.str(), id.str()}) == 1;
}

std::optional<std::string> made_with(db::Tx& tx, const CentreId& centre, std::string_view who,
                                     std::string_view key) {
  return tx.first("SELECT made_id FROM staff_made WHERE centre_id = $1 AND who = $2 AND idempotency_key = $3",
                  {centre.str(), who, key}, [](const db::Row& row) { return std::string(row.text(0)); });
}

void remember_made(db::Tx& tx, const CentreId& centre, std::string_view who, std::string_view key,
                   std::string_view made, Time now) {
  tx.exec(
      "INSERT INTO staff_made (centre_id, who, idempotency_key, made_id, at_ms) VALUES ($1, $2, $3, $4, $5)",
      {centre.str(), who, key, made, to_ms(now)});
}

void forget_made(db::Tx& tx, Time made_before) {
  tx.exec("DELETE FROM staff_made WHERE at_ms < $1", {to_ms(made_before)});
}

std::optional<std::string> secret_key(db::Tx& tx) {
  return tx.first("SELECT secret FROM secret_key WHERE one = 1", {},
                  [](const db::Row& row) { return std::string(row.text(0)); });
}

void keep_secret_key(db::Tx& tx, std::string_view secret) {
  tx.exec("INSERT INTO secret_key (one, secret) VALUES (1, $1) ON CONFLICT (one) DO NOTHING", {secret});
}

std::int64_t rights_version(db::Tx& tx) {
  return tx.first("SELECT version FROM staff_version", {}, [](const db::Row& row) { return row.integer(0); })
      .value_or(0);
}

std::int64_t bump_rights_version(db::Tx& tx) {
  return tx
      .first("UPDATE staff_version SET version = version + 1 RETURNING version", {},
             [](const db::Row& row) { return row.integer(0); })
      .value_or(0);
}

}  // namespace biroyna::staff
