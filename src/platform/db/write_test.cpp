#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "platform/db/testing/databases.hpp"
#include "platform/db/testing/gate.hpp"

namespace biroyna::db {
namespace {

using ::testing::ElementsAre;
using testing::Gate;
using testing::refusal;

struct Refused : std::logic_error {
  using std::logic_error::logic_error;
};

class Write : public ::testing::TestWithParam<testing::Where> {
 protected:
  explicit Write(Options options = {}) : db(GetParam(), std::move(options)) {
    db->write_and_wait([](Tx& tx) { tx.exec("CREATE TABLE t (n BIGINT PRIMARY KEY, tx BIGINT)"); });
  }

  static void insert(Tx& tx, std::int64_t n) {
    tx.exec("INSERT INTO t (n, tx) VALUES ($1, $2)", {n, static_cast<std::int64_t>(tx.id())});
  }
  std::vector<std::int64_t> rows(std::string_view column = "n") {
    std::vector<std::int64_t> found;
    db->read([&](Tx& tx) {
      tx.each("SELECT n, tx FROM t ORDER BY n", {},
              [&](const Row& row) { found.push_back(row.integer(column == "n" ? 0 : 1)); });
    });
    return found;
  }

  testing::Fresh db;
};

TEST_P(Write, AnswersInOrderAndOnlyAfterCommit) {
  std::vector<std::int64_t> answered;
  std::vector<std::size_t> visible;
  std::vector<std::future<void>> outcomes;
  {
    Gate gate(*db);
    for (std::int64_t n = 0; n < 10; ++n) {
      auto promise = std::make_shared<std::promise<void>>();
      outcomes.push_back(promise->get_future());
      db->write([n](Tx& tx) { insert(tx, n); },
                [&, n, promise](const std::exception_ptr& error) {
                  EXPECT_EQ(error, nullptr);
                  answered.push_back(n);
                  visible.push_back(std::async(std::launch::async, [&] { return rows().size(); }).get());
                  promise->set_value();
                });
    }
  }
  for (auto& outcome : outcomes) outcome.get();
  EXPECT_THAT(answered, ElementsAre(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
  EXPECT_THAT(visible, ::testing::Each(10u));
}

TEST_P(Write, RunsAGroupInTheOrderOfItsLocksAndAnswersItInTheOrderOfItsComing) {
  std::vector<std::string> ran, answered;
  std::vector<std::future<void>> outcomes;
  {
    Gate gate(*db);
    for (const auto& [name, locks] :
         {std::pair("b1", "b"), {"a1", "a"}, {"none", ""}, {"b2", "b"}, {"a2", "a"}}) {
      auto promise = std::make_shared<std::promise<void>>();
      outcomes.push_back(promise->get_future());
      db->write([&ran, name = name](Tx&) { ran.emplace_back(name); },
                [&answered, name = name, promise](const std::exception_ptr&) {
                  answered.emplace_back(name);
                  promise->set_value();
                },
                locks);
    }
  }
  for (auto& outcome : outcomes) outcome.get();
  EXPECT_THAT(ran, ElementsAre("none", "a1", "a2", "b1", "b2"));
  EXPECT_THAT(answered, ElementsAre("b1", "a1", "none", "b2", "a2"));
}

TEST_P(Write, FirstGoBeforeAllThatWait) {
  std::vector<std::string> ran;
  std::vector<std::future<void>> outcomes;
  {
    Gate gate(*db);
    for (const auto& [name, turn] : {std::pair("crowd 1", Turn::normal),
                                     {"crowd 2", Turn::normal},
                                     {"console 1", Turn::first},
                                     {"console 2", Turn::first}}) {
      auto promise = std::make_shared<std::promise<void>>();
      outcomes.push_back(promise->get_future());
      db->write([&ran, name = name](Tx&) { ran.emplace_back(name); },
                [promise](const std::exception_ptr&) { promise->set_value(); }, {}, turn);
    }
  }
  for (auto& outcome : outcomes) outcome.get();
  EXPECT_THAT(ran, ElementsAre("console 1", "console 2", "crowd 1", "crowd 2"));
}

TEST_P(Write, PutsWhatWaitsIntoOneTransaction) {
  std::vector<testing::Written> outcomes;
  {
    Gate gate(*db);
    for (std::int64_t n = 0; n < 5; ++n)
      outcomes.push_back(testing::write(*db, [n](Tx& tx) { insert(tx, n); }));
  }
  for (auto& outcome : outcomes) outcome.get();
  db->write_and_wait([](Tx& tx) { insert(tx, 5); });
  const std::vector<std::int64_t> ids = rows("tx");
  ASSERT_EQ(ids.size(), 6u);
  EXPECT_THAT(std::vector(ids.begin(), ids.begin() + 5), ::testing::Each(ids[0]));
  EXPECT_NE(ids[5], ids[0]);
}

TEST_P(Write, FailsAThrowingJobAlone) {
  std::atomic<int> rollbacks{0};
  std::atomic<int> runs{0};
  db->on_rollback([&] { ++rollbacks; });
  std::vector<testing::Written> outcomes;
  {
    Gate gate(*db);
    for (std::int64_t n = 0; n < 5; ++n) {
      outcomes.push_back(testing::write(*db, [n, &runs](Tx& tx) {
        ++runs;
        insert(tx, n);
        if (n == 2) throw Refused("two");
      }));
    }
  }
  for (std::size_t n = 0; n < 5; ++n) {
    if (n == 2) {
      EXPECT_THROW(outcomes[n].get(), Refused);
    } else {
      EXPECT_NO_THROW(outcomes[n].get());
    }
  }
  EXPECT_THAT(rows(), ElementsAre(0, 1, 3, 4));
  EXPECT_EQ(runs, 3 + 5) << "three until the throw, then each alone";
  EXPECT_EQ(rollbacks, 2) << "the group, then the faulty one";
}

TEST_P(Write, NamesAConstraint) {
  db->write_and_wait([](Tx& tx) { insert(tx, 1); });
  EXPECT_THROW(db->write_and_wait([](Tx& tx) { insert(tx, 1); }), ConstraintViolation);
  db->write_and_wait([](Tx& tx) { tx.exec("CREATE TABLE child (n BIGINT NOT NULL REFERENCES t (n))"); });
  EXPECT_THROW(db->write_and_wait([](Tx& tx) { tx.exec("INSERT INTO child VALUES (7)"); }),
               ConstraintViolation);
  EXPECT_THROW(db->write_and_wait([](Tx& tx) { tx.exec("INSERT INTO child VALUES (NULL)"); }),
               ConstraintViolation);
  EXPECT_NO_THROW(db->write_and_wait([](Tx& tx) { tx.exec("INSERT INTO child VALUES (1)"); }));
}

TEST_P(Write, ShowsTheErrorsOfWhatWasSentLater) {
  db->write_and_wait([](Tx& tx) { insert(tx, 1); });
  const auto later = [](Tx& tx) { tx.exec_later("INSERT INTO t (n) VALUES ($1)", {std::int64_t{1}}); };
  EXPECT_THROW(db->write_and_wait(later), ConstraintViolation) << "at the COMMIT";
  EXPECT_THROW(db->write_and_wait([&](Tx& tx) {
    later(tx);
    tx.exec("SELECT 1");
  }),
               ConstraintViolation)
      << "at the next query";

  std::vector<testing::Written> outcomes;
  {
    Gate gate(*db);
    outcomes.push_back(testing::write(*db, [](Tx& tx) { insert(tx, 2); }));
    outcomes.push_back(testing::write(*db, later));
    outcomes.push_back(testing::write(*db, [](Tx& tx) { insert(tx, 3); }));
  }
  EXPECT_NO_THROW(outcomes[0].get());
  EXPECT_THROW(outcomes[1].get(), ConstraintViolation);
  EXPECT_NO_THROW(outcomes[2].get());
  EXPECT_THAT(rows(), ElementsAre(1, 2, 3));
}

TEST_P(Write, SendsManyStatementsLater) {
  db->write_and_wait([](Tx& tx) {
    for (std::int64_t n = 0; n < 5000; ++n) tx.exec_later("INSERT INTO t (n) VALUES ($1)", {n});
  });
  EXPECT_EQ(rows().size(), 5000u);
}

TEST_P(Write, CannotBeSavedByCatchingAnError) {
  db->write_and_wait([](Tx& tx) { insert(tx, 1); });
  EXPECT_THROW(db->write_and_wait([](Tx& tx) {
    try {
      insert(tx, 1);
    } catch (const ConstraintViolation&) {
    }
  }),
               ConstraintViolation);
  EXPECT_THROW(db->write_and_wait([](Tx& tx) {
    try {
      insert(tx, 1);
    } catch (const ConstraintViolation&) {
    }
    insert(tx, 2);
  }),
               ConstraintViolation);
  EXPECT_THAT(rows(), ElementsAre(1));
}

TEST_P(Write, NamesAFaultyStatementWithoutItsValues) {
  try {
    db->write_and_wait(
        [](Tx& tx) { tx.exec("INSERT INTO nowhere VALUES ($1)", {std::string_view("secret")}); });
    FAIL() << "nothing was thrown";
  } catch (const StatementError& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr("INSERT INTO nowhere"));
    EXPECT_THAT(error.what(), ::testing::Not(::testing::HasSubstr("secret")));
  }
  EXPECT_THROW(db->write_and_wait([](Tx& tx) { tx.exec("INSERT INTO t (n) VALUES ($1)"); }), StatementError);
  EXPECT_THROW(db->write_and_wait([](Tx& tx) { tx.exec("DELETE FROM t WHERE n = 1; DELETE FROM t"); }),
               StatementError);
  EXPECT_NO_THROW(db->write_and_wait([](Tx& tx) { insert(tx, 1); }));
}

TEST_P(Write, CountsChangedRows) {
  db->write_and_wait([](Tx& tx) {
    for (std::int64_t n = 0; n < 4; ++n) insert(tx, n);
    EXPECT_EQ(tx.exec("UPDATE t SET tx = 0 WHERE n > 0"), 3);
    EXPECT_EQ(tx.exec("CREATE TABLE other (n BIGINT)"), 0);
    EXPECT_EQ(tx.exec("SELECT n FROM t"), 0);
    EXPECT_EQ(tx.exec("INSERT INTO t (n) VALUES (1) ON CONFLICT DO NOTHING"), 0);
    EXPECT_EQ(tx.exec("DELETE FROM t WHERE n = $1", {std::int64_t{99}}), 0);
    EXPECT_EQ(tx.exec("DELETE FROM t"), 4);
  });
}

TEST_P(Write, SeesItsOwnRowsAndWhatItReturns) {
  db->write_and_wait([](Tx& tx) {
    insert(tx, 1);
    const auto count = tx.first("SELECT count(*) FROM t", {}, [](const Row& row) { return row.integer(0); });
    EXPECT_EQ(count, 1);
    const auto returned = tx.first("INSERT INTO t (n) VALUES (7) RETURNING n * 2", {},
                                   [](const Row& row) { return row.integer(0); });
    EXPECT_EQ(returned, 14);
    EXPECT_EQ(tx.first("SELECT n FROM t WHERE n = 100", {}, [](const Row& row) { return row.integer(0); }),
              std::nullopt);
  });
}

TEST_P(Write, MayBeAskedForFromDone) {
  std::promise<void> finished;
  std::function<void(std::int64_t)> next = [&](std::int64_t n) {
    db->write([n](Tx& tx) { insert(tx, n); },
              [&, n](const std::exception_ptr& error) {
                EXPECT_EQ(error, nullptr);
                n < 20 ? next(n + 1) : finished.set_value();
              });
  };
  next(1);
  finished.get_future().wait();
  EXPECT_EQ(rows().size(), 20u);
}

TEST_P(Write, TakesManyThreads) {
  constexpr std::int64_t kThreads = 16;
  constexpr std::int64_t kEach = 100;
  std::atomic<std::int64_t> refused{0};
  std::vector<std::thread> threads;
  for (std::int64_t thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (std::int64_t i = 0; i < kEach; ++i) {
        const std::int64_t n = thread * kEach + i;
        try {
          db->write_and_wait([n](Tx& tx) {
            insert(tx, n);
            if (n % 10 == 3) throw Refused("three");
          });
        } catch (const Refused&) {
          ++refused;
        }
        const auto found = db->reading([n](Tx& tx) {
          return tx.first("SELECT n FROM t WHERE n = $1", {n}, [](const Row& row) { return row.integer(0); });
        });
        EXPECT_EQ(found.has_value(), n % 10 != 3);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(refused, kThreads * kEach / 10);
  EXPECT_EQ(rows().size(), static_cast<std::size_t>(kThreads * kEach * 9 / 10));
}

TEST_P(Write, DrainsWhatWaitsWithItsDone) {
  std::vector<std::int64_t> done;  // the writer's, until it is drained
  {
    Gate gate(*db);
    for (std::int64_t n = 0; n < 300; ++n) {
      db->write([n](Tx& tx) { insert(tx, n); },
                [&done, n](const std::exception_ptr& error) {
                  EXPECT_EQ(error, nullptr);
                  done.push_back(n);
                });
    }
  }
  db->drain();
  EXPECT_EQ(done.size(), 300u);
  EXPECT_EQ(rows().size(), 300u) << "reads go on";
  EXPECT_EQ(refusal([&] { db->write_and_wait([](Tx& tx) { insert(tx, 1000); }); }), Unavailable::Why::locked);
  db->drain();
}

TEST_P(Write, FinishesWhatWaitsBeforeItCloses) {
  std::vector<testing::Written> outcomes;
  {
    Gate gate(*db);
    for (std::int64_t n = 0; n < 300; ++n)
      outcomes.push_back(testing::write(*db, [n](Tx& tx) { insert(tx, n); }));
  }
  db.close();
  for (auto& outcome : outcomes) EXPECT_NO_THROW(outcome.get());
  db.reopen();
  EXPECT_EQ(rows().size(), 300u);
}

TEST_P(Write, AnswersACheck) { EXPECT_NO_THROW(db->check()); }

INSTANTIATE_TEST_SUITE_P(Engines, Write, testing::engines(), testing::engine_name);

class SmallQueue : public Write {
 protected:
  SmallQueue() : Write({.largest_group = 2, .queue_limit = 3}) {}
};

TEST_P(SmallQueue, RefusesWhatDoesNotFit) {
  std::vector<testing::Written> outcomes;
  {
    Gate gate(*db);
    for (std::int64_t n = 0; n < 5; ++n)
      outcomes.push_back(testing::write(*db, [n](Tx& tx) { insert(tx, n); }));
  }
  for (std::size_t n = 0; n < 3; ++n) EXPECT_NO_THROW(outcomes[n].get());
  for (std::size_t n = 3; n < 5; ++n) {
    EXPECT_EQ(refusal([&] { outcomes[n].get(); }), Unavailable::Why::locked);
  }
  EXPECT_THAT(rows(), ElementsAre(0, 1, 2));
  const auto ids = rows("tx");
  EXPECT_EQ(ids[0], ids[1]);
  EXPECT_NE(ids[1], ids[2]) << "a group holds two";
  EXPECT_NO_THROW(db->write_and_wait([](Tx& tx) { insert(tx, 9); })) << "and there is room again";
}

INSTANTIATE_TEST_SUITE_P(Engines, SmallQueue, testing::engines(), testing::engine_name);

TEST(Open, WantsExactlyOnePlace) {
  EXPECT_THROW(open({}), std::invalid_argument);
  EXPECT_THROW(open({.data_dir = "somewhere", .postgresql = "host=there"}), std::invalid_argument);
}

}  // namespace
}  // namespace biroyna::db
