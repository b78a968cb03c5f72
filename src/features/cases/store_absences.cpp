#include "features/cases/store_absences.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace biroyna::cases {
namespace {

Absences absences_where(db::Tx& tx, std::string_view condition, const CentreId& centre, Day day) {
  Absences absences;
  const auto day_at = [](const db::Row& row, int column) {
    if (const auto parsed = parse_iso_day(row.text(column))) return *parsed;
    throw std::runtime_error("a stored absence has no day");
  };
  tx.each(fmt::format("SELECT absence_id, person_id, substitute_id, from_day, to_day FROM absences WHERE "
                      "centre_id = $1 AND {} ORDER BY from_day, absence_id",
                      condition),
          {centre.str(), to_iso(day)}, [&](const db::Row& row) {
            absences.push_back({std::string(row.text(0)), StaffId(std::string(row.text(1))),
                                StaffId(std::string(row.text(2))), day_at(row, 3), day_at(row, 4)});
          });
  return absences;
}

}  // namespace

void add_absence(db::Tx& tx, const CentreId& centre, const Absence& absence) {
  tx.exec(
      "INSERT INTO absences (centre_id, absence_id, person_id, substitute_id, from_day, to_day) VALUES ($1, "
      "$2, "
      "$3, $4, $5, $6)",
      {centre.str(), absence.id, absence.person.str(), absence.substitute.str(), to_iso(absence.from),
       to_iso(absence.to)});
}

void end_absence(db::Tx& tx, const CentreId& centre, std::string_view id, Day last) {
  tx.exec("UPDATE absences SET to_day = $3 WHERE centre_id = $1 AND absence_id = $2",
          {centre.str(), id, to_iso(last)});
}

bool remove_absence(db::Tx& tx, const CentreId& centre, std::string_view id) {
  return tx.exec("DELETE FROM absences WHERE centre_id = $1 AND absence_id = $2", {centre.str(), id}) > 0;
}

Absences absences_from(db::Tx& tx, const CentreId& centre, Day day) {
  return absences_where(tx, "to_day >= $2", centre, day);
}

Absences absences_on(db::Tx& tx, const CentreId& centre, Day day) {
  return absences_where(tx, "to_day >= $2 AND from_day <= $2", centre, day);
}

}  // namespace biroyna::cases
