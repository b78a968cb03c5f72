#include "features/queue/domain_times.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace biroyna::queue {
namespace {

TEST(Times, ANewCentreHasTheCataloguesFigures) {
  const ServiceTime time = measured({8, 16, 5}, {});
  EXPECT_DOUBLE_EQ(time.median_minutes, 8);
  EXPECT_DOUBLE_EQ(time.p90_minutes, 16);
}

TEST(Times, ManyVisitsOutweighThePrior) {
  const ServiceTime time = measured({8, 16, 5}, std::vector<double>(200, 4.0));
  EXPECT_NEAR(time.median_minutes, 4, 0.2);
  EXPECT_DOUBLE_EQ(time.weight, kHeaviest);
}

TEST(Times, AWindowForgottenOvernightMovesLittle) {
  std::vector<double> minutes(40, 6.0);
  const ServiceTime without = measured({8, 16, 5}, minutes);
  minutes.push_back(900);
  const ServiceTime with = measured({8, 16, 5}, minutes);
  EXPECT_NEAR(with.median_minutes, without.median_minutes, 0.1);
}

TEST(Times, StayWithinWhatWasSeenAndThePrior) {
  EXPECT_TRUE(rc::check("bounds", [](const std::vector<unsigned short>& seen) {
    std::vector<double> minutes;
    for (const auto s : seen) minutes.push_back(s / 100.0);
    const ServiceTime time = measured({8, 16, 5}, minutes);
    RC_ASSERT(time.median_minutes > 0);
    RC_ASSERT(time.p90_minutes >= time.median_minutes);
    RC_ASSERT(time.p90_minutes <= 655.36);
  }));
}

}  // namespace
}  // namespace biroyna::queue
