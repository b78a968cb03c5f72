#include "features/cases/store_watch.hpp"

#include "features/cases/codec.hpp"
#include "features/cases/store_mandates.hpp"

namespace biroyna::cases {
namespace {

std::vector<CaseKey> case_keys(db::Tx& tx, std::string_view sql, Time now, std::size_t most) {
  std::vector<CaseKey> keys;
  tx.each(sql, {to_ms(now), static_cast<std::int64_t>(most)}, [&](const db::Row& row) {
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
}

}  // namespace biroyna::cases
