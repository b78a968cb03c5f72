// The program as a whole, as it starts and stops.
#include <future>

#include "app/test_app.hpp"

namespace biroyna::testing {
namespace {

using namespace std::chrono_literals;

TEST_F(AppTest, EndsAtOnceWhenItIsToldToBeforeItServes) {
  app.stop();
  app.run();
}

TEST_F(AppTest, ServesUntilItIsTold) {
  auto served = std::async(std::launch::async, [&] { app.run(); });
  EXPECT_EQ(served.wait_for(20ms), std::future_status::timeout);
  app.stop();
  served.get();
}

}  // namespace
}  // namespace biroyna::testing
