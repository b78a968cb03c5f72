// The table of absences: who is away, and who stands in for them (domain_absence.hpp).
//
// Stateless; the functions that write are called in write jobs only.
#pragma once

#include <string_view>

#include "features/cases/domain_absence.hpp"
#include "platform/db/db.hpp"

namespace biroyna::cases {

void add_absence(db::Tx& tx, const CentreId& centre, const Absence& absence);
void end_absence(db::Tx& tx, const CentreId& centre, std::string_view id, Day last);
bool remove_absence(db::Tx& tx, const CentreId& centre, std::string_view id);
// Those that are not over before that day, by their first day.
Absences absences_from(db::Tx& tx, const CentreId& centre, Day day);
Absences absences_on(db::Tx& tx, const CentreId& centre, Day day);

}  // namespace biroyna::cases
