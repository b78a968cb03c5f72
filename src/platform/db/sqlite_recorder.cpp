#include "platform/db/sqlite_recorder.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <new>

namespace biroyna::db::sqlite {
namespace {

constexpr char kUndefined = 0;  // a column that an update leaves alone

// SQLite's own: 7 bits to a byte, the highest first.
void put_length(std::string& into, std::size_t length) {
  std::array<char, 10> bytes{};
  auto at = bytes.size();
  char more = 0;
  do {
    bytes[--at] = static_cast<char>((length & 0x7f) | static_cast<unsigned char>(more));
    more = static_cast<char>(0x80);
    length >>= 7;
  } while (length != 0);
  into.append(bytes.data() + at, bytes.size() - at);
}

void put_number(std::string& into, std::uint64_t number) {
  std::array<char, 8> bytes{};
  for (std::size_t i = bytes.size(); i-- > 0; number >>= 8) bytes[i] = static_cast<char>(number & 0xff);
  into.append(bytes.data(), bytes.size());
}

// Also of a text: asked for as one, it would be copied to get an end that nobody needs.
const char* bytes_of(sqlite3_value* value) { return static_cast<const char*>(sqlite3_value_blob(value)); }

void put_value(std::string& into, sqlite3_value* value) {
  const int type = sqlite3_value_type(value);
  into += static_cast<char>(type);
  if (type == SQLITE_INTEGER) {
    put_number(into, static_cast<std::uint64_t>(sqlite3_value_int64(value)));
  } else if (type == SQLITE_FLOAT) {
    const double real = sqlite3_value_double(value);
    std::uint64_t bits = 0;
    std::memcpy(&bits, &real, sizeof bits);
    put_number(into, bits);
  } else if (type != SQLITE_NULL) {
    const char* bytes = bytes_of(value);
    const auto length = static_cast<std::size_t>(sqlite3_value_bytes(value));
    put_length(into, length);
    into.append(bytes == nullptr ? "" : bytes, length);
  }
}

bool same(sqlite3_value* a, sqlite3_value* b) {
  const int type = sqlite3_value_type(a);
  if (type != sqlite3_value_type(b)) return false;
  if (type == SQLITE_INTEGER) return sqlite3_value_int64(a) == sqlite3_value_int64(b);
  if (type == SQLITE_FLOAT) return sqlite3_value_double(a) == sqlite3_value_double(b);
  if (type == SQLITE_NULL) return true;
  const char* bytes = bytes_of(a);
  const auto length = static_cast<std::size_t>(sqlite3_value_bytes(a));
  return length == static_cast<std::size_t>(sqlite3_value_bytes(b)) &&
         (length == 0 || std::memcmp(bytes, bytes_of(b), length) == 0);
}

}  // namespace

Recorder::Recorder(sqlite3* connection) : connection_(connection) {
  sqlite3_preupdate_hook(connection_, on_change, this);
}

Recorder::~Recorder() { sqlite3_preupdate_hook(connection_, nullptr, nullptr); }

std::string Recorder::changes() const {
  std::size_t size = 0;
  for (const Table* table : changed_) size += table->header.size() + table->rows.size();
  std::string all;
  all.reserve(size);
  for (const Table* table : changed_) all.append(table->header).append(table->rows);
  return all;
}

void Recorder::forget() {
  for (Table* table : changed_) table->rows.clear();
  changed_.clear();
  complete_ = true;
}

// Nothing may be thrown through SQLite.
void Recorder::on_change(void* self, sqlite3*, int operation, const char* database, const char* table,
                         sqlite3_int64, sqlite3_int64) {
  auto& recorder = *static_cast<Recorder*>(self);
  const std::string_view name = table;
  // Temporary tables are nobody's; SQLite's own follow from the schema.
  if (std::strcmp(database, "main") != 0 || name.starts_with("sqlite_")) return;
  try {
    recorder.record(operation, name);
  } catch (...) {
    recorder.complete_ = false;
  }
}

void Recorder::record(int operation, std::string_view name) {
  Table& table = table_of(name);
  if (table.is_key.size() != static_cast<std::size_t>(sqlite3_preupdate_count(connection_)) ||
      std::ranges::find(table.is_key, true) == table.is_key.end()) {
    complete_ = false;
    return;
  }
  if (table.rows.empty()) changed_.push_back(&table);
  if (operation == SQLITE_UPDATE)
    add_update(table);
  else
    add_row(table, operation);
}

Recorder::Table& Recorder::table_of(std::string_view name) {
  if (const auto found = by_name_.find(name); found != by_name_.end()) return *found->second;
  const auto [at, is_new] = tables_.try_emplace(std::string(name));
  Table& table = at->second;
  std::string keys;
  sqlite3_stmt* columns = nullptr;
  sqlite3_prepare_v2(connection_, "SELECT pk FROM pragma_table_info(?1) ORDER BY cid", -1, &columns, nullptr);
  sqlite3_bind_text(columns, 1, at->first.data(), static_cast<int>(at->first.size()), SQLITE_STATIC);
  while (sqlite3_step(columns) == SQLITE_ROW) keys += static_cast<char>(sqlite3_column_int(columns, 0));
  sqlite3_finalize(columns);
  for (const char key : keys) table.is_key.push_back(key != 0);
  table.header = "T";
  put_length(table.header, keys.size());
  table.header.append(keys).append(name).push_back('\0');
  by_name_.emplace(at->first, &table);
  return table;
}

sqlite3_value* Recorder::value_before(int column) {
  sqlite3_value* value = nullptr;
  if (sqlite3_preupdate_old(connection_, column, &value) != SQLITE_OK) throw std::bad_alloc();
  return value;
}

sqlite3_value* Recorder::value_after(int column) {
  sqlite3_value* value = nullptr;
  if (sqlite3_preupdate_new(connection_, column, &value) != SQLITE_OK) throw std::bad_alloc();
  return value;
}

void Recorder::add_row(Table& table, int operation) {
  table.rows += static_cast<char>(operation);
  table.rows += '\0';  // directly, not by a trigger
  for (std::size_t i = 0; i < table.is_key.size(); ++i) {
    const int column = static_cast<int>(i);
    put_value(table.rows, operation == SQLITE_INSERT ? value_after(column) : value_before(column));
  }
}

// The key and what was changed, as it was; then what was changed, as it is. A row that gets another key is
// removed and another one made.
void Recorder::add_update(Table& table) {
  const std::size_t begin = table.rows.size();
  table.rows += static_cast<char>(SQLITE_UPDATE);
  table.rows += '\0';
  after_.clear();
  for (std::size_t i = 0; i < table.is_key.size(); ++i) {
    const int column = static_cast<int>(i);
    sqlite3_value* before = value_before(column);
    sqlite3_value* after = value_after(column);
    const bool unchanged = same(before, after);
    if (table.is_key[i] && !unchanged) {
      table.rows.resize(begin);
      add_row(table, SQLITE_DELETE);
      add_row(table, SQLITE_INSERT);
      return;
    }
    if (unchanged && !table.is_key[i])
      table.rows += kUndefined;
    else
      put_value(table.rows, before);
    if (unchanged)
      after_ += kUndefined;
    else
      put_value(after_, after);
  }
  table.rows += after_;
}

}  // namespace biroyna::db::sqlite
