#include "features/catalogue/domain.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <numeric>

namespace biroyna::catalogue {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Step step(std::string id, int working_days, std::vector<std::string> after = {}) {
  return {std::move(id), DepartmentId("any"), working_days, std::move(after)};
}

// Steps that wait only for earlier ones.
std::vector<Step> any_route() {
  std::vector<Step> steps;
  const int count = *rc::gen::inRange(1, 9);
  for (int i = 0; i < count; ++i) {
    std::vector<std::string> after;
    for (int before = 0; before < i; ++before) {
      if (*rc::gen::arbitrary<bool>()) after.push_back(std::to_string(before));
    }
    steps.push_back(step(std::to_string(i), *rc::gen::inRange(0, 20), std::move(after)));
  }
  return steps;
}

TEST(Steps, OneAfterTheOtherAddUpAndSideBySideTheLongerCounts) {
  EXPECT_EQ(longest_way({}), 0);
  EXPECT_EQ(longest_way({step("check", 2), step("issue", 3, {"check"})}), 5);
  EXPECT_EQ(longest_way({step("check", 2), step("inspection", 6)}), 6);
  EXPECT_EQ(longest_way({step("decision", 5, {"income", "housing"}), step("income", 3, {"check"}),
                         step("housing", 4, {"check"}), step("check", 2)}),
            11);
}

TEST(Steps, ACircleIsNamedInItsOrder) {
  EXPECT_THAT(circle({step("a", 1), step("b", 1, {"a"}), step("c", 1, {"a", "b"})}), IsEmpty());
  EXPECT_THAT(circle({step("a", 1, {"a"})}), ElementsAre("a"));
  EXPECT_THAT(circle({step("a", 1, {"c"}), step("b", 1, {"a"}), step("c", 1, {"b"})}),
              ElementsAre("a", "c", "b"));
  EXPECT_THAT(circle({step("in", 1, {"a"}), step("a", 1, {"b"}), step("b", 1, {"a"})}),
              ElementsAre("a", "b"));
  EXPECT_THAT(circle({step("a", 1, {"unknown"})}), IsEmpty());
  EXPECT_EQ(longest_way({step("a", 1, {"b"}), step("b", 1, {"a"})}), 0);
}

TEST(Steps, EveryRouteWithoutACircleTakesBetweenItsLongestStepAndAllOfThem) {
  EXPECT_TRUE(rc::check("routes", [] {
    auto steps = any_route();
    RC_ASSERT(circle(steps).empty());
    const int days = longest_way(steps);
    RC_ASSERT(days >= std::ranges::max_element(steps, {}, &Step::working_days)->working_days);
    RC_ASSERT(days <= std::accumulate(steps.begin(), steps.end(), 0,
                                      [](int sum, const Step& one) { return sum + one.working_days; }));
    std::ranges::reverse(steps);
    RC_ASSERT(longest_way(steps) == days);
  }));
}

TEST(Steps, AWayBackToTheFirstIsAlwaysFound) {
  EXPECT_TRUE(rc::check("circles", [] {
    auto steps = any_route();
    for (std::size_t i = 1; i < steps.size(); ++i) steps[i].after.push_back(steps[i - 1].id);
    steps.front().after.push_back(steps.back().id);
    RC_ASSERT(!circle(steps).empty());
  }));
}

class Fees : public ::testing::Test {
 protected:
  static Day day(const char* text) { return parse_iso_day(text).value(); }
  Catalogue catalogue = [] {
    Catalogue made;
    made.base_amounts = {{day("2024-10-01"), Tiyin{37'500'000}}, {day("2025-08-01"), Tiyin{41'200'000}}};
    made.portal_factor = 0.9;
    return made;
  }();
  Service service = [] {
    Service made;
    made.fee_bhm = 0.3;
    return made;
  }();
};

TEST_F(Fees, AreSharesOfTheAmountOfTheDay) {
  EXPECT_EQ(fee(catalogue, service, day("2024-10-01")), Tiyin{11'250'000});
  EXPECT_EQ(fee(catalogue, service, day("2025-07-31")), Tiyin{11'250'000});
  EXPECT_EQ(fee(catalogue, service, day("2025-08-01")), Tiyin{12'360'000});
  EXPECT_EQ(portal_fee(catalogue, service, day("2025-08-01")), Tiyin{11'124'000});
}

TEST_F(Fees, AreUnknownBeforeTheFirstAmountAndNothingWhenFree) {
  EXPECT_EQ(fee(catalogue, service, day("2024-09-30")), std::nullopt);
  service.fee_bhm = 0;
  EXPECT_EQ(fee(catalogue, service, day("2024-09-30")), Tiyin{0});
}

}  // namespace
}  // namespace biroyna::catalogue
