#include "platform/db/sqlite_commits.hpp"

#include <fmt/format.h>

#include "platform/auth/secrets.hpp"
#include "platform/db/sqlite_connection.hpp"

namespace biroyna::db::sqlite {
namespace {

std::optional<Time> time_of(std::int64_t ms) {
  return ms == 0 ? std::nullopt : std::optional<Time>(from_ms(ms));
}

// A file that nobody else has open, outside of every pool.
class Lone {
 public:
  explicit Lone(const std::filesystem::path& file, int flags = SQLITE_OPEN_READWRITE) : file_(file) {
    const int code = sqlite3_open_v2(file.c_str(), &handle_, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    if (code != SQLITE_OK) {
      const int error = sqlite3_system_errno(handle_);
      sqlite3_close(handle_);
      std::rethrow_exception(failure_of(code, error, file.string(), "").error);
    }
    sqlite3_busy_timeout(handle_, 5000);
  }
  ~Lone() { sqlite3_close(handle_); }
  Lone(const Lone&) = delete;
  Lone& operator=(const Lone&) = delete;

  sqlite3* handle() const { return handle_; }
  void require(int code, std::string_view sql) const {
    if (code == SQLITE_OK) return;
    const std::string message = fmt::format("{}: {}", file_.string(), sqlite3_errmsg(handle_));
    std::rethrow_exception(
        failure_of(sqlite3_extended_errcode(handle_), sqlite3_system_errno(handle_), message, sql).error);
  }
  void run(const std::string& sql) const {
    require(sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr), sql);
  }
  // The texts of each row, one after the other.
  std::vector<std::string> texts(const std::string& sql) const {
    std::vector<std::string> all;
    const auto take = [](void* into, int columns, char** values, char**) {
      for (int i = 0; i < columns; ++i)
        static_cast<std::vector<std::string>*>(into)->emplace_back(values[i] == nullptr ? "" : values[i]);
      return 0;
    };
    require(sqlite3_exec(handle_, sql.c_str(), take, &all, nullptr), sql);
    return all;
  }

 private:
  const std::filesystem::path file_;
  sqlite3* handle_ = nullptr;
};

std::string quoted(const std::string& text) {
  std::string all = "'";
  for (const char sign : text) all.append(sign == '\'' ? 2 : 1, sign);
  return all + "'";
}

}  // namespace

void begin_counting(Tx& tx) {
  tx.exec(
      "CREATE TABLE IF NOT EXISTS commit_position (one BIGINT NOT NULL, timeline TEXT NOT NULL, "
      "sequence BIGINT NOT NULL, at_ms BIGINT NOT NULL, PRIMARY KEY (one)) /*clustered*/");
  tx.exec(
      "INSERT INTO commit_position (one, timeline, sequence, at_ms) VALUES (1, $1, 0, 0) ON CONFLICT DO "
      "NOTHING",
      {auth::random_id()});
}

std::optional<Position> position(Tx& tx) {
  if (!tx.first("SELECT 1 FROM sqlite_schema WHERE name = 'commit_position'", {},
                [](const Row&) { return true; }))
    return std::nullopt;
  return tx.first("SELECT timeline, sequence, at_ms FROM commit_position", {}, [](const Row& row) {
    return Position{std::string(row.text(0)), row.integer(1), time_of(row.integer(2))};
  });
}

void begin_timeline(Tx& tx) {
  begin_counting(tx);
  tx.exec("UPDATE commit_position SET timeline = $1, sequence = 0, at_ms = 0 WHERE one = 1",
          {auth::random_id()});
}

Position capture(Db& db, Capture capture) {
  if (db.engine() != Engine::sqlite) throw std::logic_error("only SQLite hands over its changes");
  db.write_and_wait([&](Tx& tx) { dynamic_cast<Connection&>(tx).capture(capture); });
  // On the way there nothing was changed, and what is from now on is captured.
  std::optional<Position> where;
  db.write_and_wait([&](Tx& tx) { where = position(tx); });
  if (!where) throw std::logic_error("the database does not count its commits");
  return *where;
}

void copy_database(const std::filesystem::path& from, const std::filesystem::path& to,
                   const std::function<bool()>& given_up) {
  const Lone source(from);
  constexpr int kSteps = 100'000;
  if (given_up) {
    const auto asked = [](void* up) { return (*static_cast<const std::function<bool()>*>(up))() ? 1 : 0; };
    sqlite3_progress_handler(source.handle(), kSteps, asked,
                             const_cast<void*>(static_cast<const void*>(&given_up)));
  }
  source.run("PRAGMA temp_store = MEMORY");
  source.run("VACUUM INTO " + quoted(to.string()));
}

std::string damage_of(const std::filesystem::path& file) {
  try {
    const Lone database(file);
    std::string all;
    for (const auto& line : database.texts("PRAGMA quick_check(5)"))
      if (line != "ok") all += (all.empty() ? "" : "; ") + line;
    return all;
  } catch (const std::runtime_error& error) {
    return error.what();
  }
}

std::optional<Position> position_of(const std::filesystem::path& file) {
  const Lone database(file);
  if (database.texts("SELECT 1 FROM sqlite_schema WHERE name = 'commit_position'").empty())
    return std::nullopt;
  const auto row = database.texts("SELECT timeline, sequence, at_ms FROM commit_position");
  if (row.size() != 3) return std::nullopt;
  return Position{row[0], std::stoll(row[1]), time_of(std::stoll(row[2]))};
}

struct Replay::Handle {
  explicit Handle(const std::filesystem::path& file) : database(file) {}
  Lone database;
};

Replay::Replay(const std::filesystem::path& file) : handle_(std::make_unique<Handle>(file)) {
  // The folder is thrown away unless all of it succeeds: only the end goes to the disk.
  handle_->database.run("PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; BEGIN");
}
Replay::~Replay() = default;

void Replay::apply(std::string_view changes) {
  struct Conflict {
    std::string table;
    int kind = 0;
  } conflict;
  const auto stop = [](void* into, int kind, sqlite3_changeset_iter* at) {
    const char* table = nullptr;
    int columns = 0, operation = 0, indirect = 0;
    if (kind != SQLITE_CHANGESET_FOREIGN_KEY)
      sqlite3changeset_op(at, &table, &columns, &operation, &indirect);
    *static_cast<Conflict*>(into) = {table == nullptr ? "" : table, kind};
    return SQLITE_CHANGESET_ABORT;
  };
  const int code = sqlite3changeset_apply_v2(handle_->database.handle(), static_cast<int>(changes.size()),
                                             const_cast<char*>(changes.data()), nullptr, stop, &conflict,
                                             nullptr, nullptr, 0);
  if (conflict.kind != 0) throw std::runtime_error(fmt::format("do not fit to the table {}", conflict.table));
  if (code != SQLITE_OK) throw std::runtime_error(sqlite3_errstr(code));
}

void Replay::finish() { handle_->database.run("COMMIT"); }

}  // namespace biroyna::db::sqlite
