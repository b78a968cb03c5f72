#include <gmock/gmock.h>

#include <atomic>
#include <csignal>
#include <functional>
#include <future>
#include <map>
#include <thread>
#include <utility>

#include "platform/db/testing/databases.hpp"
#include "platform/db/testing/gate.hpp"

namespace biroyna::db {
namespace {

using testing::PostgresqlServer;
using testing::refusal;
using Why = Unavailable::Why;

class PostgresqlBadDays : public ::testing::Test {
 protected:
  explicit PostgresqlBadDays(Options options = {}) : db(Engine::postgresql, std::move(options)) {
    db->write_and_wait([](Tx& tx) { tx.exec("CREATE TABLE t (n BIGINT NOT NULL, thread BIGINT)"); });
    db->on_rollback([this] { ++rollbacks; });
  }
  ~PostgresqlBadDays() override { server.start(); }

  static void insert(Tx& tx, std::int64_t n) { tx.exec("INSERT INTO t (n) VALUES ($1)", {n}); }
  static void insert_later(Tx& tx, std::int64_t n) { tx.exec_later("INSERT INTO t (n) VALUES ($1)", {n}); }
  static std::int64_t backend(Tx& tx) {
    return tx.first("SELECT pg_backend_pid()", {}, [](const Row& row) { return row.integer(0); }).value();
  }
  // Returns when the connection has been ended by the server.
  void end(std::int64_t backend) {
    server.run("SELECT pg_terminate_backend(" + std::to_string(backend) + ", 5000)");
  }
  std::map<std::int64_t, int> rows() {
    std::map<std::int64_t, int> found;
    db->read(
        [&](Tx& tx) { tx.each("SELECT n FROM t", {}, [&](const Row& row) { ++found[row.integer(0)]; }); });
    return found;
  }
  // Tries until a write is taken, as people do.
  bool recovers() {
    return recovers([this] { db->check(); });
  }
  static bool recovers(const std::function<void()>& try_once) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (std::chrono::steady_clock::now() < end) {
      if (!refusal(try_once)) return true;
    }
    return false;
  }

  PostgresqlServer& server = PostgresqlServer::shared();
  std::atomic<int> rollbacks{0};
  testing::Fresh db;
};

TEST_F(PostgresqlBadDays, ConnectionLostBetweenGroups) {
  std::int64_t lost = 0;
  db->write_and_wait([&](Tx& tx) { lost = backend(tx); });
  end(lost);
  EXPECT_NO_THROW(db->write_and_wait([](Tx& tx) { insert_later(tx, 1); }));
  EXPECT_THAT(rows(), ::testing::ElementsAre(std::pair(1, 1)));
  EXPECT_EQ(rollbacks, 1) << "others may have written meanwhile";
}

TEST_F(PostgresqlBadDays, ConnectionLostBeforeCommitIsTriedAgain) {
  for (const bool later : {false, true}) {
    int runs = 0;
    std::vector<testing::Written> outcomes;
    {
      testing::Gate gate(*db);
      outcomes.push_back(testing::write(*db, [](Tx& tx) { insert(tx, 1); }));
      outcomes.push_back(testing::write(*db, [&](Tx& tx) {
        insert(tx, 2);
        if (++runs == 1) end(backend(tx));
        later ? insert_later(tx, 3) : insert(tx, 3);
      }));
    }
    for (auto& outcome : outcomes) EXPECT_NO_THROW(outcome.get());
    EXPECT_EQ(runs, 2);
  }
  EXPECT_THAT(rows(), ::testing::ElementsAre(std::pair(1, 2), std::pair(2, 2), std::pair(3, 2)));
  EXPECT_GE(rollbacks, 2);
}

TEST_F(PostgresqlBadDays, ConnectionLostAgainAndAgain) {
  int runs = 0;
  const auto outcome = refusal([&] {
    db->write_and_wait([&](Tx& tx) {
      ++runs;
      end(backend(tx));
      insert(tx, 1);
    });
  });
  EXPECT_EQ(outcome, Why::away);
  EXPECT_GT(runs, 1);
  EXPECT_LT(runs, 10);
  EXPECT_NO_THROW(db->write_and_wait([](Tx& tx) { insert(tx, 2); }));
  EXPECT_THAT(rows(), ::testing::ElementsAre(std::pair(2, 1)));
}

TEST_F(PostgresqlBadDays, ConnectionLostDuringCommitIsNotTriedAgain) {
  int runs = 0;
  std::vector<testing::Written> outcomes;
  {
    testing::Gate gate(*db);
    outcomes.push_back(testing::write(*db, [](Tx& tx) { insert(tx, 1); }));
    outcomes.push_back(testing::write(*db, [&](Tx& tx) {
      ++runs;
      end(backend(tx));
    }));
  }
  for (auto& outcome : outcomes) EXPECT_EQ(refusal([&] { outcome.get(); }), Why::away);
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(rollbacks, 1);
  EXPECT_NO_THROW(db->write_and_wait([](Tx& tx) { insert(tx, 2); }));
  EXPECT_EQ(rollbacks, 2) << "once more when the connection came back";
}

TEST_F(PostgresqlBadDays, ReadersComeBackAlone) {
  std::int64_t lost = 0;
  db->read([&](Tx& tx) { lost = backend(tx); });
  end(lost);
  EXPECT_NO_THROW(rows()) << "nobody noticed";
  EXPECT_EQ(refusal([&] {
              db->read([&](Tx& tx) {
                end(backend(tx));
                tx.exec("SELECT 1");
              });
            }),
            Why::away)
      << "what was read before belongs to another moment";
  EXPECT_NO_THROW(rows());
}

TEST_F(PostgresqlBadDays, ServerAwayRefusesQuicklyAndComesBack) {
  db->write_and_wait([](Tx& tx) { insert(tx, 1); });
  server.stop();
  EXPECT_EQ(refusal([&] { db->write_and_wait([](Tx& tx) { insert(tx, 2); }); }), Why::away);
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(refusal([&] { db->write_and_wait([](Tx& tx) { insert(tx, 3); }); }), Why::away);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2));
  EXPECT_EQ(refusal([&] { db->check(); }), Why::away);
  server.start();
  EXPECT_TRUE(recovers());
  EXPECT_THAT(rows(), ::testing::ElementsAre(std::pair(1, 1)));
}

TEST_F(PostgresqlBadDays, ServerAwayCannotBeOpened) {
  server.stop();
  EXPECT_EQ(refusal([&] { open(db.options()); }), Why::away);
  try {
    open(db.options());
  } catch (const Unavailable& unavailable) {
    EXPECT_THAT(unavailable.what(), ::testing::Not(::testing::HasSubstr("\n")));
  }
}

TEST_F(PostgresqlBadDays, RestartedUnderLoadEachWriteIsDoneOnceOrRefused) {
  constexpr int kThreads = 8;
  std::atomic<bool> stop{false};
  std::atomic<std::int64_t> next{0};
  std::atomic<std::int64_t> acknowledged{0};
  std::vector<std::vector<std::int64_t>> done(kThreads);
  std::vector<std::thread> threads;
  for (std::size_t thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      while (!stop) {
        const std::int64_t n = next++;
        const bool later = n % 2 == 0;
        if (!refusal(
                [&] { db->write_and_wait([&](Tx& tx) { later ? insert_later(tx, n) : insert(tx, n); }); })) {
          done[thread].push_back(n);
          ++acknowledged;
        }
      }
    });
  }
  const auto make_progress = [&] {
    const std::int64_t wanted = acknowledged + 200;
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (acknowledged < wanted && std::chrono::steady_clock::now() < end) std::this_thread::yield();
    EXPECT_GE(acknowledged, wanted) << "it did not recover";
  };
  for (const auto how : {PostgresqlServer::Stop::fast, PostgresqlServer::Stop::immediate,
                         PostgresqlServer::Stop::fast, PostgresqlServer::Stop::immediate}) {
    make_progress();
    server.restart(how);
  }
  make_progress();
  stop = true;
  for (std::thread& thread : threads) thread.join();

  const std::map<std::int64_t, int> found = rows();
  for (const auto& [n, times] : found) EXPECT_EQ(times, 1) << n;
  for (const auto& answered : done) {
    for (const std::int64_t n : answered)
      EXPECT_TRUE(found.contains(n)) << n << " was acknowledged and is lost";
  }
}

TEST_F(PostgresqlBadDays, SeveralHostsAreTriedInTurn) {
  Options several = db.options();
  const std::string folder = several.postgresql.substr(5, several.postgresql.find(' ') - 5);
  several.postgresql = "host=/nowhere," + folder + several.postgresql.substr(several.postgresql.find(' '));
  EXPECT_NO_THROW(open(several)->check());

  const std::string database = several.postgresql.substr(several.postgresql.rfind('=') + 1);
  server.run("ALTER DATABASE " + database + " SET default_transaction_read_only = on");
  EXPECT_EQ(refusal([&] { open(several); }), Why::away) << "a host that may only be read is not the leader";
}

TEST_F(PostgresqlBadDays, AServerThatBecomesReadOnly) {
  const std::string database = db.options().postgresql.substr(db.options().postgresql.rfind('=') + 1);
  server.run("ALTER DATABASE " + database + " SET default_transaction_read_only = on");
  std::int64_t lost = 0;
  db->write_and_wait([&](Tx& tx) { lost = backend(tx); });
  end(lost);
  EXPECT_EQ(refusal([&] { db->write_and_wait([](Tx& tx) { insert(tx, 1); }); }), Why::read_only);
  EXPECT_EQ(refusal([&] { db->check(); }), Why::read_only) << "who cannot write is not ready";
  server.run("SET default_transaction_read_only = off; ALTER DATABASE " + database +
             " RESET default_transaction_read_only");
  EXPECT_NO_THROW(db->write_and_wait([](Tx& tx) { insert(tx, 1); }));
  EXPECT_NO_THROW(db->check());
}

TEST_F(PostgresqlBadDays, TwoServersInEachOthersWayBothFinish) {
  db->write_and_wait([](Tx& tx) { insert(tx, 1), insert(tx, 2); });
  const std::unique_ptr<Db> other = open(db.options());
  std::promise<void> one_holds, other_holds;
  std::atomic<int> runs{0};
  const auto job = [&runs](std::int64_t first, std::int64_t second, std::promise<void>& mine,
                           std::future<void> theirs) {
    return [&, first, second, theirs = theirs.share(), told = std::make_shared<bool>(false)](Tx& tx) {
      ++runs;
      tx.exec("UPDATE t SET thread = $2 WHERE n = $1", {first, second});
      if (!std::exchange(*told, true)) {
        mine.set_value();
        theirs.wait();
      }
      tx.exec("UPDATE t SET thread = $2 WHERE n = $1", {second, first});
    };
  };
  auto theirs = other_holds.get_future();
  auto ours = one_holds.get_future();
  testing::Written one = testing::write(*db, job(1, 2, one_holds, std::move(theirs)));
  testing::Written two = testing::write(*other, job(2, 1, other_holds, std::move(ours)));
  EXPECT_NO_THROW(one.get());
  EXPECT_NO_THROW(two.get());
  EXPECT_GE(runs, 3) << "one of them gave way at least once";
}

// Jobs for the rows 1 and 2, in the order given. The second waits until the other program has its first row
// as well, or waits for ours: without one order of locks both then wait for each other.
class TwoServersInOneOrder : public PostgresqlBadDays {
 protected:
  struct Server {
    std::atomic<bool> holds{false};
    std::vector<testing::Written> outcomes = {};
  };
  void hand_over(Db& to, Server& mine, const Server& other, std::initializer_list<std::int64_t> rows_of) {
    testing::Gate gate(to);
    for (const std::int64_t row : rows_of) {
      mine.outcomes.emplace_back(
          to,
          [this, row, &mine, &other](Tx& tx) {
            ++runs;
            while (mine.holds && !other.holds && !somebody_waits(tx)) std::this_thread::yield();
            tx.exec("UPDATE t SET thread = 1 WHERE n = $1", {row});
            mine.holds = true;
          },
          "row" + std::to_string(row));
    }
  }
  static bool somebody_waits(Tx& tx) {
    return tx
        .first("SELECT count(*) FROM pg_locks WHERE NOT granted", {},
               [](const Row& row) { return row.integer(0) > 0; })
        .value();
  }
  std::atomic<int> runs{0};
};

TEST_F(TwoServersInOneOrder, NeitherGivesWay) {
  db->write_and_wait([](Tx& tx) { insert(tx, 1), insert(tx, 2); });
  const std::unique_ptr<Db> other = open(db.options());
  Server one, two;
  hand_over(*db, one, two, {1, 2});
  hand_over(*other, two, one, {2, 1});
  for (Server* server : {&one, &two}) {
    for (auto& outcome : server->outcomes) EXPECT_NO_THROW(outcome.get());
  }
  EXPECT_EQ(runs, 4);
  EXPECT_EQ(rollbacks, 0);
}

TEST_F(PostgresqlBadDays, PreparedStatementsOutgrownByTheirTable) {
  const auto all = [](Tx& tx) {
    return tx.first("SELECT * FROM t", {}, [](const Row& row) { return row.integer(0); });
  };
  db->write_and_wait([&](Tx& tx) {
    insert(tx, 1);
    EXPECT_EQ(all(tx), 1);
  });
  server.run("ALTER TABLE t ADD COLUMN more BIGINT",
             db.options().postgresql.substr(db.options().postgresql.rfind('=') + 1));
  db->write_and_wait([&](Tx& tx) { EXPECT_EQ(all(tx), 1); });
}

// Stands still, as a machine does that swaps or whose disk is gone: it takes what is sent and says nothing.
class StandsStill {
 public:
  explicit StandsStill(std::int64_t backend) : backend_(static_cast<pid_t>(backend)) {
    ::kill(backend_, SIGSTOP);
  }
  ~StandsStill() { ::kill(backend_, SIGCONT); }

 private:
  pid_t backend_;
};

class PostgresqlSilent : public PostgresqlBadDays {
 protected:
  PostgresqlSilent() : PostgresqlBadDays({.readers = 1, .silence_ms = 400}) {}
};

TEST_F(PostgresqlSilent, AServerThatSaysNothingIsAway) {
  std::int64_t writer = 0, reader = 0;
  db->write_and_wait([&](Tx& tx) { writer = backend(tx); });
  db->read([&](Tx& tx) { reader = backend(tx); });
  {
    const StandsStill first(writer), second(reader);
    EXPECT_EQ(refusal([&] { db->write_and_wait([](Tx& tx) { insert(tx, 1); }); }), Why::away);
    EXPECT_EQ(refusal([&] { db->read([](Tx& tx) { tx.exec("SELECT 1"); }); }), Why::away);
  }
  EXPECT_TRUE(recovers());
  EXPECT_TRUE(rows().empty()) << "it was refused";
}

// More than any buffer between the two takes.
TEST_F(PostgresqlSilent, AServerThatTakesNothingIsAway) {
  std::int64_t writer = 0;
  db->write_and_wait([&](Tx& tx) { writer = backend(tx); });
  {
    const StandsStill still(writer);
    const std::string large(64u << 20, 'x');
    EXPECT_EQ(refusal([&] {
                db->write_and_wait([&](Tx& tx) {
                  tx.exec_later("INSERT INTO t SELECT length($1::text)", {std::string_view(large)});
                });
              }),
              Why::away);
  }
  EXPECT_TRUE(recovers());
}

TEST_F(PostgresqlSilent, WhoHoldsALockAndStandsStillLosesIt) {
  std::promise<void> holds, done;
  const std::shared_future<void> over = done.get_future().share();
  const std::unique_ptr<Db> other = open(db.options());
  bool first = true;
  std::thread standing([&] {
    other->write_and_wait([&](Tx& tx) {
      tx.exec("LOCK TABLE t IN EXCLUSIVE MODE");
      if (std::exchange(first, false)) holds.set_value();
      over.wait();
      insert(tx, 2);
    });
  });
  holds.get_future().wait();
  EXPECT_TRUE(recovers([&] { db->write_and_wait([](Tx& tx) { insert(tx, 1); }); }))
      << "it waits for the lock, but not for the other";
  done.set_value();
  standing.join();
  EXPECT_EQ(rows().size(), 2u) << "who goes on writes on a new connection";
}

class PostgresqlLocked : public PostgresqlBadDays {
 protected:
  PostgresqlLocked() : PostgresqlBadDays({.busy_timeout_ms = 50}) {}
};

TEST_F(PostgresqlLocked, SomebodyElseHoldsALock) {
  const std::unique_ptr<Db> other = open(db.options());
  other->write_and_wait([&](Tx& tx) {
    tx.exec("LOCK TABLE t IN EXCLUSIVE MODE");
    EXPECT_EQ(refusal([&] { db->write_and_wait([](Tx& own) { insert(own, 1); }); }), Why::locked);
  });
  EXPECT_NO_THROW(db->write_and_wait([](Tx& tx) { insert(tx, 1); }));
}

}  // namespace
}  // namespace biroyna::db
