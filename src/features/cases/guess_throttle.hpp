// Throttles guessing and bulk work: trying many numbers and secrets, handing in without end, and searching
// for one name after the other as staff.
//
// A client is a person or device that is signed in, else an address. Wrong secrets count for the number and
// the client together, so that nobody's guessing keeps another from their case, not even behind the same
// address. A client that guesses at many numbers is told to wait for each further wrong guess; what is right
// is always served. For an unknown number and for a wrong secret the answers and the work are the same.
// Thread-safe.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/rate_limit.hpp"
#include "core/result.hpp"
#include "platform/auth/principal.hpp"
#include "platform/metrics/metrics.hpp"

namespace biroyna::cases {

// Why a guess was wrong.
enum class Guess : std::uint8_t {
  unknown_number,
  wrong_secret,
  not_theirs,  // by somebody of the staff who does not work on the case
};
inline constexpr int kGuesses = 3;

class GuessThrottle {
 public:
  static constexpr RateLimit::Rule kWrongGuesses{20, Minutes(10)};       // of a client at one number
  static constexpr RateLimit::Rule kWrongGuessesInAll{60, Minutes(10)};  // of a client
  static constexpr RateLimit::Rule kSubmissions{100, std::chrono::hours(1)};
  static constexpr RateLimit::Rule kDrafts{100, std::chrono::hours(1)};
  static constexpr RateLimit::Rule kNameSearches{60, Minutes(10)};
  explicit GuessThrottle(Clock clock) : clock_(std::move(clock)) {}

  // `peer` is the client's address, `number` as it was typed. Call before a number and a secret are checked.
  // Refuses with too_many_guesses (429) after too many wrong guesses of this client at this number.
  std::optional<Refusal> may_guess(const auth::Principal& who, std::string_view peer,
                                   std::string_view number);
  // Counts and logs a wrong guess. The refusal for the client: not_found, too_many_guesses after too many at
  // any numbers.
  Refusal guessed_wrong(const auth::Principal& who, std::string_view peer, std::string_view number,
                        Guess guess);
  // Counts and logs one of the staff who opens a case that is not theirs; nobody is slowed down by that.
  void opened_what_is_not_theirs(const auth::Principal& who);
  // Counts a submission. Refuses with too_many_applications (429). Not for operators who take in at a window.
  std::optional<Refusal> may_submit(const auth::Principal& who, std::string_view peer);
  // Counts a draft that is kept from now on. Refuses with too_many_drafts (429).
  std::optional<Refusal> may_begin(const auth::Principal& who, std::string_view peer);

  // Counts and logs a search by name. Refuses with too_many_searches (429). Searches for a number and those
  // of other programs are not limited.
  std::optional<Refusal> may_search(const auth::Principal& who, std::string_view text);

  std::vector<metrics::Figure> figures() const;

 private:
  std::optional<Refusal> slowed_down(std::optional<Seconds> later, Refusal refusal);
  void note(const auth::Principal& who, Guess guess);

  const Clock clock_;
  RateLimit guesses_, guesses_in_all_, submissions_, drafts_, searches_;
  std::array<std::atomic<std::int64_t>, kGuesses> wrong_ = {};
  std::atomic<std::int64_t> slowed_down_ = 0, searched_ = 0;
};

}  // namespace biroyna::cases
