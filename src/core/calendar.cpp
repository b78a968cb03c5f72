#include "core/calendar.hpp"

#include <algorithm>
#include <stdexcept>

namespace biroyna {

const std::vector<Hours>& Calendar::hours(Day day) const {
  static const std::vector<Hours> closed;
  if (const auto made_up = working_days_.find(day); made_up != working_days_.end()) return made_up->second;
  if (holidays_.contains(day)) return closed;
  return week_[std::chrono::weekday(day).iso_encoding() - 1];
}

bool Calendar::open_at(Day day, Minutes time_of_day) const {
  return std::ranges::any_of(hours(day),
                             [&](const Hours& h) { return h.from <= time_of_day && time_of_day < h.to; });
}

std::optional<Minutes> Calendar::closes_at(Day day) const {
  const auto& ranges = hours(day);
  if (ranges.empty()) return std::nullopt;
  return ranges.back().to;
}

std::optional<Day> Calendar::next_working_day(Day day) const {
  for (int i = 1; i <= 366; ++i) {
    if (works(day + std::chrono::days(i))) return day + std::chrono::days(i);
  }
  return std::nullopt;
}

Day Calendar::add_working_days(Day day, int count) const {
  for (; count > 0; --count) {
    const auto next = next_working_day(day);
    if (!next) throw std::domain_error("the calendar has no working day within a year");
    day = *next;
  }
  return day;
}

}  // namespace biroyna
