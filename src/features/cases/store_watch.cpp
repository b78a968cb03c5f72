#include "features/cases/store_watch.hpp"

#include "features/cases/codec.hpp"
#include "features/cases/store_applicants.hpp"
#include "features/cases/store_mandates.hpp"

namespace biroyna::cases {
namespace {

std::int64_t count(std::size_t number) { return static_cast<std::int64_t>(number); }

std::vector<CaseKey> case_keys(db::Tx& tx, std::string_view sql, std::initializer_list<db::Value> values) {
  std::vector<CaseKey> keys;
  tx.each(sql, values, [&](const db::Row& row) {
    keys.emplace_back(CentreId(std::string(row.text(0))), std::string(row.text(1)));
  });
  return keys;
}

}  // namespace

std::vector<CaseKey> cases_to_look_at(db::Tx& tx, Time now, std::size_t most) {
  // Bounded on both sides, as SQLite else takes all tasks in the order of their cases for the cheaper way.
  return case_keys(tx,
                   "SELECT centre_id, number FROM application_tasks WHERE next_look_at_ms BETWEEN 0 AND $1 "
                   "GROUP BY centre_id, number ORDER BY min(next_look_at_ms) LIMIT $2",
                   {to_ms(now), count(most)});
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

void look_at_all_tasks(db::Tx& tx, const CentreId& centre, Time now) {
  tx.exec(
      "UPDATE application_tasks SET next_look_at_ms = $2 WHERE centre_id = $1 AND state IN ('open', "
      "'claimed')",
      {centre.str(), to_ms(now)});
}

std::vector<CaseKey> cases_to_announce(db::Tx& tx, Time now, std::size_t most, std::size_t passed_over) {
  return case_keys(tx,
                   "SELECT centre_id, number FROM applications WHERE erase_at_ms <= $1 AND "
                   "erasure_announced_at_ms IS NULL "
                   "AND erasure_held = 0 ORDER BY erase_at_ms, centre_id, number LIMIT $2 OFFSET $3",
                   {to_ms(now), count(most), count(passed_over)});
}

std::vector<CaseKey> cases_to_erase(db::Tx& tx, Time now, std::size_t most, std::size_t passed_over) {
  return case_keys(
      tx,
      "SELECT centre_id, number FROM applications WHERE erase_at_ms <= $1 AND erasure_announced_at_ms <= $2 "
      "AND erasure_held = 0 ORDER BY erase_at_ms, centre_id, number LIMIT $3 OFFSET $4",
      {to_ms(now), to_ms(now - kErasureNotice), count(most), count(passed_over)});
}

std::int64_t count_to_erase(db::Tx& tx, Time now) {
  return tx
      .first("SELECT count(*) FROM applications WHERE erase_at_ms <= $1", {to_ms(now)},
             [](const db::Row& row) { return row.integer(0); })
      .value();
}

std::vector<ErasureRow> erasures(db::Tx& tx, const CentreId& centre, Time now, std::size_t most) {
  std::vector<ErasureRow> rows;
  tx.each(
      "SELECT number, service_id, ended_at_ms, erase_at_ms, erasure_announced_at_ms, erasure_held FROM "
      "applications WHERE centre_id = $1 AND erase_at_ms <= $2 ORDER BY erase_at_ms, number LIMIT $3",
      {centre.str(), to_ms(now), static_cast<std::int64_t>(most)}, [&](const db::Row& row) {
        ErasureRow found{.number = std::string(row.text(0)), .service = ServiceId(std::string(row.text(1)))};
        if (!row.is_null(2)) found.ended_at = from_ms(row.integer(2));
        found.kept_until = from_ms(row.integer(3));
        if (!row.is_null(4)) found.announced_at = from_ms(row.integer(4));
        found.held = row.integer(5) != 0;
        rows.push_back(std::move(found));
      });
  return rows;
}

bool correct_erasure(db::Tx& tx, const Application& application, const std::optional<Time>& erase_at,
                     Time now) {
  const db::Value at = erase_at ? db::Value(to_ms(*erase_at)) : db::Value(nullptr);
  return tx.exec(
             "UPDATE applications SET erase_at_ms = $3 WHERE centre_id = $1 AND number = $2 AND erase_at_ms "
             "<= "
             "$4",
             {application.centre.str(), application.number, at, to_ms(now)}) > 0;
}

void erase(db::Tx& tx, const Application& application, Time now) {
  tx.exec(
      "UPDATE applications SET secret_sha256 = '', applicant_name = '', applicant_folded = '', applicant = "
      "$3, answers = '{}', events = $4, version = $5, changed_at_ms = $6, erase_at_ms = NULL, salt = $7 "
      "WHERE "
      "centre_id = $1 AND number = $2",
      {application.centre.str(), application.number, encode(application.applicant),
       encode(application.process), application.process.version, to_ms(now), application.salt});
  erase_mandates(tx, application);
  erase_identifiers(tx, application);
}

std::vector<ToCollect> to_collect(db::Tx& tx, const CentreId& centre, std::size_t most) {
  std::vector<ToCollect> rows;
  tx.each(
      "SELECT number, service_id, applicant_name, to_collect_since_ms FROM applications WHERE centre_id = $1 "
      "AND "
      "to_collect_since_ms IS NOT NULL ORDER BY to_collect_since_ms, number LIMIT $2",
      {centre.str(), count(most)}, [&](const db::Row& row) {
        rows.push_back({std::string(row.text(0)), ServiceId(std::string(row.text(1))),
                        std::string(row.text(2)), from_ms(row.integer(3))});
        return true;
      });
  return rows;
}

}  // namespace biroyna::cases
