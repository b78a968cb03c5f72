// A circuit breaker for a registry that fails: after some failures within a while nothing is
// sent to it, then one question tries whether it works again.
//
//   closed ── failures ──► open ── rested ──► half_open ── success ──► closed
//                           ▲                    │
//                           └───── failure ──────┘   and each time it rests twice as long, up to a cap
//
// A value without a clock. Not thread-safe.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/time.hpp"

namespace biroyna::integrations {

enum class BreakerState : std::uint8_t { closed, open, half_open };
inline constexpr BreakerState kBreakerStates[] = {BreakerState::closed, BreakerState::open,
                                                  BreakerState::half_open};
std::string_view name(BreakerState state);

enum class BreakerSign : std::uint8_t {
  success,
  failure,   // one that is not yet too many
  failures,  // one too many within the window
  rested,
};
inline constexpr BreakerSign kBreakerSigns[] = {BreakerSign::success, BreakerSign::failure,
                                                BreakerSign::failures, BreakerSign::rested};
// As in the table above. Other signs leave the state unchanged.
BreakerState next(BreakerState state, BreakerSign sign);

struct BreakerRules {
  std::size_t failures = 5;
  Milliseconds window{60'000};
  Milliseconds rest{30'000};
  Milliseconds longest_rest{10 * 60'000};
};

class Breaker {
 public:
  explicit Breaker(BreakerRules rules = {}) : rules_(rules) {}

  // As it stands at this time: one that has rested is half open.
  BreakerState state(Time now) const;
  // Whether a question may be sent now; half open, one at a time.
  bool may_send(Time now) const;
  void sending(Time now);
  void succeeded(Time now);
  void failed(Time now);
  // Neither: the one that was being sent was stopped.
  void abandoned() { trying_ = false; }

 private:
  void go(BreakerSign sign, Time now);

  BreakerRules rules_;
  BreakerState state_ = BreakerState::closed;
  std::vector<Time> failures_;  // within the window, while closed
  Time open_since_{};
  Milliseconds rest_{};
  bool trying_ = false;
};

}  // namespace biroyna::integrations
