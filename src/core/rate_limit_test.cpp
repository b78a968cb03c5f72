#include "core/rate_limit.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace biroyna {
namespace {

using namespace std::chrono_literals;

constexpr Time kNow = std::chrono::sys_days(std::chrono::year(2026) / 11 / 24) + 5h;
constexpr RateLimit::Rule kThreeAMinute{3, 60s};

TEST(RateLimits, LetSoManyThroughWithinTheTime) {
  RateLimit limit;
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(limit.take("a", kThreeAMinute, kNow + i * 1s));
  EXPECT_EQ(limit.take("a", kThreeAMinute, kNow + 20s), 40s);
  EXPECT_FALSE(limit.take("b", kThreeAMinute, kNow + 20s));
  EXPECT_FALSE(limit.take("a", kThreeAMinute, kNow + 60s)) << "the first one is over";
  EXPECT_EQ(limit.take("a", kThreeAMinute, kNow + 60s), 1s);
  EXPECT_EQ(limit.take("a", kThreeAMinute, kNow + 60s + 1ms), 1s) << "a part of a second is a second";
}

TEST(RateLimits, WhatHadToWaitDoesNotCount) {
  RateLimit limit;
  for (int i = 0; i < 3; ++i) limit.take("a", kThreeAMinute, kNow);
  for (int i = 0; i < 100; ++i) EXPECT_TRUE(limit.take("a", kThreeAMinute, kNow + 59s));
  EXPECT_FALSE(limit.take("a", kThreeAMinute, kNow + 60s));
}

TEST(RateLimits, CountWhatWentWrongAlone) {
  RateLimit limit;
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(limit.wait("a", kThreeAMinute, kNow));
  for (int i = 0; i < 3; ++i) limit.count("a", kThreeAMinute, kNow);
  EXPECT_EQ(limit.wait("a", kThreeAMinute, kNow), 60s);
  limit.count("a", kThreeAMinute, kNow + 10s);
  EXPECT_EQ(limit.wait("a", kThreeAMinute, kNow + 10s), 50s) << "three are remembered";
}

TEST(RateLimits, WeighThem) {
  constexpr RateLimit::Rule kTenBytes{100, 60s, 10};
  RateLimit limit;
  EXPECT_FALSE(limit.take("a", kTenBytes, kNow, 4));
  EXPECT_FALSE(limit.take("a", kTenBytes, kNow, 6));
  EXPECT_EQ(limit.take("a", kTenBytes, kNow, 1), 60s);
  EXPECT_FALSE(limit.take("b", kTenBytes, kNow, 11)) << "a single one is too heavy for nobody";
  EXPECT_EQ(limit.take("b", kTenBytes, kNow, 1), 60s);
}

TEST(RateLimits, ANoughtLetsNobodyThrough) {
  RateLimit limit;
  EXPECT_EQ(limit.take("a", {0, 60s}, kNow), 60s);
}

TEST(RateLimits, ForgetWhomTheyCountedLongestAgo) {
  RateLimit limit;
  for (int i = 0; i < 3; ++i) {
    limit.count("first", kThreeAMinute, kNow);
    limit.count("second", kThreeAMinute, kNow);
  }
  for (std::size_t i = 0; i < RateLimit::kMostClients - 2; ++i)
    limit.count(std::to_string(i), kThreeAMinute, kNow);
  limit.count("first", kThreeAMinute, kNow);
  limit.count("one too many", kThreeAMinute, kNow);
  EXPECT_EQ(limit.clients(), RateLimit::kMostClients);
  EXPECT_TRUE(limit.wait("first", kThreeAMinute, kNow));
  EXPECT_FALSE(limit.wait("second", kThreeAMinute, kNow));
}

TEST(RateLimits, CountInParallel) {
  RateLimit limit;
  std::atomic<int> through = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 100; ++n) through += limit.take("a", {50, 60s}, kNow) ? 0 : 1;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(through, 50);
}

}  // namespace
}  // namespace biroyna
