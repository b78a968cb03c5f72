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
std::optional<Notice> parse_notice(std::string_view text) { return enum_named<Notice>(kNoticeNames, text); }
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
  made.concession = made.begun.concession;
  made.timeline.push_back({.kind = EventKind::case_submitted,
                           .at = now,
                           .actor = std::move(actor),
                           .reference = made.concession});
  made.version = 1;
  // At a window they and their papers were seen.
  made.identified = made.begun.channel == "window" && !made.begun.needs_zone;
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
  const bool all = forwarded || lapsed || (begun.fee_back && outcome() == CaseState::refused);
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

}  // namespace biroyna::cases
