// What the lists of people and devices say, in the reader's language and without markup.
//
// Pure, thread-safe.
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "features/staff/staff.hpp"

namespace biroyna::staff {

struct PersonRow {
  enum class Switch : std::uint8_t { none, off, on };  // what the reader may do

  std::string id, name, login, role, state;
  std::vector<std::string> departments;  // in the order of the centre's
  Switch offered = Switch::none;
};
// `departments` are the centre's, with their names. Nobody may switch themselves off.
std::vector<PersonRow> person_rows(const i18n::Speaker& say, std::span<const Person> people,
                                   std::span<const std::pair<DepartmentId, std::string>> departments,
                                   const StaffId& reader);

struct DeviceRow {
  std::string id, name, role, state;
  bool may_revoke = false;
};
std::vector<DeviceRow> device_rows(const i18n::Speaker& say, std::span<const Device> devices);

}  // namespace biroyna::staff
