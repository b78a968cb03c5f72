// A mandate: an applicant lets somebody see an application, or act in it for them, until a day.
//
// Who holds one shows its own secret, of which only the hash is kept; it opens what the mandate reaches while
// it is valid: on the centre's day, the last one included, and not taken back. Pure, thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"

namespace biroyna::cases {

// What they are to the applicant.
enum class Relation : std::uint8_t { parent, spouse, relative, company, lawyer, other };
enum class Extent : std::uint8_t {
  see,
  act,  // answer, withdraw and download besides
};
enum class Reach : std::uint8_t {
  application,
  submission,  // all that were handed in together
};
enum class MandateState : std::uint8_t { valid, expired, revoked };
inline constexpr int kRelations = 6, kExtents = 2, kReaches = 2, kMandateStates = 3;
std::string_view name(Relation relation);  // "spouse"
std::string_view name(Extent extent);
std::string_view name(Reach reach);
std::string_view name(MandateState state);
std::optional<Relation> parse_relation(std::string_view name);
std::optional<Extent> parse_extent(std::string_view name);
std::optional<Reach> parse_reach(std::string_view name);

struct Mandate {
  std::string id;      // opaque: the event log has nothing else of it
  std::string number;  // of the application on whose page it was given
  std::string person;  // the name, as the applicant wrote it
  Relation relation = Relation::other;
  Extent extent = Extent::see;
  Reach reach = Reach::application;
  Day until{};
  std::string secret_sha256;
  Time given_at{};
  std::optional<Time> revoked = {};
  friend bool operator==(const Mandate&, const Mandate&) = default;
};
using Mandates = std::vector<Mandate>;

inline constexpr std::chrono::years kLongestMandate{1};
inline constexpr std::size_t kMostMandates = 10;  // of an application, that are valid at a time
// And with those that are over: each is kept for good, read with its application and shown with it.
inline constexpr std::size_t kMostMandatesEver = 50;
inline constexpr std::size_t kLongestPerson = 100;

MandateState state_of(const Mandate& mandate, Day today);
// The last day that a mandate may be given until.
Day last_day(Day today);

// What is wrong with a mandate that is to be given: "/name" with error.required and error.too_long, "/until"
// with error.in_the_past and error.too_far_ahead.
std::vector<FieldError> faults(const Mandate& mandate, Day today);
// Refusals: wrong fields as above; too_many_mandates (409).
Result<void> check(const Mandate& mandate, const Mandates& existing, Day today);

}  // namespace biroyna::cases
