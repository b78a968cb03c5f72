// The reference for script/bench: the same rows that a ticket writes, into bare SQLite with the same
// durability.
//
//   raw_sqlite FOLDER GROUP SECONDS
//
// GROUP tickets to a transaction (WAL, synchronous=FULL), each with the rows of one ticket: event, head of
// the log, ticket, remembered answer. With GROUP 0: the four changes of a visit, each a transaction of its
// own with three rows. Prints one JSON object: tickets (or visits) a second.
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

namespace {

using Clock = std::chrono::steady_clock;

class Database {
 public:
  explicit Database(const std::string& file) {
    if (sqlite3_open(file.c_str(), &db_) != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(db_));
    run("PRAGMA journal_mode=WAL");
    run("PRAGMA synchronous=FULL");
    run("CREATE TABLE events (c TEXT, seq INTEGER, at INTEGER, kind TEXT, subject TEXT, actor TEXT, data "
        "TEXT, hash BLOB, PRIMARY KEY (c, seq)) WITHOUT ROWID");
    run("CREATE TABLE heads (c TEXT PRIMARY KEY, seq INTEGER, hash BLOB) WITHOUT ROWID");
    run("CREATE TABLE tickets (c TEXT, id TEXT, state TEXT, body TEXT, PRIMARY KEY (c, id)) WITHOUT ROWID");
    run("CREATE TABLE answered (c TEXT, who TEXT, k TEXT, hash TEXT, body TEXT, at INTEGER, PRIMARY KEY (c, "
        "who, k)) WITHOUT ROWID");
    run("INSERT INTO heads VALUES ('sergeli', 0, x'00')");
    event_ =
        prepare("INSERT INTO events VALUES ('sergeli', ?1, ?2, 'ticket_taken', ?3, 'device:kiosk', ?4, ?5)");
    head_ = prepare("UPDATE heads SET seq = ?1, hash = ?2 WHERE c = 'sergeli'");
    ticket_ = prepare("INSERT INTO tickets VALUES ('sergeli', ?1, 'waiting', ?2)");
    state_ = prepare("UPDATE tickets SET state = ?2 WHERE c = 'sergeli' AND id = ?1");
    answer_ = prepare("INSERT INTO answered VALUES ('sergeli', 'kiosk', ?1, ?2, ?3, ?4)");
  }
  ~Database() {
    for (sqlite3_stmt* statement : {event_, head_, ticket_, state_, answer_}) sqlite3_finalize(statement);
    sqlite3_close(db_);
  }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void run(const char* sql) {
    if (sqlite3_exec(db_, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
      throw std::runtime_error(sqlite3_errmsg(db_));
  }
  void log_event(std::int64_t seq, const std::string& id) {
    const std::string data = fmt::format(
        R"({{"ticket":"{}","number":"A{:03}","services":["kindergarten-referral"],"class":"none"}})", id,
        seq);
    sqlite3_bind_int64(event_, 1, seq);
    sqlite3_bind_int64(event_, 2, seq + 1'795'408'000'000);
    text(event_, 3, "ticket:" + id);
    text(event_, 4, data);
    text(event_, 5, std::string(32, 'h'));
    step(event_);
    sqlite3_bind_int64(head_, 1, seq);
    text(head_, 2, std::string(32, 'h'));
    step(head_);
  }
  void add_ticket(std::int64_t seq, const std::string& id) {
    text(ticket_, 1, id);
    text(ticket_, 2, std::string(120, 't'));
    step(ticket_);
    text(answer_, 1, fmt::format("key-{}", seq));
    text(answer_, 2, std::string(64, 'h'));
    text(answer_, 3, std::string(420, 'b'));
    sqlite3_bind_int64(answer_, 4, seq);
    step(answer_);
  }
  void change_ticket(const std::string& id) {
    text(state_, 1, id);
    text(state_, 2, "called");
    step(state_);
  }

 private:
  sqlite3_stmt* prepare(const char* sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v3(db_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) != SQLITE_OK)
      throw std::runtime_error(sqlite3_errmsg(db_));
    return statement;
  }
  static void text(sqlite3_stmt* statement, int column, const std::string& value) {
    sqlite3_bind_text(statement, column, value.data(), static_cast<int>(value.size()), SQLITE_TRANSIENT);
  }
  void step(sqlite3_stmt* statement) {
    if (sqlite3_step(statement) != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(db_));
    sqlite3_reset(statement);
  }
  sqlite3* db_ = nullptr;
  sqlite3_stmt *event_ = nullptr, *head_ = nullptr, *ticket_ = nullptr, *state_ = nullptr, *answer_ = nullptr;
};

int measure(const std::string& folder, int group, double seconds) {
  const std::string file = folder + "/raw.db";
  for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(file + end);
  Database db(file);
  std::int64_t seq = 0, done = 0;
  const auto begin = Clock::now();
  const auto until = begin + std::chrono::duration<double>(seconds);
  while (Clock::now() < until) {
    if (group == 0) {
      const std::string id = fmt::format("{:026}", seq);
      for (int change = 0; change < 4; ++change) {
        db.run("BEGIN IMMEDIATE");
        db.log_event(++seq, id);
        if (change == 0)
          db.add_ticket(seq, id);
        else
          db.change_ticket(id);
        db.run("COMMIT");
      }
      ++done;
      continue;
    }
    db.run("BEGIN IMMEDIATE");
    for (int i = 0; i < group; ++i, ++done) {
      const std::string id = fmt::format("{:026}", ++seq);
      db.log_event(seq, id);
      db.add_ticket(seq, id);
    }
    db.run("COMMIT");
  }
  fmt::print("{{\"per_second\":{:.0f}}}\n",
             static_cast<double>(done) / std::chrono::duration<double>(Clock::now() - begin).count());
  return 0;
}

// One prepared query, each of its columns read, again and again.
int measure_query(const char* file, const char* sql, double seconds) {
  sqlite3* db = nullptr;
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_open_v2(file, &db, SQLITE_OPEN_READONLY, nullptr) != SQLITE_OK ||
      sqlite3_prepare_v2(db, sql, -1, &statement, nullptr) != SQLITE_OK)
    throw std::runtime_error(sqlite3_errmsg(db));
  std::int64_t done = 0, rows = 0, bytes = 0;
  const auto begin = Clock::now();
  const auto until = begin + std::chrono::duration<double>(seconds);
  for (; Clock::now() < until; ++done) {
    for (rows = 0; sqlite3_step(statement) == SQLITE_ROW; ++rows) {
      for (int i = 0; i < sqlite3_column_count(statement); ++i) {
        sqlite3_column_text(statement, i);
        bytes += sqlite3_column_bytes(statement, i);
      }
    }
    sqlite3_reset(statement);
  }
  fmt::print("{{\"per_second\":{:.0f},\"rows\":{},\"bytes\":{}}}\n",
             static_cast<double>(done) / std::chrono::duration<double>(Clock::now() - begin).count(), rows,
             bytes / std::max<std::int64_t>(done, 1));
  sqlite3_finalize(statement);
  sqlite3_close(db);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const bool query = argc == 5 && std::string_view(argv[1]) == "query";
  if (argc != 4 && !query) {
    fmt::print(stderr, "raw_sqlite FOLDER GROUP SECONDS\nraw_sqlite query FILE SQL SECONDS\n");
    return 2;
  }
  try {
    if (query) return measure_query(argv[2], argv[3], std::atof(argv[4]));
    return measure(argv[1], std::atoi(argv[2]), std::atof(argv[3]));
  } catch (const std::exception& error) {
    fmt::print(stderr, "raw_sqlite: {}\n", error.what());
    return 1;
  }
}
