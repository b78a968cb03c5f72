// What one connection has changed since its transaction began, as a changeset of SQLite's session extension
// (https://sqlite.org/sessionintro.html). Private to this folder.
//
// The extension's own recorder begins anew with each COMMIT, reads each table's columns again and each row
// once more; here rows are written down as SQLite changes them, by the hook that the extension uses too. That
// is what keeps it cheap enough for every commit.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "platform/db/sqlite_header.hpp"

namespace biroyna::db::sqlite {

class Recorder {
 public:
  // From now on; statements that were prepared before may change rows unseen.
  explicit Recorder(sqlite3* connection);
  ~Recorder();
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  // False when something could not be recorded: a table without a primary key, no memory.
  bool complete() const { return complete_; }
  std::string changes() const;
  void forget();

 private:
  struct Table {
    std::string header;
    std::vector<bool> is_key;
    std::string rows;
  };
  static void on_change(void* self, sqlite3* connection, int operation, const char* database,
                        const char* table, sqlite3_int64 key_before, sqlite3_int64 key_after);
  void record(int operation, std::string_view name);
  Table& table_of(std::string_view name);
  void add_row(Table& table, int operation);
  void add_update(Table& table);
  sqlite3_value* value_before(int column);
  sqlite3_value* value_after(int column);

  sqlite3* const connection_;
  std::unordered_map<std::string, Table> tables_;
  std::unordered_map<std::string_view, Table*> by_name_;
  std::vector<Table*> changed_;  // in this transaction
  std::string after_;            // of the row at hand
  bool complete_ = true;
};

}  // namespace biroyna::db::sqlite
