#include <gmock/gmock.h>

#include <thread>

#include "platform/db/testing/databases.hpp"
#include "platform/db/testing/gate.hpp"

namespace biroyna::db {
namespace {

using testing::refusal;

class Read : public ::testing::TestWithParam<testing::Where> {
 protected:
  explicit Read(Options options = {}) : db(GetParam(), std::move(options)) {
    db->write_and_wait([](Tx& tx) { tx.exec("CREATE TABLE t (n BIGINT PRIMARY KEY, body TEXT NOT NULL)"); });
  }
  void fill(std::int64_t from, std::int64_t to, std::string_view body = "") {
    db->write_and_wait([&](Tx& tx) {
      for (std::int64_t n = from; n < to; ++n) tx.exec_later("INSERT INTO t VALUES ($1, $2)", {n, body});
    });
  }
  static std::int64_t count(Tx& tx) {
    return tx.first("SELECT count(*) FROM t", {}, [](const Row& row) { return row.integer(0); }).value();
  }
  testing::Fresh db;
};

TEST_P(Read, SeesOnlyWhatIsCommitted) {
  db->write_and_wait([this](Tx& tx) {
    tx.exec("INSERT INTO t VALUES (1, '')");
    EXPECT_EQ(count(tx), 1);
    std::thread reader([this] { EXPECT_EQ(db->reading([](Tx& other) { return count(other); }), 0); });
    reader.join();
  });
  EXPECT_EQ(db->reading([](Tx& tx) { return count(tx); }), 1);
}

TEST_P(Read, IsRefusedInsideAJobWhichWouldHoldUpEveryWrite) {
  const auto read = [this] { db->reading([](Tx& tx) { return count(tx); }); };
  db->write_and_wait([&](Tx& tx) {
    EXPECT_THROW(read(), std::logic_error);
    EXPECT_EQ(count(tx), 0) << "the job goes on";
  });
  EXPECT_THROW(db->write_and_wait([&](Tx&) { read(); }), std::logic_error);
  EXPECT_NO_THROW(read());
}

TEST_P(Read, SeesOneMomentThroughoutAJob) {
  db->read([this](Tx& tx) {
    EXPECT_EQ(count(tx), 0);
    fill(0, 3);
    EXPECT_EQ(count(tx), 0);
  });
  EXPECT_EQ(db->reading([](Tx& tx) { return count(tx); }), 3);
}

TEST_P(Read, StopsWhenTold) {
  fill(0, 100);
  std::vector<std::int64_t> seen;
  db->read([&](Tx& tx) {
    tx.each("SELECT n FROM t ORDER BY n", {}, [&](const Row& row) {
      seen.push_back(row.integer(0));
      return seen.size() < 3;
    });
    EXPECT_EQ(count(tx), 100) << "and goes on with the next";
  });
  EXPECT_THAT(seen, ::testing::ElementsAre(0, 1, 2));
}

TEST_P(Read, AsksWithinAnAnswer) {
  fill(0, 50, "text");
  std::int64_t seen = 0;
  db->read([&](Tx& tx) {
    tx.each("SELECT n, body FROM t ORDER BY n", {}, [&](const Row& row) {
      EXPECT_EQ(row.integer(0), seen++);
      const std::int64_t n = row.integer(0);
      std::vector<std::int64_t> below;
      tx.each("SELECT n FROM t WHERE n < $1 ORDER BY n", {n}, [&](const Row& other) {
        below.push_back(other.integer(0));
        tx.each("SELECT n, body FROM t ORDER BY n", {}, [](const Row&) { return false; });
      });
      EXPECT_EQ(static_cast<std::int64_t>(below.size()), n);
      EXPECT_EQ(row.text(1), "text") << "this row is still the same";
    });
  });
  EXPECT_EQ(seen, 50);
}

TEST_P(Read, PassesOnWhatTheJobThrows) {
  fill(0, 10);
  const auto throwing = [&] {
    db->read([](Tx& tx) {
      tx.each("SELECT n FROM t", {}, [](const Row&) -> bool { throw std::out_of_range("thrown"); });
    });
  };
  for (int i = 0; i < 5; ++i) EXPECT_THROW(throwing(), std::out_of_range);
  EXPECT_THROW(db->read([](Tx& tx) { tx.exec("SELECT nothing FROM t"); }), StatementError);
  EXPECT_EQ(db->reading([](Tx& tx) { return count(tx); }), 10);
}

TEST_P(Read, CannotWrite) {
  EXPECT_ANY_THROW(db->read([](Tx& tx) { tx.exec("INSERT INTO t VALUES (1, '')"); }));
  EXPECT_ANY_THROW(db->read([](Tx& tx) { tx.exec("DROP TABLE t"); }));
  EXPECT_EQ(db->reading([](Tx& tx) { return count(tx); }), 0);
}

TEST_P(Read, KeepsPaceWithManyDifferentStatements) {
  fill(0, 3);
  db->read([](Tx& tx) {
    for (int i = 0; i < 1500; ++i) {
      const std::string sql = "SELECT n + " + std::to_string(i) + " FROM t WHERE n = $1";
      EXPECT_EQ(tx.first(sql, {std::int64_t{1}}, [](const Row& row) { return row.integer(0); }), i + 1);
    }
  });
}

TEST_P(Read, SeesNewColumnsOfOldStatements) {
  fill(0, 1);
  const auto columns = [](Tx& tx) {
    return tx.first("SELECT * FROM t", {}, [](const Row& row) { return row.integer(0); });
  };
  EXPECT_EQ(db->reading(columns), 0);
  db->write_and_wait([](Tx& tx) { tx.exec("ALTER TABLE t ADD COLUMN more BIGINT"); });
  EXPECT_EQ(db->reading(columns), 0);
  EXPECT_EQ(db->reading(columns), 0);
}

INSTANTIATE_TEST_SUITE_P(Engines, Read, testing::engines(), testing::engine_name);

class OneReader : public Read {
 protected:
  OneReader() : Read({.readers = 1, .busy_timeout_ms = 50}) {}
};

TEST_P(OneReader, GivesUpWaitingForABusyOne) {
  db->read([this](Tx&) {
    std::thread other(
        [this] { EXPECT_EQ(refusal([this] { db->read([](Tx&) {}); }), Unavailable::Why::locked); });
    other.join();
  });
  EXPECT_NO_THROW(db->read([](Tx& tx) { count(tx); }));
}

INSTANTIATE_TEST_SUITE_P(Engines, OneReader, testing::engines(), testing::engine_name);

}  // namespace
}  // namespace biroyna::db
