// What a visitor is told of a forecast: when to be in the hall, and whether the hall probably closes before.
//
// Pure.
#pragma once

#include <cstdint>
#include <optional>

#include "core/time.hpp"
#include "features/queue/domain_forecast.hpp"

namespace biroyna::queue {

struct Advice {
  enum class When : std::uint8_t { unknown, now, at };  // unknown: no open window serves the need

  When when = When::unknown;
  Time be_here{};              // for `at`, in steps of five minutes
  bool closes_before = false;  // more likely than not
};

// Nine of ten visitors are not called before the time they are told. `ahead` are called before; `closes_at`
// is empty when the hall keeps no hours.
Advice advice(const Forecast& forecast, int ahead, Time now, std::optional<Time> closes_at);
bool closes_before(const Forecast& forecast, Time now, std::optional<Time> closes_at);

}  // namespace biroyna::queue
