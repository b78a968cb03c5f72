#include "core/time.hpp"

#include <date/tz.h>
#include <fmt/compile.h>

#include <charconv>
#include <sstream>

namespace biroyna {
namespace {

using namespace std::chrono_literals;

const date::time_zone& zone_of(const void* zone) { return *static_cast<const date::time_zone*>(zone); }

// Four digits of a year in UTC.
constexpr Time kFirstTime = Day{std::chrono::year{0} / 1 / 1};
constexpr Time kTimesEnd = Day{std::chrono::year{10'000} / 1 / 1};

// Reads exactly `digits` decimal digits at the front of `text` and removes them.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool take_char(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<Day> take_day(std::string_view& text) {
  const auto year = take_number(text, 4);
  if (!year || !take_char(text, "-")) return std::nullopt;
  const auto month = take_number(text, 2);
  if (!month || !take_char(text, "-")) return std::nullopt;
  const auto day = take_number(text, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day ymd{std::chrono::year{*year},
                                        std::chrono::month{static_cast<unsigned>(*month)},
                                        std::chrono::day{static_cast<unsigned>(*day)}};
  if (!ymd.ok()) return std::nullopt;
  return Day{ymd};
}

std::optional<Milliseconds> take_fraction(std::string_view& text) {
  if (!take_char(text, ".")) return 0ms;
  int ms = 0;
  std::size_t digits = 0;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    if (digits < 3) ms = ms * 10 + (text.front() - '0');
    ++digits;
    text.remove_prefix(1);
  }
  if (digits == 0 || digits > 9) return std::nullopt;
  for (std::size_t i = digits; i < 3; ++i) ms *= 10;
  return Milliseconds{ms};
}

std::optional<Minutes> take_offset(std::string_view& text) {
  if (take_char(text, "Zz")) return 0min;
  const bool negative = !text.empty() && text.front() == '-';
  if (!take_char(text, "+-")) return std::nullopt;
  const auto hours = take_number(text, 2);
  if (!hours || *hours > 23 || !take_char(text, ":")) return std::nullopt;
  const auto minutes = take_number(text, 2);
  if (!minutes || *minutes > 59) return std::nullopt;
  const Minutes offset = std::chrono::hours{*hours} + Minutes{*minutes};
  return negative ? -offset : offset;
}

}  // namespace

Time system_now() { return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()); }

std::string to_rfc3339(Time time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day ymd{day};
  const std::chrono::hh_mm_ss clock{time - day};
  return fmt::format(FMT_COMPILE("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z"), static_cast<int>(ymd.year()),
                     static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     clock.subseconds().count());
}

std::optional<Time> parse_rfc3339(std::string_view text) {
  const auto day = take_day(text);
  if (!day || !take_char(text, "Tt ")) return std::nullopt;
  const auto hour = take_number(text, 2);
  if (!hour || *hour > 23 || !take_char(text, ":")) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute || *minute > 59 || !take_char(text, ":")) return std::nullopt;
  const auto second = take_number(text, 2);
  if (!second || *second > 60) return std::nullopt;
  const auto fraction = take_fraction(text);
  if (!fraction) return std::nullopt;
  const auto offset = take_offset(text);
  if (!offset || !text.empty()) return std::nullopt;
  const Time time =
      Time{*day} + std::chrono::hours{*hour} + Minutes{*minute} + Seconds{*second} + *fraction - *offset;
  return time >= kFirstTime && time < kTimesEnd ? std::optional{time} : std::nullopt;
}

std::string to_iso(Day day) {
  const std::chrono::year_month_day ymd{day};
  return fmt::format(FMT_COMPILE("{:04}-{:02}-{:02}"), static_cast<int>(ymd.year()),
                     static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()));
}

std::optional<Day> parse_iso_day(std::string_view text) {
  const auto day = take_day(text);
  return text.empty() ? day : std::nullopt;
}

std::string to_hhmm(Minutes after_midnight) {
  return fmt::format(FMT_COMPILE("{:02}:{:02}"), after_midnight.count() / 60, after_midnight.count() % 60);
}

std::optional<Minutes> parse_hhmm(std::string_view text) {
  const auto hour = take_number(text, 2);
  if (!hour || !take_char(text, ":")) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute || *minute > 59 || !text.empty()) return std::nullopt;
  const Minutes result = std::chrono::hours{*hour} + Minutes{*minute};
  return result <= 1440min ? std::optional{result} : std::nullopt;
}

Zone::Zone(std::string_view name) : zone_(date::locate_zone(name)) {}

Day Zone::day(Time time) const {
  const date::zoned_time local{&zone_of(zone_), time};
  return Day{std::chrono::floor<std::chrono::days>(local.get_local_time()).time_since_epoch()};
}

Minutes Zone::time_of_day(Time time) const {
  const auto local = date::zoned_time{&zone_of(zone_), time}.get_local_time();
  return std::chrono::floor<Minutes>(local - std::chrono::floor<std::chrono::days>(local));
}

Time Zone::at(Day day, Minutes after_midnight) const {
  const date::local_days local{day.time_since_epoch()};
  return date::zoned_time<Milliseconds>{&zone_of(zone_), local + Milliseconds{after_midnight},
                                        date::choose::earliest}
      .get_sys_time();
}

std::string Zone::name() const { return zone_of(zone_).name(); }

}  // namespace biroyna
