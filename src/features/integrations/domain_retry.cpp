#include "features/integrations/domain_retry.hpp"

#include <algorithm>
#include <charconv>

namespace biroyna::integrations {
namespace {

// SplitMix64: one well-mixed number for each seed and attempt.
std::uint64_t mixed(std::uint64_t number) {
  number += 0x9e3779b97f4a7c15u;
  number = (number ^ number >> 30) * 0xbf58476d1ce4e5b9u;
  number = (number ^ number >> 27) * 0x94d049bb133111ebu;
  return number ^ number >> 31;
}

}  // namespace

std::optional<Milliseconds> wait_after(const RetrySchedule& schedule, int attempt, std::uint64_t seed,
                                       std::optional<Milliseconds> retry_after) {
  if (attempt >= schedule.attempts) return std::nullopt;
  Milliseconds whole = std::min(schedule.first, schedule.longest);
  for (int i = 1; i < attempt && whole < schedule.longest; ++i) whole = std::min(whole * 2, schedule.longest);
  const auto half = static_cast<std::uint64_t>(whole.count()) / 2;
  const std::uint64_t scatter = mixed(seed + static_cast<std::uint64_t>(attempt)) % (half + 1);
  const Milliseconds wait = whole - Milliseconds(static_cast<std::int64_t>(scatter));
  return std::max(wait, std::min(retry_after.value_or(Milliseconds(0)), kLongestRetryAfter));
}

std::optional<Milliseconds> parse_retry_after(std::string_view header) {
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(header.data(), header.data() + header.size(), seconds);
  if (error == std::errc::result_out_of_range && !header.starts_with('-')) return kLongestRetryAfter;
  if (error != std::errc() || end != header.data() + header.size() || seconds < 0) return std::nullopt;
  return std::min(Milliseconds(Seconds(std::min<std::int64_t>(seconds, 1'000'000))), kLongestRetryAfter);
}

std::uint64_t seed_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return hash;
}

}  // namespace biroyna::integrations
