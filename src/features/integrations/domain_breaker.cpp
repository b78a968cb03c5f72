#include "features/integrations/domain_breaker.hpp"

#include <algorithm>
#include <array>

namespace biroyna::integrations {
namespace {

constexpr std::array<std::string_view, 3> kNames = {"closed", "open", "half_open"};

using enum BreakerState;
//                                                        success    failure    failures   rested
constexpr std::array<std::array<BreakerState, 4>, 3> kTable = {
    {{closed, closed, open, closed}, {open, open, open, half_open}, {closed, open, open, half_open}}};

}  // namespace

std::string_view name(BreakerState state) { return kNames[static_cast<std::size_t>(state)]; }

BreakerState next(BreakerState state, BreakerSign sign) {
  return kTable[static_cast<std::size_t>(state)][static_cast<std::size_t>(sign)];
}

BreakerState Breaker::state(Time now) const {
  const bool rested = state_ == open && now >= open_since_ + rest_;
  return rested ? next(state_, BreakerSign::rested) : state_;
}

bool Breaker::may_send(Time now) const {
  const BreakerState state = this->state(now);
  return state == closed || (state == half_open && !trying_);
}

void Breaker::sending(Time now) {
  state_ = state(now);
  trying_ = state_ == half_open;
}

void Breaker::succeeded(Time now) { go(BreakerSign::success, now); }

void Breaker::failed(Time now) {
  std::erase_if(failures_, [&](Time at) { return at + rules_.window <= now; });
  if (state_ == closed) failures_.push_back(now);
  go(failures_.size() >= rules_.failures ? BreakerSign::failures : BreakerSign::failure, now);
}

void Breaker::go(BreakerSign sign, Time now) {
  const BreakerState before = state_;
  state_ = next(before, sign);
  trying_ = false;
  if (state_ == before) return;
  if (state_ == open) {
    rest_ = before == half_open ? std::min(rest_ * 2, rules_.longest_rest) : rules_.rest;
    open_since_ = now;
    failures_.clear();
  }
}

}  // namespace biroyna::integrations
