// Deadlines in working days: when what was begun must be decided, not counting the time for which it is
// paused.
//
// The rule. The calendar is that of who has to act. What comes in after closing, on a day off or on a holiday
// counts as come in on the next working day (Uzbekistan: applications filed after hours, spec of the
// e-government law ZRU-395; ZRU-457 on administrative procedures for terms). The day of an event is not
// counted, at whatever minute it came: neither the day of coming in, nor those on which the clock was stopped
// and went on. The term ends at closing time of the last of its working days; a term of no days at that of
// the first day, or of the day on which the clock went on. A pause never shortens a term. Pure, thread-safe.
#pragma once

#include <optional>
#include <vector>

#include "core/calendar.hpp"
#include "core/time.hpp"

namespace biroyna {

struct Pause {
  Time from{};
  std::optional<Time> to = {};  // empty: it is still paused
  friend bool operator==(const Pause&, const Pause&) = default;
};

struct Term {
  Time begun{};
  int working_days = 0;
  int extended_by = 0;  // working days
  std::vector<Pause> pauses = {};
  friend bool operator==(const Term&, const Term&) = default;

  bool paused() const { return !pauses.empty() && !pauses.back().to; }
};

// The first day on which what came in at `time` counts as come in. Throws std::domain_error for a calendar
// that never works, as all of these do.
Day counts_as_come_in(const Calendar& calendar, const Zone& zone, Time time);

// The moment by which the term must be kept; empty while it is paused.
std::optional<Time> due_at(const Term& term, const Calendar& calendar, const Zone& zone);

// Working days from `now` until the due day, that day included: 0 on the due day itself after closing,
// negative when it is over by that many working days; empty while it is paused.
std::optional<int> working_days_left(const Term& term, const Calendar& calendar, const Zone& zone, Time now);

enum class Urgency { calm, at_risk, overdue };
// At risk: the last fifth of the term, at least its last working day.
Urgency urgency(const Term& term, const Calendar& calendar, const Zone& zone, Time now);

}  // namespace biroyna
