// What each COMMIT changed, counted and handed over, and brought into a copy.
#include "platform/db/sqlite_commits.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>
#include <random>

#include "platform/db/sqlite_connection.hpp"
#include "platform/db/testing/databases.hpp"

namespace biroyna::db::sqlite {
namespace {

namespace fs = std::filesystem;
using testing::TemporaryFolder;

class SqliteCommits : public ::testing::Test {
 protected:
  void SetUp() override {
    const Migration first{
        "notes", "0001.sql",
        "CREATE TABLE notes (id TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (id)) /*clustered*/;"
        "CREATE TABLE loose (id TEXT NOT NULL, number BIGINT, PRIMARY KEY (id));"};
    migrate(*db, std::span(&first, 1));
  }
  void write(const char* sql) {
    db->write_and_wait([&](Tx& tx) { tx.exec(sql, {}); });
  }
  Position begin() {
    return capture(*db, {.clock = [this] { return now; },
                         .on_commit = [this](Commit commit) { commits.push_back(std::move(commit)); }});
  }
  fs::path file() const { return db.options().data_dir / "biroyna.db"; }
  std::vector<std::string> notes(const fs::path& of) {
    Connection connection(of, Connection::Access::write, 1000);
    std::vector<std::string> all;
    Tx& tx = connection;
    tx.each("SELECT id || '=' || text FROM notes ORDER BY id", {},
            [&](const Row& row) { all.emplace_back(row.text(0)); });
    tx.each("SELECT id || '=' || coalesce(number, 'none') FROM loose ORDER BY id", {},
            [&](const Row& row) { all.emplace_back(row.text(0)); });
    return all;
  }

  testing::Fresh db = testing::fresh(Engine::sqlite);
  TemporaryFolder folder;
  Time now = from_ms(1'000);
  std::vector<Commit> commits;
};

TEST_F(SqliteCommits, DebiansSqliteHasTheSessionExtension) {
  EXPECT_EQ(sqlite3_compileoption_used("ENABLE_SESSION"), 1);
  EXPECT_EQ(sqlite3_compileoption_used("ENABLE_PREUPDATE_HOOK"), 1);
}

TEST_F(SqliteCommits, EachCommitCountsAndSaysWhen) {
  const Position from = begin();
  write("INSERT INTO notes VALUES ('a', 'one')");
  now = from_ms(2'000);
  write("INSERT INTO notes VALUES ('b', 'two')");
  db->check();  // an empty transaction
  now = from_ms(1'500);
  write("UPDATE notes SET text = 'three' WHERE id = 'a'");
  ASSERT_EQ(commits.size(), 3u);
  EXPECT_EQ(commits[0].sequence, from.sequence + 1);
  EXPECT_EQ(commits[2].sequence, from.sequence + 3);
  EXPECT_EQ(commits[1].at, from_ms(2'000));
  EXPECT_EQ(commits[2].at, from_ms(2'000)) << "times never go back";
}

TEST_F(SqliteCommits, ChangesMakeACopyTheSame) {
  write("INSERT INTO notes VALUES ('a', 'one'), ('b', 'two')");
  begin();
  copy_database(file(), folder.path() / "copy.db");
  write("INSERT INTO notes VALUES ('c', 'three'); ");
  write("UPDATE notes SET text = 'eins' WHERE id = 'a'");
  write("DELETE FROM notes WHERE id = 'b'");
  write("INSERT INTO loose VALUES ('x', 7), ('y', NULL)");
  write("DELETE FROM loose WHERE id = 'x'");
  const fs::path copy = folder.path() / "copy.db";
  {
    Replay replay(copy);
    for (const auto& commit : commits) replay.apply(commit.changes);
    replay.finish();
  }
  EXPECT_THAT(notes(copy), ::testing::ElementsAre("a=eins", "c=three", "y=none"));
  EXPECT_EQ(position_of(copy)->sequence, commits.back().sequence);
  EXPECT_EQ(damage_of(copy), "");
}

// Every kind of value and change, a thousand times at random.
TEST_F(SqliteCommits, WhateverIsChangedTheCopyFollows) {
  write(
      "CREATE TABLE kinds (a TEXT NOT NULL, n BIGINT, r DOUBLE PRECISION, t TEXT, b BYTEA, c TEXT NOT NULL, "
      "PRIMARY KEY (c, a))");
  write("CREATE UNIQUE INDEX kinds_by_number ON kinds (n)");
  begin();
  copy_database(file(), folder.path() / "copy.db");
  std::mt19937 random(7);  // NOLINT(*-msc51-cpp): the same each time
  const auto some = [&](int most) { return static_cast<int>(random() % static_cast<unsigned>(most)); };
  for (int i = 0; i < 300; ++i) {
    db->write_and_wait([&](Tx& tx) {
      for (int j = 0; j < 4; ++j) {
        const std::string a = std::to_string(some(40)), text(static_cast<std::size_t>(some(5) * 60), 't'),
                          zero("\0\1\0", 3);
        const std::int64_t number = std::int64_t{1000} * i + j;
        const auto one_of = [&](Value value) { return some(4) == 0 ? Value(nullptr) : value; };
        switch (some(5)) {
          case 0:
            tx.exec("DELETE FROM kinds WHERE a = $1", {std::string_view(a)});
            break;
          case 1:  // another key
            tx.exec("UPDATE OR REPLACE kinds SET a = a || 'x' WHERE a = $1", {std::string_view(a)});
            break;
          case 2:
            tx.exec("UPDATE kinds SET t = $2, r = $3 WHERE a = $1",
                    {std::string_view(a), one_of(std::string_view(text)), one_of(number / 8.0)});
            break;
          case 3:
            tx.exec("INSERT OR REPLACE INTO kinds (a, n, r, t, b, c) VALUES ($1, $2, $3, $4, $5, 'c')",
                    {std::string_view(a), one_of(number), one_of(2.0), std::string_view(text),
                     one_of(Blob{zero})});
            break;
          default:
            tx.exec(
                "INSERT INTO kinds (a, n, c) VALUES ($1, $2, 'd') ON CONFLICT (c, a) DO UPDATE SET n = -$2",
                {std::string_view(a), number});
        }
      }
      if (some(60) == 0) tx.exec("DELETE FROM kinds", {});
    });
  }
  const fs::path copy = folder.path() / "copy.db";
  Replay replay(copy);
  for (const auto& commit : commits) replay.apply(commit.changes);
  replay.finish();
  const auto all = [](const fs::path& of) {
    Connection connection(of, Connection::Access::write, 1000);
    Tx& tx = connection;
    std::vector<std::string> rows;
    tx.each(
        "SELECT quote(a) || quote(n) || quote(r) || quote(t) || quote(b) || quote(c) FROM kinds ORDER BY c, "
        "a",
        {}, [&](const Row& row) { rows.emplace_back(row.text(0)); });
    return rows;
  };
  EXPECT_EQ(all(copy), all(file()));
  EXPECT_GT(all(copy).size(), 5u);
}

TEST_F(SqliteCommits, ATableWithoutAKeyLeavesANumberOut) {
  write("CREATE TABLE keyless (a TEXT)");
  begin();
  write("INSERT INTO keyless VALUES ('a')");
  EXPECT_TRUE(commits.empty());
  write("INSERT INTO notes VALUES ('a', 'one')");
  ASSERT_EQ(commits.size(), 1u);
}

TEST_F(SqliteCommits, WhatWasRolledBackIsNotHandedOver) {
  begin();
  EXPECT_ANY_THROW(db->write_and_wait([](Tx& tx) {
    tx.exec("INSERT INTO notes VALUES ('a', 'one')", {});
    throw std::runtime_error("no");
  }));
  EXPECT_TRUE(commits.empty());
  write("INSERT INTO notes VALUES ('b', 'two')");
  ASSERT_EQ(commits.size(), 1u);
  copy_database(file(), folder.path() / "copy.db");
  EXPECT_THAT(notes(folder.path() / "copy.db"), ::testing::ElementsAre("b=two"));
}

TEST_F(SqliteCommits, AnotherProgramsCommitLeavesANumberOut) {
  const Position from = begin();
  write("INSERT INTO notes VALUES ('a', 'one')");
  {
    auto options = db.options();
    options.exclusive = false;
    const auto beside = open(options);
    beside->write_and_wait([](Tx& tx) { tx.exec("INSERT INTO notes VALUES ('b', 'two')", {}); });
  }
  write("INSERT INTO notes VALUES ('c', 'three')");
  ASSERT_EQ(commits.size(), 2u);
  EXPECT_EQ(commits[0].sequence, from.sequence + 1);
  EXPECT_EQ(commits[1].sequence, from.sequence + 3);
}

TEST_F(SqliteCommits, ANewSchemaLeavesANumberOut) {
  const Position before = db->reading([](Tx& tx) { return *position(tx); });
  const std::vector<Migration> all = {
      {"notes", "0001.sql",
       "CREATE TABLE notes (id TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (id)) /*clustered*/;"
       "CREATE TABLE loose (id TEXT NOT NULL, number BIGINT, PRIMARY KEY (id));"},
      {"notes", "0002.sql", "ALTER TABLE notes ADD COLUMN more TEXT;"}};
  migrate(*db, std::span(all).first(1));
  EXPECT_EQ(db->reading([](Tx& tx) { return *position(tx); }), before) << "nothing to do, nothing counted";
  migrate(*db, all);
  EXPECT_EQ(begin().sequence, before.sequence + 1);
  EXPECT_TRUE(commits.empty());
}

TEST_F(SqliteCommits, ChangesThatDoNotFitAreRefused) {
  write("INSERT INTO notes VALUES ('a', 'one')");
  copy_database(file(), folder.path() / "copy.db");
  write("UPDATE notes SET text = 'unseen' WHERE id = 'a'");
  begin();
  write("UPDATE notes SET text = 'two' WHERE id = 'a'");
  Replay replay(folder.path() / "copy.db");
  EXPECT_THROW(replay.apply(commits.at(0).changes), std::runtime_error);
}

TEST_F(SqliteCommits, ARestoredDatabaseHasATimelineOfItsOwn) {
  const Position before = db->reading([](Tx& tx) { return *position(tx); });
  db->write_and_wait([](Tx& tx) { begin_timeline(tx); });
  EXPECT_NE(db->reading([](Tx& tx) { return position(tx)->timeline; }), before.timeline);
}

TEST_F(SqliteCommits, ACopyThatNobodyWaitsForEnds) {
  db->write_and_wait([](Tx& tx) {
    tx.exec(
        "INSERT INTO notes SELECT value, 'much' FROM (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT "
        "value + 1 FROM n WHERE value < 100000) SELECT value FROM n)",
        {});
  });
  EXPECT_ANY_THROW(copy_database(file(), folder.path() / "copy.db", [] { return true; }));
}

TEST_F(SqliteCommits, ADamagedFileIsSeen) {
  copy_database(file(), folder.path() / "copy.db");
  EXPECT_EQ(damage_of(folder.path() / "copy.db"), "");
  fs::resize_file(folder.path() / "copy.db", fs::file_size(folder.path() / "copy.db") / 2);
  EXPECT_NE(damage_of(folder.path() / "copy.db"), "");
}

}  // namespace
}  // namespace biroyna::db::sqlite
