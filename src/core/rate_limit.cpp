#include "core/rate_limit.hpp"

#include <numeric>

namespace biroyna {

std::optional<Seconds> RateLimit::wait_locked(const std::string& client, const Rule& rule, Time now,
                                              std::uint64_t weight) {
  if (rule.times == 0) return rule.within;
  const auto found = by_name_.find(client);
  if (found == by_name_.end()) return std::nullopt;
  auto& times = found->second->times;
  while (!times.empty() && times.front().at + rule.within <= now) times.pop_front();
  const auto sum =
      std::accumulate(times.begin(), times.end(), std::uint64_t{0},
                      [](std::uint64_t so_far, const Once& once) { return so_far + once.weight; });
  const bool too_heavy = sum > rule.weight || weight > rule.weight - sum;
  if (times.empty() || (times.size() < rule.times && !too_heavy)) return std::nullopt;
  return std::chrono::ceil<Seconds>(times.front().at + rule.within - now);
}

void RateLimit::count_locked(const std::string& client, const Rule& rule, Time now, std::uint64_t weight) {
  const auto found = by_name_.find(client);
  if (found != by_name_.end()) {
    clients_.splice(clients_.begin(), clients_, found->second);
  } else {
    clients_.push_front({client, {}});
    by_name_.emplace(clients_.front().name, clients_.begin());
  }
  auto& times = clients_.front().times;
  times.push_back({now, weight});
  if (times.size() > rule.times) times.pop_front();
  if (clients_.size() <= kMostClients) return;
  by_name_.erase(clients_.back().name);
  clients_.pop_back();
}

std::optional<Seconds> RateLimit::wait(const std::string& client, const Rule& rule, Time now,
                                       std::uint64_t weight) {
  const std::lock_guard lock(mutex_);
  return wait_locked(client, rule, now, weight);
}

void RateLimit::count(const std::string& client, const Rule& rule, Time now, std::uint64_t weight) {
  const std::lock_guard lock(mutex_);
  count_locked(client, rule, now, weight);
}

std::optional<Seconds> RateLimit::take(const std::string& client, const Rule& rule, Time now,
                                       std::uint64_t weight) {
  const std::lock_guard lock(mutex_);
  auto later = wait_locked(client, rule, now, weight);
  if (!later) count_locked(client, rule, now, weight);
  return later;
}

std::size_t RateLimit::clients() const {
  const std::lock_guard lock(mutex_);
  return clients_.size();
}

}  // namespace biroyna
