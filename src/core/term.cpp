#include "core/term.hpp"

#include <algorithm>
#include <stdexcept>

namespace biroyna {
namespace {

Day next_working_day(const Calendar& calendar, Day day) {
  if (const auto next = calendar.next_working_day(day)) return *next;
  throw std::domain_error("the calendar has no working day within a year");
}

Time closing(const Calendar& calendar, const Zone& zone, Day day) {
  return zone.at(day, calendar.closes_at(day).value());
}

}  // namespace

Day counts_as_come_in(const Calendar& calendar, const Zone& zone, Time time) {
  const Day day = zone.day(time);
  if (const auto closes = calendar.closes_at(day); closes && zone.time_of_day(time) < *closes) return day;
  return next_working_day(calendar, day);
}

std::optional<Time> due_at(const Term& term, const Calendar& calendar, const Zone& zone) {
  if (term.paused()) return std::nullopt;
  Day day = counts_as_come_in(calendar, zone, term.begun);
  int left = term.working_days + term.extended_by;
  for (const Pause& pause : term.pauses) {
    // The days before it.
    for (; left > 0; --left) {
      const Day next = next_working_day(calendar, day);
      if (closing(calendar, zone, next) > pause.from) break;
      day = next;
    }
    if (left == 0 && closing(calendar, zone, day) <= pause.from) break;
    day = std::max(day, counts_as_come_in(calendar, zone, *pause.to));
  }
  for (; left > 0; --left) day = next_working_day(calendar, day);
  return closing(calendar, zone, day);
}

std::optional<int> working_days_left(const Term& term, const Calendar& calendar, const Zone& zone, Time now) {
  const auto due = due_at(term, calendar, zone);
  if (!due) return std::nullopt;
  const Day today = zone.day(now), last = zone.day(*due);
  int days = 0;
  for (Day day = std::min(today, last); day <= std::max(today, last); day += std::chrono::days(1)) {
    if (calendar.works(day) && (now <= *due ? closing(calendar, zone, day) > now : day > last)) ++days;
  }
  return now <= *due ? days : -days;
}

Urgency urgency(const Term& term, const Calendar& calendar, const Zone& zone, Time now) {
  const auto due = due_at(term, calendar, zone);
  if (!due) return Urgency::calm;
  if (now > *due) return Urgency::overdue;
  const int fifth = (term.working_days + term.extended_by) / 5;
  return *working_days_left(term, calendar, zone, now) <= std::max(1, fifth) ? Urgency::at_risk
                                                                             : Urgency::calm;
}

}  // namespace biroyna
