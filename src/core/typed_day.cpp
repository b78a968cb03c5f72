#include "core/typed_day.hpp"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "core/text.hpp"

namespace biroyna {
namespace {

constexpr std::size_t kLongestTyped = 100;  // bytes
constexpr int kFirstYear = 1000;
constexpr int kLastOfThisCentury = 35;  // two digits up to here are of the 2000s

// A part of what was typed: a run of digits, or the month that a word names.
struct Part {
  std::string digits;
  unsigned month = 0;
};

// The beginnings of the months' names after fold(): Uzbek, Russian, English.
struct MonthName {
  std::string_view begin;
  unsigned month;
};
constexpr std::array<MonthName, 24> kMonths = {
    {{"yan", 1}, {"jan", 1},  {"fev", 2}, {"feb", 2},  {"mar", 3},  {"apr", 4}, {"may", 5},  {"maj", 5},
     {"mae", 5}, {"iyun", 6}, {"iun", 6}, {"jun", 6},  {"iyul", 7}, {"iul", 7}, {"jul", 7},  {"avg", 8},
     {"aug", 8}, {"sen", 9},  {"sep", 9}, {"okt", 10}, {"oct", 10}, {"no", 11}, {"dek", 12}, {"dec", 12}}};
// Words that say nothing: "1990-yil", "1990 г.", "1990 года", "27th".
constexpr std::array<std::string_view, 13> kFillers = {"y",    "yil",  "yili", "yilda", "yildagi", "g", "god",
                                                       "goda", "year", "th",   "st",    "nd",      "rd"};

unsigned month_of(std::string_view word) {
  for (const auto& [begin, month] : kMonths) {
    if (word.starts_with(begin)) return month;
  }
  return 0;
}

bool is_filler(std::string_view word) {
  for (const auto filler : kFillers) {
    if (word == filler) return true;
  }
  return false;
}

// Nothing when a word is neither a month nor a filler.
std::optional<std::vector<Part>> parts_of(std::string_view typed) {
  std::vector<Part> parts;
  const std::string folded = fold(typed);
  for (std::size_t at = 0; at < folded.size();) {
    const bool digits = is_digit(folded[at]);
    std::size_t end = at;
    while (end < folded.size() && folded[end] != ' ' && is_digit(folded[end]) == digits) ++end;
    const std::string run = folded.substr(at, end - at);
    at = end == at ? end + 1 : end;
    if (run.empty() || is_filler(run)) continue;
    Part part{.digits = digits ? run : std::string(), .month = digits ? 0 : month_of(run)};
    if (!digits && part.month == 0) return std::nullopt;
    parts.push_back(std::move(part));
  }
  return parts;
}

int number_in(std::string_view digits) {
  int number = 0;
  for (const char c : digits) number = number * 10 + (c - '0');
  return number;
}

TypedDay day_of(int year, int month, int number) {
  if (year < kFirstYear || month < 1 || month > 12 || number < 1 || number > 31) return {};
  TypedDay made{.year = year, .month = static_cast<unsigned>(month), .number = static_cast<unsigned>(number)};
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(made.month),
                                         std::chrono::day(made.number)};
  if (date.ok()) made.day = Day(date);
  return made;
}

// Eight digits: the day first; else the year first, as in "19900327".
TypedDay from_digits(std::string_view digits) {
  if (digits.size() == 6)
    return day_of(
        (number_in(digits.substr(4)) <= kLastOfThisCentury ? 2000 : 1900) + number_in(digits.substr(4)),
        number_in(digits.substr(2, 2)), number_in(digits.substr(0, 2)));
  if (digits.size() != 8) return {};
  const TypedDay usual =
      day_of(number_in(digits.substr(4)), number_in(digits.substr(2, 2)), number_in(digits.substr(0, 2)));
  const bool year_first = digits.starts_with("19") || digits.starts_with("20");
  if (usual.day || !year_first) return usual;
  const TypedDay turned =
      day_of(number_in(digits.substr(0, 4)), number_in(digits.substr(4, 2)), number_in(digits.substr(6)));
  return turned.day ? turned : usual;
}

// Three runs: day, month, year, or year, month, day.
TypedDay from_parts(const std::vector<Part>& parts) {
  const bool year_first = parts[0].digits.size() == 4;
  const Part& year = parts[year_first ? 0 : 2];
  const Part& middle = parts[1];
  const Part* month = &middle;
  const Part* day = &parts[year_first ? 2 : 0];
  // "March 27, 1990"
  if (day->month != 0) std::swap(month, day);
  const bool readable = (year.digits.size() == 4 || (year.digits.size() == 2 && !year_first)) &&
                        !day->digits.empty() && day->digits.size() <= 2 &&
                        (month->month != 0 || (!month->digits.empty() && month->digits.size() <= 2));
  if (!readable) return {};
  int number = number_in(year.digits);
  if (year.digits.size() == 2) number += number <= kLastOfThisCentury ? 2000 : 1900;
  return day_of(number, month->month != 0 ? static_cast<int>(month->month) : number_in(month->digits),
                number_in(day->digits));
}

}  // namespace

TypedDay read_day(std::string_view typed) {
  if (typed.empty() || typed.size() > kLongestTyped || !is_utf8(typed)) return {};
  const auto parts = parts_of(typed);
  if (!parts) return {};
  if (parts->size() == 1) return from_digits(parts->front().digits);
  return parts->size() == 3 ? from_parts(*parts) : TypedDay{};
}

const char* day_fault(std::string_view typed) {
  if (trim(typed).empty()) return "error.required";
  return read_day(typed).is_no_such_day() ? "error.no_such_day" : "error.not_a_date";
}

}  // namespace biroyna
