// Real databases for the tests of stores: each test runs on SQLite and on PostgreSQL, whose databases are
// made with the collation "C" and with one of ICU's, which does not order text by bytes.
//
//   class QueueStore : public ::testing::TestWithParam<db::testing::Where> {
//    protected:
//     db::testing::Fresh db = db::testing::fresh(GetParam());
//   };
//   INSTANTIATE_TEST_SUITE_P(Engines, QueueStore, db::testing::engines(), db::testing::engine_name);
//
// Where PostgreSQL cannot be started the tests fail. Link biroyna_db_testing.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "platform/db/db.hpp"
#include "platform/db/testing/postgresql_server.hpp"

namespace biroyna::db::testing {

// Where a test runs.
struct Where {
  constexpr Where(Engine engine, bool icu = false)
      : engine(engine), icu(icu) {}  // an Engine is a place as well
  friend bool operator==(const Where&, const Where&) = default;
  Engine engine;
  bool icu;  // PostgreSQL with one of ICU's collations
};
void PrintTo(const Where& where, std::ostream* out);
inline constexpr Where kPostgresqlIcu{Engine::postgresql, true};

inline auto engines() {
  return ::testing::Values(Where(Engine::sqlite), Where(Engine::postgresql), kPostgresqlIcu);
}
// For tests of the whole program, which take long: the collation "C" is left to the tests of the stores.
inline auto program_engines() { return ::testing::Values(Where(Engine::sqlite), kPostgresqlIcu); }
std::string engine_name(const ::testing::TestParamInfo<Where>& info);

// An open database of its own, empty at first: SQLite in a temporary folder, PostgreSQL on the program's
// server. Gone at the end.
class Fresh {
 public:
  explicit Fresh(Where where, Options options = {});
  ~Fresh();
  Fresh(const Fresh&) = delete;
  Fresh& operator=(const Fresh&) = delete;

  Db& operator*() const { return *db_; }
  Db* operator->() const { return db_.get(); }
  const Options& options() const { return options_; }  // to open it once more
  void close() { db_.reset(); }
  void reopen();

 private:
  std::unique_ptr<TemporaryFolder> folder_;
  std::string name_;
  Options options_;
  std::unique_ptr<Db> db_;
};

inline Fresh fresh(Where where, Options options = {}) { return Fresh(where, std::move(options)); }

}  // namespace biroyna::db::testing
