#include "features/applications/store_terms.hpp"

#include <fmt/format.h>

#include "features/applications/codec.hpp"
#include "features/applications/store.hpp"
#include "features/applications/store_powers.hpp"

namespace biroyna::applications {
namespace {

constexpr std::string_view kUnderWay = "state IN ('open', 'claimed')";

std::int64_t count(std::size_t most) { return static_cast<std::int64_t>(most); }

std::vector<CaseKey> case_keys(db::Tx& tx, std::string_view sql, Time now, std::size_t most) {
  std::vector<CaseKey> keys;
  tx.each(sql, {to_ms(now), count(most)}, [&](const db::Row& row) {
    keys.emplace_back(CentreId(std::string(row.text(0))), std::string(row.text(1)));
  });
  return keys;
}

// Tasks under way that meet a condition on $2, the ones due first.
std::vector<TaskRow> some_tasks(db::Tx& tx, std::string_view condition, const CentreId& centre,
                                const db::Value& bound, std::size_t most) {
  const db::Value values[] = {std::string_view(centre.str()), bound, count(most)};
  return tasks_where(
      tx,
      fmt::format("t.centre_id = $1 AND t.{} AND {} ORDER BY t.due_at_ms, t.number, t.task_id LIMIT $3",
                  kUnderWay, condition),
      values);
}

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

std::vector<CaseKey> cases_to_look_at(db::Tx& tx, Time now, std::size_t most) {
  // Bounded on both sides, as SQLite else takes all tasks in the order of their cases for the cheaper way.
  return case_keys(tx,
                   "SELECT centre_id, number FROM application_tasks WHERE next_look_at_ms BETWEEN 0 AND $1 "
                   "GROUP BY centre_id, number ORDER BY min(next_look_at_ms) LIMIT $2",
                   now, most);
}

void put_off_look(db::Tx& tx, const CentreId& centre, std::string_view number, Time until) {
  tx.exec(
      "UPDATE application_tasks SET next_look_at_ms = $3 WHERE centre_id = $1 AND number = $2 AND "
      "next_look_at_ms < $3",
      {centre.str(), number, to_ms(until)});
}

void look_at_tasks_of(db::Tx& tx, const CentreId& centre, const StaffId& person, Time now) {
  tx.exec(
      "UPDATE application_tasks SET next_look_at_ms = $3 WHERE centre_id = $1 AND assignee = $2 AND state = "
      "'claimed'",
      {centre.str(), person.str(), to_ms(now)});
}

void add_absence(db::Tx& tx, const CentreId& centre, const Absence& absence) {
  tx.exec(
      "INSERT INTO absences (centre_id, absence_id, person_id, substitute_id, from_day, to_day) VALUES ($1, "
      "$2, "
      "$3, $4, $5, $6)",
      {centre.str(), absence.id, absence.person.str(), absence.substitute.str(), to_iso(absence.from),
       to_iso(absence.to)});
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

std::vector<Load> loads(db::Tx& tx, const CentreId& centre, Time now) {
  std::vector<Load> loads;
  tx.each(
      fmt::format("SELECT department_id, assignee, count(*), count(CASE WHEN state = 'open' THEN 1 END), "
                  "count(CASE WHEN at_risk_at_ms <= $2 AND due_at_ms >= $2 THEN 1 END), "
                  "count(CASE WHEN due_at_ms < $2 THEN 1 END), count(CASE WHEN for_head = 1 THEN 1 END) "
                  "FROM application_tasks WHERE centre_id = $1 AND {} GROUP BY department_id, assignee ORDER "
                  "BY department_id, assignee",
                  kUnderWay),
      {centre.str(), to_ms(now)}, [&](const db::Row& row) {
        loads.push_back({DepartmentId(std::string(row.text(0))), StaffId(std::string(row.text(1))),
                         row.integer(2), row.integer(3), row.integer(4), row.integer(5), row.integer(6)});
      });
  return loads;
}

std::vector<TaskRow> tasks_at_risk(db::Tx& tx, const CentreId& centre, Time now, std::size_t most) {
  return some_tasks(tx, "t.at_risk_at_ms <= $2", centre, to_ms(now), most);
}

std::vector<TaskRow> unclaimed_tasks(db::Tx& tx, const CentreId& centre, std::size_t most) {
  return some_tasks(tx, "t.assignee = $2", centre, std::string_view(), most);
}

std::vector<TaskRow> tasks_for_head(db::Tx& tx, const CentreId& centre, std::size_t most) {
  return some_tasks(tx, "t.for_head = $2", centre, std::int64_t{1}, most);
}

std::vector<Punctuality> punctuality(db::Tx& tx, const CentreId& centre, Time since, Time until) {
  std::vector<Punctuality> found;
  tx.each(
      "SELECT department_id, count(*), count(CASE WHEN in_term = 1 THEN 1 END) FROM application_tasks WHERE "
      "centre_id = $1 AND done_at_ms >= $2 AND done_at_ms <= $3 GROUP BY department_id ORDER BY "
      "department_id",
      {centre.str(), to_ms(since), to_ms(until)}, [&](const db::Row& row) {
        found.push_back({DepartmentId(std::string(row.text(0))), row.integer(1), row.integer(2)});
      });
  return found;
}

Outcomes outcomes(db::Tx& tx, const CentreId& centre, Time since, Time until) {
  return tx
      .first(
          "SELECT count(in_term), count(CASE WHEN in_term = 1 THEN 1 END), count(*), "
          "CAST(coalesce(sum(contacts), 0) AS BIGINT), CAST(coalesce(sum(visits), 0) AS BIGINT), "
          "CAST(coalesce(sum(visits_replaced), 0) AS BIGINT) FROM applications WHERE centre_id = $1 AND "
          "ended_at_ms >= $2 AND ended_at_ms <= $3",
          {centre.str(), to_ms(since), to_ms(until)},
          [](const db::Row& row) {
            return Outcomes{row.integer(0), row.integer(1), row.integer(2),
                            row.integer(3), row.integer(4), row.integer(5)};
          })
      .value();
}

std::vector<CaseKey> cases_to_erase(db::Tx& tx, Time now, std::size_t most) {
  return case_keys(
      tx,
      "SELECT centre_id, number FROM applications WHERE erase_at_ms <= $1 ORDER BY erase_at_ms LIMIT "
      "$2",
      now, most);
}

std::int64_t count_to_erase(db::Tx& tx, Time now) {
  return tx
      .first("SELECT count(*) FROM applications WHERE erase_at_ms <= $1", {to_ms(now)},
             [](const db::Row& row) { return row.integer(0); })
      .value();
}

void erase(db::Tx& tx, const Application& application, Time now) {
  forms::Applicant nobody;
  nobody.language = application.applicant.language;
  nobody.kind = application.applicant.kind;
  tx.exec(
      "UPDATE applications SET secret_sha256 = '', applicant_name = '', applicant_folded = '', applicant = "
      "$3, "
      "answers = '{}', events = $4, version = $5, changed_at_ms = $6, erase_at_ms = NULL WHERE centre_id = "
      "$1 AND "
      "number = $2",
      {application.centre.str(), application.number, encode(nobody), encode(application.process),
       application.process.version, to_ms(now)});
  erase_powers(tx, application);
}

}  // namespace biroyna::applications
