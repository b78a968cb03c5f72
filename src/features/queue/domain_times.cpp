#include "features/queue/domain_times.hpp"

#include <algorithm>
#include <cmath>

namespace biroyna::queue {
namespace {

constexpr double kLeastMinutes = 0.1;

double quantile(const std::vector<double>& sorted, double q) {
  const double place = q * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (place - static_cast<double>(below));
}

}  // namespace

ServiceTime measured(const ServiceTime& prior, std::vector<double> minutes) {
  std::erase_if(minutes, [](double m) { return !std::isfinite(m) || m <= 0; });
  if (minutes.empty()) return prior;
  std::ranges::sort(minutes);
  const double n = static_cast<double>(minutes.size());
  const double share = n / (n + prior.weight);
  const auto blend = [share](double before, double seen) {
    return std::exp((1 - share) * std::log(before) + share * std::log(std::max(seen, kLeastMinutes)));
  };
  const double median = blend(prior.median_minutes, quantile(minutes, 0.5));
  const double p90 = blend(prior.p90_minutes, quantile(minutes, 0.9));
  return {median, std::max(p90, median), std::min(prior.weight + n, kHeaviest)};
}

}  // namespace biroyna::queue
