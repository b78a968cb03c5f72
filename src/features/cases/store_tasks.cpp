#include "features/cases/store_tasks.hpp"

#include <algorithm>

#include "features/cases/store.hpp"

namespace biroyna::cases {
namespace {

// Where a due time would stand in an index, for what has none now: behind all others.
constexpr std::int64_t kNotDue = 9'000'000'000'000'000;

// A case that waits for its applicant is looked at by one of its tasks.
std::optional<Time> look_at_waiting(const Case& process, const Task& task, Time until, Time now) {
  const Question* open = process.open_question();
  if (open == nullptr ? &task != &process.tasks.front() : open->task != task.id) return std::nullopt;
  return now < until - kReminder ? until - kReminder : until + Milliseconds(1);
}

std::optional<Time> look_at(const Case& process, const Task& task, const std::optional<Moments>& moments,
                            const DueTimes& due, Time now) {
  const std::optional<Time>& of_case = due.of_case;
  if (moments) {
    const auto next = next_look(task, *moments, now);
    // When the case is overdue, it is granted by silence: looked at then, whatever was said before.
    if (!process.begun.silence || !of_case) return next;
    const Time then = std::max(*of_case + Milliseconds(1), now);
    return next ? std::min(*next, then) : then;
  }
  if (const auto since = process.to_collect(); since && !process.reminded_since(*since))
    return &task == &process.tasks.front() ? std::optional(*since + kCollectReminder) : std::nullopt;
  if (!due.of_applicant) return std::nullopt;
  return look_at_waiting(process, task, *due.of_applicant, now);
}

std::string_view refused_ground(const Task& task) {
  const bool refused = task.kind == StepKind::decision && task.outcome && !task.outcome->approved;
  return refused ? std::string_view(task.outcome->ground) : std::string_view();
}

}  // namespace

db::Value or_null(const std::optional<Time>& time) {
  if (!time) return nullptr;
  return to_ms(*time);
}
db::Value or_null(const std::optional<bool>& flag) {
  if (!flag) return nullptr;
  return std::int64_t{*flag};
}

std::int64_t due_ms(const std::optional<Time>& due) { return due ? to_ms(*due) : kNotDue; }
std::optional<Time> due_of(std::int64_t ms) {
  return ms == kNotDue ? std::nullopt : std::optional(from_ms(ms));
}

void write_tasks(db::Tx& tx, const Application& application, const DueTimes& due, Time now) {
  const Case& process = application.process;
  for (std::size_t i = 0; i < process.tasks.size(); ++i) {
    const Task& task = process.tasks[i];
    tx.exec_later(
        "INSERT INTO application_tasks (centre_id, number, task_id, service_id, department_id, state, "
        "assignee, case_state, due_at_ms, at_risk_at_ms, next_look_at_ms, for_head, done_at_ms, in_term, "
        "role, refused_ground) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) "
        "ON CONFLICT (centre_id, number, task_id) DO UPDATE SET state = excluded.state, assignee = "
        "excluded.assignee, case_state = excluded.case_state, due_at_ms = excluded.due_at_ms, at_risk_at_ms "
        "= "
        "excluded.at_risk_at_ms, next_look_at_ms = excluded.next_look_at_ms, for_head = excluded.for_head, "
        "done_at_ms = excluded.done_at_ms, in_term = excluded.in_term, role = excluded.role, refused_ground "
        "= "
        "excluded.refused_ground",
        {application.centre.str(), application.number, task.id, process.begun.service.str(),
         task.department.str(), name(task.state), task.assignee.str(), name(process.state),
         due_ms(due.of_task(i)),
         or_null(due.moments[i] ? std::optional(due.moments[i]->at_risk) : std::nullopt),
         or_null(look_at(process, task, due.moments[i], due, now)), std::int64_t{task.for_head},
         or_null(task.outcome ? std::optional(task.outcome->at) : std::nullopt), or_null(due.in_term[i]),
         is_for_head_of_department(task) ? kByHead : std::string_view(task.role), refused_ground(task)});
  }
}

void plan_looks(db::Tx& tx, const Application& application, const DueTimes& due, Time now) {
  write_tasks(tx, application, due, now);
}

}  // namespace biroyna::cases
