#include "features/staff/domain_throttle.hpp"

#include <algorithm>
#include <utility>

namespace biroyna::staff {
namespace {

// No login has a blank.
std::string with_address(const Throttle::Try& attempt) {
  return attempt.login + " address " + attempt.address;
}
std::string pair_of(const Throttle::Try& attempt) {
  return attempt.browser.empty() ? with_address(attempt) : attempt.login + " browser " + attempt.browser;
}

}  // namespace

std::optional<Time> blocked_until(std::span<const Time> failures, const Bound& bound, Time now) {
  const auto first = std::ranges::find_if(failures, [&](Time at) { return now - at < bound.window; });
  const auto recent = static_cast<std::size_t>(failures.end() - first);
  if (recent < bound.allowed || recent == 0) return std::nullopt;
  Minutes wait = kFirstWait;
  for (std::size_t more = recent - bound.allowed; more > 0 && wait < kLongestWait; --more) wait *= 2;
  const Time until = failures.back() + std::min(wait, kLongestWait);
  return until > now ? std::optional(until) : std::nullopt;
}

bool Throttle::was_here(const Try& attempt) const {
  return !attempt.browser.empty() || signed_in_.contains(with_address(attempt));
}

std::optional<Time> Throttle::until(ByName& failures, const std::string& of, const Bound& bound, Time now) {
  const auto found = failures.find(of);
  if (found == failures.end()) return std::nullopt;
  auto& times = found->second.times;
  std::erase_if(times, [&](Time at) { return now - at >= bound.window; });
  if (!times.empty()) return blocked_until(times, bound, now);
  failures.erase(found);
  return std::nullopt;
}

void Throttle::add(ByName& failures, const std::string& of, Time now) {
  if (failures.size() >= kMostRemembered && !failures.contains(of)) {
    // All have failures: forget the one whose last failure is oldest.
    failures.erase(std::ranges::min_element(
        failures, {}, [](const ByName::value_type& each) { return each.second.times.back(); }));
  }
  auto& [times, refused] = failures[of];
  times.insert(std::ranges::upper_bound(times, now), now);
  refused = false;
}

void Throttle::remove(ByName& failures, const std::string& of, Time at) {
  const auto found = failures.find(of);
  if (found == failures.end()) return;
  auto& times = found->second.times;
  if (const auto same = std::ranges::find(times, at); same != times.end()) times.erase(same);
  if (times.empty()) failures.erase(found);
}

std::optional<Seconds> Throttle::begin(const Try& attempt) {
  const bool stranger = !was_here(attempt);
  std::optional<Time> later = until(by_pair_, pair_of(attempt), kOfPair, attempt.at);
  if (stranger) {
    later = std::max(later, until(by_address_, attempt.address, kOfAddress, attempt.at));
    later = std::max(later, until(by_account_, attempt.login, kOfAccount, attempt.at));
  }
  if (later) return std::chrono::ceil<Seconds>(*later - attempt.at);
  add(by_pair_, pair_of(attempt), attempt.at);
  if (stranger) {
    add(by_address_, attempt.address, attempt.at);
    add(by_account_, attempt.login, attempt.at);
  }
  return std::nullopt;
}

void Throttle::succeeded(const Try& attempt) {
  by_pair_.erase(pair_of(attempt));
  if (!was_here(attempt)) {
    remove(by_address_, attempt.address, attempt.at);
    remove(by_account_, attempt.login, attempt.at);
  }
  const std::string here = with_address(attempt);
  if (signed_in_.size() >= kMostRemembered && !signed_in_.contains(here))
    signed_in_.erase(std::ranges::min_element(signed_in_, {}, &std::pair<const std::string, Time>::second));
  signed_in_[here] = attempt.at;
}

bool Throttle::first_refusal(const Try& attempt) {
  const auto tell = [](ByName& failures, const std::string& of) {
    const auto found = failures.find(of);
    return found != failures.end() && !std::exchange(found->second.refused, true);
  };
  return by_pair_.contains(pair_of(attempt)) ? tell(by_pair_, pair_of(attempt))
                                             : tell(by_account_, attempt.login);
}

}  // namespace biroyna::staff
