#include "features/audit/restored.hpp"

#include <gmock/gmock.h>

#include "audit_migrations.hpp"
#include "platform/db/testing/databases.hpp"

namespace biroyna::audit {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class RestoredStore : public ::testing::TestWithParam<db::testing::Where> {
 protected:
  RestoredStore() { db::migrate(*db, db::migrations({{"audit", embedded::audit_migrations()}})); }
  void mark(Time until, Time at) {
    db->write_and_wait([&](db::Tx& tx) { mark_restored(tx, {until, at}); });
  }
  std::vector<Restored> begin(Time now) {
    std::vector<Restored> begun;
    db->write_and_wait([&](db::Tx& tx) { begun = begin_after_restores(tx, now); });
    return begun;
  }
  db::testing::Fresh db = db::testing::fresh(GetParam());
};
INSTANTIATE_TEST_SUITE_P(Engines, RestoredStore, db::testing::engines(), db::testing::engine_name);

TEST_P(RestoredStore, NothingWasRestoredBefore) {
  EXPECT_THAT(begin(from_ms(10)), IsEmpty());
  EXPECT_THAT(db->reading(restores), IsEmpty());
  EXPECT_EQ(db->reading(last_restored), std::nullopt);
}

TEST_P(RestoredStore, ARestoreGoesOnUntilTheFirstStart) {
  mark(from_ms(100), from_ms(500));
  EXPECT_EQ(db->reading(last_restored), (Restored{from_ms(100), from_ms(500)}));
  // The old program may have handed out numbers until it was stopped for the copy.
  EXPECT_THAT(begin(from_ms(700)), ElementsAre(Restored{from_ms(100), from_ms(700)}));
  EXPECT_THAT(begin(from_ms(900)), IsEmpty()) << "a later start changes nothing";
  mark(from_ms(600), from_ms(1000));
  EXPECT_THAT(begin(from_ms(990)), ElementsAre(Restored{from_ms(600), from_ms(1000)}))
      << "a clock that is behind";
  EXPECT_THAT(db->reading(restores),
              ElementsAre(Restored{from_ms(100), from_ms(700)}, Restored{from_ms(600), from_ms(1000)}));
}

TEST(Restored, LosesWhatWasWrittenAfterTheCopy) {
  const auto lost = [](std::int64_t from, std::int64_t to) {
    return was_lost({{from_ms(100), from_ms(500)}, {from_ms(800), from_ms(900)}}, from_ms(from), from_ms(to));
  };
  EXPECT_FALSE(was_lost({}, from_ms(0), from_ms(1000)));
  EXPECT_FALSE(lost(40, 100));
  EXPECT_TRUE(lost(40, 101));
  EXPECT_TRUE(lost(200, 300));
  EXPECT_TRUE(lost(500, 560));
  EXPECT_FALSE(lost(501, 561));
  EXPECT_TRUE(lost(850, 851));
}

}  // namespace
}  // namespace biroyna::audit
