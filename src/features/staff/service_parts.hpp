// What the files of this room's service share.
#pragma once

#include <string>
#include <vector>

#include "features/staff/staff.hpp"

namespace biroyna::staff {

// As the event log names them.
inline std::string subject_of(const StaffId& id) { return "staff:" + id.str(); }
inline std::string subject_of(const DeviceId& id) { return "device:" + id.str(); }

inline bool lacks_department(auth::Role role, const std::vector<DepartmentId>& departments) {
  return auth::kOfDepartments.contains(role) == departments.empty();
}

}  // namespace biroyna::staff
