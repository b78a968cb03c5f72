// How often somebody may do something within a time, so that nobody tries codes through or fills the disk.
//
// The rule comes with each question, as a catalogue may say it; of one RateLimit it should always be the same
// kind. Counted are the last `within` before now, not the clock's minutes and hours. Memory is bounded: no
// more than rule.times of each client are remembered, and of more than kMostClients the one that was counted
// longest ago is forgotten. Thread-safe.
#pragma once

#include <cstdint>
#include <deque>
#include <limits>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "core/time.hpp"

namespace biroyna {

class RateLimit {
 public:
  struct Rule {
    std::size_t times;
    Seconds within;
    // Of all of them together, in the caller's unit; a single one may be heavier.
    std::uint64_t weight = std::numeric_limits<std::uint64_t>::max();
  };
  static constexpr std::size_t kMostClients = 10'000;

  // How long to wait, at least a second; nothing when it may happen now.
  std::optional<Seconds> wait(const std::string& client, const Rule& rule, Time now,
                              std::uint64_t weight = 0);
  void count(const std::string& client, const Rule& rule, Time now, std::uint64_t weight = 0);
  // Both at once: what need not wait is counted.
  std::optional<Seconds> take(const std::string& client, const Rule& rule, Time now,
                              std::uint64_t weight = 0);

  std::size_t clients() const;

 private:
  struct Once {
    Time at;
    std::uint64_t weight;
  };
  struct Client {
    std::string name;
    std::deque<Once> times;  // the oldest first
  };
  std::optional<Seconds> wait_locked(const std::string& client, const Rule& rule, Time now,
                                     std::uint64_t weight);
  void count_locked(const std::string& client, const Rule& rule, Time now, std::uint64_t weight);

  mutable std::mutex mutex_;
  std::list<Client> clients_;  // the one counted last in front
  std::unordered_map<std::string_view, std::list<Client>::iterator> by_name_;
};

}  // namespace biroyna
