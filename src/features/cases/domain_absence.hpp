// Who is away, and who stands in for them.
//
// Invariants (kept by check(), for the absences of one centre)
//  (1) Nobody stands in for themselves, nor for each other in a circle at a time when all of it is away.
//  (2) A person's absences do not overlap.
// Days are the centre's, the first and the last included. Pure, thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/id.hpp"
#include "core/result.hpp"
#include "core/time.hpp"

namespace biroyna::cases {

struct Absence {
  std::string id;
  StaffId person;
  StaffId substitute;  // empty: nobody could stand in
  Day from, to;
  friend bool operator==(const Absence&, const Absence&) = default;
};
using Absences = std::vector<Absence>;

inline constexpr std::chrono::days kLongestAbsence{366};

bool is_absent(const Absences& absences, const StaffId& person, Day day);
// Whether the person is there on all of these days.
bool is_present(const Absences& absences, const StaffId& person, Day from, Day to);
// What is left of the absence of who is back on this day. Nothing if it had not begun before.
std::optional<Absence> until_back(Absence absence, Day back);
// Who does the work of an absent person: the substitute, or the substitute's own one if they are absent, too.
// Empty if the person is present, or if no substitute is.
StaffId stand_in(const Absences& absences, const StaffId& person, Day day);
// The people for whom somebody stands in. Empty while they are absent themselves.
std::vector<StaffId> stands_in_for(const Absences& absences, const StaffId& substitute, Day day);

// What is wrong with the last day: "error.days_order". Nothing if it can be.
std::optional<std::string> check_days(Day from, Day to, Day today);
// Refusals: wrong fields at /to and /substitute; absent_already (409), substitution_circle (409).
Result<void> check(const Absence& absence, const Absences& others, Day today);

}  // namespace biroyna::cases
