#include "features/cases/domain_case.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "core/enum_names.hpp"

namespace biroyna::cases {
namespace {

using enum CaseState;

constexpr std::array<std::string_view, kConfirmations> kConfirmationNames = {"confirmed", "denied",
                                                                             "unknown"};
constexpr std::array<std::string_view, kNotices> kNoticeNames = {
    "unclaimed", "third_left", "last_day", "overdue", "escalated", "assignee_absent"};
constexpr std::array<std::string_view, kTaskStates> kTaskStateNames = {"waiting", "open", "claimed", "done",
                                                                       "cancelled"};

// For the tasks before it, whatever became of it.
void wait_again(Task& task) {
  task.state = TaskState::waiting;
  task.assignee = {};
  task.outcome.reset();
  task.proposed.reset();
  task.term.reset();
}

}  // namespace

bool ended(const Task& task) { return task.state == TaskState::done || task.state == TaskState::cancelled; }
bool is_for_head_of_department(const Task& task) { return task.role == kByHead || task.proposed; }
bool done_by(const Task& task, const StaffId& person) {
  return task.state == TaskState::done && task.outcome && !person.empty() &&
         task.outcome->by == Actor{ActorKind::staff, person.str()};
}

std::string_view name(TaskState state) { return kTaskStateNames[static_cast<std::size_t>(state)]; }
std::string_view name(Confirmation confirmation) {
  return kConfirmationNames[static_cast<std::size_t>(confirmation)];
}
std::string_view name(Notice notice) { return kNoticeNames[static_cast<std::size_t>(notice)]; }

std::string_view marked_field(std::string_view mark) {
  if (!mark.starts_with(kAnswerMark)) return {};
  mark.remove_prefix(kAnswerMark.size());
  return mark.substr(0, mark.find('/'));
}
std::string_view marked_document(std::string_view mark) {
  return mark.starts_with(kDocumentMark) ? mark.substr(kDocumentMark.size()) : std::string_view();
}
std::string_view marked_part(std::string_view mark) {
  return mark.starts_with(kApplicantMark) ? mark.substr(kApplicantMark.size()) : std::string_view();
}
std::string_view marked_finding(std::string_view mark) {
  return mark.starts_with(kFindingMark) ? mark.substr(kFindingMark.size()) : std::string_view();
}
bool lies_in(std::string_view mark, std::string_view whole) {
  return mark.starts_with(whole) && (mark.size() == whole.size() || mark[whole.size()] == '/');
}

Case Case::submitted(CaseStart start, Actor actor, Time now) {
  Case made;
  made.term = {now, start.working_days};
  for (const RouteStep& step : start.route) static_cast<RouteStep&>(made.tasks.emplace_back()) = step;
  made.begun = std::move(start);
  made.calendar = made.begun.catalogue_version;
  made.fee = made.begun.fee;
  made.timeline.push_back({.kind = EventKind::case_submitted, .at = now, .actor = std::move(actor)});
  made.version = 1;
  // At a window they and their papers were seen.
  made.identified = made.begun.channel == "window";
  made.begin(now);
  return made;
}

const Task* Case::find(std::string_view task) const {
  const auto found = std::ranges::find(tasks, task, &Task::id);
  return found == tasks.end() ? nullptr : &*found;
}
Task* Case::task_of(std::string_view id) { return const_cast<Task*>(find(id)); }

Tiyin Case::unpaid() const { return Tiyin{std::max<std::int64_t>(0, fee.amount - paid.amount)}; }

Tiyin Case::to_return() const {
  const bool all = begun.fee_back && outcome() == CaseState::refused;
  return Tiyin{std::max<std::int64_t>(0, paid.amount - (all ? 0 : fee.amount))};
}

std::optional<Time> Case::delivered_at() const {
  std::optional<Time> delivered;
  for (const Event& event : timeline) {
    if (event.kind == EventKind::case_reopened || event.kind == EventKind::result_issued) delivered.reset();
    const bool delivers =
        event.kind == EventKind::decision_delivered || event.kind == EventKind::result_handed_over;
    if (delivers && !delivered) delivered = event.at;
  }
  return delivered;
}

bool Case::was_heard(const Task& task, std::string_view ground) const {
  const Question* open = open_question();
  return std::ranges::any_of(questions, [&](const Question& question) {
    return &question != open && question.task == task.id && question.ground == ground && task.term &&
           question.asked >= task.term->begun;
  });
}
bool Case::was_heard(const Task& task) const {
  return std::ranges::any_of(questions, [&](const Question& question) {
    return !question.ground.empty() && was_heard(task, question.ground);
  });
}

int Case::unanswered() const {
  int count = 0;
  for (const Event& event : timeline) {
    if (event.kind == EventKind::message_sent) count = event.actor.of_applicant() ? count + 1 : 0;
  }
  return count;
}

bool Case::during_visit() const { return begun.at_window && begun.channel == "window"; }

bool Case::over() const { return !allows(EventKind::case_withdrawn); }

bool Case::allows(EventKind kind) const { return rule_of(kind).from.contains(state); }

catalogue::Answers Case::findings() const {
  catalogue::Answers all;
  for (const Task& task : tasks) {
    if (!task.applies) continue;
    for (const auto& [field, value] : task.findings) all.insert_or_assign(field, value);
  }
  return all;
}

std::optional<Time> Case::decided_at() const {
  if (left) return std::nullopt;
  std::optional<Time> decided;
  for (const Event& event : timeline) {
    if (event.kind == EventKind::task_decided || event.kind == EventKind::granted_by_silence)
      decided = event.at;
    if (event.kind == EventKind::case_withdrawn || event.kind == EventKind::case_reopened) decided.reset();
  }
  return over() ? decided : std::nullopt;
}

std::optional<Time> Case::ended_at() const {
  if (!over()) return std::nullopt;
  const auto last = std::find_if(timeline.rbegin(), timeline.rend(),
                                 [](const Event& event) { return rule_of(event.kind).ends; });
  return last == timeline.rend() ? std::nullopt : std::optional(last->at);
}

std::vector<const Task*> Case::automatic_now() const {
  std::vector<const Task*> found;
  for (const Task& task : tasks) {
    if (task.kind == StepKind::automatic && task.state == TaskState::open && !over()) found.push_back(&task);
  }
  return found;
}

const Question* Case::open_question() const {
  if (state != awaiting_applicant || questions.empty() || questions.back().answered) return nullptr;
  return &questions.back();
}

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

CaseState Case::as_decided() const {
  int approved = silent ? 1 : 0, refused_count = 0;
  for (const Task& task : tasks) {
    if (task.kind != StepKind::decision || !task.outcome) continue;
    ++(task.outcome->approved ? approved : refused_count);
  }
  // Nothing is granted that nobody granted.
  return approved == 0 ? refused : refused_count == 0 ? granted : partly;
}

std::optional<CaseState> Case::outcome() const {
  if (is_decision(state)) return state;
  const bool ended_so = state == issued || state == handed_over || state == closed;
  return ended_so && !left && !results.empty() ? std::optional(as_decided()) : std::nullopt;
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
  left = silent = false;
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
    case EventKind::case_forwarded:
      left = left || !over();
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
    case EventKind::case_reopened:
      erasure_announced_at.reset();
      begin_anew(event.at);
      break;
    case EventKind::task_warned:
      if (const auto notice = enum_named<Notice>(kNoticeNames, event.reference))
        task->notices = task->notices | Notices{*notice};
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
