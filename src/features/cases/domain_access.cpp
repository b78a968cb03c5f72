#include "features/cases/domain_access.hpp"

#include <algorithm>
#include <array>

#include "core/enum_set.hpp"

namespace biroyna::cases {
namespace {

using Parties = EnumSet<Party, kParties>;
using enum Party;

// A row for each action, in its order. A specialist only has rights on cases with a task of theirs.
constexpr std::array<Parties, kActions> kMay = {{
    /* see */ {applicant, representative, follower, operator_, specialist, head, administrator},
    /* download */ {applicant, representative, operator_, specialist, head, administrator},
    /* see_work */ {operator_, specialist, head, administrator},
    /* work */ {operator_, specialist},
    /* hand_on */ {specialist, head},
    /* note */ {operator_, specialist, head},
    /* write */ {applicant, representative, operator_, specialist, head},
    /* take_payment */ {operator_},
    /* hand_over */ {operator_},
    /* answer */ {applicant, representative, operator_},
    /* withdraw */ {applicant, representative, operator_},
    /* extend */ {head},
    /* reopen */ {head},
    /* close */ {head},
    /* see_mandates */ {applicant, operator_, specialist, head, administrator},
    /* give_mandate */ {applicant, operator_},
    /* hold_erasure */ {head},
    /* confirm_identity */ {operator_},
}};

bool of_their_departments(const Viewer& viewer, const Task& task) {
  return std::ranges::find(viewer.departments, task.department) != viewer.departments.end();
}

bool their_own(const Viewer& viewer, const Task& task) {
  return !task.assignee.empty() && (task.assignee == viewer.staff || may_take_over(viewer, task));
}

}  // namespace

bool may_take_over(const Viewer& viewer, const Task& task) {
  return task.state == TaskState::claimed &&
         std::ranges::find(viewer.stands_in_for, task.assignee) != viewer.stands_in_for.end();
}

bool may(const Viewer& viewer, Action action, const Case& subject) {
  if (!kMay[static_cast<std::size_t>(action)].contains(viewer.party)) return false;
  if (viewer.party == Party::specialist) {
    return std::ranges::any_of(subject.tasks, [&](const Task& task) {
      return of_their_departments(viewer, task) || their_own(viewer, task);
    });
  }
  return true;
}

bool may_work_on(const Viewer& viewer, const Case& subject, const Task& task) {
  if (viewer.party == Party::operator_) return subject.during_visit();
  if (viewer.party != Party::specialist) return false;
  const bool theirs =
      of_their_departments(viewer, task) && (!is_for_head_of_department(task) || viewer.leads);
  return theirs || their_own(viewer, task);
}

bool sees_all(const Viewer& viewer) {
  return viewer.party == Party::head || viewer.party == Party::administrator ||
         viewer.party == Party::operator_;
}

bool came_by_secret(const Viewer& viewer) {
  return viewer.party == Party::applicant || viewer.party == Party::representative ||
         viewer.party == Party::follower;
}

}  // namespace biroyna::cases
