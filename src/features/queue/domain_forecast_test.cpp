#include "features/queue/domain_forecast.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "features/queue/domain_test_hall.hpp"

namespace biroyna::queue {
namespace {

using namespace std::chrono_literals;

ForecastInputs line(double in_front, int windows, double mean = 10, double variance = 40) {
  ForecastInputs inputs;
  if (in_front > 0) inputs.in_front.push_back({in_front, mean, variance, 1});
  inputs.servers.assign(static_cast<std::size_t>(windows), {});
  return inputs;
}

TEST(Forecast, AFreeWindowMeansNoWait) { EXPECT_EQ(forecast(line(0, 1)), (Forecast{0, 60, false})); }

TEST(Forecast, WithoutAWindowItSaysSo) {
  EXPECT_TRUE(forecast(line(3, 0)).no_window);
  EXPECT_GT(forecast(line(3, 0)).p50_seconds, 0);
}

TEST(Forecast, ABookingIsNotCalledBeforeItsTime) {
  auto inputs = line(0, 1);
  inputs.booked_in_minutes = 12.2;
  EXPECT_EQ(forecast(inputs).p50_seconds, 13 * 60);
}

TEST(Forecast, MorePeopleWaitLongerAndMoreWindowsShorter) {
  EXPECT_TRUE(rc::check("monotone", [] {
    const int people = *rc::gen::inRange(0, 200), windows = *rc::gen::inRange(1, 12);
    const auto here = forecast(line(people, windows));
    RC_ASSERT(forecast(line(people + 5, windows)).p50_seconds >= here.p50_seconds);
    RC_ASSERT(forecast(line(people, windows + 1)).p50_seconds <= here.p50_seconds + 60);
    RC_ASSERT(here.p50_seconds <= here.p90_seconds);
    RC_ASSERT(here.p50_seconds % 60 == 0 && here.p90_seconds % 60 == 0);
  }));
}

// The oracle: the same line simulated with log-normal service times and a fixed seed. The 90 % bound must
// hold for about 90 % of visitors; the forecast rounds up and allows for what the simulation does not have,
// so it may hold for more.
TEST(Forecast, TheBoundHoldsInASimulatedLine) {
  std::mt19937_64 random(20261124);
  for (const int windows : {1, 3, 8}) {
    for (const int people : {2, 10, 60}) {
      const double mean = 10, variance = 60;
      const double sigma = std::sqrt(std::log1p(variance / (mean * mean)));
      std::lognormal_distribution<double> service(std::log(mean) - sigma * sigma / 2, sigma);
      const auto promised = forecast(line(people, windows, mean, variance));
      int kept = 0, early = 0;
      constexpr int kRuns = 2000;
      for (int run = 0; run < kRuns; ++run) {
        std::vector<double> free_at(static_cast<std::size_t>(windows), 0);
        for (int i = 0; i < people; ++i) *std::ranges::min_element(free_at) += service(random);
        const double wait = *std::ranges::min_element(free_at) * 60;
        kept += wait <= promised.p90_seconds ? 1 : 0;
        early += wait <= promised.p50_seconds ? 1 : 0;
      }
      EXPECT_GE(kept, kRuns * 88 / 100) << windows << " windows, " << people << " people";
      if (people < windows) continue;  // a window is free: nobody waits
      EXPECT_GE(early, kRuns * 40 / 100) << windows << " windows, " << people << " people";
      EXPECT_LE(early, kRuns * 80 / 100) << windows << " windows, " << people << " people";
    }
  }
}

TEST(Forecast, AHallForecastsFromItsLineAndItsWindows) {
  testing::TestHall t;
  t.open("3");
  for (int i = 0; i < 4; ++i) t.take({"land"});
  const auto last = t.take({"land"});
  const auto one_window = t.hall.forecast(*t.hall.find(last), t.now);
  EXPECT_GT(one_window.p50_seconds, 45 * 60);
  EXPECT_LT(one_window.p50_seconds, 90 * 60);
  EXPECT_TRUE(t.hall.forecast(*t.hall.find(t.take({"birth"})), t.now).no_window);
  // As it moves, it is recomputed.
  t.call_next("3");
  t.start(t.hall.find_number("C001")->id);
  t.wait(10min);
  EXPECT_LT(t.hall.forecast(*t.hall.find(last), t.now).p50_seconds, one_window.p50_seconds);
}

TEST(Forecast, WorkOnOtherWindowsDoesNotCount) {
  testing::TestHall t;
  t.open("3");
  t.open("2");
  for (int i = 0; i < 20; ++i) t.take({"birth"});
  EXPECT_EQ(t.hall.forecast_for(ServiceId("land"), "none", t.now).p50_seconds, 0);
  EXPECT_GT(t.hall.forecast_for(ServiceId("pension"), "none", t.now).p50_seconds, 0);
}

}  // namespace
}  // namespace biroyna::queue
