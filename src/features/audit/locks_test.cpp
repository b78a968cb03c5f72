// Two programs that write the events of the same centres at once.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "audit_migrations.hpp"
#include "features/audit/audit.hpp"
#include "platform/db/testing/databases.hpp"
#include "platform/db/testing/gate.hpp"

namespace biroyna::audit {
namespace {

NewEvent event(std::string_view kind) {
  return {.at = {}, .kind = kind, .subject = {}, .actor = {}, .data = {}};
}

struct Program {
  Program(db::Db& database, const std::vector<CentreId>& centres) : db(database), log(db) {
    for (const CentreId& centre : centres)
      db.write_and_wait([&](db::Tx& tx) { log.append(tx, centre, event("begun")); });
  }
  db::Db& db;
  EventLog log;
  std::atomic<bool> holds_one{false};
  std::vector<db::testing::Written> outcomes = {};
};

bool somebody_waits(db::Tx& tx) {
  return tx
      .first("SELECT count(*) FROM pg_locks WHERE NOT granted", {},
             [](const db::Row& row) { return row.integer(0) > 0; })
      .value();
}

// Jobs that do not say which centre they hold come in any order. Each goes on to a second centre when the
// other program has its first, or waits.
void append_to(Program& program, const Program& other, const std::vector<CentreId>& centres) {
  const db::testing::Gate gate(program.db);
  for (const CentreId& centre : centres) {
    program.outcomes.emplace_back(program.db, [&program, &other, centre](db::Tx& tx) {
      while (program.holds_one && !other.holds_one && !somebody_waits(tx)) std::this_thread::yield();
      program.log.append(tx, centre, event("noted"));
      program.holds_one = true;
    });
  }
}

TEST(TwoPrograms, NeverWaitForEachOther) {
  db::testing::Fresh db(db::Engine::postgresql, {.busy_timeout_ms = 2'000});
  // Who waits for each other does so until nobody has patience.
  const std::string name = db.options().postgresql.substr(db.options().postgresql.rfind('=') + 1);
  db::testing::PostgresqlServer::shared().run("ALTER DATABASE " + name + " SET deadlock_timeout = '10min'");
  db.reopen();
  db::migrate(*db, db::migrations({{"audit", embedded::audit_migrations()}}));
  const auto second = db::open(db.options());
  const CentreId a("a"), b("b");
  Program one(*db, {a, b}), two(*second, {});
  append_to(one, two, {a, b});
  append_to(two, one, {b, a});
  for (Program* program : {&one, &two}) {
    for (auto& outcome : program->outcomes) EXPECT_NO_THROW(outcome.get());
  }
  for (const CentreId& centre : {a, b}) {
    const auto verified = db->reading([&](db::Tx& tx) { return verify(tx, centre); });
    EXPECT_EQ(verified.events, 3) << centre.str();
    EXPECT_EQ(verified.broken_at, 0) << verified.reason;
  }
}

}  // namespace
}  // namespace biroyna::audit
