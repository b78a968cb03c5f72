#include "platform/db/dialect.hpp"

namespace biroyna::db::dialect {
namespace {

constexpr std::string_view kSpace = " \t\r\n";
constexpr std::string_view kClustered = "/*clustered*/";
constexpr std::string_view kOnlyPostgresql = "/*postgresql*/";
constexpr std::string_view kOnlySqlite = "/*sqlite*/";

// The end of what begins at `at` when semicolons do not count inside it; `at` itself when they do.
std::size_t end_of_quoted(std::string_view sql, std::size_t at) {
  const auto after = [&](std::string_view closing, std::size_t from) {
    const std::size_t found = sql.find(closing, from);
    return found == std::string_view::npos ? sql.size() : found + closing.size();
  };
  const std::string_view rest = sql.substr(at);
  if (rest.starts_with('\'')) return after("'", at + 1);
  if (rest.starts_with('"')) return after("\"", at + 1);
  if (rest.starts_with("--")) return after("\n", at + 2);
  if (rest.starts_with("/*")) return after("*/", at + 2);
  if (rest.starts_with('$')) {
    std::size_t end = 1;
    while (end < rest.size() && (std::isalpha(static_cast<unsigned char>(rest[end])) || rest[end] == '_'))
      ++end;
    if (end < rest.size() && rest[end] == '$') return after(rest.substr(0, end + 1), at + end + 1);
  }
  return at;
}

// Without the space and the comments before the first word; a mark for one engine is left.
std::string_view from_first_word(std::string_view sql) {
  for (;;) {
    sql.remove_prefix(std::min(sql.find_first_not_of(kSpace), sql.size()));
    const bool mark = sql.starts_with(kOnlyPostgresql) || sql.starts_with(kOnlySqlite);
    if (mark || !(sql.starts_with("--") || sql.starts_with("/*"))) break;
    sql.remove_prefix(end_of_quoted(sql, 0));
  }
  return sql.substr(0, sql.find_last_not_of(kSpace) + 1);
}

bool remove_ending(std::string& sql, std::string_view ending) {
  if (!sql.ends_with(ending)) return false;
  sql.resize(sql.size() - ending.size());
  return true;
}

}  // namespace

std::string for_sqlite(std::string_view sql) {
  std::string out(sql.substr(0, sql.find_last_not_of(kSpace) + 1));
  if (const auto at = out.find(kClustered); at != std::string::npos) {
    out.replace(at, kClustered.size(), "WITHOUT ROWID");
  }
  if (!remove_ending(out, " FOR UPDATE SKIP LOCKED")) remove_ending(out, " FOR UPDATE");
  return out;
}

std::vector<std::string_view> statements(std::string_view script, Engine engine) {
  const std::string_view foreign = engine == Engine::sqlite ? kOnlyPostgresql : kOnlySqlite;
  std::vector<std::string_view> found;
  const auto add = [&](std::size_t from, std::size_t to) {
    const std::string_view statement = from_first_word(script.substr(from, to - from));
    if (!statement.empty() && !statement.starts_with(foreign)) found.push_back(statement);
  };
  std::size_t start = 0;
  for (std::size_t at = 0; at < script.size();) {
    const std::size_t end = end_of_quoted(script, at);
    if (end == at && script[at] == ';') {
      add(start, at);
      start = at + 1;
    }
    at = std::max(end, at + 1);
  }
  add(start, script.size());
  return found;
}

}  // namespace biroyna::db::dialect
