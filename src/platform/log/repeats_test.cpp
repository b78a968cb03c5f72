#include "platform/log/repeats.hpp"

#include <gtest/gtest.h>

namespace biroyna::log {
namespace {

using namespace std::chrono_literals;

const Repeats::Clock::time_point kBegin{1h};

TEST(Repeats, OfOneFailureAFewLinesAreWrittenAndTheRestIsCounted) {
  Repeats repeats;
  int written = 0;
  for (int i = 0; i < 3115; ++i)
    written += repeats.admits("write_failed", "the disk is full", kBegin + i * 1ms);
  EXPECT_EQ(written, Repeats::kOfOneText);
  EXPECT_TRUE(repeats.admits("write_failed", "another reason", kBegin + 4s));
  EXPECT_TRUE(repeats.admits("another_event", "the disk is full", kBegin + 4s));
  EXPECT_TRUE(repeats.take_over(kBegin + 9s).empty());
  const auto over = repeats.take_over(kBegin + 10s);
  ASSERT_EQ(over.size(), 1u);
  EXPECT_EQ(over[0].event, "write_failed");
  EXPECT_EQ(over[0].lines, 3115 - Repeats::kOfOneText);
  EXPECT_TRUE(repeats.take_over(kBegin + 60s).empty()) << "once";
  EXPECT_TRUE(repeats.admits("write_failed", "the disk is full", kBegin + 61s)) << "a new window";
}

TEST(Repeats, ManyTextsOfOneEventAreBoundedToo) {
  Repeats repeats;
  int written = 0;
  for (int i = 0; i < 1000; ++i) written += repeats.admits("guessed", std::to_string(i), kBegin);
  EXPECT_EQ(written, Repeats::kOfOneEvent);
}

}  // namespace
}  // namespace biroyna::log
