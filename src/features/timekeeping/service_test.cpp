// The judged clock over a real database: what other programs, and later starts, know of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "audit_migrations.hpp"
#include "features/timekeeping/timekeeping.hpp"
#include "platform/db/testing/databases.hpp"
#include "timekeeping_migrations.hpp"

namespace biroyna::timekeeping {
namespace {

using namespace std::chrono_literals;

constexpr auto kDay = std::chrono::hours(24);

class TimekeeperTest : public ::testing::TestWithParam<db::testing::Where> {
 protected:
  TimekeeperTest() {
    db::migrate(*db, db::migrations({{"audit", embedded::audit_migrations()},
                                     {"timekeeping", embedded::timekeeping_migrations()}}));
    note("sergeli", right());
    note("chilonzor", right() - 1h);
  }
  // PostgreSQL's server has a clock of its own, so the test goes by the same.
  Time right() const { return begun + passed; }
  void note(const std::string& centre, Time at) {
    db->write_and_wait([&](db::Tx& tx) {
      log.append(tx, CentreId(centre),
                 {.at = at, .kind = "noted", .subject = "x", .actor = {}, .data = "{}"});
    });
  }
  void start() {
    keeper.reset();
    keeper.emplace(
        *db, log, [this] { return right() + offset; }, [this] { return passed; }, begun - 30 * kDay);
  }
  std::string doubt() {
    const Standing now = keeper->standing();
    return now.doubt ? std::string(name(*now.doubt)) : "";
  }

  db::testing::Fresh db = db::testing::fresh(GetParam());
  audit::EventLog log{*db};
  const Time begun = system_now();
  Milliseconds passed{}, offset{};
  std::optional<Timekeeper> keeper;
};
INSTANTIATE_TEST_SUITE_P(Engines, TimekeeperTest, db::testing::engines(), db::testing::engine_name);

TEST_P(TimekeeperTest, TheNewestEventOfAllCentresIsTheLatest) {
  EXPECT_EQ(db->reading([](db::Tx& tx) { return audit::newest_event(tx); }), begun);
}

TEST_P(TimekeeperTest, AJumpAndBackLeavesNoTrace) {
  start();
  EXPECT_EQ(doubt(), "");
  EXPECT_TRUE(keeper->certain_for(30 * kDay));
  offset = 3650 * kDay;
  passed += 1s;
  EXPECT_EQ(keeper->now(), right());
  EXPECT_FALSE(keeper->certain_since());
  offset = 0ms;
  passed += 12s;
  EXPECT_EQ(doubt(), "");
  EXPECT_TRUE(keeper->certain_for(30 * kDay));
}

TEST_P(TimekeeperTest, AfterACorrectionNothingIsOldForItsWholeTime) {
  offset = -9800 * kDay;
  start();
  EXPECT_EQ(doubt(), "before_built");
  offset = 0ms;
  passed += 1s;
  keeper->tick();
  EXPECT_EQ(doubt(), "");
  if (GetParam().engine == db::Engine::postgresql) return;  // its server knew the time
  passed += 20min;
  offset = -20min - 9800 * kDay;
  start();
  passed += 1s;
  offset = 0ms;
  keeper->tick();
  EXPECT_EQ(doubt(), "");
  start();
  EXPECT_FALSE(keeper->certain_for(48h)) << "a later start knows it too";
  EXPECT_TRUE(keeper->certain_for(0s));
}

TEST_P(TimekeeperTest, AnotherServerHearsThatTheTimeIsConfirmed) {
  offset = 4min;
  start();
  Timekeeper other(*db, log, [this] { return right(); }, [this] { return passed; }, begun - 30 * kDay);
  passed += 1s;
  offset = -8min;
  EXPECT_EQ(doubt(), "jumped");
  ASSERT_TRUE(other.confirm("staff:head"));
  passed += 1s;
  keeper->tick();
  EXPECT_EQ(doubt(), "");
  int confirmed = 0;
  db->read([&](db::Tx& tx) {
    for (const char* centre : {"sergeli", "chilonzor"}) {
      audit::each_event(tx, CentreId(centre), 0, 10, [&](const audit::StoredEvent& event) {
        confirmed += event.kind == "clock_confirmed" && event.actor == "staff:head" ? 1 : 0;
        return true;
      });
    }
  });
  EXPECT_EQ(confirmed, 2);
}

TEST_P(TimekeeperTest, AServerWithAnotherTimeDoesNotTakeThatForItsOwn) {
  start();
  Timekeeper other(*db, log, [this] { return right(); }, [this] { return passed; }, begun - 30 * kDay);
  offset = 3650 * kDay;
  EXPECT_EQ(doubt(), "jumped");
  ASSERT_TRUE(other.confirm("staff:head"));
  passed += 1s;
  keeper->tick();
  EXPECT_EQ(doubt(), "jumped");
}

TEST_P(TimekeeperTest, AnEventOfAnotherServerThatIsFarAheadIsAsked) {
  start();
  note("chilonzor", right() + kDay);
  keeper->tick();
  EXPECT_EQ(doubt(), "behind_events");
  ASSERT_TRUE(keeper->confirm("staff:head"));
  EXPECT_EQ(doubt(), "");
  keeper->tick();
  EXPECT_EQ(doubt(), "");
  start();
  EXPECT_EQ(doubt(), "") << "what was confirmed stands at the end of each log";
}

}  // namespace
}  // namespace biroyna::timekeeping
