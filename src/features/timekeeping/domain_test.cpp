#include "features/timekeeping/domain.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace biroyna::timekeeping {
namespace {

using namespace std::chrono_literals;

constexpr auto kDay = std::chrono::hours(24);
const Time kBuilt = parse_rfc3339("2026-11-01T00:00:00Z").value();
const Time kTrue = parse_rfc3339("2026-11-30T05:00:00Z").value();  // when the program starts

std::string doubt_of(const Judge& judge) { return judge.doubt() ? std::string(name(*judge.doubt())) : ""; }

// A computer: its monotonic clock is right, its wall clock is off by `offset`.
struct Computer {
  Milliseconds passed{}, offset{};
  Judge judge;

  explicit Computer(Evidence evidence = {.newest_event = kTrue - 1min}, Milliseconds off = {})
      : offset(off), judge(kBuilt, {kTrue + off, 0ms}, evidence) {}
  Time true_time() const { return kTrue + passed; }
  Reading reading() const { return {true_time() + offset, passed}; }
  void look(Milliseconds after) {
    passed += after;
    judge.look(reading());
  }
  void look_on(Milliseconds length) {
    for (Milliseconds gone{}; gone < length; gone += 1s) look(1s);
  }
};

struct Start {
  const char* what;
  Milliseconds offset;
  std::optional<Milliseconds> newest;    // before the true time
  std::optional<Milliseconds> database;  // its clock against the true time
  const char* doubt;
  Milliseconds judged;  // against the true time
};

class Starts : public ::testing::TestWithParam<Start> {};

TEST_P(Starts, Table) {
  const Start& start = GetParam();
  Evidence evidence;
  if (start.newest) evidence.newest_event = kTrue - *start.newest;
  if (start.database) evidence.database = kTrue + *start.database;
  const Computer computer(evidence, start.offset);
  EXPECT_EQ(doubt_of(computer.judge), start.doubt);
  EXPECT_EQ((computer.judge.now() - kTrue).count(), start.judged.count());
}

INSTANTIATE_TEST_SUITE_P(
    Clock, Starts,
    ::testing::Values(
        Start{"right", 0ms, 1min, {}, "", 0ms}, Start{"nothing is in the log yet", 0ms, {}, {}, "", 0ms},
        Start{"minutes slow", -9min, 1min, {}, "", -9min},
        Start{"after a weekend", 0ms, 3 * kDay, {}, "", 0ms},
        Start{"after a month", 0ms, 30 * kDay, {}, "long_pause", 0ms},
        Start{"ten years ahead", 3650 * kDay, 1min, {}, "long_pause", -1min},
        Start{"in the year 2000", -9800 * kDay, 1min, {}, "before_built", -1min},
        Start{"in the year 2000, nothing in the log", -9800 * kDay, {}, {}, "before_built", kBuilt - kTrue},
        Start{"a day back", -kDay, 1min, {}, "behind_events", -1min},
        Start{"right, but the log is from 2036", 0ms, -3650 * kDay, {}, "behind_events", 0ms},
        Start{"a day ahead, the database knows better", kDay, 1min, 0ms, "database_differs", 0ms},
        Start{"ten years ahead, the database knows better", 3650 * kDay, 1min, 0ms, "long_pause", 0ms},
        Start{"in the year 2000, the database knows better", -9800 * kDay, 1min, 0ms, "before_built", 0ms},
        Start{"right, the database is in the year 2000", 0ms, 1min, -9800 * kDay, "database_differs", 0ms}),
    [](const auto& test) {
      std::string name = test.param.what;
      std::erase_if(name, [](char c) { return c == ','; });
      std::ranges::replace(name, ' ', '_');
      return name;
    });

TEST(ClockJudge, TakesSmallStepsAsTheyAre) {
  Computer computer;
  for (const auto step : {3s, -5s, 240s, -240s}) {
    computer.offset += step;
    computer.look(1s);
    EXPECT_TRUE(computer.judge.trusted()) << step.count();
    EXPECT_EQ(computer.judge.now(), computer.reading().wall);
  }
}

TEST(ClockJudge, AJumpIsNotFollowedAndIsOverWhenTheClockIsBack) {
  for (const Milliseconds jump : {Milliseconds(3650 * kDay), Milliseconds(kDay), Milliseconds(11min),
                                  Milliseconds(-kDay), Milliseconds(-9800 * kDay)}) {
    Computer computer;
    computer.look(1s);
    computer.offset = jump;
    computer.look_on(12s);
    EXPECT_EQ(doubt_of(computer.judge), "jumped");
    EXPECT_EQ(computer.judge.now(), computer.true_time()) << "goes on without it";
    EXPECT_EQ(computer.judge.offset(), jump);
    computer.offset = 2s;
    computer.look(1s);
    EXPECT_TRUE(computer.judge.trusted());
    EXPECT_EQ(computer.judge.corrected_at(), std::nullopt) << "nothing was dated wrongly";
  }
}

TEST(ClockJudge, ManySmallStepsAreAJump) {
  Computer computer;
  for (int i = 0; i < 100; ++i) {
    computer.offset += 1min;
    computer.look(1s);
  }
  EXPECT_EQ(doubt_of(computer.judge), "jumped");
  EXPECT_LE(computer.judge.now(), computer.true_time() + kStep);
}

TEST(ClockJudge, AStepIsForgivenInTime) {
  Computer computer;
  for (int day = 0; day < 10; ++day) {
    computer.offset += 8min;
    computer.look_on(10h);
    EXPECT_TRUE(computer.judge.trusted()) << day;
  }
}

TEST(ClockJudge, SleepIsAJumpWhetherMonotonicTimeCountsItOrNot) {
  Computer stopped;
  stopped.look(8h);
  EXPECT_EQ(doubt_of(stopped.judge), "jumped");
  Computer asleep;
  asleep.offset = 8h;
  asleep.look(1s);
  EXPECT_EQ(doubt_of(asleep.judge), "jumped");
  ASSERT_TRUE(asleep.judge.confirm(asleep.reading()));
  EXPECT_TRUE(asleep.judge.trusted());
  EXPECT_EQ(asleep.judge.now(), asleep.reading().wall);
  EXPECT_EQ(asleep.judge.corrected_at(), asleep.reading().wall);
}

TEST(ClockJudge, ADoubtfulStartIsOverWhenTheClockFitsToTheLog) {
  for (const Milliseconds offset :
       {Milliseconds(-9800 * kDay), Milliseconds(3650 * kDay), Milliseconds(-kDay)}) {
    Computer computer({.newest_event = kTrue - 2h}, offset);
    computer.look_on(10s);
    EXPECT_FALSE(computer.judge.trusted());
    EXPECT_EQ(computer.judge.now(), kTrue - 2h + 10s);
    computer.offset = 0ms;
    computer.look(1s);
    computer.judge.weigh(computer.reading(), {.newest_event = kTrue - 2h});
    EXPECT_TRUE(computer.judge.trusted());
    EXPECT_EQ(computer.judge.corrected_at(), computer.true_time())
        << "what was written is dated two hours back";
  }
}

TEST(ClockJudge, AStartAfterALongPauseWaitsForAPersonButShowsTheTime) {
  Computer computer({.newest_event = kTrue - 30 * kDay});
  computer.look_on(10s);
  EXPECT_EQ(doubt_of(computer.judge), "long_pause");
  EXPECT_EQ(computer.judge.now(), computer.true_time());
  computer.judge.weigh(computer.reading(), {.newest_event = computer.true_time()});
  EXPECT_FALSE(computer.judge.trusted()) << "its own events prove nothing";
  ASSERT_TRUE(computer.judge.confirm(computer.reading()));
  EXPECT_TRUE(computer.judge.trusted());
}

TEST(ClockJudge, NobodyConfirmsATimeBeforeTheProgramWasBuilt) {
  Computer computer({}, -9800 * kDay);
  EXPECT_FALSE(computer.judge.confirm(computer.reading()));
  EXPECT_EQ(doubt_of(computer.judge), "before_built");
}

TEST(ClockJudge, EventsOfAnotherServerAreHeldAgainstTheClockToo) {
  Computer computer;
  computer.look(1s);
  computer.judge.weigh(computer.reading(), {.newest_event = computer.true_time() + 1h});
  EXPECT_EQ(doubt_of(computer.judge), "behind_events");
  EXPECT_EQ(computer.judge.now(), computer.true_time());
  computer.look(1s);
  EXPECT_FALSE(computer.judge.trusted());
  computer.judge.weigh(computer.reading(), {.newest_event = computer.true_time()});
  EXPECT_TRUE(computer.judge.trusted());
}

TEST(ClockJudge, APersonOverrulesTheLogAndTheDatabase) {
  Computer computer({.newest_event = kTrue + 5h, .database = kTrue - 5h});
  EXPECT_FALSE(computer.judge.trusted());
  ASSERT_TRUE(computer.judge.confirm(computer.reading()));
  computer.look(1s);
  computer.judge.weigh(computer.reading(),
                       {.newest_event = kTrue + 5h, .database = computer.true_time() - 5h});
  EXPECT_TRUE(computer.judge.trusted());
  computer.judge.weigh(computer.reading(), {.newest_event = kTrue + 6h});
  EXPECT_FALSE(computer.judge.trusted()) << "a new contradiction";
}

// Whatever the clock does, in jumps of any size and in small steps: as long as it is trusted, nothing is due
// that is not due soon, and once it is right again it is trusted and right.
RC_GTEST_PROP(ClockJudge, NoJumpsThatEndRightDestroyAnything, ()) {
  const auto due = *rc::gen::inRange<std::int64_t>(0, 30 * 24 * 60) * 1min;  // after the start
  const auto looks = *rc::gen::container<std::vector<std::pair<int, int>>>(
      rc::gen::pair(rc::gen::inRange(-6, 7), rc::gen::inRange(1, 300)));
  Computer computer;
  const auto allowed = [&] { return kStep + computer.passed / kFollowing; };
  for (const auto& [kind, seconds] : looks) {
    constexpr Milliseconds kMoves[] = {0ms, 30s, 9min, 3h, kDay, 30 * kDay, 3650 * kDay};
    const Milliseconds move = kMoves[std::abs(kind)];
    if (kind == 0)
      computer.offset = 0ms;
    else
      computer.offset += kind < 0 ? -move : move;
    computer.look(std::chrono::seconds(seconds));
    const Time judged = computer.judge.now();
    if (computer.judge.trusted() && judged >= kTrue + due)
      RC_ASSERT(computer.true_time() + allowed() >= kTrue + due);
    RC_ASSERT(judged <= computer.true_time() + allowed() + kStep);
  }
  computer.offset = 0ms;
  computer.look(1s);
  RC_ASSERT(computer.judge.trusted());
  RC_ASSERT(computer.judge.now() == computer.true_time());
}

}  // namespace
}  // namespace biroyna::timekeeping
