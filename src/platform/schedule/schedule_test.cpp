#include "platform/schedule/schedule.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <optional>
#include <stdexcept>

namespace biroyna {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ScheduleTest : public ::testing::Test {
 protected:
  // What ran since the last call.
  std::vector<std::string> ran() { return std::exchange(ran_, {}); }
  auto noting(std::string name) {
    return [this, name = std::move(name)] { ran_.push_back(name); };
  }
  std::optional<double> figure(const std::string& name, const std::string& task) const {
    for (const auto& figure : schedule.figures()) {
      if (figure.name == name && figure.labels.at(0).second == task) return figure.value;
    }
    return std::nullopt;
  }

  Schedule::Steady::time_point now{100h};
  Schedule schedule{"test", [] { return from_ms(1'700'000'000'500); }, [this] { return now; }};
  std::vector<std::string> ran_;
};

TEST_F(ScheduleTest, RunsEachTaskAtOnceAndThenAfterItsPeriod) {
  schedule.every(1s, "often", noting("often"));
  schedule.every(1h, "seldom", noting("seldom"));
  EXPECT_EQ(schedule.run_due(), now + 1s);
  EXPECT_THAT(ran(), ElementsAre("often", "seldom"));
  now += 999ms;
  schedule.run_due();
  EXPECT_THAT(ran(), IsEmpty());
  now += 1ms;
  schedule.run_due();
  EXPECT_THAT(ran(), ElementsAre("often"));
  now += 3h;
  EXPECT_EQ(schedule.run_due(), now + 1s);
  EXPECT_THAT(ran(), ElementsAre("often", "seldom")) << "what was missed is not made up for";
}

TEST_F(ScheduleTest, OneThatIsWokenRunsAllItsTasksOnceMoreBeforeTheirPeriodsEnd) {
  schedule.every(1h, "seldom", noting("seldom"));
  schedule.run_due();
  EXPECT_THAT(ran(), ElementsAre("seldom"));
  schedule.wake();
  schedule.wake();
  EXPECT_EQ(schedule.run_due(), now + 1h);
  EXPECT_THAT(ran(), ElementsAre("seldom"));
  schedule.run_due();
  EXPECT_THAT(ran(), IsEmpty()) << "woken once, not for ever";
}

TEST_F(ScheduleTest, WakingDoesNotWaitForThePeriodOfAThreadThatSleeps) {
  std::promise<void> begun, woken;
  int runs = 0;
  schedule.every(1h, "seldom", [&] {
    if (++runs <= 2) (runs == 1 ? begun : woken).set_value();
  });
  schedule.start();
  ASSERT_EQ(begun.get_future().wait_for(30s), std::future_status::ready);
  schedule.wake();
  EXPECT_EQ(woken.get_future().wait_for(30s), std::future_status::ready);
  schedule.stop();
}

TEST_F(ScheduleTest, ATaskThatThrowsKeepsNoOtherFromRunningAndRunsAgain) {
  bool broken = true;
  schedule.every(1s, "broken", [&] {
    noting("broken")();
    if (broken) throw std::runtime_error("the disk is gone");
  });
  schedule.every(1s, "other", noting("other"));
  schedule.run_due();
  EXPECT_THAT(ran(), ElementsAre("broken", "other"));
  EXPECT_EQ(figure("biroyna_task_failures_total", "broken"), 1);
  EXPECT_EQ(figure("biroyna_task_failures_total", "other"), 0);
  now += 1s;
  broken = false;
  schedule.run_due();
  EXPECT_THAT(ran(), ElementsAre("broken", "other"));
  EXPECT_EQ(figure("biroyna_task_failures_total", "broken"), 1);
  EXPECT_EQ(figure("biroyna_task_runs_total", "broken"), 2);
}

TEST_F(ScheduleTest, WhatIsNoExceptionOfTheLibraryCountsAsAFailureToo) {
  schedule.every(1s, "odd", [] { throw 7; });  // NOLINT(hicpp-exception-baseclass)
  schedule.run_due();
  EXPECT_EQ(figure("biroyna_task_failures_total", "odd"), 1);
}

TEST_F(ScheduleTest, ASeldomTaskThatFailedDoesNotWaitForItsWholePeriod) {
  schedule.every(24h, "daily", [&] {
    noting("daily")();
    throw std::runtime_error("not now");
  });
  EXPECT_EQ(schedule.run_due(), now + Schedule::kAfterFailure);
  now += Schedule::kAfterFailure;
  schedule.run_due();
  EXPECT_THAT(ran(), ElementsAre("daily", "daily"));
}

TEST_F(ScheduleTest, ATaskWithMoreToDoSaysWhenItGoesOn) {
  int left = 2;
  schedule.every(1h, "batches", [&]() -> std::optional<Schedule::Duration> {
    noting("batches")();
    if (--left > 0) return 1s;
    return std::nullopt;
  });
  EXPECT_EQ(schedule.run_due(), now + 1s);
  now += 1s;
  EXPECT_EQ(schedule.run_due(), now + 1h);
  EXPECT_THAT(ran(), ElementsAre("batches", "batches"));
}

TEST_F(ScheduleTest, SaysWhenATaskLastRanAndHowLongItTook) {
  schedule.every(1s, "slow", [&] { now += 250ms; });
  EXPECT_EQ(figure("biroyna_task_last_run_seconds", "slow"), std::nullopt);
  EXPECT_EQ(figure("biroyna_task_runs_total", "slow"), 0);
  schedule.run_due();
  EXPECT_EQ(figure("biroyna_task_last_run_seconds", "slow"), 1'700'000'000.5);
  EXPECT_EQ(figure("biroyna_task_duration_seconds", "slow"), 0.25);
}

TEST_F(ScheduleTest, NoTaskBeginsOnceItIsToldToStop) {
  schedule.every(1s, "first", [&] {
    noting("first")();
    schedule.stop();
  });
  schedule.every(1s, "second", noting("second"));
  schedule.run_due();
  EXPECT_THAT(ran(), ElementsAre("first"));
}

TEST(ScheduleThread, RunsUntilItIsStopped) {
  std::promise<void> twice;
  int runs = 0;
  Schedule schedule("test");
  schedule.every(1ms, "counting", [&] {
    if (++runs == 2) twice.set_value();
  });
  schedule.start();
  twice.get_future().wait();
  schedule.stop();
  const int when_stopped = runs;
  EXPECT_GE(when_stopped, 2);
  schedule.run_due();
  EXPECT_EQ(runs, when_stopped) << "nothing begins after stop()";
}

TEST(ScheduleThread, AStopWaitsForTheTaskThatRuns) {
  std::promise<void> begun, go;
  std::atomic<bool> over = false;
  Schedule schedule("test");
  schedule.every(1h, "long", [&] {
    begun.set_value();
    go.get_future().wait();
    over = true;
  });
  schedule.start();
  begun.get_future().wait();
  auto stopped = std::async(std::launch::async, [&] { schedule.stop(); });
  EXPECT_EQ(stopped.wait_for(20ms), std::future_status::timeout);
  go.set_value();
  stopped.wait();
  EXPECT_TRUE(over);
}

TEST(ScheduleThread, ASlowTaskDelaysNoOtherSchedule) {
  std::promise<void> begun, ran, go;
  Schedule slow("slow"), quick("quick");
  slow.every(1s, "slow", [&] {
    begun.set_value();
    go.get_future().wait();
  });
  quick.every(1h, "quick", [&] { ran.set_value(); });
  slow.start();
  begun.get_future().wait();
  quick.start();
  EXPECT_EQ(ran.get_future().wait_for(10s), std::future_status::ready);
  go.set_value();
}

}  // namespace
}  // namespace biroyna
