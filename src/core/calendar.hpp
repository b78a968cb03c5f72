// A working calendar, of a centre's hall or of a department: which days it works, and from when to when.
//
// Local days and minutes after midnight; `Zone` turns them into UTC. A day's hours are, in this order: those
// of a day named as working (a make-up day), none on a holiday, those of its weekday. Thread-safe once built.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "core/time.hpp"

namespace biroyna {

struct Hours {
  Minutes from{};
  Minutes to{};  // exclusive
  friend bool operator==(const Hours&, const Hours&) = default;
};

class Calendar {
 public:
  using Week = std::array<std::vector<Hours>, 7>;  // [0] is Monday

  Calendar() = default;
  Calendar(Week week, std::set<Day> holidays, std::map<Day, std::vector<Hours>> working_days)
      : week_(std::move(week)), holidays_(std::move(holidays)), working_days_(std::move(working_days)) {}

  const std::vector<Hours>& hours(Day day) const;  // in order; empty when closed
  bool works(Day day) const { return !hours(day).empty(); }
  bool open_at(Day day, Minutes time_of_day) const;
  // The end of the day's last range; nothing when closed all day.
  std::optional<Minutes> closes_at(Day day) const;
  // The first working day after `day`; nothing when there is none within a year.
  std::optional<Day> next_working_day(Day day) const;
  // The `count`-th working day after `day` (0: `day` itself). Throws std::domain_error for a calendar that
  // never works.
  Day add_working_days(Day day, int count) const;
  friend bool operator==(const Calendar&, const Calendar&) = default;

 private:
  Week week_;
  std::set<Day> holidays_;
  std::map<Day, std::vector<Hours>> working_days_;
};

}  // namespace biroyna
