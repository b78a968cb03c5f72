#include <fmt/format.h>

#include <chrono>
#include <map>
#include <utility>

#include "platform/auth/secrets.hpp"
#include "platform/db/dialect.hpp"
#include "platform/db/sqlite_commits.hpp"
#include "platform/db/sqlite_statistics.hpp"

namespace biroyna::db {
namespace {

using Name = std::pair<std::string, std::string>;  // feature and file

std::string checksum_of(std::string_view sql) { return auth::to_hex(auth::sha256(sql)); }

std::int64_t now_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

// Other servers that start at the same moment wait here for the first one.
void take_turn(Tx& tx) {
  if (tx.engine() == Engine::postgresql) tx.exec("SELECT pg_advisory_xact_lock(6296817)");
  tx.exec(
      "CREATE TABLE IF NOT EXISTS schema_migrations (feature TEXT NOT NULL, name TEXT NOT NULL, "
      "checksum TEXT NOT NULL, applied_ms BIGINT NOT NULL, PRIMARY KEY (feature, name)) /*clustered*/");
}

std::map<Name, std::string> applied(Tx& tx) {
  std::map<Name, std::string> found;
  tx.each("SELECT feature, name, checksum FROM schema_migrations", {},
          [&](const Row& row) { found.emplace(Name(row.text(0), row.text(1)), row.text(2)); });
  return found;
}

[[noreturn]] void refuse(const Name& name, std::string_view what) {
  throw Unavailable(
      Unavailable::Why::newer_version,
      fmt::format("the database is not of this version: {}/{} {}", name.first, name.second, what));
}

void apply(Tx& tx, const Migration& migration, const std::string& checksum) {
  for (const std::string_view statement : dialect::statements(migration.sql, tx.engine())) tx.exec(statement);
  tx.exec("INSERT INTO schema_migrations (feature, name, checksum, applied_ms) VALUES ($1, $2, $3, $4)",
          {migration.feature, migration.name, checksum, now_ms()});
}

// Makes PostgreSQL order text by bytes, as SQLite does, whatever collation the database was made with:
// ranges, marks in lists and the beginnings of names depend on it. A column that has its collation keeps it.
void order_text_by_bytes(Tx& tx) {
  const bool by_bytes = tx.first(
                              "SELECT 1 FROM pg_database WHERE datname = current_database() AND "
                              "datlocprovider = 'c' AND datcollate IN ('C', 'POSIX')",
                              {}, [](const Row&) { return true; })
                            .has_value();
  if (by_bytes) return;
  std::map<std::string, std::string> changes;
  tx.each(
      "SELECT quote_ident(t.relname), quote_ident(c.attname) FROM pg_attribute c JOIN pg_class t ON t.oid = "
      "c.attrelid WHERE t.relnamespace = current_schema()::regnamespace AND t.relkind IN ('r', 'p') AND "
      "c.attnum > 0 AND NOT c.attisdropped AND c.atttypid = 'text'::regtype AND c.attcollation <> "
      "'\"C\"'::regcollation ORDER BY t.relname, c.attnum",
      {}, [&](const Row& row) {
        std::string& change = changes[std::string(row.text(0))];
        change +=
            fmt::format("{}ALTER COLUMN {} TYPE TEXT COLLATE \"C\"", change.empty() ? "" : ", ", row.text(1));
      });
  for (const auto& [table, change] : changes) tx.exec(fmt::format("ALTER TABLE {} {}", table, change));
}

void migrate(Tx& tx, std::span<const Migration> migrations) {
  take_turn(tx);
  std::map<Name, std::string> unknown = applied(tx);
  std::vector<std::pair<const Migration*, std::string>> missing;
  for (const Migration& migration : migrations) {
    const std::string checksum = checksum_of(migration.sql);
    const auto found = unknown.find(Name(migration.feature, migration.name));
    if (found == unknown.end()) {
      missing.emplace_back(&migration, checksum);
    } else {
      if (found->second != checksum) refuse(found->first, "was changed after it had been applied");
      unknown.erase(found);
    }
  }
  if (!unknown.empty()) refuse(unknown.begin()->first, "is not known to this program");
  for (const auto& [migration, checksum] : missing) apply(tx, *migration, checksum);
  if (tx.engine() == Engine::sqlite) {
    sqlite::begin_counting(tx);
    sqlite::tell_planner(tx);
  } else {
    order_text_by_bytes(tx);
  }
}

}  // namespace

std::vector<Migration> migrations(std::initializer_list<FeatureFiles> features) {
  std::vector<Migration> all;
  for (const auto& [feature, files] : features) {
    for (const auto& file : files) all.push_back({feature, file.name, file.content});
  }
  return all;
}

void migrate(Db& db, std::span<const Migration> migrations) {
  db.write_and_wait([&](Tx& tx) { migrate(tx, migrations); });
}

}  // namespace biroyna::db
