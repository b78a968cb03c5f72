// Counts of a centre's tasks and cases: what is open, what is late, what was decided in time.
//
// Counts alone: nobody who applied can be found in them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "features/cases/service.hpp"

namespace biroyna::cases {

// Tasks that are open or claimed, of one department or person, or of all.
struct Load {
  DepartmentId department;
  StaffId person;  // empty: nobody has them
  std::int64_t open = 0, unclaimed = 0, at_risk = 0, overdue = 0, for_head = 0;
};
// Tasks of a department that were done in some time.
struct Punctuality {
  DepartmentId department;
  std::int64_t done = 0, in_term = 0;
};
// Applications that ended in some time.
struct Outcomes {
  std::int64_t decided = 0, in_term = 0;  // without those that were withdrawn
  std::int64_t ended = 0, contacts = 0, visits = 0, visits_replaced = 0;
};

std::vector<Load> loads(db::Tx& tx, const CentreId& centre, Time now);
// Tasks under way of these departments, or of all where none is named; those due first.
using Departments = std::span<const DepartmentId>;
std::vector<TaskRow> tasks_at_risk(db::Tx& tx, const CentreId& centre, Departments of, Time now,
                                   std::size_t most);
std::vector<TaskRow> unclaimed_tasks(db::Tx& tx, const CentreId& centre, Departments of, std::size_t most);
std::vector<TaskRow> tasks_for_head(db::Tx& tx, const CentreId& centre, Departments of, std::size_t most);
std::vector<Punctuality> punctuality(db::Tx& tx, const CentreId& centre, Time since, Time until);
// Decisions that were refusals in some time, the newest first.
struct RefusedTask {
  std::string number, task, ground;
  ServiceId service;
  DepartmentId department;
  StaffId person;
  Time at{};
};
std::vector<RefusedTask> refused_tasks(db::Tx& tx, const CentreId& centre, Departments of, Time since,
                                       std::size_t most);
Outcomes outcomes(db::Tx& tx, const CentreId& centre, Time since, Time until);

}  // namespace biroyna::cases
