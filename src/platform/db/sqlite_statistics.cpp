#include "platform/db/sqlite_statistics.hpp"

#include <fmt/format.h>

#include <map>
#include <sstream>
#include <utility>

namespace biroyna::db::sqlite {
namespace {

// Rows in an index of a whole table, or of a part of one (CREATE INDEX … WHERE); rows of a table that have
// two columns alike, the centre among them; or more columns, or one that is not the centre.
constexpr int kRows = 1'000'000, kRowsOfPart = 1'000, kOfTwo = 1'000, kOfMore = 10;

// Rows of sqlite_stat1 (https://sqlite.org/fileformat2.html#the_sqlite_stat1_table): by table and index.
using Statistics = std::map<std::pair<std::string, std::string>, std::string>;

std::string statistics_of(const std::string& columns, bool unique, bool partial) {
  const int rows = partial ? kRowsOfPart : kRows;
  std::istringstream words(columns);
  std::string text = fmt::to_string(rows), column;
  bool of_centre = false;
  int position = 0;
  while (words >> column) {
    ++position;
    if (position == 1) of_centre = column == "centre_id";
    const int alike = of_centre && position == 1               ? rows
                      : of_centre && position == 2 && !partial ? kOfTwo
                                                               : kOfMore;
    text += fmt::format(" {}", unique && words.rdbuf()->in_avail() == 0 ? 1 : alike);
  }
  return text;
}

Statistics wanted(Tx& tx) {
  Statistics all;
  tx.each(
      "SELECT t.name, CASE i.origin WHEN 'pk' THEN t.name ELSE i.name END, i.\"unique\", i.partial, "
      "(SELECT "
      "group_concat(c.name, ' ') FROM pragma_index_info(i.name) c) FROM sqlite_schema t JOIN "
      "pragma_index_list(t.name) i WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
      {}, [&](const Row& row) {
        all[{std::string(row.text(0)), std::string(row.text(1))}] =
            statistics_of(std::string(row.text(4)), row.integer(2) != 0, row.integer(3) != 0);
        return true;
      });
  return all;
}

bool has_statistics(Tx& tx) {
  bool has = false;
  tx.each("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'", {}, [&](const Row&) {
    has = true;
    return false;
  });
  return has;
}

Statistics told(Tx& tx) {
  Statistics all;
  tx.each("SELECT tbl, idx, stat FROM sqlite_stat1", {}, [&](const Row& row) {
    all[{std::string(row.text(0)), std::string(row.text(1))}] = row.text(2);
    return true;
  });
  return all;
}

}  // namespace

void tell_planner(Tx& tx) {
  const Statistics all = wanted(tx);
  // Only ANALYZE makes the table, and reads it.
  if (!has_statistics(tx)) tx.exec("ANALYZE sqlite_schema", {});
  if (told(tx) == all) return;
  tx.exec("DELETE FROM sqlite_stat1", {});
  for (const auto& [where, numbers] : all)
    tx.exec("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ($1, $2, $3)",
            {where.first, where.second, numbers});
  tx.exec("ANALYZE sqlite_schema", {});
}

}  // namespace biroyna::db::sqlite
