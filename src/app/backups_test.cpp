// That what the program keeps can be copied and brought forward.
#include "app/backups.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/app.hpp"
#include "platform/db/testing/processes.hpp"

namespace biroyna::testing {
namespace {

// Changes are known by primary keys: a row of a table without one, or with nothing in it, would be lost.
TEST(Backups, EveryTableHasAPrimaryKeyThatIsNeverEmpty) {
  const db::testing::TemporaryFolder folder;
  const auto db = open_database(settings_of_folder(folder.path()), true);
  int tables = 0;
  db->read([&](db::Tx& tx) {
    tx.each(
        "SELECT t.name, (SELECT count(*) FROM pragma_table_info(t.name) WHERE pk > 0), (SELECT count(*) FROM "
        "pragma_table_info(t.name) WHERE pk > 0 AND \"notnull\" = 0) FROM sqlite_schema t WHERE t.type = "
        "'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
        {}, [&](const db::Row& row) {
          ++tables;
          EXPECT_GT(row.integer(1), 0) << row.text(0) << " has no primary key";
          EXPECT_EQ(row.integer(2), 0) << "the primary key of " << row.text(0) << " may be NULL";
        });
  });
  EXPECT_GT(tables, 20);
}

TEST(Backups, TheLastOneIsNoted) {
  const db::testing::TemporaryFolder folder;
  const Config config = settings_of_folder(folder.path());
  EXPECT_EQ(last_backup(config), std::nullopt);
  EXPECT_EQ(backup_figures(config).at(0).value, 0);
  note_backup(config, from_ms(1'800'000'000'500));
  EXPECT_EQ(last_backup(config), from_ms(1'800'000'000'500));
  EXPECT_EQ(backup_figures(config).at(0).value, 1'800'000'000.5);
}

TEST(Backups, OldOnesAndMissingChangesAreSaid) {
  const Time now = from_ms(1'800'000'000'000);
  using backup::Standing;
  EXPECT_FALSE(Standing{}.is_old(now)) << "a new installation has none yet";
  EXPECT_FALSE((Standing{.last = now - std::chrono::hours(35)}.is_old(now)));
  EXPECT_TRUE((Standing{.last = now - std::chrono::hours(37)}.is_old(now)));
  EXPECT_FALSE((Standing{.changes_missing_since = now - std::chrono::seconds(30)}.misses_changes(now)));
  EXPECT_TRUE((Standing{.changes_missing_since = now - std::chrono::minutes(3)}.misses_changes(now)));
}

}  // namespace
}  // namespace biroyna::testing
