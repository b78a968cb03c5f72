#include "features/cases/numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/code.hpp"
#include "platform/auth/secrets.hpp"

namespace biroyna::cases {
namespace {

constexpr Time kFirstMinute = std::chrono::sys_days(std::chrono::year(2020) / 1 / 1);
constexpr std::size_t kSigns = kNumberSigns - 1;  // without the check sign
constexpr std::uint64_t kBase = kCodeSigns.size();
constexpr std::uint64_t kAll = [] {
  std::uint64_t all = 1;
  for (std::size_t i = 0; i < kSigns; ++i) all *= kBase;
  return all;
}();
constexpr std::uint64_t kMinutes = kAll / Numbers::kInAMinute;

// Two halves of 18 bits: the smallest such network that holds 31⁷. What it leads out of them goes through
// again.
constexpr unsigned kHalf = 18, kRounds = 6;
constexpr std::uint64_t kHalfMask = (std::uint64_t{1} << kHalf) - 1;
static_assert(kAll <= (std::uint64_t{1} << (2 * kHalf)));

std::uint64_t random_below(std::uint64_t end) {
  const auth::Digest digest = auth::sha256(auth::random_id());
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < sizeof value; ++i) value = value << 8 | digest[i];
  return value % end;
}

}  // namespace

std::uint64_t Numbers::round_of(unsigned round, std::uint64_t half) const {
  std::uint64_t bits = 0;
  for (const char sign : secrets_.check_of("case", fmt::format("{}.{}", round, half)).substr(0, 8))
    bits = bits * 33 + static_cast<unsigned char>(sign);
  return bits & kHalfMask;
}

std::uint64_t Numbers::shuffled(std::uint64_t value) const {
  do {
    std::uint64_t left = value >> kHalf, right = value & kHalfMask;
    for (unsigned round = 0; round < kRounds; ++round)
      left = std::exchange(right, left ^ round_of(round, right));
    value = left << kHalf | right;
  } while (value >= kAll);
  return value;
}

std::uint64_t Numbers::unshuffled(std::uint64_t value) const {
  do {
    std::uint64_t left = value >> kHalf, right = value & kHalfMask;
    for (unsigned round = kRounds; round-- > 0;) right = std::exchange(left, right ^ round_of(round, left));
    value = left << kHalf | right;
  } while (value >= kAll);
  return value;
}

std::string Numbers::make(Time now) const {
  const auto minute =
      static_cast<std::uint64_t>(std::max<std::int64_t>((now - kFirstMinute) / std::chrono::minutes(1), 0)) %
      kMinutes;
  std::uint64_t rest = shuffled(minute * kInAMinute + random_below(kInAMinute));
  std::array<unsigned char, kSigns> signs{};
  for (auto& sign : signs) sign = static_cast<unsigned char>(std::exchange(rest, rest / kBase) % kBase);
  return make_code(signs);
}

Time Numbers::made_at(std::string_view number) const {
  std::uint64_t value = 0;
  for (std::size_t i = kSigns; i-- > 0;) value = value * kBase + kCodeSigns.find(number[i]);
  return kFirstMinute + Minutes(unshuffled(value) / kInAMinute);
}

}  // namespace biroyna::cases
