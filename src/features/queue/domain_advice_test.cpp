// What a visitor is told of a forecast.
#include "features/queue/domain_advice.hpp"

#include <gtest/gtest.h>

#include "features/queue/domain_test_hall.hpp"

namespace biroyna::queue {
namespace {

using namespace std::chrono_literals;
using testing::TestHall;
using When = Advice::When;

const Time kStart = from_ms(1'795'407'900'000);  // a multiple of five minutes
Time at(Minutes after) { return kStart + after; }
Forecast minutes(int p50, int p90) { return {p50 * 60, p90 * 60, false}; }

TEST(Advice, IsATimeAndNotHowManyAreAhead) {
  const Advice told = advice(minutes(90, 100), 14, kStart, std::nullopt);
  EXPECT_EQ(told.when, When::at);
  EXPECT_EQ(told.be_here, at(80min)) << "81 minutes, in steps of five";
  EXPECT_FALSE(told.closes_before);
}

TEST(Advice, IsEarlierTheLessIsKnown) {
  EXPECT_EQ(advice(minutes(60, 120), 5, kStart, std::nullopt).be_here, at(30min));
  EXPECT_EQ(advice(minutes(60, 60), 5, kStart, std::nullopt).be_here, at(60min));
}

TEST(Advice, WhoIsNextShouldBeHereNowHoweverLongItTakes) {
  EXPECT_EQ(advice(minutes(40, 50), 0, kStart, std::nullopt).when, When::now);
  EXPECT_EQ(advice(minutes(4, 9), 1, kStart, std::nullopt).when, When::now)
      << "nobody leaves for so short a time";
}

TEST(Advice, WithoutAWindowThereIsNoTime) {
  EXPECT_EQ(advice({0, 60, true}, 3, kStart, at(10min)).when, When::unknown);
  EXPECT_FALSE(advice({3600, 7200, true}, 3, kStart, at(10min)).closes_before);
}

TEST(Advice, AForecastBeyondClosingTimeSaysSo) {
  EXPECT_TRUE(advice(minutes(1265, 1532), 200, kStart, at(540min)).closes_before);
  EXPECT_FALSE(advice(minutes(530, 600), 200, kStart, at(540min)).closes_before) << "more likely in time";
  EXPECT_FALSE(advice(minutes(1265, 1532), 200, kStart, std::nullopt).closes_before) << "it keeps no hours";
}

TEST(Ahead, OfWhoTakesATicketNowIsWhatTheTicketThenSays) {
  TestHall t;
  t.open("1");
  t.open("2");
  for (int i = 0; i < 3; ++i) t.take({"birth"});
  t.take({"pension"}, "disability");
  t.wait(2min);
  for (const char* visitor_class : {"none", "disability"}) {
    const int before = t.hall.ahead_for(ServiceId("pension"), visitor_class, t.now);
    const TicketId mine = t.take({"pension"}, visitor_class);
    EXPECT_EQ(t.hall.ahead(*t.hall.find(mine), t.now), before) << visitor_class;
    EXPECT_GT(before, 0);
  }
}

}  // namespace
}  // namespace biroyna::queue
