// What the tables say about terms: what is due, who is away, what was in time, what is to be erased.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "features/applications/applications.hpp"
#include "features/applications/terms.hpp"

namespace biroyna::applications {

using CaseKey = std::pair<CentreId, std::string>;  // centre and number

// The cases with a task that is to be looked at, the ones that wait longest first.
std::vector<CaseKey> cases_to_look_at(db::Tx& tx, Time now, std::size_t most);
void put_off_look(db::Tx& tx, const CentreId& centre, std::string_view number, Time until);
// What somebody has is looked at as soon as can be.
void look_at_tasks_of(db::Tx& tx, const CentreId& centre, const StaffId& person, Time now);

void add_absence(db::Tx& tx, const CentreId& centre, const Absence& absence);
bool remove_absence(db::Tx& tx, const CentreId& centre, std::string_view id);
// Those that are not over before that day, by their first day.
Absences absences_from(db::Tx& tx, const CentreId& centre, Day day);
Absences absences_on(db::Tx& tx, const CentreId& centre, Day day);

std::vector<Load> loads(db::Tx& tx, const CentreId& centre, Time now);
std::vector<TaskRow> tasks_at_risk(db::Tx& tx, const CentreId& centre, Time now, std::size_t most);
std::vector<TaskRow> unclaimed_tasks(db::Tx& tx, const CentreId& centre, std::size_t most);
std::vector<TaskRow> tasks_for_head(db::Tx& tx, const CentreId& centre, std::size_t most);
std::vector<Punctuality> punctuality(db::Tx& tx, const CentreId& centre, Time since, Time until);
Outcomes outcomes(db::Tx& tx, const CentreId& centre, Time since, Time until);

std::vector<CaseKey> cases_to_erase(db::Tx& tx, Time now, std::size_t most);
std::int64_t count_to_erase(db::Tx& tx, Time now);
// Everything personal of it, and the right of whoever has its secret.
void erase(db::Tx& tx, const Application& application, Time now);

}  // namespace biroyna::applications
