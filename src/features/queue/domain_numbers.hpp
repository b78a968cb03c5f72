// How tickets are numbered: the letter of the line and a number that is counted within the day.
//
// After a restore the rest of the day has numbers of five digits and more, which come from the time
// (core/numbering.hpp). Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/numbering.hpp"

namespace biroyna::queue {

// A line with more than 9999 tickets in a day goes on beyond those of a restore.
inline constexpr Numbering kTicketNumbers{.plain = {{{1, 10'000}, {1'000'000, 10'000'000}}},
                                          .steps = {{{{10'000, 100'000}, Seconds(1)},
                                                     {{100'000, 1'000'000}, Milliseconds(100)},
                                                     {{10'000'000, 1'000'000'000}, Milliseconds(1)}}}};

// The database was restored, which the hall heard of at `at`: both as moments of the day.
struct NumbersSkipped {
  Time at{};
  Milliseconds restored{}, of_day{};

  Milliseconds of_day_at(Time now) const { return of_day + (now - at); }
};

// Of a ticket's number, "K012": 12.
std::int64_t count_in(std::string_view number);
// The next one with this letter; nothing when there is none for the moment.
std::optional<std::string> next_ticket_number(std::string_view letter, const Given& given,
                                              const std::optional<NumbersSkipped>& skipped, Time now);

}  // namespace biroyna::queue
