#include "platform/jobs/jobs.hpp"

#include <gtest/gtest.h>

#include <future>
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

}  // namespace
}  // namespace biroyna
