#include "features/integrations/domain_retry.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>
#include <string>

namespace biroyna::integrations {
namespace {

constexpr RetrySchedule kSchedule{Milliseconds(1'000), Milliseconds(10'000), 6};

TEST(Retry, WaitsTwiceAsLongEachTimeUpToTheCap) {
  const std::int64_t wholes[] = {1'000, 2'000, 4'000, 8'000, 10'000};
  for (int attempt = 1; attempt < kSchedule.attempts; ++attempt) {
    const auto wait = wait_after(kSchedule, attempt, 7, std::nullopt);
    ASSERT_TRUE(wait);
    EXPECT_LE(wait->count(), wholes[attempt - 1]) << attempt;
    EXPECT_GE(wait->count(), wholes[attempt - 1] / 2) << attempt;
  }
  EXPECT_EQ(wait_after(kSchedule, kSchedule.attempts, 7, std::nullopt), std::nullopt) << "the last";
  EXPECT_EQ(wait_after(kSchedule, kSchedule.attempts + 1, 7, Milliseconds(5)), std::nullopt);
}

TEST(Retry, ObeysTheRegistryWithinReason) {
  EXPECT_EQ(wait_after(kSchedule, 1, 7, Milliseconds(60'000)), Milliseconds(60'000));
  EXPECT_GE(*wait_after(kSchedule, 1, 7, Milliseconds(1)), Milliseconds(500)) << "not sooner than planned";
  EXPECT_EQ(wait_after(kSchedule, 1, 7, Milliseconds(1'000'000'000'000)), kLongestRetryAfter);
}

TEST(Retry, ReadsRetryAfter) {
  EXPECT_EQ(parse_retry_after("120"), Milliseconds(120'000));
  EXPECT_EQ(parse_retry_after("0"), Milliseconds(0));
  EXPECT_EQ(parse_retry_after("99999999999999999999999"), kLongestRetryAfter);
  EXPECT_EQ(parse_retry_after("1000001"), kLongestRetryAfter);
  for (const char* text : {"", "-5", "-99999999999999999999999", "5 s", "Tue, 24 Nov 2026 08:00:00 GMT"})
    EXPECT_EQ(parse_retry_after(text), std::nullopt) << text;
}

RC_GTEST_PROP(Retry, StaysWithinItsBoundsAndIsTheSameEachTime, (std::uint64_t seed, std::uint8_t number)) {
  const int attempt = 1 + number % (kSchedule.attempts - 1);
  const auto wait = wait_after(kSchedule, attempt, seed, std::nullopt);
  RC_ASSERT(wait && *wait >= kSchedule.first / 2 && *wait <= kSchedule.longest);
  RC_ASSERT(wait == wait_after(kSchedule, attempt, seed, std::nullopt));
}

TEST(Retry, QuestionsThatFailedTogetherComeBackApart) {
  std::set<std::int64_t> waits;
  for (int i = 0; i < 100; ++i)
    waits.insert(wait_after(kSchedule, 4, seed_of("question " + std::to_string(i)), std::nullopt)->count());
  EXPECT_GT(waits.size(), 80u);
}

}  // namespace
}  // namespace biroyna::integrations
