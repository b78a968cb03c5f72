#include "platform/jobs/jobs.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <memory>
#include <stdexcept>

namespace biroyna {
namespace {

TEST(Jobs, RunsWhatIsGivenAndGoesOnAfterAFailure) {
  Jobs jobs(1, 10);
  std::promise<std::thread::id> ran;
  EXPECT_TRUE(jobs.run(Turn::normal, [] { throw std::runtime_error("no"); }));
  EXPECT_TRUE(jobs.run(Turn::normal, [&] { ran.set_value(std::this_thread::get_id()); }));
  EXPECT_NE(ran.get_future().get(), std::this_thread::get_id());
}

TEST(Jobs, TakesNoMoreThanMayWait) {
  std::promise<void> begun, go;
  Jobs jobs(1, 1);
  ASSERT_TRUE(jobs.run(Turn::normal, [&] { begun.set_value(), go.get_future().wait(); }));
  begun.get_future().wait();
  EXPECT_TRUE(jobs.run(Turn::normal, [] {}));
  EXPECT_FALSE(jobs.run(Turn::normal, [] {}));
  go.set_value();
}

TEST(Jobs, AStopWaitsForWhatRunsAndDropsWhatWaits) {
  std::promise<void> begun, go;
  bool over = false, dropped = true;
  Jobs jobs(1, 10);
  ASSERT_TRUE(jobs.run(Turn::normal, [&] {
    begun.set_value();
    go.get_future().wait();
    over = true;
  }));
  begun.get_future().wait();
  ASSERT_TRUE(jobs.run(Turn::normal, [&, lets_go = std::shared_ptr<void>(
                                             nullptr, [&](void*) { go.set_value(); })] { dropped = false; }));
  jobs.stop();  // the one that runs goes on when the one that waits is dropped
  EXPECT_TRUE(over);
  EXPECT_TRUE(dropped);
  EXPECT_FALSE(jobs.run(Turn::normal, [] {}));
}

// Heavy documents of one stranger kept the desk's document waiting half a minute.
TEST(Jobs, ThePublicKeepsNobodyOfTheCentreWaiting) {
  std::promise<void> go, first, second;
  const auto may_go = go.get_future().share();
  Jobs jobs(3, 10);
  for (int i = 0; i < 8; ++i) ASSERT_TRUE(jobs.run(Turn::normal, [may_go] { may_go.wait(); }));
  ASSERT_TRUE(jobs.run(Turn::first, [&] { first.set_value(); }));
  ASSERT_TRUE(jobs.run(Turn::first, [&] { second.set_value(); }));
  const auto ended = second.get_future().wait_for(std::chrono::seconds(10));
  go.set_value();
  EXPECT_EQ(ended, std::future_status::ready);
}

TEST(Jobs, ThePublicTakesAllThreadsButOne) {
  std::promise<void> go, last, begun[2];
  const auto may_go = go.get_future().share();
  Jobs jobs(3, 10);
  for (auto& one : begun)
    ASSERT_TRUE(jobs.run(Turn::normal, [&one, may_go] { one.set_value(), may_go.wait(); }));
  for (auto& one : begun)
    EXPECT_EQ(one.get_future().wait_for(std::chrono::seconds(10)), std::future_status::ready);
  ASSERT_TRUE(jobs.run(Turn::normal, [&] { last.set_value(); }));
  go.set_value();
  EXPECT_EQ(last.get_future().wait_for(std::chrono::seconds(10)), std::future_status::ready);
}

}  // namespace
}  // namespace biroyna
