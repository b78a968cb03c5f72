// The watch over terms: when somebody is warned of a deadline, and when a task goes to somebody else.
//
// The rule, in the working time of the centre (a task's time is what runs from its opening to its deadline):
//  - nobody has it when half of its time has passed: `unclaimed`;
//  - a third of its time is left: `third_left`, where that is before its last working day;
//  - its last working day begins: `last_day`;
//  - a sixth of its time is left, at the latest half of its last working day: it is escalated to the
//  assignee's
//    substitute, else to the head. While the assignee is absent, it is escalated when a third is left;
//  - its deadline has passed: `overdue`.
// Invariants
//  (1) Every task that is not done is escalated before its deadline, and always to somebody.
//  (2) Each notice is given once for each opening of a task, and no milder one after it. Of notices that are
//  due
//      together, only the gravest is given.
//  (3) While the clock of a task is paused, nothing is due.
// Pure, thread-safe.
#pragma once

#include <optional>

#include "core/calendar.hpp"
#include "core/term.hpp"
#include "features/cases/domain_absence.hpp"
#include "features/cases/domain_case.hpp"

namespace biroyna::cases {

// When what is due on a task, as its term now stands.
struct Moments {
  Time unclaimed{}, third_left{}, last_day{}, escalated{}, due{};
  bool warns_of_third = false, warns_of_last_day = false;
  Time at_risk{};  // from when core/term calls it at risk
};
// Empty while the clock is paused. No later than `latest`, when the whole case is due, although the term of a
// task that opened late may run longer.
std::optional<Moments> moments(const Term& term, const Calendar& calendar, const Zone& zone,
                               std::optional<Time> latest = {});

// As it is at `now`; calm while the clock is paused.
Urgency urgency(const std::optional<Moments>& moments, Time now);

struct Due {
  std::optional<Notice> warning;  // unclaimed, third_left, last_day or overdue
  bool escalation = false;
  StaffId to;  // of an escalation; empty: the head
  bool empty() const { return !warning && !escalation; }
};
// `today` is the centre's day of `now`. For a task that is open or claimed.
Due due_now(const Task& task, const Moments& moments, const Absences& absences, Day today, Time now);

// When something may be due next; `now` if it already is. Empty if every notice has been given.
std::optional<Time> next_look(const Task& task, const Moments& moments, Time now);

// Working time of the centre from one moment to another; none when `to` is before `from`.
Milliseconds working_time(const Calendar& calendar, const Zone& zone, Time from, Time to);
// The moment from which so much working time is left until `until`. Throws std::domain_error for a calendar
// that never works.
Time working_time_before(const Calendar& calendar, const Zone& zone, Time until, Milliseconds amount);

}  // namespace biroyna::cases
