// A calendar day as people type it.
//
// Pure, thread-safe. One rule for every page on which a day is typed; the API takes ISO days only, and says
// with day_fault() what is wrong with others.
#pragma once

#include <optional>
#include <string_view>

#include "core/time.hpp"

namespace biroyna {

// The day, or the parts of a day that no calendar has: 31 February 1990.
struct TypedDay {
  std::optional<Day> day = {};
  int year = 0;
  unsigned month = 0, number = 0;  // 0 when no day could be read at all

  bool is_no_such_day() const { return !day && month != 0; }
};

// Understands "27.03.1990", "27 3 90", "27/03/1990", "27031990", "1990-03-27", "19900327" and months as
// words in the four languages ("27-mart 1990-yil", "27 марта 1990 г."). The day stands before the month.
// Of two digits, a year is one of 1936 to 2035.
TypedDay read_day(std::string_view typed);

// The message of what is wrong with a text that is no day: "error.required", "error.no_such_day",
// "error.not_a_date".
const char* day_fault(std::string_view typed);

}  // namespace biroyna
