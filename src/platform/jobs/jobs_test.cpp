#include "platform/jobs/jobs.hpp"

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <stdexcept>

namespace biroyna {
namespace {

TEST(Jobs, RunsWhatIsGivenAndGoesOnAfterAFailure) {
  Jobs jobs(1, 10);
  std::promise<std::thread::id> ran;
  EXPECT_TRUE(jobs.run([] { throw std::runtime_error("no"); }));
  EXPECT_TRUE(jobs.run([&] { ran.set_value(std::this_thread::get_id()); }));
  EXPECT_NE(ran.get_future().get(), std::this_thread::get_id());
}

TEST(Jobs, TakesNoMoreThanMayWait) {
  std::promise<void> begun, go;
  Jobs jobs(1, 1);
  ASSERT_TRUE(jobs.run([&] { begun.set_value(), go.get_future().wait(); }));
  begun.get_future().wait();
  EXPECT_TRUE(jobs.run([] {}));
  EXPECT_FALSE(jobs.run([] {}));
  go.set_value();
}

TEST(Jobs, AStopWaitsForWhatRunsAndDropsWhatWaits) {
  std::promise<void> begun, go;
  bool over = false, dropped = true;
  Jobs jobs(1, 10);
  ASSERT_TRUE(jobs.run([&] {
    begun.set_value();
    go.get_future().wait();
    over = true;
  }));
  begun.get_future().wait();
  ASSERT_TRUE(jobs.run(
      [&, lets_go = std::shared_ptr<void>(nullptr, [&](void*) { go.set_value(); })] { dropped = false; }));
  jobs.stop();  // the one that runs goes on when the one that waits is dropped
  EXPECT_TRUE(over);
  EXPECT_TRUE(dropped);
  EXPECT_FALSE(jobs.run([] {}));
}

}  // namespace
}  // namespace biroyna
