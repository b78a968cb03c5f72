#include <gmock/gmock.h>

#include <array>

#include "platform/db/testing/databases.hpp"
#include "platform/db/testing/gate.hpp"

namespace biroyna::db {
namespace {

using testing::refusal;

constexpr Migration kFirst{
    "queue", "0001_queue.sql",
    "-- Tickets.\nCREATE TABLE tickets (id TEXT PRIMARY KEY, n BIGINT) /*clustered*/;\n"
    "CREATE INDEX tickets_by_n ON tickets (n);\n"};
constexpr Migration kSecond{"queue", "0002_window.sql", "ALTER TABLE tickets ADD COLUMN window_id TEXT;"};
constexpr Migration kOther{"audit", "0001_queue.sql", "CREATE TABLE events (id BIGINT PRIMARY KEY);"};

class Migrate : public ::testing::TestWithParam<testing::Where> {
 protected:
  std::int64_t count(std::string_view table) {
    return db->reading([&](Tx& tx) {
      return tx
          .first("SELECT count(*) FROM " + std::string(table), {},
                 [](const Row& row) { return row.integer(0); })
          .value();
    });
  }
  testing::Fresh db = testing::fresh(GetParam());
};

TEST_P(Migrate, MakesAFreshSchema) {
  migrate(*db, std::array{kFirst, kOther, kSecond});
  db->write_and_wait([](Tx& tx) { tx.exec("INSERT INTO tickets (id, n, window_id) VALUES ('a', 1, 'w')"); });
  EXPECT_EQ(count("tickets"), 1);
  EXPECT_EQ(count("events"), 0);
  EXPECT_EQ(count("schema_migrations"), 3);
}

TEST_P(Migrate, OrdersTextByBytesWhateverTheCollationOfTheDatabase) {
  // One table of an earlier program, with rows; one that is new.
  constexpr Migration kPeople{"people", "0001_people.sql",
                              "CREATE TABLE people (name TEXT NOT NULL, part TEXT NOT NULL DEFAULT 'x');\n"
                              "CREATE INDEX people_by_name ON people (name) WHERE part = 'x';\n"};
  db->write_and_wait([](Tx& tx) {
    tx.exec("CREATE TABLE earlier (name TEXT PRIMARY KEY)");
    for (const std::string_view name : {"b", "Z", "a b", "ab", "a"})
      tx.exec("INSERT INTO earlier (name) VALUES ($1)", {name});
  });
  migrate(*db, std::array{kPeople});
  db->write_and_wait([](Tx& tx) { tx.exec("INSERT INTO people (name) SELECT name FROM earlier"); });
  for (const std::string table : {"earlier", "people"}) {
    std::vector<std::string> all, beginning_with_a;
    db->read([&](Tx& tx) {
      tx.each("SELECT name FROM " + table + " ORDER BY name", {},
              [&](const Row& row) { all.emplace_back(row.text(0)); });
      tx.each("SELECT name FROM " + table + " WHERE name >= $1 AND name < $2 ORDER BY name", {"a", "a\x7f"},
              [&](const Row& row) { beginning_with_a.emplace_back(row.text(0)); });
    });
    EXPECT_THAT(all, ::testing::ElementsAre("Z", "a", "a b", "ab", "b")) << table;
    EXPECT_THAT(beginning_with_a, ::testing::ElementsAre("a", "a b", "ab")) << table;
  }
}

TEST_P(Migrate, DoesNothingTheSecondTime) {
  migrate(*db, std::array{kFirst, kSecond});
  migrate(*db, std::array{kFirst, kSecond});
  db.reopen();
  migrate(*db, std::array{kFirst, kSecond});
  EXPECT_EQ(count("schema_migrations"), 2);
}

// SQLite's planner takes `centre_id = ?` for a choice among rows and reads the whole centre by its primary
// key, unless it is told.
TEST(MigrateOnSqlite, WhatFollowsTheCentreInAnIndexIsLookedUp) {
  constexpr Migration kDocuments{
      "documents", "0001_documents.sql",
      "CREATE TABLE documents (centre_id TEXT, document_id TEXT, case_number TEXT, kind TEXT, name TEXT, "
      "PRIMARY KEY (centre_id, document_id)) /*clustered*/;\n"
      "CREATE INDEX documents_by_case ON documents (centre_id, case_number);\n"
      "CREATE INDEX documents_seen ON documents (centre_id, name, document_id) WHERE kind = 'seen';\n"};
  testing::Fresh db = testing::fresh(Engine::sqlite);
  migrate(*db, std::array{kDocuments});
  const auto plan = [&](const std::string& where) {
    std::string said;
    db->read([&](Tx& tx) {
      tx.each("EXPLAIN QUERY PLAN SELECT name, kind, case_number FROM documents WHERE " + where, {},
              [&](const Row& row) {
                said += row.text(3);
                return true;
              });
    });
    return said;
  };
  using ::testing::HasSubstr;
  for (int i = 0; i < 2; ++i) {
    EXPECT_THAT(plan("centre_id = 'a' AND case_number = 'b' ORDER BY document_id"),
                HasSubstr("documents_by_case"));
    EXPECT_THAT(
        plan("centre_id = 'a' AND kind = 'seen' AND name IN ('b', 'c') ORDER BY document_id DESC LIMIT 5"),
        HasSubstr("documents_seen"));
    EXPECT_THAT(plan("centre_id = 'a' AND document_id = 'b'"), HasSubstr("PRIMARY KEY"));
    db.reopen();
    migrate(*db, std::array{kDocuments});
  }
}

TEST_P(Migrate, AddsWhatIsMissing) {
  migrate(*db, std::array{kFirst});
  migrate(*db, std::array{kOther, kFirst, kSecond});
  EXPECT_EQ(count("schema_migrations"), 3);
  EXPECT_EQ(count("events"), 0);
}

TEST_P(Migrate, RefusesAChangedFile) {
  migrate(*db, std::array{kFirst});
  Migration changed = kFirst;
  changed.sql.remove_suffix(1);
  EXPECT_EQ(refusal([&] { migrate(*db, std::array{changed, kSecond}); }), Unavailable::Why::newer_version);
  EXPECT_EQ(count("schema_migrations"), 1);
}

TEST_P(Migrate, RefusesADatabaseOfANewerVersion) {
  migrate(*db, std::array{kFirst, kSecond});
  try {
    migrate(*db, std::array{kFirst, kOther});
    FAIL() << "nothing was thrown";
  } catch (const Unavailable& unavailable) {
    EXPECT_EQ(unavailable.why, Unavailable::Why::newer_version);
    EXPECT_THAT(unavailable.what(), ::testing::HasSubstr("queue/0002_window.sql"));
  }
  EXPECT_EQ(count("schema_migrations"), 2) << "and does nothing";
}

TEST_P(Migrate, DoesAllOrNothing) {
  constexpr Migration kWrong{"queue", "0002_wrong.sql",
                             "CREATE TABLE more (n BIGINT); CREATE TABEL less (n BIGINT);"};
  EXPECT_THROW(migrate(*db, std::array{kFirst, kWrong}), StatementError);
  EXPECT_THROW(count("tickets"), StatementError);
  EXPECT_THROW(count("more"), StatementError);
  migrate(*db, std::array{kFirst, kSecond});
  EXPECT_EQ(count("tickets"), 0);
}

INSTANTIATE_TEST_SUITE_P(Engines, Migrate, testing::engines(), testing::engine_name);

TEST(MigrateSqlite, KeepsClusteredTablesInTheOrderOfTheirKey) {
  testing::Fresh db(Engine::sqlite);
  migrate(*db, std::array{kFirst});
  EXPECT_THROW(db->read([](Tx& tx) { tx.exec("SELECT rowid FROM tickets"); }), StatementError);
}

TEST(MigratePostgresql, LetsTwoServersStartAtOnce) {
  testing::Fresh db(Engine::postgresql);
  const std::unique_ptr<Db> other = open(db.options());
  std::future<void> elsewhere =
      std::async(std::launch::async, [&] { migrate(*other, std::array{kFirst, kSecond}); });
  EXPECT_NO_THROW(migrate(*db, std::array{kFirst, kSecond}));
  EXPECT_NO_THROW(elsewhere.get());
}

}  // namespace
}  // namespace biroyna::db
