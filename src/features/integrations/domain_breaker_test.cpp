#include "features/integrations/domain_breaker.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace biroyna::integrations {
namespace {

using enum BreakerState;

constexpr BreakerRules kRules{3, Milliseconds(60'000), Milliseconds(30'000), Milliseconds(100'000)};
constexpr Time kStart = from_ms(1'000'000'000);

struct Registry {
  Breaker breaker{kRules};
  Time now = kStart;

  void after(std::int64_t ms) { now += Milliseconds(ms); }
  void fail() { breaker.sending(now), breaker.failed(now); }
  void succeed() { breaker.sending(now), breaker.succeeded(now); }
  void fail_often() {
    for (std::size_t i = 0; i < kRules.failures; ++i) fail();
  }
  BreakerState state() const { return breaker.state(now); }
};

TEST(BreakerTable, SaysWhereEachSignLeads) {
  struct Case {
    BreakerState from;
    BreakerSign sign;
    BreakerState to;
  };
  using enum BreakerSign;
  const Case cases[] = {
      {closed, success, closed},  {closed, failure, closed},   {closed, failures, open},
      {closed, rested, closed},   {open, success, open},       {open, failure, open},
      {open, failures, open},     {open, rested, half_open},   {half_open, success, closed},
      {half_open, failure, open}, {half_open, failures, open}, {half_open, rested, half_open}};
  for (const auto& [from, sign, to] : cases) EXPECT_EQ(next(from, sign), to) << name(from);
}

TEST(Breaker, OpensAfterTooManyFailuresWithinTheWindow) {
  Registry registry;
  registry.fail(), registry.fail();
  EXPECT_TRUE(registry.breaker.may_send(registry.now));
  registry.succeed();
  registry.fail();
  EXPECT_EQ(registry.state(), open) << "a success in between does not hide that it fails often";
  EXPECT_FALSE(registry.breaker.may_send(registry.now));
}

TEST(Breaker, ForgetsOldFailures) {
  Registry registry;
  registry.fail(), registry.fail();
  registry.after(60'000);
  registry.fail();
  EXPECT_EQ(registry.state(), closed);
}

TEST(Breaker, TriesOnceWhenItHasRestedAndHeals) {
  Registry registry;
  registry.fail_often();
  registry.after(29'999);
  EXPECT_FALSE(registry.breaker.may_send(registry.now));
  registry.after(1);
  EXPECT_EQ(registry.state(), half_open);
  ASSERT_TRUE(registry.breaker.may_send(registry.now));
  registry.breaker.sending(registry.now);
  EXPECT_FALSE(registry.breaker.may_send(registry.now)) << "one at a time";
  registry.breaker.succeeded(registry.now);
  EXPECT_EQ(registry.state(), closed);
  registry.fail(), registry.fail();
  EXPECT_EQ(registry.state(), closed) << "the old failures are forgotten";
}

TEST(Breaker, RestsLongerEachTimeUpToTheCap) {
  Registry registry;
  registry.fail_often();
  for (const int rest : {30'000, 60'000, 100'000, 100'000}) {
    registry.after(rest - 1);
    EXPECT_EQ(registry.state(), open) << rest;
    registry.after(1);
    EXPECT_EQ(registry.state(), half_open) << rest;
    registry.fail();
  }
}

TEST(Breaker, ATryThatWasStoppedMayBeMadeAgain) {
  Registry registry;
  registry.fail_often();
  registry.after(30'000);
  registry.breaker.sending(registry.now);
  registry.breaker.abandoned();
  EXPECT_TRUE(registry.breaker.may_send(registry.now));
}

// However it goes: a registry is never left alone for good, and a success after a rest always heals it.
RC_GTEST_PROP(Breaker, AlwaysHeals, (const std::vector<std::pair<bool, std::uint16_t>>& days)) {
  Registry registry;
  for (const auto& [well, ms] : days) {
    registry.after(ms);
    if (!registry.breaker.may_send(registry.now)) continue;
    well ? registry.succeed() : registry.fail();
  }
  registry.after(kRules.longest_rest.count());
  RC_ASSERT(registry.breaker.may_send(registry.now));
  registry.succeed();
  RC_ASSERT(registry.state() == closed);
}

}  // namespace
}  // namespace biroyna::integrations
