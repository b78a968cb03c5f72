// The tables of applications and tasks.
#pragma once

#include <optional>
#include <string_view>

#include "features/cases/service.hpp"

namespace biroyna::cases {

void add(db::Tx& tx, const Application& application, const DueTimes& due, Time now);
// The whole application but for who applies, with the tasks as they now are.
void update(db::Tx& tx, const Application& application, const DueTimes& due, Time now);
void update_applicant(db::Tx& tx, const Application& application);
std::optional<Application> find(db::Tx& tx, std::string_view number);
std::optional<CentreId> centre_of(db::Tx& tx, std::string_view number);
// Whether no application has the number, nor one that another server writes just now; then this transaction
// may.
bool claim_number(db::Tx& tx, std::string_view number);
// In lists, a row that cannot be read is named and left out.
TaskPage tasks(db::Tx& tx, const TaskSearch& search);
int count_tasks(db::Tx& tx, const TaskSearch& search);  // at most kMostCounted + 1
// Tasks `t` with their applications `a` as this condition, order and limit say.
TaskPage tasks_where(db::Tx& tx, std::string_view condition, db::Tx::Args values);
// When each task is to be looked at, as things now are.
void plan_looks(db::Tx& tx, const Application& application, const DueTimes& due, Time now);
CasePage cases(db::Tx& tx, const CaseSearch& search);
// The mark of a row, for `after`.
std::string mark_of(const TaskRow& row, TaskOrder order);
std::string mark_of(const CaseRow& row);

// Those of one bundle, by number.
std::vector<CaseRow> submission_of(db::Tx& tx, const Application& application);

}  // namespace biroyna::cases
