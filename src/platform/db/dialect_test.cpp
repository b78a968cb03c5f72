#include "platform/db/dialect.hpp"

#include <gmock/gmock.h>

namespace biroyna::db::dialect {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Dialect, WritesForSqlite) {
  struct Case {
    std::string_view written, sqlite;
  };
  for (const Case& c : {
           Case{"SELECT 1", "SELECT 1"},
           Case{"SELECT 1\n", "SELECT 1"},
           Case{"CREATE TABLE t (a TEXT PRIMARY KEY) /*clustered*/",
                "CREATE TABLE t (a TEXT PRIMARY KEY) WITHOUT ROWID"},
           Case{"SELECT a FROM t WHERE b = $1 FOR UPDATE", "SELECT a FROM t WHERE b = $1"},
           Case{"SELECT a FROM t LIMIT 1 FOR UPDATE SKIP LOCKED\n", "SELECT a FROM t LIMIT 1"},
       }) {
    EXPECT_EQ(for_sqlite(c.written), c.sqlite);
  }
}

TEST(Dialect, TakesScriptsApart) {
  const auto both = [](std::string_view script) { return statements(script, Engine::sqlite); };
  EXPECT_THAT(both(""), IsEmpty());
  EXPECT_THAT(both(" ;; \n -- nothing; at all\n/* nor; here */"), IsEmpty());
  EXPECT_THAT(both("A"), ElementsAre("A"));
  EXPECT_THAT(both("A;"), ElementsAre("A"));
  EXPECT_THAT(both("-- what it is for\nCREATE TABLE t (\n  a TEXT -- the; a\n) /*clustered*/;\n\nB ;"),
              ElementsAre("CREATE TABLE t (\n  a TEXT -- the; a\n) /*clustered*/", "B"));
  EXPECT_THAT(both("INSERT 'a;''b;'; \"c;\"; D"), ElementsAre("INSERT 'a;''b;'", "\"c;\"", "D"));
  EXPECT_THAT(both("F $$a;b$$ G; H $tag$ a; $$ b; $tag$ I; J = $1; K"),
              ElementsAre("F $$a;b$$ G", "H $tag$ a; $$ b; $tag$ I", "J = $1", "K"));
  EXPECT_THAT(both("A 'open; B"), ElementsAre("A 'open; B"));
}

TEST(Dialect, LeavesOutWhatIsForTheOtherEngine) {
  constexpr std::string_view kScript = "A; /*postgresql*/ B; /*sqlite*/ C;\n-- why\n/*postgresql*/ D;";
  EXPECT_THAT(statements(kScript, Engine::sqlite), ElementsAre("A", "/*sqlite*/ C"));
  EXPECT_THAT(statements(kScript, Engine::postgresql),
              ElementsAre("A", "/*postgresql*/ B", "/*postgresql*/ D"));
}

}  // namespace
}  // namespace biroyna::db::dialect
