#include "features/staff/list_view.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace biroyna::staff {
namespace {

PersonRow::Switch offered_for(const Person& person, const StaffId& reader) {
  if (person.id == reader) return PersonRow::Switch::none;
  return person.active ? PersonRow::Switch::off : PersonRow::Switch::on;
}

}  // namespace

std::string role_text(const i18n::Speaker& say, auth::Role role) {
  return std::string(say(fmt::format("role.{}", auth::name(role))));
}

std::vector<PersonRow> person_rows(const i18n::Speaker& say, std::span<const Person> people,
                                   std::span<const std::pair<DepartmentId, std::string>> departments,
                                   const StaffId& reader) {
  std::vector<PersonRow> rows;
  for (const auto& person : people) {
    PersonRow row{.id = person.id.str(),
                  .name = person.name,
                  .login = person.login,
                  .role = role_text(say, person.role),
                  .state = std::string(say(person.active ? "staff.active" : "staff.inactive")),
                  .departments = {},
                  .offered = offered_for(person, reader)};
    for (const auto& [id, name] : departments) {
      if (std::ranges::find(person.departments, id) != person.departments.end())
        row.departments.push_back(name);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<DeviceRow> device_rows(const i18n::Speaker& say, std::span<const Device> devices) {
  std::vector<DeviceRow> rows;
  for (const auto& device : devices) {
    rows.push_back({.id = device.id.str(),
                    .name = device.name,
                    .role = role_text(say, device.role),
                    .state = std::string(say(device.revoked ? "devices.revoked" : "devices.works")),
                    .may_revoke = !device.revoked});
  }
  return rows;
}

}  // namespace biroyna::staff
