// Who may do what with a case: asked by every page, list, search and download alike.
//
// A right depends on who asks, on their relation to the case (its applicant, a task of their department,
// their own task), and on the case. domain_case.hpp says whether the case's state allows it. If somebody may
// not see a case, the answer is "not found". Pure, thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "features/cases/domain_case.hpp"

namespace biroyna::cases {

enum class Party : std::uint8_t {
  stranger,
  applicant,
  representative,  // may act for the applicant
  follower,        // may see for the applicant
  operator_,
  specialist,
  head,
  administrator,
};
inline constexpr int kParties = 8;

struct Viewer {
  Party party = Party::stranger;
  StaffId staff = {};
  std::vector<DepartmentId> departments = {};  // of a specialist
  bool leads = false;                          // they are those departments' head
  std::vector<StaffId> stands_in_for = {};     // who is away, and whose tasks are theirs meanwhile
  std::string mandate = {};                    // of a representative or follower: its id
  Actor actor = kVisitor;                      // as whom they do something
};

enum class Action : std::uint8_t {
  see,       // the case and its answers
  download,  // its documents and results
  see_work,  // who works on it, notes, opinions
  work,      // claim, decide and ask on one of its tasks
  hand_on,   // give a task to somebody
  note,
  write,  // a message between the applicant and the centre
  take_payment,
  hand_over,
  answer,  // what the applicant was asked
  withdraw,
  extend,
  reopen,
  close,
  see_mandates,      // whom the applicant lets act
  give_mandate,      // and take it back
  hold_erasure,      // and allow it again
  confirm_identity,  // that somebody has seen who applies, and their papers
};
inline constexpr int kActions = 18;

bool may(const Viewer& viewer, Action action, const Case& subject);
// On this very task: of one's own departments and, where its role says so, as their head; or, where the
// service is done during the visit, of the operator.
bool may_work_on(const Viewer& viewer, const Case& subject, const Task& task);
// Somebody else has it, for whom they stand in.
bool may_take_over(const Viewer& viewer, const Task& task);
// Whose tasks stand in somebody's worklist: those of these departments; all of them for a head.
bool sees_all(const Viewer& viewer);
// Whether they came in by a secret: the applicant, and whom the applicant lets in.
bool came_by_secret(const Viewer& viewer);

}  // namespace biroyna::cases
