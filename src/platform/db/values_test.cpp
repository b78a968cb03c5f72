#include <gmock/gmock.h>
#include <rapidcheck.h>

#include <cmath>
#include <cstdlib>
#include <limits>

#include "platform/db/testing/databases.hpp"

namespace biroyna::db {
namespace {

// Read by RapidCheck when it is first asked.
const bool kSameEachTime = ::setenv("RC_PARAMS", "seed=20260701", 0) == 0;

constexpr auto kLeast = std::numeric_limits<std::int64_t>::min();
constexpr auto kMost = std::numeric_limits<std::int64_t>::max();

class Values : public ::testing::TestWithParam<testing::Where> {
 protected:
  Values() : db(GetParam()) {
    db->write_and_wait([](Tx& tx) {
      tx.exec("CREATE TABLE t (id BIGINT PRIMARY KEY, i BIGINT, d DOUBLE PRECISION, s TEXT, b BYTEA)");
    });
  }
  // Writes a row and calls `check` with it as it is read back.
  void round_trip(Value i, Value d, Value s, Value b, const std::function<void(const Row&)>& check) {
    const std::int64_t id = ++last_id_;
    db->write_and_wait([&](Tx& tx) {
      tx.exec("INSERT INTO t (id, i, d, s, b) VALUES ($1, $2, $3, $4, $5)", {id, i, d, s, b});
    });
    int rows = 0;
    db->read([&](Tx& tx) {
      tx.each("SELECT i, d, s, b FROM t WHERE id = $1", {id}, [&](const Row& row) { check(row), ++rows; });
    });
    EXPECT_EQ(rows, 1);
  }
  template <class F>
  auto ask(std::string_view sql, std::initializer_list<Value> args, F&& make) {
    return db->reading([&](Tx& tx) { return tx.first(sql, args, make); }).value();
  }

  testing::Fresh db;

 private:
  std::int64_t last_id_ = 0;
};

TEST_P(Values, ComeBackAsTheyWere) {
  ASSERT_TRUE(kSameEachTime);
  EXPECT_TRUE(rc::check([this] {
    const auto i = *rc::gen::arbitrary<std::int64_t>();
    const auto d = *rc::gen::arbitrary<double>();
    const auto points = *rc::gen::container<std::vector<char32_t>>(rc::gen::inRange<char32_t>(1, 0x1000));
    const auto b = *rc::gen::arbitrary<std::string>();
    std::string s;
    for (const char32_t point : points) {  // UTF-8 of up to three bytes
      if (point < 0x80) {
        s += static_cast<char>(point);
      } else if (point < 0x800) {
        s += static_cast<char>(0xC0 | point >> 6);
        s += static_cast<char>(0x80 | (point & 0x3F));
      } else {
        s += static_cast<char>(0xE0 | point >> 12);
        s += static_cast<char>(0x80 | (point >> 6 & 0x3F));
        s += static_cast<char>(0x80 | (point & 0x3F));
      }
    }
    round_trip(i, d, std::string_view(s), Blob{b}, [&](const Row& row) {
      RC_ASSERT(row.integer(0) == i);
      RC_ASSERT(row.real(1) == d);
      RC_ASSERT(row.text(2) == s);
      RC_ASSERT(row.blob(3) == b);
      for (int column = 0; column < 4; ++column) RC_ASSERT(!row.is_null(column));
    });
  }));
}

TEST_P(Values, KnowTheirLimits) {
  using namespace std::string_view_literals;
  for (const std::int64_t i : {kLeast, kMost, std::int64_t{0}, std::int64_t{-1}}) {
    round_trip(i, 0.0, ""sv, Blob{}, [&](const Row& row) { EXPECT_EQ(row.integer(0), i); });
  }
  for (const double d :
       {std::numeric_limits<double>::denorm_min(), std::numeric_limits<double>::max(), 0.1, 1e-300}) {
    round_trip(std::int64_t{0}, d, ""sv, Blob{}, [&](const Row& row) { EXPECT_EQ(row.real(1), d); });
  }
  round_trip(std::int64_t{0}, 0.0, std::string_view{}, Blob{}, [](const Row& row) {
    EXPECT_FALSE(row.is_null(2)) << "no text is not NULL";
    EXPECT_FALSE(row.is_null(3));
    EXPECT_EQ(row.text(2), "");
    EXPECT_EQ(row.blob(3), "");
  });
  round_trip(std::int64_t{0}, 0.0, "Ўзбекистон, o‘zbek, 𝄞"sv, Blob{"\0\xff\0"sv}, [](const Row& row) {
    EXPECT_EQ(row.text(2), "Ўзбекистон, o‘zbek, 𝄞");
    EXPECT_EQ(row.blob(3), "\0\xff\0"sv);
  });
}

TEST_P(Values, MayBeNull) {
  round_trip(nullptr, nullptr, nullptr, nullptr, [](const Row& row) {
    for (int column = 0; column < 4; ++column) EXPECT_TRUE(row.is_null(column));
    EXPECT_EQ(row.integer(0), 0);
    EXPECT_EQ(row.real(1), 0.0);
    EXPECT_EQ(row.text(2), "");
    EXPECT_EQ(row.blob(3), "");
  });
}

TEST_P(Values, CarryLargeBlobs) {
  std::string bytes(5'000'000, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 31 >> 3);
  round_trip(nullptr, nullptr, nullptr, Blob{bytes},
             [&](const Row& row) { EXPECT_TRUE(row.blob(3) == bytes); });
}

TEST_P(Values, TakeParametersInAnyOrder) {
  const auto text = [](const Row& row) { return std::string(row.text(0)); };
  EXPECT_EQ(ask("SELECT $2 || $1 || $2", {std::string_view("a"), std::string_view("b")}, text), "bab");
  EXPECT_EQ(ask("SELECT $12 || $11 || $1 || $2 || $3 || $4 || $5 || $6 || $7 || $8 || $9 || $10",
                {std::string_view("1"), std::string_view("2"), std::string_view("3"), std::string_view("4"),
                 std::string_view("5"), std::string_view("6"), std::string_view("7"), std::string_view("8"),
                 std::string_view("9"), std::string_view("a"), std::string_view("b"), std::string_view("c")},
                text),
            "cb123456789a");
}

TEST_P(Values, OfOneParameterMayChangeTheirType) {
  const auto matches = [&](Value wanted) {
    return ask("SELECT count(*) FROM t WHERE i = $1 OR (i IS NULL AND $1 IS NULL)", {wanted},
               [](const Row& row) { return row.integer(0); });
  };
  round_trip(std::int64_t{5}, 0.0, std::string_view(""), Blob{}, [](const Row&) {});
  round_trip(nullptr, 0.0, std::string_view(""), Blob{}, [](const Row&) {});
  EXPECT_EQ(matches(std::int64_t{5}), 1);
  EXPECT_EQ(matches(nullptr), 1);
  EXPECT_EQ(matches(5.0), 1);
  EXPECT_EQ(matches(std::int64_t{5}), 1);
}

TEST_P(Values, SumUp) {
  const auto integer = [](const Row& row) { return row.integer(0); };
  const auto real = [](const Row& row) { return row.real(0); };
  for (const std::int64_t i :
       {std::int64_t{4'000'000'000}, std::int64_t{70'000}, std::int64_t{-1}, std::int64_t{0}}) {
    round_trip(i, static_cast<double>(i) / 2, std::string_view(""), Blob{}, [](const Row&) {});
  }
  EXPECT_EQ(ask("SELECT sum(i) FROM t", {}, integer), 4'000'069'999);
  EXPECT_EQ(ask("SELECT -sum(i) FROM t", {}, integer), -4'000'069'999);
  EXPECT_EQ(ask("SELECT sum(i) FROM t WHERE i = 0", {}, integer), 0);
  EXPECT_EQ(ask("SELECT sum(i) FROM t WHERE i = 0", {}, real), 0);
  EXPECT_EQ(ask("SELECT sum(i) FROM t", {}, real), 4'000'069'999.0);
  EXPECT_DOUBLE_EQ(ask("SELECT avg(i) FROM t", {}, real), 1'000'017'499.75);
  EXPECT_DOUBLE_EQ(ask("SELECT -avg(i) / 1000000000000 FROM t", {}, real), -0.00100001749975);
  EXPECT_EQ(ask("SELECT avg(i) FROM t", {}, integer), 1'000'017'499);
  EXPECT_DOUBLE_EQ(ask("SELECT sum(d) FROM t", {}, real), 2'000'034'999.5);
  EXPECT_EQ(ask("SELECT max(i) FROM t WHERE i < 0", {}, integer), -1);
  EXPECT_EQ(ask("SELECT 1 = 1", {}, integer), 1);
  EXPECT_EQ(ask("SELECT 3", {}, real), 3.0);
  EXPECT_TRUE(
      ask("SELECT sum(i) FROM t WHERE i > 5000000000", {}, [](const Row& row) { return row.is_null(0); }));
}

TEST_P(Values, SumUpToTheLimits) {
  const auto integer = [](const Row& row) { return row.integer(0); };
  round_trip(kLeast, 0.0, std::string_view(""), Blob{}, [](const Row&) {});
  EXPECT_EQ(ask("SELECT sum(i) FROM t", {}, integer), kLeast);
  db->write_and_wait([](Tx& tx) { tx.exec("UPDATE t SET i = $1", {kMost}); });
  EXPECT_EQ(ask("SELECT sum(i) FROM t", {}, integer), kMost);
}

TEST_P(Values, MustBeAsManyAsParameters) {
  const auto run = [&](std::string_view sql, std::initializer_list<Value> args) {
    db->read([&](Tx& tx) { tx.exec(sql, args); });
  };
  EXPECT_THROW(run("SELECT i FROM t WHERE i = $1", {}), StatementError);
  EXPECT_THROW(run("SELECT i FROM t WHERE i = $2", {std::int64_t{1}}), StatementError);
  EXPECT_NO_THROW(run("SELECT i FROM t WHERE i = $1", {std::int64_t{1}}));
}

INSTANTIATE_TEST_SUITE_P(Engines, Values, testing::engines(), testing::engine_name);

TEST(SqliteValues, WantNumberedParameters) {
  testing::Fresh db(Engine::sqlite);
  for (const std::string_view sql :
       {"SELECT ?", "SELECT ?1", "SELECT :a", "SELECT $a", "SELECT $1::BIGINT"}) {
    EXPECT_THROW(db->read([&](Tx& tx) { tx.exec(sql, {std::int64_t{1}}); }), StatementError) << sql;
  }
  EXPECT_THROW(db->read([](Tx& tx) { tx.exec("SELECT $1", {std::int64_t{1}, std::int64_t{2}}); }),
               StatementError);
}

TEST(PostgresqlValues, AreReadAsWhatTheyAre) {
  testing::Fresh db(Engine::postgresql);
  const auto read = [&](std::string_view sql, auto&& how) {
    db->read([&](Tx& tx) { tx.each(sql, {}, [&](const Row& row) { how(row); }); });
  };
  EXPECT_THROW(read("SELECT 'text'", [](const Row& row) { row.integer(0); }), StatementError);
  EXPECT_THROW(read("SELECT 1", [](const Row& row) { row.text(0); }), StatementError);
  EXPECT_THROW(read("SELECT 9223372036854775808", [](const Row& row) { row.integer(0); }), StatementError);
  EXPECT_THROW(read("SELECT 'NaN'::numeric", [](const Row& row) { row.integer(0); }), StatementError);
  read("SELECT 'NaN'::numeric", [](const Row& row) { EXPECT_TRUE(std::isnan(row.real(0))); });
  read("SELECT 1e20::numeric", [](const Row& row) { EXPECT_DOUBLE_EQ(row.real(0), 1e20); });
}

}  // namespace
}  // namespace biroyna::db
