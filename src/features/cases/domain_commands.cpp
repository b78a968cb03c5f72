// What may be done with a case: each command answers the events that it would cause.
#include <algorithm>
#include <iterator>
#include <utility>

#include "core/clean_text.hpp"
#include "core/text.hpp"
#include "features/cases/domain_case.hpp"

namespace biroyna::cases {
namespace {

using Kind = Refusal::Kind;

tl::unexpected<Refusal> wrong_state(CaseState state) {
  return refuse(Kind::conflict, "case_state", std::string(name(state)));
}

Result<void> check_text(const std::string& text, bool required) {
  if (required && many_lines(text).empty()) return invalid({{"/text", "error.required"}});
  if (length_utf8(text) > kMostText) return invalid({too_long("/text", kMostText)});
  return {};
}

// Working days that a person may give.
constexpr int kMostDays = 30;
bool are_days(int days, int most = kMostDays) { return days >= 1 && days <= most; }

Event event_of(EventKind kind, Actor actor, Time at) {
  return {.kind = kind, .at = at, .actor = std::move(actor)};
}
Event event_of(EventKind kind, std::string_view task, Actor actor, Time at) {
  return {.kind = kind, .at = at, .actor = std::move(actor), .task = std::string(task)};
}
Event findings_event(std::string_view task, Actor actor, catalogue::Answers found, Time at) {
  Event event = event_of(EventKind::findings_recorded, task, std::move(actor), at);
  event.found = std::move(found);
  return event;
}
Actor actor_of(const StaffId& staff) { return {ActorKind::staff, staff.str()}; }

// Whether `event` may come now.
Result<void> allowed(const Case& subject, EventKind kind) {
  if (subject.erased) return refuse(Kind::conflict, "case_erased");
  if (!subject.allows(kind)) return wrong_state(subject.state);
  return {};
}

// What a refusal, or the word that it may come, needs.
Result<void> check_reasons(const std::string& ground, const std::string& point, const std::string& text) {
  if (ground.empty()) return invalid({{"/ground", "error.required"}});
  if (length_utf8(point) > kMostPoint) return invalid({too_long("/point", kMostPoint)});
  return check_text(text, true);
}
Event event_of_refusal(EventKind kind, std::string_view task, const StaffId& by, std::string ground,
                       std::string point, std::string text, Time at) {
  Event event = event_of(kind, task, actor_of(by), at);
  event.ground = std::move(ground);
  event.reference = std::move(point);
  event.text = std::move(text);
  return event;
}

// An event that says nothing else.
Case::Decided event_alone(const Case& subject, EventKind kind, Actor actor, Time at) {
  if (auto ok = allowed(subject, kind); !ok) return tl::unexpected(std::move(ok.error()));
  return std::vector{event_of(kind, std::move(actor), at)};
}

// One that says why.
Case::Decided event_with_text(const Case& subject, EventKind kind, std::string text, Actor actor, Time at) {
  if (auto ok = check_text(text, true); !ok) return tl::unexpected(std::move(ok.error()));
  auto events = event_alone(subject, kind, std::move(actor), at);
  if (events) events->front().text = std::move(text);
  return events;
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

Case::Decided Case::approve(std::string_view id, const StaffId& by, std::string text, Time now,
                            catalogue::Answers found) const {
  if (auto ok = check_text(text, false); !ok) return tl::unexpected(std::move(ok.error()));
  if (auto own = own_task(*this, EventKind::task_decided, id, by); !own)
    return tl::unexpected(std::move(own.error()));
  Event event = event_of(EventKind::task_decided, id, actor_of(by), now);
  event.approved = true;
  event.text = std::move(text);
  if (found == find(id)->findings) return std::vector{event};
  return std::vector{findings_event(id, actor_of(by), std::move(found), now), event};
}

Case::Decided Case::record(std::string_view id, const StaffId& by, catalogue::Answers found, Time now) const {
  if (auto ok = allowed(*this, EventKind::findings_recorded); !ok)
    return tl::unexpected(std::move(ok.error()));
  const Task* task = find(id);
  if (task == nullptr) return biroyna::refuse(Kind::not_found, "not_found");
  if (!done_by(*task, by)) {
    if (auto own = own_task(*this, EventKind::findings_recorded, id, by); !own)
      return tl::unexpected(std::move(own.error()));
  }
  if (found == task->findings) return std::vector<Event>{};
  return std::vector{findings_event(id, actor_of(by), std::move(found), now)};
}

Case::Decided Case::refuse(std::string_view id, const StaffId& by, std::string ground, std::string text,
                           Time now, std::string point) const {
  if (auto ok = check_reasons(ground, point, text); !ok) return tl::unexpected(std::move(ok.error()));
  const auto own = own_task(*this, EventKind::task_decided, id, by);
  if (!own) return tl::unexpected(own.error());
  const bool heard =
      begun.hearing_days == 0 || (*own)->kind != StepKind::decision || was_heard(**own, ground);
  if (!heard) return biroyna::refuse(Kind::conflict, "not_heard");
  return std::vector{event_of_refusal(EventKind::task_decided, id, by, std::move(ground), std::move(point),
                                      std::move(text), now)};
}

Case::Decided Case::intend_refusal(std::string_view id, const StaffId& by, std::string ground,
                                   std::string text, Time now, std::string point) const {
  if (auto ok = check_reasons(ground, point, text); !ok) return tl::unexpected(std::move(ok.error()));
  const auto own = own_task(*this, EventKind::refusal_intended, id, by);
  if (!own) return tl::unexpected(own.error());
  if (begun.hearing_days == 0 || (*own)->kind != StepKind::decision)
    return biroyna::refuse(Kind::conflict, "no_hearing");
  Event event = event_of_refusal(EventKind::refusal_intended, id, by, std::move(ground), std::move(point),
                                 std::move(text), now);
  event.working_days = begun.hearing_days;
  return std::vector{event};
}

Case::Decided Case::propose_refusal(std::string_view id, const StaffId& by, std::string ground,
                                    std::string text, Time now, std::string point) const {
  if (auto ok = check_reasons(ground, point, text); !ok) return tl::unexpected(std::move(ok.error()));
  const auto own = own_task(*this, EventKind::refusal_proposed, id, by);
  if (!own) return tl::unexpected(own.error());
  if (begun.hearing_days > 0 && !was_heard(**own, ground))
    return biroyna::refuse(Kind::conflict, "not_heard");
  return std::vector{event_of_refusal(EventKind::refusal_proposed, id, by, std::move(ground),
                                      std::move(point), std::move(text), now)};
}

Case::Decided Case::forward(std::string_view id, const StaffId& by, std::string addressee, std::string text,
                            Time now) const {
  addressee = trim(addressee);
  if (addressee.empty()) return invalid({{"/addressee", "error.required"}});
  if (length_utf8(addressee) > kMostAddressee) return invalid({too_long("/addressee", kMostAddressee)});
  if (auto ok = check_text(text, true); !ok) return tl::unexpected(std::move(ok.error()));
  const auto own = own_task(*this, EventKind::case_forwarded, id, by);
  if (!own) return tl::unexpected(own.error());
  // Who only says what they think ends nothing.
  if ((*own)->kind != StepKind::decision) return biroyna::refuse(Kind::conflict, "not_decided_here");
  Event event = event_of(EventKind::case_forwarded, id, actor_of(by), now);
  event.reference = std::move(addressee);
  event.text = std::move(text);
  return std::vector{event};
}

Case::Decided Case::give_turn(Actor actor, Time now) const {
  return event_alone(*this, EventKind::turn_came, std::move(actor), now);
}

Case::Decided Case::deliver(std::string_view how, Actor actor, Time now) const {
  if (auto ok = allowed(*this, EventKind::decision_delivered); !ok)
    return tl::unexpected(std::move(ok.error()));
  if (delivered_at()) return biroyna::refuse(Kind::conflict, "delivered_before");
  Event event = event_of(EventKind::decision_delivered, std::move(actor), now);
  event.reference = how;
  return std::vector{event};
}

Case::Decided Case::confirm_identity(Actor actor, Time now, bool zone_read) const {
  if (identified || !begun.needs_identity) return biroyna::refuse(Kind::conflict, "identity_known");
  if (begun.needs_zone && !zone_read) return biroyna::refuse(Kind::conflict, "zone_needed");
  auto events = event_alone(*this, EventKind::identity_confirmed, std::move(actor), now);
  if (events) events->front().reference = zone_read ? kZoneRead : kSeen;
  return events;
}

Case::Decided Case::return_fee(std::string given, Actor actor, Time now) const {
  if (auto ok = allowed(*this, EventKind::fee_returned); !ok) return tl::unexpected(std::move(ok.error()));
  if (to_return().amount == 0) return biroyna::refuse(Kind::conflict, "nothing_to_return");
  Event event = event_of(EventKind::fee_returned, std::move(actor), now);
  event.reference = std::move(given);
  event.fee = to_return();
  return std::vector{event};
}

Case::Decided Case::answer_automatic(std::string_view id, Confirmation confirmation, std::string text,
                                     Time now, catalogue::Answers found,
                                     std::vector<std::string> misfits) const {
  if (auto ok = allowed(*this, EventKind::registry_finding); !ok)
    return tl::unexpected(std::move(ok.error()));
  const Task* task = find(id);
  const bool waits = task != nullptr && task->kind == StepKind::automatic &&
                     (task->state == TaskState::open || task->state == TaskState::claimed);
  if (!waits) return biroyna::refuse(Kind::not_found, "not_found");
  if (confirmation != Confirmation::confirmed)
    misfits.clear();
  else if (!misfits.empty())
    confirmation = Confirmation::unknown;
  const bool decides = task->state == TaskState::open && confirmation != Confirmation::unknown;
  Event event = event_of(decides ? EventKind::task_decided : EventKind::registry_finding, id, kProgram, now);
  if (decides)
    event.approved = confirmation == Confirmation::confirmed;
  else
    event.reference = name(confirmation);
  event.text = std::move(text);
  event.marked = std::move(misfits);
  if (!event.approved || found.empty()) return std::vector{event};
  return std::vector{findings_event(id, kProgram, std::move(found), now), event};
}

Case::Decided Case::ask_applicant(std::string_view id, const StaffId& by, std::vector<std::string> marked,
                                  std::string text, Time now, int working_days) const {
  if (auto ok = check_text(text, true); !ok) return tl::unexpected(std::move(ok.error()));
  if (!are_days(working_days, kMostDaysForAnAnswer))
    return invalid({{"/working_days", "error.out_of_range"}});
  if (auto own = own_task(*this, EventKind::applicant_asked, id, by); !own)
    return tl::unexpected(std::move(own.error()));
  Event event = event_of(EventKind::applicant_asked, id, actor_of(by), now);
  event.marked = std::move(marked);
  event.working_days = working_days;
  event.text = std::move(text);
  return std::vector{event};
}

Case::Decided Case::ask_department(std::string_view id, const StaffId& by, const DepartmentId& department,
                                   int working_days, std::string text, Time now) const {
  if (auto ok = check_text(text, true); !ok) return tl::unexpected(std::move(ok.error()));
  if (!are_days(working_days)) return invalid({{"/working_days", "error.out_of_range"}});
  if (auto own = own_task(*this, EventKind::department_asked, id, by); !own)
    return tl::unexpected(std::move(own.error()));
  Event event = event_of(EventKind::department_asked, id, actor_of(by), now);
  event.department = department;
  event.working_days = working_days;
  event.text = std::move(text);
  return std::vector{event};
}

Case::Decided Case::note(std::string text, Actor actor, Time now) const {
  return event_with_text(*this, EventKind::noted, std::move(text), std::move(actor), now);
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

Case::Decided Case::announce_erasure(Time now) const {
  if (auto ok = allowed(*this, EventKind::erasure_announced); !ok)
    return tl::unexpected(std::move(ok.error()));
  if (erasure_held) return biroyna::refuse(Kind::conflict, "erasure_held");
  if (keeps_originals()) return biroyna::refuse(Kind::conflict, "originals_kept");
  if (erasure_announced_at) return std::vector<Event>{};
  return std::vector{event_of(EventKind::erasure_announced, kProgram, now)};
}

Case::Decided Case::hold_erasure(std::string reason, Actor actor, Time now) const {
  auto events = event_with_text(*this, EventKind::erasure_held, std::move(reason), std::move(actor), now);
  if (events && erasure_held) return biroyna::refuse(Kind::conflict, "erasure_held");
  return events;
}

Case::Decided Case::allow_erasure(std::string reason, Actor actor, Time now) const {
  auto events = event_with_text(*this, EventKind::erasure_allowed, std::move(reason), std::move(actor), now);
  if (events && !erasure_held) return biroyna::refuse(Kind::conflict, "erasure_not_held");
  return events;
}

Case::Decided Case::erase(Time now) const {
  if (auto ok = allowed(*this, EventKind::case_erased); !ok) return tl::unexpected(std::move(ok.error()));
  if (erasure_held) return biroyna::refuse(Kind::conflict, "erasure_held");
  if (keeps_originals()) return biroyna::refuse(Kind::conflict, "originals_kept");
  if (!erasure_announced_at || now < *erasure_announced_at + kErasureNotice)
    return biroyna::refuse(Kind::conflict, "erasure_not_announced");
  return std::vector{event_of(EventKind::case_erased, kProgram, now)};
}

Case::Decided Case::answer(Actor actor, Time now, std::string text) const {
  if (auto ok = allowed(*this, EventKind::applicant_answered); !ok)
    return tl::unexpected(std::move(ok.error()));
  // Whoever is heard says something; nothing said is no answer to what they were warned of.
  const bool is_hearing = !questions.back().ground.empty();
  if (auto ok = check_text(text, is_hearing); !ok) return tl::unexpected(std::move(ok.error()));
  Event event = event_of(EventKind::applicant_answered, questions.back().task, std::move(actor), now);
  event.text = std::move(text);
  return std::vector{std::move(event)};
}

Case::Decided Case::change_route(std::vector<RouteStep> route, Tiyin changed_fee, Time now,
                                 std::string reason_of_fee) const {
  if (auto ok = allowed(*this, EventKind::route_changed); !ok) return tl::unexpected(std::move(ok.error()));
  Event event = event_of(EventKind::route_changed, kProgram, now);
  event.route = std::move(route);
  event.fee = changed_fee;
  event.reference = std::move(reason_of_fee);
  return std::vector{std::move(event)};
}

Case::Decided Case::move_term(std::int64_t version, Time due, std::vector<std::string> moved,
                              Time now) const {
  if (auto ok = allowed(*this, EventKind::term_moved); !ok) return tl::unexpected(std::move(ok.error()));
  Event event = event_of(EventKind::term_moved, kProgram, now);
  event.calendar = version;
  event.due = due;
  event.marked = std::move(moved);
  return std::vector{std::move(event)};
}

Case::Decided Case::withdraw(Actor actor, Time now) const {
  return event_alone(*this, EventKind::case_withdrawn, std::move(actor), now);
}

Case::Decided Case::extend(int working_days, std::string reason, Actor actor, Time now) const {
  std::vector<FieldError> wrong;
  if (!are_days(working_days)) wrong.push_back({"/working_days", "error.out_of_range"});
  if (auto ok = check_text(reason, true); !ok)
    std::ranges::move(ok.error().fields, std::back_inserter(wrong));
  if (!wrong.empty()) return invalid(std::move(wrong));
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
  return event_alone(*this, EventKind::result_handed_over, std::move(actor), now);
}

Case::Decided Case::close(std::string reason, Actor actor, Time now) const {
  if (auto ok = allowed(*this, EventKind::case_closed); !ok) return tl::unexpected(std::move(ok.error()));
  if (auto ok = check_text(reason, !over()); !ok) return tl::unexpected(std::move(ok.error()));
  Event event = event_of(EventKind::case_closed, std::move(actor), now);
  event.text = std::move(reason);
  return std::vector{event};
}

Case::Decided Case::reopen(std::string reason, Actor actor, Time now) const {
  return event_with_text(*this, EventKind::case_reopened, std::move(reason), std::move(actor), now);
}

Case::Decided Case::give_mandate(std::string mandate, Actor actor, Time now) const {
  if (auto ok = allowed(*this, EventKind::mandate_given); !ok) return tl::unexpected(std::move(ok.error()));
  Event event = event_of(EventKind::mandate_given, std::move(actor), now);
  event.reference = std::move(mandate);
  return std::vector{event};
}

Case::Decided Case::revoke_mandate(std::string mandate, Actor actor, Time now) const {
  if (auto ok = allowed(*this, EventKind::mandate_revoked); !ok) return tl::unexpected(std::move(ok.error()));
  Event event = event_of(EventKind::mandate_revoked, std::move(actor), now);
  event.reference = std::move(mandate);
  return std::vector{event};
}

}  // namespace biroyna::cases
