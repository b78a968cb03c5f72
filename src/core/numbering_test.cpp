#include "core/numbering.hpp"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <set>

namespace biroyna {
namespace {

using namespace std::chrono_literals;

constexpr Numbering kOfADay{
    .plain = {{{1, 10'000}, {1'000'000, 10'000'000}}},
    .steps = {{{{10'000, 100'000}, 1s}, {{100'000, 1'000'000}, 100ms}, {{10'000'000, 1'000'000'000}, 1ms}}}};

TEST(Numbering, CountsFromOne) {
  Given given;
  for (const std::int64_t expected : {1, 2, 3}) {
    const auto next = next_number(kOfADay, given, std::nullopt, 0ms);
    ASSERT_EQ(next, expected);
    given.add(kOfADay, *next);
  }
}

TEST(Numbering, CountsPastTheRangesOfRestores) {
  Given given;
  given.add(kOfADay, 9'999);
  EXPECT_EQ(next_number(kOfADay, given, std::nullopt, 0ms), 1'000'000);
  given.add(kOfADay, 1'000'000);
  EXPECT_EQ(next_number(kOfADay, given, std::nullopt, 0ms), 1'000'001);
  given.add(kOfADay, 9'999'999);
  EXPECT_EQ(next_number(kOfADay, given, std::nullopt, 0ms), std::nullopt);
}

TEST(Numbering, AfterARestoreComesFromTheTime) {
  Given given;
  given.add(kOfADay, 42);
  const Milliseconds restored = 12h + 50min;
  EXPECT_EQ(next_number(kOfADay, given, restored, restored), std::nullopt) << "no moment has passed";
  const auto next = next_number(kOfADay, given, restored, restored + 3s);
  ASSERT_EQ(next, 10'000 + 12 * 3600 + 50 * 60 + 1);
  given.add(kOfADay, *next);
  EXPECT_EQ(next_number(kOfADay, given, restored, restored + 3s), *next + 1);
}

TEST(Numbering, TakesFinerStepsForManyAtOnce) {
  Given given;
  const Milliseconds restored = 1h, now = restored + 1s;
  EXPECT_EQ(next_number(kOfADay, given, restored, now), 13'601);
  given.add(kOfADay, 13'601);
  for (std::int64_t tenth = 1; tenth <= 10; ++tenth) {
    ASSERT_EQ(next_number(kOfADay, given, restored, now), 136'000 + tenth);
    given.add(kOfADay, 136'000 + tenth);
  }
  EXPECT_EQ(next_number(kOfADay, given, restored, now), 10'000'000 + 3'600'001);
}

// Whatever was given, restored and forgotten in a day: no number is given twice.
RC_GTEST_PROP(Numbering, GivesNoNumberTwiceWhateverIsRestored, ()) {
  struct Copy {
    Given given;
    std::optional<Milliseconds> restored;
  };
  Copy now;
  std::vector<Copy> copies = {now};
  std::set<std::int64_t> printed;
  Milliseconds time = 8h;
  const auto steps = *rc::gen::container<std::vector<std::pair<int, int>>>(
      rc::gen::pair(rc::gen::inRange(0, 10), rc::gen::inRange(0, 3000)));
  for (const auto& [what, length] : steps) {
    time += Milliseconds(length);
    if (what == 0) {
      copies.push_back(now);
    } else if (what == 1) {
      now = copies[static_cast<std::size_t>(length) % copies.size()];  // it may know of no other restore
      now.restored = time;
    } else {
      for (int i = 0; i < what * what; ++i) {
        const auto next = next_number(kOfADay, now.given, now.restored, time);
        if (!next) continue;
        RC_ASSERT(printed.insert(*next).second);
        now.given.add(kOfADay, *next);
      }
    }
  }
}

}  // namespace
}  // namespace biroyna
