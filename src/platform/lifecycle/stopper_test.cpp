#include "platform/lifecycle/stopper.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <stdexcept>

namespace biroyna {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

TEST(Stopper, RunsItsStagesInTheirOrderOnce) {
  std::vector<std::string> ran;
  Stopper stopper({{"first", 10s, [&] { ran.emplace_back("first"); }},
                   {"second", 10s, [&] { ran.emplace_back("second"); }}});
  stopper.stop();
  stopper.stop();
  EXPECT_THAT(ran, ElementsAre("first", "second"));
}

TEST(Stopper, AStageThatThrowsDoesNotKeepTheNextFromRunning) {
  bool ran = false;
  Stopper stopper(
      {{"first", 10s, [] { throw std::runtime_error("no"); }}, {"second", 10s, [&] { ran = true; }}});
  stopper.stop();
  EXPECT_TRUE(ran);
}

TEST(Stopper, ReportsAStageThatTakesTooLong) {
  std::promise<std::string> late;
  auto stage = late.get_future();
  Stopper stopper({{"quick", 1h, [] {}},
                   {"slow", 1ms, [&] { EXPECT_EQ(stage.wait_for(10s), std::future_status::ready); }}},
                  [&](const Stopper::Stage& which) { late.set_value(which.name); });
  stopper.stop();
  EXPECT_EQ(stage.get(), "slow");
}

TEST(StopperDeathTest, AStageThatHangsEndsTheProcess) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto hang = [] {
    std::promise<void> never;
    Stopper stopper({{"writer", 1ms, [&] { never.get_future().wait(); }}});
    stopper.stop();
  };
  EXPECT_EXIT(hang(), ::testing::ExitedWithCode(1), "stop_takes_too_long.*writer");
}

}  // namespace
}  // namespace biroyna
