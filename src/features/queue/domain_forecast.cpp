#include "features/queue/domain_forecast.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "features/queue/domain_plan.hpp"

namespace biroyna::queue {
namespace {

// An allowance for what the formulas leave out: breaks, visitors with priority who come later, pauses
// between two visitors.
constexpr double kUnseen = 0.15;
// Up to so many tickets in front are placed one by one; a longer line is treated as a flow.
constexpr double kPlacedOneByOne = 48;

struct Work {
  double tickets = 0, minutes = 0, variance = 0;
  double mean() const { return tickets > 0 ? minutes / tickets : 0; }
};

Work work_on_mine(const ForecastInputs& inputs) {
  Work work;
  for (const auto& need : inputs.in_front) {
    const double tickets = need.count * need.share_to_mine;
    work.tickets += tickets;
    work.minutes += tickets * need.mean_minutes;
    work.variance += tickets * need.variance;
  }
  return work;
}

// The i-th of a sequence that fills (0, 1) evenly however far it goes (van der Corput), shifted.
double even(unsigned i, double shift) {
  double value = 0, digit = 0.5;
  for (; i > 0; i /= 2, digit /= 2) value += digit * (i % 2);
  value += shift;
  return value < 1 ? value : value - 1;
}

// How far from the median, in standard deviations, the quantile is (Abramowitz and Stegun, 26.2.22: off by
// 0.003).
double normal_quantile(double q) {
  const double tail = std::min(q, 1 - q);
  const double t = std::sqrt(-2 * std::log(std::max(tail, 1e-6)));
  const double z = t - (2.30753 + 0.27061 * t) / (1 + 0.99229 * t + 0.04481 * t * t);
  return q < 0.5 ? -z : z;
}

// Each ticket in front goes to the window that is free first; mine is next after them. Service times spread
// as they do in life, since with several windows it is the short ones that free the next: the mean of four
// such days.
double placed_one_by_one(const Work& work, const std::vector<double>& free_at) {
  constexpr std::array kShifts = {1.0 / 16, 5.0 / 16, 9.0 / 16, 13.0 / 16};
  if (work.tickets <= 0) return *std::ranges::min_element(free_at);
  const double spread = work.variance / work.tickets;
  const double sigma = std::sqrt(std::log1p(spread / std::max(work.mean() * work.mean(), 1e-9)));
  const auto tickets = static_cast<unsigned>(std::ceil(work.tickets));
  // Relative to the median at first, then such that they take as long as the work does. A part of a ticket (a
  // line shared with windows that are not mine) is a part of its time.
  std::vector<double> times;
  double all = 0;
  for (const double shift : kShifts) {
    for (unsigned i = 1; i <= tickets; ++i) {
      const double part = std::min(1.0, work.tickets - (i - 1));
      times.push_back(part * std::exp(sigma * normal_quantile(even(i, shift))));
      all += times.back();
    }
  }
  const double scale = work.minutes * static_cast<double>(kShifts.size()) / all;
  double sum = 0;
  for (std::size_t day = 0; day < kShifts.size(); ++day) {
    std::vector<double> windows = free_at;
    for (unsigned i = 0; i < tickets; ++i)
      *std::ranges::min_element(windows) += scale * times[day * tickets + i];
    sum += *std::ranges::min_element(windows);
  }
  return sum / static_cast<double>(kShifts.size());
}

// When the windows, each from the moment it is free, have done all the work, less the time that the last
// services overlap: with c windows at even distances the next one is free mean·(c−1)/(2c) before all are.
double as_a_flow(const Work& work, std::vector<double> free_at) {
  std::ranges::sort(free_at);
  const auto windows = static_cast<double>(free_at.size());
  double busy = 0, level = 0;
  for (std::size_t open = 1; open <= free_at.size(); ++open) {
    busy += free_at[open - 1];
    level = (work.minutes + busy) / static_cast<double>(open);
    if (open == free_at.size() || level <= free_at[open]) break;
  }
  return std::max(level - work.mean() * (windows - 1) / (2 * windows), free_at.front());
}

int whole_minutes_up(double minutes) { return static_cast<int>(std::ceil(minutes - 1e-9)) * 60; }

}  // namespace

Forecast forecast(const ForecastInputs& inputs) {
  const Work work = work_on_mine(inputs);
  std::vector<double> free_at;
  double spread_of_present = 0;
  for (const auto& server : inputs.servers) {
    free_at.push_back(server.free_in_minutes);
    spread_of_present += server.variance;
  }
  const bool nobody = free_at.empty();
  if (nobody) free_at.push_back(0);

  const auto windows = static_cast<double>(free_at.size());
  const double mean =
      work.tickets <= kPlacedOneByOne ? placed_one_by_one(work, free_at) : as_a_flow(work, free_at);
  const double variance = work.variance / (windows * windows) + spread_of_present / (windows * windows) +
                          std::pow(kUnseen * mean, 2);

  Forecast result{0, 60, nobody};
  if (mean > 0.25) {
    // Log-normal with this mean and variance: skewed for a short line, nearly normal for a long one.
    const double sigma = std::sqrt(std::log1p(variance / (mean * mean)));
    const double median = mean * std::exp(-sigma * sigma / 2);
    result.p50_seconds = whole_minutes_up(median);
    result.p90_seconds = whole_minutes_up(median * std::exp(kNinetyPercent * sigma));
  }
  const int booked = inputs.booked_in_minutes > 0 ? whole_minutes_up(inputs.booked_in_minutes) : 0;
  result.p50_seconds = std::max(result.p50_seconds, booked);
  result.p90_seconds = std::max(result.p90_seconds, std::max(60, booked));
  return result;
}

}  // namespace biroyna::queue
