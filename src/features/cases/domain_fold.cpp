// What each event makes of a case: the fold of its timeline.
#include <algorithm>
#include <stdexcept>
#include <utility>

#include "features/cases/domain_case.hpp"

namespace biroyna::cases {
namespace {

using enum CaseState;

// For the tasks before it, whatever became of it.
void wait_again(Task& task) {
  task.state = TaskState::waiting;
  task.assignee = {};
  task.outcome.reset();
  task.proposed.reset();
  task.term.reset();
}

}  // namespace

// Opens what waits for nothing any more. Nothing is decided for somebody whom nobody has seen, where that is
// needed: when all else is done, it waits for them.
void Case::open_tasks(Time now) {
  bool waits_for_visit = false;
  for (Task& task : tasks) {
    if (task.state != TaskState::waiting) continue;
    const bool ready = std::ranges::all_of(task.after, [&](const std::string& before) {
      const Task* found = find(before);
      return found == nullptr || ended(*found);
    });
    if (!ready) continue;
    if (task.kind == StepKind::decision && begun.needs_identity && !identified) {
      waits_for_visit = true;
      continue;
    }
    task.state = TaskState::open;
    task.term = Term{now, task.working_days};
    if (term.paused()) task.term->pauses.push_back({now});
    task.notices = {};
    task.for_head = false;
  }
  const bool at_work = std::ranges::any_of(tasks, [](const Task& task) {
    return task.state == TaskState::open || task.state == TaskState::claimed;
  });
  if (at_work && state == awaiting_visit) {
    state = in_work;
    start_clocks(now);
  }
  if (!waits_for_visit || at_work) return;
  state = awaiting_visit;
  stop_clocks(now);
}

// After it was handed in, and paid where it has to be.
void Case::begin(Time now) {
  if (!awaits_payment(now) && !awaits_turn(now)) open_tasks(now);
}

bool Case::awaits_turn(Time now) {
  if (!begun.waits_for_turn || turn) return false;
  state = awaiting_turn;
  stop_clocks(now);
  return true;
}

void Case::cancel_what_is_left() {
  for (Task& task : tasks) {
    if (!ended(task)) task.state = TaskState::cancelled;
  }
}

// After a task ended: what comes next, or how the case ends.
void Case::settle(Time now) {
  for (bool changed = true; changed;) {
    changed = false;
    for (Task& task : tasks) {
      if (ended(task)) continue;
      const bool refused_before = std::ranges::any_of(task.after, [&](const std::string& before) {
        const Task* found = find(before);
        return found != nullptr &&
               ((found->state == TaskState::cancelled && found->applies) ||
                (found->kind == StepKind::decision && found->outcome && !found->outcome->approved));
      });
      if (refused_before) task.state = TaskState::cancelled, changed = true;
    }
  }
  open_tasks(now);
  if (!std::ranges::all_of(tasks, ended)) return;
  state = as_decided();
}

// What was cancelled begins anew; where it was decided, so do the decisions and all that comes after one.
void Case::begin_anew(Time now) {
  for (Task& task : tasks) {
    if (task.state == TaskState::cancelled && task.applies && task.asked_by.empty()) wait_again(task);
  }
  for (bool changed = !left; changed;) {
    changed = false;
    for (Task& task : tasks) {
      const bool follows = std::ranges::any_of(task.after, [&](const std::string& before) {
        const Task* found = find(before);
        return found != nullptr && found->state == TaskState::waiting;
      });
      const bool again = task.applies && (task.kind == StepKind::decision || follows);
      if (task.state == TaskState::waiting || !again) continue;
      wait_again(task);
      changed = true;
    }
  }
  left = silent = forwarded = lapsed = false;
  term = {now, term.working_days};
  state = in_work;
  begin(now);
}

void Case::take_route(const Event& event) {
  for (Task& task : tasks) {
    if (!task.asked_by.empty()) continue;
    const auto step = std::ranges::find(event.route, task.id, &RouteStep::id);
    const bool applied = std::exchange(task.applies, step != event.route.end());
    if (!task.applies && !ended(task)) task.state = TaskState::cancelled;
    // One that fell away and applies again is still to be done.
    if (task.applies && !applied && task.state == TaskState::cancelled) wait_again(task);
    if (task.applies && !ended(task)) static_cast<RouteStep&>(task) = *step;
  }
  for (const RouteStep& step : event.route) {
    if (find(step.id) == nullptr) static_cast<RouteStep&>(tasks.emplace_back()) = step;
  }
  // Who has begun what comes after it waits for it.
  for (Task& task : tasks) {
    const bool too_early = std::ranges::any_of(task.after, [&](const std::string& before) {
      const Task* found = find(before);
      return found != nullptr && found->applies && !ended(*found);
    });
    if (too_early && (task.state == TaskState::open || task.state == TaskState::claimed)) wait_again(task);
  }
  fee = event.fee;
  concession = event.reference;
  if (state == awaiting_payment) {
    if (unpaid().amount == 0) go_on(event.at);
    return;
  }
  // What is owed is paid when the applicant has answered.
  if (state == awaiting_applicant || !awaits_payment(event.at)) settle(event.at);
}

// What is owed is paid before anything is worked on.
bool Case::awaits_payment(Time now) {
  if (unpaid().amount == 0) return false;
  state = awaiting_payment;
  // The time to pay begins now, whatever it waited for before.
  start_clocks(now);
  stop_clocks(now);
  return true;
}

// What was owed is paid.
void Case::go_on(Time now) {
  const bool begun_on = std::ranges::any_of(tasks, [](const Task& task) {
    return task.state == TaskState::claimed || task.state == TaskState::done;
  });
  if (awaits_turn(now)) return;
  state = begun_on ? in_work : CaseState::submitted;
  start_clocks(now);
  settle(now);
}

void Case::stop_clocks(Time now) {
  if (term.paused()) return;
  term.pauses.push_back({now});
  for (Task& task : tasks) {
    if (task.term && !ended(task)) task.term->pauses.push_back({now});
  }
}

void Case::start_clocks(Time now) {
  const auto start = [now](Term& stopped) {
    if (stopped.paused()) stopped.pauses.back().to = now;
  };
  start(term);
  for (Task& task : tasks) {
    if (task.term) start(*task.term);
  }
}

void Case::forget_words() {
  for (Event& event : timeline) {
    event.text.clear();
    event.found.clear();
  }
  for (Question& question : questions) question.text.clear();
  for (Original& original : originals) original.what.clear();
  for (Task& task : tasks) {
    if (task.outcome) task.outcome->explanation.clear();
    if (task.proposed) task.proposed->explanation.clear();
    task.findings.clear();
  }
}

void Case::apply(const Event& event) {
  Task* task = task_of(event.task);
  switch (event.kind) {
    case EventKind::case_submitted:
      throw std::logic_error("a case is submitted once");
    case EventKind::fee_paid:
      receipt = event.reference;
      paid = fee;
      go_on(event.at);
      break;
    case EventKind::task_claimed:
    case EventKind::task_handed_on:
      task->state = TaskState::claimed;
      task->assignee = event.assignee;
      task->for_head = false;
      if (event.kind == EventKind::task_handed_on) task->proposed.reset();
      if (state == CaseState::submitted) state = in_work;
      break;
    case EventKind::task_released:
      task->state = TaskState::open;
      task->assignee = {};
      break;
    case EventKind::task_decided:
      task->state = TaskState::done;
      task->proposed.reset();
      task->outcome =
          Outcome{event.approved, event.ground, event.reference, event.text, event.actor, event.at};
      if (state == CaseState::submitted) state = in_work;
      // What follows waits for what is owed.
      if (state != awaiting_payment) settle(event.at);
      break;
    case EventKind::route_changed:
      take_route(event);
      break;
    case EventKind::department_asked: {
      Task asked;
      asked.id = event.task + "-" + std::to_string(tasks.size() + 1);
      asked.department = event.department;
      asked.working_days = event.working_days;
      asked.kind = StepKind::opinion;
      asked.state = TaskState::open;
      asked.asked_by = event.task;
      asked.term = Term{event.at, event.working_days};
      tasks.push_back(std::move(asked));
      break;
    }
    case EventKind::applicant_asked:
    case EventKind::refusal_intended:
      state = awaiting_applicant;
      questions.push_back(
          {event.task, event.marked, event.text, event.at, {}, event.due, event.ground, event.reference});
      stop_clocks(event.at);
      break;
    case EventKind::applicant_answered:
      state = in_work;
      questions.back().answered = event.at;
      start_clocks(event.at);
      awaits_payment(event.at);
      break;
    case EventKind::question_ended:
      state = in_work;
      start_clocks(questions.back().until.value_or(event.at));
      awaits_payment(event.at);
      break;
    case EventKind::findings_recorded:
      task->findings = event.found;
      break;
    case EventKind::refusal_proposed:
      task->proposed = Outcome{false, event.ground, event.reference, event.text, event.actor, event.at};
      task->state = TaskState::open;
      task->assignee = {};
      break;
    case EventKind::granted_by_silence:
      silent = true;
      cancel_what_is_left();
      state = as_decided();
      break;
    case EventKind::turn_came:
      turn = true;
      go_on(event.at);
      break;
    case EventKind::identity_confirmed:
      identified = true;
      if (state == awaiting_visit) go_on(event.at);
      break;
    case EventKind::fee_returned:
      paid.amount -= event.fee.amount;
      break;
    case EventKind::decision_delivered:
    case EventKind::noted:
    case EventKind::message_sent:
    case EventKind::registry_finding:
    case EventKind::applicant_reminded:
    case EventKind::mandate_given:
    case EventKind::mandate_revoked:
      break;
    case EventKind::term_extended:
      term.extended_by += event.working_days;
      // Whoever is at work has as much longer; what is still to open has its own days from then.
      for (Task& each : tasks) {
        if (!each.term || ended(each)) continue;
        each.term->extended_by += event.working_days;
        each.notices = {};
      }
      break;
    case EventKind::term_moved:
      calendar = event.calendar;
      for (const std::string& moved : event.marked) task_of(moved)->notices = {};
      break;
    case EventKind::case_withdrawn:
    case EventKind::case_closed:
    case EventKind::case_lapsed:
    case EventKind::case_forwarded:
      left = left || !over();
      forwarded = event.kind == EventKind::case_forwarded;
      lapsed = event.kind == EventKind::case_lapsed;
      state = event.kind == EventKind::case_withdrawn ? withdrawn : closed;
      cancel_what_is_left();
      start_clocks(event.at);
      break;
    case EventKind::result_issued:
      state = issued;
      results.push_back(event.reference);
      break;
    case EventKind::result_handed_over:
      state = handed_over;
      break;
    case EventKind::original_taken:
      originals.push_back({event.text, event.reference, event.at});
      break;
    case EventKind::original_returned:
      originals.at(static_cast<std::size_t>(std::stoul(event.reference)) - 1).returned = event.at;
      break;
    case EventKind::case_reopened:
      erasure_announced_at.reset();
      begin_anew(event.at);
      break;
    case EventKind::task_warned:
      if (const auto notice = parse_notice(event.reference)) task->notices = task->notices | Notices{*notice};
      break;
    case EventKind::task_escalated:
      task->notices = task->notices | Notices{Notice::escalated};
      task->for_head = event.assignee.empty();
      if (task->for_head) break;
      task->state = TaskState::claimed;
      task->assignee = event.assignee;
      break;
    case EventKind::erasure_announced:
      erasure_announced_at = event.at;
      break;
    case EventKind::erasure_held:
    case EventKind::erasure_allowed:
      erasure_held = event.kind == EventKind::erasure_held;
      erasure_announced_at.reset();
      break;
    case EventKind::case_erased:
      erased = true;
      forget_words();
      break;
  }
  timeline.push_back(event);
  ++version;
}

}  // namespace biroyna::cases
