// Who looks for what is not theirs, slowed down: whoever tries numbers and secrets through, hands in without
// end, or as one of the staff searches for name after name.
//
// Counted is who is signed in, else what of the address counts as one client. An unknown number and a wrong
// secret are the same to who asks: "not found", after the same work. Thread-safe.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/rate_limit.hpp"
#include "core/result.hpp"
#include "platform/http/http.hpp"
#include "platform/metrics/metrics.hpp"

namespace biroyna::cases {

// What was tried in vain.
enum class Guess : std::uint8_t {
  unknown_number,
  wrong_secret,
  not_theirs,  // by somebody of the staff who has nothing to do with the case
};
inline constexpr int kGuesses = 3;

class GuessThrottle {
 public:
  static constexpr RateLimit::Rule kWrongGuesses{20, Minutes(10)};
  static constexpr RateLimit::Rule kSubmissions{100, std::chrono::hours(1)};
  static constexpr RateLimit::Rule kNameSearches{60, Minutes(10)};
  explicit GuessThrottle(Clock clock) : clock_(std::move(clock)) {}

  // Asked before a number and a secret are looked at: too_many_guesses (429) for who was wrong too often.
  std::optional<Refusal> may_guess(const http::Request& request);
  // Counts and logs it.
  void guessed_wrong(const http::Request& request, Guess guess);
  // Counts; too_many_applications (429). Those who take in at a window are not asked.
  std::optional<Refusal> may_submit(const http::Request& request);

  // Counts and logs a search by name; too_many_searches (429). Whoever looks for a number has it in their
  // hand, and a program's token is not asked.
  std::optional<Refusal> may_search(const http::Request& request, std::string_view text);

  std::vector<metrics::Figure> figures() const;

 private:
  std::optional<Refusal> slowed_down(std::optional<Seconds> later, Refusal refusal);

  const Clock clock_;
  RateLimit guesses_, submissions_, searches_;
  std::array<std::atomic<std::int64_t>, kGuesses> wrong_ = {};
  std::atomic<std::int64_t> slowed_down_ = 0, searched_ = 0;
};

}  // namespace biroyna::cases
