#include "features/queue/domain_advice.hpp"

#include <algorithm>

namespace biroyna::queue {
namespace {

using FiveMinutes = std::chrono::duration<std::int64_t, std::ratio<300>>;
constexpr FiveMinutes kStep{1};

// The bound that nine of ten exceed. The forecast is log-normal, so it lies as far below the median as the
// upper bound lies above it, by their ratio.
Seconds early_bound(const Forecast& forecast) {
  if (forecast.p50_seconds <= 0) return Seconds{0};
  const double median = forecast.p50_seconds;
  const double upper = std::max(median, static_cast<double>(forecast.p90_seconds));
  return Seconds(static_cast<std::int64_t>(median * median / upper));
}

}  // namespace

bool closes_before(const Forecast& forecast, Time now, std::optional<Time> closes_at) {
  return closes_at && !forecast.no_window && now + Seconds(forecast.p50_seconds) > *closes_at;
}

Advice advice(const Forecast& forecast, int ahead, Time now, std::optional<Time> closes_at) {
  if (forecast.no_window) return {};
  Advice told{Advice::When::now, now, closes_before(forecast, now, closes_at)};
  const Time early = std::chrono::floor<FiveMinutes>(now + early_bound(forecast));
  if (ahead == 0 || early - now < kStep) return told;
  told.when = Advice::When::at;
  told.be_here = early;
  return told;
}

}  // namespace biroyna::queue
