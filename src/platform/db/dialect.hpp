// Where SQLite and PostgreSQL differ, and the one place that knows it. SQL is written once, for PostgreSQL:
//
//   written                                     on SQLite
//   $1, $2, …                                   the same; bound by number
//   TEXT, BIGINT, DOUBLE PRECISION, BYTEA       the same; types of those affinities
//   CREATE TABLE … (…) /*clustered*/            WITHOUT ROWID: rows lie in the order of the primary key
//   SELECT … FOR UPDATE [SKIP LOCKED]           left out: there is one writer
//   a script's statement that begins with
//   /*postgresql*/ or /*sqlite*/                runs on that engine only
//
// Text is ordered by bytes: SQLite does so, and on PostgreSQL migrate() gives each column the collation "C"
// where the database was made with another.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/db/db.hpp"

namespace biroyna::db::dialect {

std::string for_sqlite(std::string_view sql);

// The statements of a script that are meant for `engine`, without the semicolons. Knows comments, quotes and
// $tags$.
std::vector<std::string_view> statements(std::string_view script, Engine engine);

}  // namespace biroyna::db::dialect
