#include "features/cases/domain_watch.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace biroyna::cases {
namespace {

constexpr std::chrono::days kOneDay{1};
constexpr int kFurthestBack = 3 * 366;  // days: longer than any term with its pauses

// The working time that the whole term has, without what stood.
Milliseconds whole_time(const Term& term, Time due, const Calendar& calendar, const Zone& zone) {
  Milliseconds time = working_time(calendar, zone, term.begun, due);
  for (const Pause& pause : term.pauses)
    time -=
        working_time(calendar, zone, std::max(pause.from, term.begun), std::min(pause.to.value_or(due), due));
  return std::max(time, Milliseconds(0));
}

// From when no more than so many working days are left, the due day included.
Time days_before(const Calendar& calendar, const Zone& zone, Time due, int days) {
  Day day = zone.day(due);
  for (int back = 0; back < kFurthestBack; ++back) {
    day -= kOneDay;
    if (const auto closes = calendar.closes_at(day); closes && --days <= 0) return zone.at(day, *closes);
  }
  throw std::domain_error("the calendar has no working day in years");
}

}  // namespace

Milliseconds working_time(const Calendar& calendar, const Zone& zone, Time from, Time to) {
  Milliseconds sum{0};
  if (to <= from) return sum;
  for (Day day = zone.day(from); day <= zone.day(to); day += kOneDay) {
    for (const Hours& hours : calendar.hours(day)) {
      const Time begins = std::max(from, zone.at(day, hours.from)),
                 ends = std::min(to, zone.at(day, hours.to));
      if (begins < ends) sum += ends - begins;
    }
  }
  return sum;
}

Time working_time_before(const Calendar& calendar, const Zone& zone, Time until, Milliseconds amount) {
  if (amount <= Milliseconds(0)) return until;
  Day day = zone.day(until);
  for (int back = 0; back < kFurthestBack; ++back, day -= kOneDay) {
    const auto& hours = calendar.hours(day);
    for (auto range = hours.rbegin(); range != hours.rend(); ++range) {
      const Time begins = zone.at(day, range->from), ends = std::min(until, zone.at(day, range->to));
      if (ends <= begins) continue;
      if (ends - begins >= amount) return ends - amount;
      amount -= ends - begins;
    }
  }
  throw std::domain_error("the calendar has no working time in years");
}

std::optional<Moments> moments(const Term& term, const Calendar& calendar, const Zone& zone,
                               std::optional<Time> latest) {
  auto due = due_at(term, calendar, zone);
  if (!due) return std::nullopt;
  due = std::min(*due, latest.value_or(*due));
  const Day last = zone.day(*due);
  const Milliseconds whole = whole_time(term, *due, calendar, zone);
  const Milliseconds last_day = working_time(calendar, zone, zone.at(last, Minutes(0)), *due);
  const auto left = [&](Milliseconds time) {
    return working_time_before(calendar, zone, *due, std::max(time, Milliseconds(1)));
  };
  Moments at;
  at.due = *due;
  at.unclaimed = left(whole / 2);
  at.third_left = left(whole / 3);
  at.last_day = left(last_day);
  at.escalated = left(std::max(whole / 6, std::min(last_day, whole) / 2));
  at.warns_of_last_day = at.last_day > term.begun;
  at.warns_of_third = at.third_left < at.last_day || !at.warns_of_last_day;
  const int fifth = (term.working_days + term.extended_by) / 5;
  at.at_risk = days_before(calendar, zone, *due, std::max(1, fifth));
  return at;
}

Urgency urgency(const std::optional<Moments>& moments, Time now) {
  if (!moments) return Urgency::calm;
  if (now > moments->due) return Urgency::overdue;
  return now >= moments->at_risk ? Urgency::at_risk : Urgency::calm;
}

Due due_now(const Task& task, const Moments& at, const Absences& absences, Day today, Time now) {
  Due due;
  // From the gravest. Where something was said, nothing milder is.
  struct Step {
    Notice notice;
    bool applies;
    Time from;
  };
  const bool by_person = task.kind != StepKind::automatic;
  const Step ladder[] = {{Notice::overdue, true, at.due + Milliseconds(1)},
                         {Notice::last_day, at.warns_of_last_day, at.last_day},
                         {Notice::third_left, at.warns_of_third, at.third_left},
                         {Notice::unclaimed, task.assignee.empty() && by_person, at.unclaimed}};
  for (const Step& step : ladder) {
    if (task.notices.contains(step.notice)) break;
    if (!step.applies || now < step.from) continue;
    due.warning = step.notice;
    break;
  }
  const bool away = is_absent(absences, task.assignee, today);
  if (!task.notices.contains(Notice::escalated) &&
      now >= (away ? std::min(at.third_left, at.escalated) : at.escalated)) {
    due.escalation = true;
    due.to = stand_in(absences, task.assignee, today);
  }
  return due;
}

std::optional<Time> next_look(const Task& task, const Moments& at, Time now) {
  if (!due_now(task, at, {}, {}, now).empty()) return now;
  std::optional<Time> next;
  const auto consider = [&](Time time) {
    if (time > now && (!next || time < *next)) next = time;
  };
  for (const Time time : {at.unclaimed, at.third_left, at.last_day, at.escalated, at.due + Milliseconds(1)})
    consider(time);
  return next;
}

}  // namespace biroyna::cases
