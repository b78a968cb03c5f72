#include "features/cases/store_figures.hpp"

#include <fmt/format.h>

#include "features/cases/store.hpp"

namespace biroyna::cases {
namespace {

constexpr std::string_view kUnderWay = "state IN ('open', 'claimed')";

// A condition that names these departments, whose ids are added to the values; empty for all of them.
std::string in_departments(Departments departments, std::vector<db::Value>& values) {
  std::string names;
  for (const DepartmentId& department : departments) {
    values.emplace_back(std::string_view(department.str()));
    names += fmt::format("{}${}", names.empty() ? "" : ", ", values.size());
  }
  return names.empty() ? names : fmt::format(" AND t.department_id IN ({})", names);
}

// Tasks under way that meet a condition on $2, the ones due first.
std::vector<TaskRow> some_tasks(db::Tx& tx, std::string_view condition, const CentreId& centre,
                                Departments of, const db::Value& bound, std::size_t most) {
  std::vector<db::Value> values = {std::string_view(centre.str()), bound, static_cast<std::int64_t>(most)};
  const std::string theirs = in_departments(of, values);
  return tasks_where(tx,
                     fmt::format("t.centre_id = $1 AND t.{} AND {}{} "
                                 "ORDER BY t.due_at_ms, t.number, t.task_id LIMIT $3",
                                 kUnderWay, condition, theirs),
                     values)
      .rows;
}

}  // namespace

std::vector<RefusedTask> refused_tasks(db::Tx& tx, const CentreId& centre, Departments of, Time since,
                                       std::size_t most) {
  std::vector<db::Value> values = {std::string_view(centre.str()), to_ms(since),
                                   static_cast<std::int64_t>(most)};
  const std::string theirs = in_departments(of, values);
  std::vector<RefusedTask> found;
  tx.each(fmt::format(
              "SELECT t.number, t.task_id, t.refused_ground, t.service_id, t.department_id, t.assignee, "
              "t.done_at_ms FROM application_tasks t WHERE t.centre_id = $1 AND t.refused_ground <> '' AND "
              "t.done_at_ms >= $2{} ORDER BY t.done_at_ms DESC, t.number LIMIT $3",
              theirs),
          values, [&](const db::Row& row) {
            found.push_back({std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)),
                             ServiceId(std::string(row.text(3))), DepartmentId(std::string(row.text(4))),
                             StaffId(std::string(row.text(5))), from_ms(row.integer(6))});
            return true;
          });
  return found;
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

std::vector<TaskRow> tasks_at_risk(db::Tx& tx, const CentreId& centre, Departments of, Time now,
                                   std::size_t most) {
  return some_tasks(tx, "t.at_risk_at_ms <= $2", centre, of, to_ms(now), most);
}

std::vector<TaskRow> unclaimed_tasks(db::Tx& tx, const CentreId& centre, Departments of, std::size_t most) {
  return some_tasks(tx, "t.assignee = $2", centre, of, std::string_view(), most);
}

std::vector<TaskRow> tasks_for_head(db::Tx& tx, const CentreId& centre, Departments of, std::size_t most) {
  return some_tasks(tx, "t.for_head = $2", centre, of, std::int64_t{1}, most);
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

}  // namespace biroyna::cases
