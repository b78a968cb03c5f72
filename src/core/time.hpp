// Points in time and local days.
//
// Storage, rules and the API know only UTC with milliseconds (`Time`). A `Zone` turns it into the centre's
// day and time of day, for screens and for "each day" rules.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace biroyna {

using Milliseconds = std::chrono::milliseconds;
using Seconds = std::chrono::seconds;
using Minutes = std::chrono::minutes;
using Time = std::chrono::sys_time<Milliseconds>;
using Day = std::chrono::sys_days;  // a calendar day in some zone; carries no hour
using Clock = std::function<Time()>;

Time system_now();

constexpr std::int64_t to_ms(Time time) { return time.time_since_epoch().count(); }
constexpr Time from_ms(std::int64_t ms) { return Time{Milliseconds{ms}}; }
constexpr double minutes_between(Time from, Time to) {
  return std::chrono::duration<double, std::ratio<60>>(to - from).count();
}

// "2026-11-23T04:05:06.789Z" (RFC 3339, always UTC and milliseconds).
std::string to_rfc3339(Time time);
// Accepts any offset and 0 to 9 digits of a second; nothing for text that is not RFC 3339.
std::optional<Time> parse_rfc3339(std::string_view text);

// "2026-11-23"
std::string to_iso(Day day);
std::optional<Day> parse_iso_day(std::string_view text);

// "09:00" and back, as minutes after midnight; 24:00 is 1440.
std::string to_hhmm(Minutes after_midnight);
std::optional<Minutes> parse_hhmm(std::string_view text);

// A time zone by its IANA name. Cheap to copy. Construction throws std::runtime_error for an unknown name.
class Zone {
 public:
  explicit Zone(std::string_view name);

  Day day(Time time) const;
  Minutes time_of_day(Time time) const;
  Time at(Day day, Minutes after_midnight) const;
  std::string name() const;

 private:
  const void* zone_;
};

}  // namespace biroyna
