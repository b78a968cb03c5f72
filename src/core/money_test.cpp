#include "core/money.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <vector>

namespace biroyna {
namespace {

constexpr Tiyin kBase{412'000'00};  // 412 000 soʻm

TEST(Money, AShareIsRoundedToWholeSomHalfUp) {
  struct Case {
    Tiyin base;
    double share;
    Tiyin expected;
  };
  for (const auto& [base, share, expected] : std::vector<Case>{
           {kBase, 1, kBase},
           {kBase, 0, {0}},
           {kBase, 0.5, {206'000'00}},
           {kBase, 0.15, {61'800'00}},
           {kBase, 0.035, {14'420'00}},
           {kBase, 2.5, {1'030'000'00}},
           {{5'00}, 0.3, {2'00}},     // 1.5 soʻm
           {{5'00}, 0.29, {1'00}},    // 1.45 soʻm
           {{50'00}, 0.29, {15'00}},  // 14.5 soʻm
           {{49}, 1, {0}},
           {{50}, 1, {1'00}},
       }) {
    EXPECT_EQ(share_of(base, share), expected) << base.amount << " × " << share;
  }
}

TEST(Money, SharesOfTenThousandthsAreExact) {
  EXPECT_TRUE(rc::check("exact", [] {
    const std::int64_t base = *rc::gen::inRange<std::int64_t>(0, 1'000'000'000);
    const std::int64_t parts = *rc::gen::inRange<std::int64_t>(0, 100'000);
    const double share = static_cast<double>(parts) / 10'000;
    const std::int64_t exact = (base * parts + 500'000) / 1'000'000 * 100;
    RC_ASSERT(share_of({base}, share) == Tiyin{exact});
  }));
}

// Halves are where a share that is no binary fraction would be rounded down.
TEST(Money, HalvesGoUpForEveryShare) {
  for (std::int64_t parts = 1; parts < 10'000; ++parts) {
    for (const std::int64_t base : {50LL, 2'500LL, 5'000LL, 500'000LL, 41'250'000LL, 412'000'00LL}) {
      const std::int64_t exact = (base * parts + 500'000) / 1'000'000 * 100;
      ASSERT_EQ(share_of({base}, static_cast<double>(parts) / 10'000).amount, exact)
          << base << " × " << parts;
    }
  }
}

TEST(Money, AmountsAreCompared) {
  EXPECT_LT(Tiyin{1}, Tiyin{2});
  EXPECT_EQ(Tiyin{}, Tiyin{0});
}

}  // namespace
}  // namespace biroyna
