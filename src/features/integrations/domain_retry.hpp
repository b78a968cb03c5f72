// When a question is sent again.
//
// The waiting time doubles with each attempt up to a cap, and is scattered over its upper half, so that many
// questions that failed together do not come back together. The scatter follows from a seed, so that it is
// the same each time. Pure, thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/time.hpp"

namespace biroyna::integrations {

struct RetrySchedule {
  Milliseconds first{5'000};
  Milliseconds longest{15 * 60'000};
  int attempts = 8;  // the last one's failure makes a dead letter
};

// A registry may say when to ask again (Retry-After), but not later than this.
inline constexpr Milliseconds kLongestRetryAfter{24 * 3'600'000};

// How long to wait after this attempt, counted from 1. Empty after the last one.
std::optional<Milliseconds> wait_after(const RetrySchedule& schedule, int attempt, std::uint64_t seed,
                                       std::optional<Milliseconds> retry_after);
// Of the header Retry-After (RFC 9110, 10.2.3) in seconds; its form with a date is left to the schedule.
std::optional<Milliseconds> parse_retry_after(std::string_view header);

// FNV-1a of a question's id.
std::uint64_t seed_of(std::string_view text);

}  // namespace biroyna::integrations
