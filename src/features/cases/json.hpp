// How the API shows applications and tasks.
//
// Stateless, thread-safe.
#pragma once

#include <boost/json/object.hpp>

#include "features/cases/service.hpp"

namespace biroyna::cases {

// What this viewer may see of it: an applicant neither who works on it nor notes.
boost::json::object application_json(const Applications& applications, const Application& application,
                                     const Viewer& viewer);
// Without its secret.
boost::json::object mandate_json(const Mandate& mandate, Day today);
boost::json::object task_json(const TaskRow& row);
boost::json::object case_json(const CaseRow& row, const Zone& zone);

}  // namespace biroyna::cases
