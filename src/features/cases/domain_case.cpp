#include "features/cases/domain_case.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "core/enum_names.hpp"

namespace biroyna::cases {
namespace {

using Kind = Refusal::Kind;
using enum CaseState;

constexpr std::array<std::string_view, kEventKinds> kEventNames = {
    "case_submitted", "fee_paid",         "task_claimed",    "task_released",      "task_handed_on",
    "task_decided",   "department_asked", "applicant_asked", "applicant_answered", "noted",
    "term_extended",  "case_withdrawn",   "result_issued",   "result_handed_over", "case_closed",
    "case_reopened",  "task_warned",      "task_escalated",  "case_erased",        "power_given",
    "power_revoked",  "route_changed",    "message_sent",    "registry_finding"};
constexpr std::array<std::string_view, kFindings> kFindingNames = {"confirmed", "denied", "unknown"};
constexpr std::array<std::string_view, kCaseStates> kCaseStateNames = {
    "awaiting_payment", "submitted", "in_work",     "awaiting_applicant", "granted", "partly",
    "refused",          "issued",    "handed_over", "withdrawn",          "closed"};
constexpr std::array<std::string_view, kNotices> kNoticeNames = {
    "unclaimed", "third_left", "last_day", "overdue", "escalated", "assignee_absent"};
constexpr std::array<std::string_view, kTaskStates> kTaskStateNames = {"waiting", "open", "claimed", "done",
                                                                       "cancelled"};

using States = EnumSet<CaseState, kCaseStates>;
constexpr States kWorked = {submitted, in_work};
constexpr States kDecided = {granted, partly, refused};

// From which states each event may come. A row for each kind, in its order.
constexpr std::array<States, kEventKinds> kAllowed = {{
    /* case_submitted */ {},
    /* fee_paid */ {awaiting_payment},
    /* task_claimed */ kWorked,
    /* task_released */ {in_work, awaiting_applicant},
    /* task_handed_on */ {submitted, in_work, awaiting_applicant},
    /* task_decided */ kWorked,
    /* department_asked */ {in_work},
    /* applicant_asked */ {in_work},
    /* applicant_answered */ {awaiting_applicant},
    /* noted */
    {awaiting_payment, submitted, in_work, awaiting_applicant, granted, partly, refused, issued, handed_over},
    /* term_extended */ {submitted, in_work, awaiting_applicant},
    /* case_withdrawn */ {awaiting_payment, submitted, in_work, awaiting_applicant},
    /* result_issued */ kDecided,
    /* result_handed_over */ {issued},
    /* case_closed */
    {awaiting_payment, awaiting_applicant, granted, partly, refused, issued, handed_over, withdrawn},
    /* case_reopened */ {granted, partly, refused, issued, handed_over, closed},
    /* task_warned */ {submitted, in_work, awaiting_applicant},
    /* task_escalated */ kWorked,
    /* case_erased */ {granted, partly, refused, issued, handed_over, withdrawn, closed},
    /* power_given */ States::all(),
    /* power_revoked */ States::all(),
    /* route_changed */ {in_work},
    /* message_sent */ States::all(),
    /* registry_finding */ {submitted, in_work, awaiting_applicant},
}};

tl::unexpected<Refusal> wrong_state(CaseState state) {
  return refuse(Kind::conflict, "case_state", std::string(name(state)));
}

bool ended(const Task& task) { return task.state == TaskState::done || task.state == TaskState::cancelled; }

Result<void> check_text(const std::string& text, bool required) {
  if (required && text.empty()) return invalid({{"/text", "error.required"}});
  if (text.size() > kMostText) return invalid({{"/text", "error.too_long"}});
  return {};
}

Event event_of(EventKind kind, Actor actor, Time at) {
  return {.kind = kind, .at = at, .actor = std::move(actor)};
}
Event event_of(EventKind kind, std::string_view task, Actor actor, Time at) {
  return {.kind = kind, .at = at, .actor = std::move(actor), .task = std::string(task)};
}
Actor actor_of(const StaffId& staff) { return {ActorKind::staff, staff.str()}; }

// Whether `event` may come now.
Result<void> allowed(const Case& subject, EventKind kind) {
  if (subject.erased) return refuse(Kind::conflict, "case_erased");
  if (!subject.allows(kind)) return wrong_state(subject.state);
  return {};
}

// Whether the one who has the task may cause `kind` on it now.
Result<const Task*> own_task(const Case& subject, EventKind kind, std::string_view task, const StaffId& by) {
  if (auto ok = allowed(subject, kind); !ok) return tl::unexpected(std::move(ok.error()));
  const Task* found = subject.find(task);
  if (found == nullptr) return refuse(Kind::not_found, "not_found");
  if (found->state != TaskState::claimed)
    return refuse(Kind::conflict, "task_state", std::string(name(found->state)));
  if (found->assignee != by) return refuse(Kind::conflict, "other_assignee", found->assignee.str());
  return found;
}

// A task that somebody has to do now.
Result<const Task*> task_under_way(const Case& subject, EventKind kind, std::string_view task) {
  if (auto ok = allowed(subject, kind); !ok) return tl::unexpected(std::move(ok.error()));
  const Task* found = subject.find(task);
  if (found == nullptr) return refuse(Kind::not_found, "not_found");
  if (found->state != TaskState::claimed && found->state != TaskState::open)
    return refuse(Kind::conflict, "task_state", std::string(name(found->state)));
  return found;
}

}  // namespace

std::string_view name(EventKind kind) { return kEventNames[static_cast<std::size_t>(kind)]; }
std::string_view name(CaseState state) { return kCaseStateNames[static_cast<std::size_t>(state)]; }
std::optional<CaseState> parse_case_state(std::string_view text) {
  return enum_named<CaseState>(kCaseStateNames, text);
}
std::string_view name(TaskState state) { return kTaskStateNames[static_cast<std::size_t>(state)]; }
std::string_view name(Finding finding) { return kFindingNames[static_cast<std::size_t>(finding)]; }
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
bool lies_in(std::string_view mark, std::string_view whole) {
  return mark.starts_with(whole) && (mark.size() == whole.size() || mark[whole.size()] == '/');
}

Case Case::submitted(Submission submission, Actor actor, Time now) {
  Case made;
  made.term = {now, submission.working_days};
  for (const RouteStep& step : submission.route) static_cast<RouteStep&>(made.tasks.emplace_back()) = step;
  made.begun = std::move(submission);
  made.fee = made.begun.fee;
  made.timeline.push_back(event_of(EventKind::case_submitted, std::move(actor), now));
  made.version = 1;
  if (!made.awaits_payment(now)) made.open_tasks(now);
  return made;
}

const Task* Case::find(std::string_view task) const {
  const auto found = std::ranges::find(tasks, task, &Task::id);
  return found == tasks.end() ? nullptr : &*found;
}
Task* Case::task_of(std::string_view id) { return const_cast<Task*>(find(id)); }

Tiyin Case::unpaid() const { return Tiyin{std::max<std::int64_t>(0, fee.amount - paid.amount)}; }

int Case::unanswered() const {
  int count = 0;
  for (const Event& event : timeline) {
    if (event.kind == EventKind::message_sent) count = event.actor.of_applicant() ? count + 1 : 0;
  }
  return count;
}

bool Case::during_visit() const { return begun.at_window && begun.channel == "window"; }

bool Case::over() const { return !allows(EventKind::case_withdrawn); }

bool Case::allows(EventKind kind) const { return kAllowed[static_cast<std::size_t>(kind)].contains(state); }

std::optional<Time> Case::decided_at() const {
  if (left) return std::nullopt;
  std::optional<Time> decided;
  for (const Event& event : timeline) {
    if (event.kind == EventKind::task_decided) decided = event.at;
    if (event.kind == EventKind::case_withdrawn || event.kind == EventKind::case_reopened) decided.reset();
  }
  return over() ? decided : std::nullopt;
}

std::optional<Time> Case::ended_at() const {
  using enum EventKind;
  constexpr EnumSet<EventKind, kEventKinds> kEnding = {task_decided, case_withdrawn, result_issued,
                                                       result_handed_over, case_closed};
  if (!over()) return std::nullopt;
  const auto last = std::find_if(timeline.rbegin(), timeline.rend(),
                                 [&](const Event& event) { return kEnding.contains(event.kind); });
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

// Opens what waits for nothing any more.
void Case::open_tasks(Time now) {
  for (Task& task : tasks) {
    if (task.state != TaskState::waiting) continue;
    const bool ready = std::ranges::all_of(task.after, [&](const std::string& before) {
      const Task* found = find(before);
      return found == nullptr || ended(*found);
    });
    if (!ready) continue;
    task.state = TaskState::open;
    task.term = Term{now, task.working_days};
    task.notices = {};
    task.for_head = false;
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
               (found->state == TaskState::cancelled ||
                (found->kind == StepKind::decision && found->outcome && !found->outcome->approved));
      });
      if (refused_before) task.state = TaskState::cancelled, changed = true;
    }
  }
  open_tasks(now);
  if (!std::ranges::all_of(tasks, ended)) return;
  state = as_decided();
}

bool is_decision(CaseState state) { return kDecided.contains(state); }

CaseState Case::as_decided() const {
  int approved = 0, refused_count = 0;
  for (const Task& task : tasks) {
    if (task.kind != StepKind::decision || !task.outcome) continue;
    ++(task.outcome->approved ? approved : refused_count);
  }
  return refused_count == 0 ? granted : approved == 0 ? refused : partly;
}

std::optional<CaseState> Case::outcome() const {
  if (is_decision(state)) return state;
  const bool ended_so = state == issued || state == handed_over || state == closed;
  return ended_so && !left && !results.empty() ? std::optional(as_decided()) : std::nullopt;
}

// What was cancelled begins anew; where it was decided, so do the decisions and all that comes after one.
void Case::begin_anew(Time now) {
  const auto anew = [](Task& task) {
    task.state = TaskState::waiting;
    task.assignee = {};
    task.outcome.reset();
    task.term.reset();
  };
  for (Task& task : tasks) {
    if (task.state == TaskState::cancelled && task.applies && task.asked_by.empty()) anew(task);
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
      anew(task);
      changed = true;
    }
  }
  left = false;
  term = {now, term.working_days};
  state = in_work;
  if (!awaits_payment(now)) open_tasks(now);
}

void Case::take_route(const Event& event) {
  for (Task& task : tasks) {
    if (!task.asked_by.empty()) continue;
    const auto step = std::ranges::find(event.route, task.id, &RouteStep::id);
    task.applies = step != event.route.end();
    if (!task.applies && !ended(task)) task.state = TaskState::cancelled;
    if (task.applies && task.state == TaskState::waiting) static_cast<RouteStep&>(task) = *step;
  }
  for (const RouteStep& step : event.route) {
    if (find(step.id) == nullptr) static_cast<RouteStep&>(tasks.emplace_back()) = step;
  }
  fee = event.fee;
  if (!awaits_payment(event.at)) settle(event.at);
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
  state = begun_on ? in_work : CaseState::submitted;
  start_clocks(now);
  settle(now);
}

void Case::stop_clocks(Time now) {
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
  for (Event& event : timeline) event.text.clear();
  for (Question& question : questions) question.text.clear();
  for (Task& task : tasks) {
    if (task.outcome) task.outcome->explanation.clear();
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
      if (state == CaseState::submitted) state = in_work;
      break;
    case EventKind::task_released:
      task->state = TaskState::open;
      task->assignee = {};
      break;
    case EventKind::task_decided:
      task->state = TaskState::done;
      task->outcome = Outcome{event.approved, event.ground, event.text, event.actor, event.at};
      if (state == CaseState::submitted) state = in_work;
      settle(event.at);
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
      state = awaiting_applicant;
      questions.push_back({event.task, event.marked, event.text, event.at, {}});
      stop_clocks(event.at);
      break;
    case EventKind::applicant_answered:
      state = in_work;
      questions.back().answered = event.at;
      start_clocks(event.at);
      break;
    case EventKind::noted:
    case EventKind::message_sent:
    case EventKind::registry_finding:
    case EventKind::power_given:
    case EventKind::power_revoked:
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
    case EventKind::case_withdrawn:
    case EventKind::case_closed:
      left = left || !over();
      state = event.kind == EventKind::case_withdrawn ? withdrawn : closed;
      for (Task& each : tasks) {
        if (!ended(each)) each.state = TaskState::cancelled;
      }
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
    case EventKind::case_erased:
      erased = true;
      forget_words();
      break;
  }
  timeline.push_back(event);
  ++version;
}

Case::Decided Case::pay(std::string paid, Actor actor, Time now) const {
  if (auto ok = allowed(*this, EventKind::fee_paid); !ok) return tl::unexpected(std::move(ok.error()));
  Event event = event_of(EventKind::fee_paid, std::move(actor), now);
  event.reference = std::move(paid);
  return std::vector{event};
}

Case::Decided Case::claim(std::string_view id, const StaffId& by, Time now,
                          const std::vector<StaffId>& stands_in_for) const {
  if (auto ok = allowed(*this, EventKind::task_claimed); !ok) return tl::unexpected(std::move(ok.error()));
  const Task* task = find(id);
  if (task == nullptr) return biroyna::refuse(Kind::not_found, "not_found");
  if (task->state == TaskState::claimed && task->assignee == by) return std::vector<Event>{};
  const bool stands_in = std::ranges::find(stands_in_for, task->assignee) != stands_in_for.end();
  if (task->state == TaskState::claimed && !stands_in)
    return biroyna::refuse(Kind::conflict, "other_assignee", task->assignee.str());
  if (task->state != TaskState::open && task->state != TaskState::claimed)
    return biroyna::refuse(Kind::conflict, "task_state", std::string(name(task->state)));
  Event event = event_of(EventKind::task_claimed, id, actor_of(by), now);
  event.assignee = by;
  return std::vector{event};
}

Case::Decided Case::release(std::string_view id, const StaffId& by, Time now) const {
  if (auto own = own_task(*this, EventKind::task_released, id, by); !own)
    return tl::unexpected(std::move(own.error()));
  return std::vector{event_of(EventKind::task_released, id, actor_of(by), now)};
}

Case::Decided Case::hand_on(std::string_view id, const StaffId& to, Actor actor, Time now) const {
  if (auto task = task_under_way(*this, EventKind::task_handed_on, id); !task)
    return tl::unexpected(std::move(task.error()));
  Event event = event_of(EventKind::task_handed_on, id, std::move(actor), now);
  event.assignee = to;
  return std::vector{event};
}

Case::Decided Case::approve(std::string_view id, const StaffId& by, std::string text, Time now) const {
  if (auto ok = check_text(text, false); !ok) return tl::unexpected(std::move(ok.error()));
  if (auto own = own_task(*this, EventKind::task_decided, id, by); !own)
    return tl::unexpected(std::move(own.error()));
  Event event = event_of(EventKind::task_decided, id, actor_of(by), now);
  event.approved = true;
  event.text = std::move(text);
  return std::vector{event};
}

Case::Decided Case::refuse(std::string_view id, const StaffId& by, std::string ground, std::string text,
                           Time now) const {
  if (ground.empty()) return invalid({{"/ground", "error.required"}});
  if (auto ok = check_text(text, true); !ok) return tl::unexpected(std::move(ok.error()));
  if (auto own = own_task(*this, EventKind::task_decided, id, by); !own)
    return tl::unexpected(std::move(own.error()));
  Event event = event_of(EventKind::task_decided, id, actor_of(by), now);
  event.ground = std::move(ground);
  event.text = std::move(text);
  return std::vector{event};
}

Case::Decided Case::answer_automatic(std::string_view id, Finding finding, std::string text, Time now) const {
  if (auto ok = allowed(*this, EventKind::registry_finding); !ok)
    return tl::unexpected(std::move(ok.error()));
  const Task* task = find(id);
  const bool waits = task != nullptr && task->kind == StepKind::automatic &&
                     (task->state == TaskState::open || task->state == TaskState::claimed);
  if (!waits) return biroyna::refuse(Kind::not_found, "not_found");
  const bool decides = task->state == TaskState::open && finding != Finding::unknown;
  Event event = event_of(decides ? EventKind::task_decided : EventKind::registry_finding, id, kProgram, now);
  if (decides)
    event.approved = finding == Finding::confirmed;
  else
    event.reference = name(finding);
  event.text = std::move(text);
  return std::vector{event};
}

Case::Decided Case::ask_applicant(std::string_view id, const StaffId& by, std::vector<std::string> marked,
                                  std::string text, Time now) const {
  if (auto ok = check_text(text, true); !ok) return tl::unexpected(std::move(ok.error()));
  if (auto own = own_task(*this, EventKind::applicant_asked, id, by); !own)
    return tl::unexpected(std::move(own.error()));
  Event event = event_of(EventKind::applicant_asked, id, actor_of(by), now);
  event.marked = std::move(marked);
  event.text = std::move(text);
  return std::vector{event};
}

Case::Decided Case::ask_department(std::string_view id, const StaffId& by, const DepartmentId& department,
                                   int working_days, std::string text, Time now) const {
  if (auto ok = check_text(text, true); !ok) return tl::unexpected(std::move(ok.error()));
  if (working_days < 1 || working_days > 30) return invalid({{"/working_days", "error.out_of_range"}});
  if (auto own = own_task(*this, EventKind::department_asked, id, by); !own)
    return tl::unexpected(std::move(own.error()));
  Event event = event_of(EventKind::department_asked, id, actor_of(by), now);
  event.department = department;
  event.working_days = working_days;
  event.text = std::move(text);
  return std::vector{event};
}

Case::Decided Case::note(std::string text, Actor actor, Time now) const {
  if (auto ok = check_text(text, true); !ok) return tl::unexpected(std::move(ok.error()));
  if (auto ok = allowed(*this, EventKind::noted); !ok) return tl::unexpected(std::move(ok.error()));
  Event event = event_of(EventKind::noted, std::move(actor), now);
  event.text = std::move(text);
  return std::vector{event};
}

Case::Decided Case::write(std::string text, Actor actor, Time now) const {
  if (auto ok = check_text(text, true); !ok) return tl::unexpected(std::move(ok.error()));
  if (auto ok = allowed(*this, EventKind::message_sent); !ok) return tl::unexpected(std::move(ok.error()));
  if (actor.of_applicant() && unanswered() >= kMostUnanswered)
    return biroyna::refuse(Kind::conflict, "too_many_messages");
  Event event = event_of(EventKind::message_sent, std::move(actor), now);
  event.text = std::move(text);
  return std::vector{event};
}

Case::Decided Case::warn(std::string_view id, Notice notice, Time now) const {
  const auto task = task_under_way(*this, EventKind::task_warned, id);
  if (!task) return tl::unexpected(task.error());
  if ((*task)->notices.contains(notice) && notice != Notice::assignee_absent) return std::vector<Event>{};
  Event event = event_of(EventKind::task_warned, id, kProgram, now);
  event.reference = name(notice);
  return std::vector{event};
}

Case::Decided Case::escalate(std::string_view id, const StaffId& to, Time now) const {
  const auto task = task_under_way(*this, EventKind::task_escalated, id);
  if (!task) return tl::unexpected(task.error());
  if ((*task)->notices.contains(Notice::escalated)) return std::vector<Event>{};
  Event event = event_of(EventKind::task_escalated, id, kProgram, now);
  event.assignee = to;
  return std::vector{event};
}

Case::Decided Case::erase(Time now) const {
  if (auto ok = allowed(*this, EventKind::case_erased); !ok) return tl::unexpected(std::move(ok.error()));
  return std::vector{event_of(EventKind::case_erased, kProgram, now)};
}

Case::Decided Case::answer(Actor actor, Time now, std::string text) const {
  if (auto ok = allowed(*this, EventKind::applicant_answered); !ok)
    return tl::unexpected(std::move(ok.error()));
  if (auto ok = check_text(text, false); !ok) return tl::unexpected(std::move(ok.error()));
  Event event = event_of(EventKind::applicant_answered, questions.back().task, std::move(actor), now);
  event.text = std::move(text);
  return std::vector{std::move(event)};
}

Case::Decided Case::change_route(std::vector<RouteStep> route, Tiyin changed_fee, Time now) const {
  if (auto ok = allowed(*this, EventKind::route_changed); !ok) return tl::unexpected(std::move(ok.error()));
  Event event = event_of(EventKind::route_changed, kProgram, now);
  event.route = std::move(route);
  event.fee = changed_fee;
  return std::vector{std::move(event)};
}

Case::Decided Case::withdraw(Actor actor, Time now) const {
  if (auto ok = allowed(*this, EventKind::case_withdrawn); !ok) return tl::unexpected(std::move(ok.error()));
  return std::vector{event_of(EventKind::case_withdrawn, std::move(actor), now)};
}

Case::Decided Case::extend(int working_days, std::string reason, Actor actor, Time now) const {
  if (working_days < 1 || working_days > 30) return invalid({{"/working_days", "error.out_of_range"}});
  if (auto ok = check_text(reason, true); !ok) return tl::unexpected(std::move(ok.error()));
  if (auto ok = allowed(*this, EventKind::term_extended); !ok) return tl::unexpected(std::move(ok.error()));
  if (term.extended_by > 0) return biroyna::refuse(Kind::conflict, "extended_before");
  Event event = event_of(EventKind::term_extended, std::move(actor), now);
  event.working_days = working_days;
  event.text = std::move(reason);
  return std::vector{event};
}

Case::Decided Case::issue(std::string code, Actor actor, Time now) const {
  if (auto ok = allowed(*this, EventKind::result_issued); !ok) return tl::unexpected(std::move(ok.error()));
  Event event = event_of(EventKind::result_issued, std::move(actor), now);
  event.reference = std::move(code);
  return std::vector{event};
}

Case::Decided Case::hand_over(Actor actor, Time now) const {
  if (auto ok = allowed(*this, EventKind::result_handed_over); !ok)
    return tl::unexpected(std::move(ok.error()));
  return std::vector{event_of(EventKind::result_handed_over, std::move(actor), now)};
}

Case::Decided Case::close(std::string reason, Actor actor, Time now) const {
  if (auto ok = allowed(*this, EventKind::case_closed); !ok) return tl::unexpected(std::move(ok.error()));
  if (auto ok = check_text(reason, !over()); !ok) return tl::unexpected(std::move(ok.error()));
  Event event = event_of(EventKind::case_closed, std::move(actor), now);
  event.text = std::move(reason);
  return std::vector{event};
}

Case::Decided Case::reopen(std::string reason, Actor actor, Time now) const {
  if (auto ok = check_text(reason, true); !ok) return tl::unexpected(std::move(ok.error()));
  if (auto ok = allowed(*this, EventKind::case_reopened); !ok) return tl::unexpected(std::move(ok.error()));
  Event event = event_of(EventKind::case_reopened, std::move(actor), now);
  event.text = std::move(reason);
  return std::vector{event};
}

Case::Decided Case::give_power(std::string power, Actor actor, Time now) const {
  if (auto ok = allowed(*this, EventKind::power_given); !ok) return tl::unexpected(std::move(ok.error()));
  Event event = event_of(EventKind::power_given, std::move(actor), now);
  event.reference = std::move(power);
  return std::vector{event};
}

Case::Decided Case::revoke_power(std::string power, Actor actor, Time now) const {
  if (auto ok = allowed(*this, EventKind::power_revoked); !ok) return tl::unexpected(std::move(ok.error()));
  Event event = event_of(EventKind::power_revoked, std::move(actor), now);
  event.reference = std::move(power);
  return std::vector{event};
}

}  // namespace biroyna::cases
