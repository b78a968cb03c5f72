// Real databases for the tests of stores: each test runs on SQLite and on PostgreSQL.
//
//   class QueueStore : public ::testing::TestWithParam<db::Engine> {
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

inline auto engines() { return ::testing::Values(Engine::sqlite, Engine::postgresql); }
std::string engine_name(const ::testing::TestParamInfo<Engine>& info);

// An open database of its own, empty at first: SQLite in a temporary folder, PostgreSQL on the program's
// server. Gone at the end.
class Fresh {
 public:
  explicit Fresh(Engine engine, Options options = {});
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

inline Fresh fresh(Engine engine, Options options = {}) { return Fresh(engine, std::move(options)); }

}  // namespace biroyna::db::testing
