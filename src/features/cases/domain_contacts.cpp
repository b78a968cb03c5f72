#include "features/cases/domain_contacts.hpp"

#include <algorithm>
#include <set>

namespace biroyna::cases {
namespace {

// What somebody is at the window for, when an official enters it.
constexpr EnumSet<EventKind, kEventKinds> kAtWindow = {
    EventKind::case_submitted, EventKind::fee_paid, EventKind::applicant_answered, EventKind::case_withdrawn,
    EventKind::result_handed_over};

bool by_official(const Event& event) {
  return event.actor.kind == ActorKind::staff || event.actor.kind == ActorKind::device;
}

bool replaces_a_visit(const Task& task, const DepartmentId& own) {
  if (task.state != TaskState::done) return false;
  // A step that a registry was to do and a person did has spared nobody anything.
  const bool by_registry = task.outcome && task.outcome->by.kind == ActorKind::program;
  return task.kind == StepKind::automatic ? by_registry : task.department != own;
}

}  // namespace

Contacts contacts_of(const Case& subject, const DepartmentId& own, const Zone& zone) {
  Contacts found;
  std::set<Day> days;
  for (const Event& event : subject.timeline) {
    const bool at_window = kAtWindow.contains(event.kind) && by_official(event);
    if (at_window) days.insert(zone.day(event.at));
    const bool from_afar = (event.kind == EventKind::applicant_answered && !at_window) ||
                           (event.kind == EventKind::message_sent && event.actor.of_applicant());
    if (from_afar) ++found.contacts;
  }
  found.visits = static_cast<int>(days.size());
  found.contacts += found.visits;
  found.visits_replaced = static_cast<int>(
      std::ranges::count_if(subject.tasks, [&](const Task& task) { return replaces_a_visit(task, own); }));
  return found;
}

}  // namespace biroyna::cases
