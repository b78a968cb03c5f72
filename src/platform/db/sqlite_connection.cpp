#include "platform/db/sqlite_connection.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <mutex>

#include "platform/db/dialect.hpp"

namespace biroyna::db::sqlite {
namespace {

constexpr std::size_t kCachedStatements = 256;
// How long a COMMIT waits for readers so that a long log begins anew.
constexpr int kReadersAwaitedMs = 100;

class SqliteRow final : public Row {
 public:
  explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement) {}
  bool is_null(int column) const override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  std::int64_t integer(int column) const override { return sqlite3_column_int64(statement_, column); }
  double real(int column) const override { return sqlite3_column_double(statement_, column); }
  std::string_view text(int column) const override {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return {text, text == nullptr ? 0 : size(column)};
  }
  std::string_view blob(int column) const override {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    return {bytes, bytes == nullptr ? 0 : size(column)};
  }

 private:
  std::size_t size(int column) const {
    return static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  }
  sqlite3_stmt* statement_;
};

// The bytes live as long as the statement is not reset, so SQLite need not copy them.
struct Bind {
  sqlite3_stmt* statement;
  int at;
  void operator()(std::nullptr_t) const { sqlite3_bind_null(statement, at); }
  void operator()(std::int64_t value) const { sqlite3_bind_int64(statement, at, value); }
  void operator()(double value) const { sqlite3_bind_double(statement, at, value); }
  void operator()(std::string_view value) const {
    const char* data = value.data() == nullptr ? "" : value.data();
    sqlite3_bind_text64(statement, at, data, value.size(), SQLITE_STATIC, SQLITE_UTF8);
  }
  void operator()(Blob value) const {
    const char* data = value.bytes.data() == nullptr ? "" : value.bytes.data();
    sqlite3_bind_blob64(statement, at, data, value.bytes.size(), SQLITE_STATIC);
  }
};

// What people told the centre is for the owner of the file alone, whatever the folder allows and whoever made
// the file. SQLite makes the log and the shared memory beside it with the mode of the database.
void keep_private(const std::filesystem::path& file, bool create) {
  const int made = create ? ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600) : -1;
  if (made >= 0) ::close(made);
  for (const char* beside : {"", "-wal", "-shm"}) {
    struct stat status{};
    const std::string path = file.string() + beside;
    if (::stat(path.c_str(), &status) == 0 && (status.st_mode & 077) != 0) ::chmod(path.c_str(), 0600);
  }
}

}  // namespace

Statement::Statement(sqlite3* connection, std::string_view sql) : sql_(sql) {
  const std::string ours = dialect::for_sqlite(sql);
  const char* rest = nullptr;
  sqlite3_stmt* prepared = nullptr;
  const int code = sqlite3_prepare_v3(connection, ours.c_str(), static_cast<int>(ours.size() + 1),
                                      SQLITE_PREPARE_PERSISTENT, &prepared, &rest);
  handle_.reset(prepared);
  if (code != SQLITE_OK) return;
  if (prepared == nullptr || *rest != '\0') throw StatementError(fmt::format("not one statement: {}", sql));
  for (int at = 1; at <= sqlite3_bind_parameter_count(prepared); ++at) {
    const char* name = sqlite3_bind_parameter_name(prepared, at);
    const std::string_view text = name == nullptr ? "" : name;
    int number = 0;
    const auto [end, error] = std::from_chars(text.data() + !text.empty(), text.data() + text.size(), number);
    if (!text.starts_with('$') || error != std::errc{} || end != text.data() + text.size() || number < 1) {
      throw StatementError(fmt::format("parameter {} is not of the form $1 in: {}", text, sql));
    }
    numbers_.push_back(number);
  }
}

void Statement::bind(Tx::Args args) {
  const auto last = std::max_element(numbers_.begin(), numbers_.end());
  const std::size_t wanted = last == numbers_.end() ? 0 : static_cast<std::size_t>(*last);
  if (wanted != args.size() || numbers_.size() != args.size()) {
    throw StatementError(fmt::format("{} values for {} parameters in: {}", args.size(), wanted, sql_));
  }
  for (std::size_t i = 0; i < numbers_.size(); ++i) {
    std::visit(Bind{handle(), static_cast<int>(i + 1)}, args[static_cast<std::size_t>(numbers_[i] - 1)]);
  }
}

// A statement for the time of one call. The cached one, unless a call further up is still reading from it.
class Connection::Borrowed {
 public:
  Borrowed(Connection& connection, std::string_view sql, Args args) : statement_(&connection.cached(sql)) {
    if (statement_->in_use) {
      statement_ = &own_.emplace(connection.handle_, sql);
      if (statement_->handle() == nullptr) connection.fail(sqlite3_extended_errcode(connection.handle_), sql);
    }
    statement_->in_use = true;
    try {
      statement_->bind(args);
    } catch (...) {
      statement_->in_use = false;
      throw;
    }
  }
  ~Borrowed() {
    statement_->reset();
    statement_->in_use = false;
  }
  Borrowed(const Borrowed&) = delete;
  Borrowed& operator=(const Borrowed&) = delete;
  Statement* operator->() const { return statement_; }
  Statement& operator*() const { return *statement_; }

 private:
  Statement* statement_;
  std::optional<Statement> own_;
};

Connection::Connection(const std::filesystem::path& file, Access access, int busy_timeout_ms)
    : access_(access),
      busy_timeout_ms_(busy_timeout_ms),
      files_{Named{.path = file}, Named{.path = file.string() + "-wal"}} {
  // Its own counters of memory are of no use to us and a lock that all threads share.
  static std::once_flag configured;
  std::call_once(configured, [] { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); });

  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                    (access == Access::create ? SQLITE_OPEN_CREATE : 0);
  keep_private(file, access == Access::create);
  const int code = sqlite3_open_v2(file.c_str(), &handle_, flags, nullptr);
  try {
    if (code != SQLITE_OK) fail(code, "");
    if (sqlite3_db_readonly(handle_, "main") == 1) {
      throw Unavailable(Unavailable::Why::read_only, fmt::format("{} may only be read", file.string()));
    }
    configure();
  } catch (...) {
    sqlite3_close(handle_);
    throw;
  }
}

Connection::~Connection() {
  recorder_.reset();
  by_sql_.clear();
  statements_.clear();
  sqlite3_close(handle_);
}

void Connection::configure() {
  sqlite3_busy_timeout(handle_, busy_timeout_ms_);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  // Once set it stays with the file; asking a reader for it would want the writer's lock.
  if (access_ != Access::read) {
    run("PRAGMA journal_mode = WAL");
    std::string mode;
    each("PRAGMA journal_mode", {}, [&](const Row& row) { mode = row.text(0); });
    if (mode != "wal") {
      throw Unavailable(Unavailable::Why::other,
                        "this file system cannot hold the database: no write-ahead log");
    }
  }
  run("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;"
      "PRAGMA journal_size_limit = 67108864");
  run(access_ == Access::read ? "PRAGMA cache_size = -4000" : "PRAGMA cache_size = -16000");
}

void Connection::after_commit(std::function<void(int)> then, int longest) {
  after_commit_ = std::move(then);
  longest_log_ = try_at_ = longest;
  const auto hook = [](void* self, sqlite3*, const char*, int pages) {
    auto& connection = *static_cast<Connection*>(self);
    connection.begin_log_anew(pages);
    connection.after_commit_(pages);
    return SQLITE_OK;
  };
  sqlite3_wal_hook(handle_, hook, this);
}

// A log that is written to without a pause begins anew only when a COMMIT brings in the rest of it and no
// reader needs it any more. A reading may last for minutes: then it is tried again when a quarter more has
// come.
void Connection::begin_log_anew(int pages) noexcept {
  if (pages < longest_log_) try_at_ = longest_log_;
  if (pages < try_at_) return;
  try_at_ = pages + longest_log_ / 4;
  sqlite3_busy_timeout(handle_, kReadersAwaitedMs);
  sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_RESTART, nullptr, nullptr);
  sqlite3_busy_timeout(handle_, busy_timeout_ms_);
}

void Connection::checkpoint() noexcept {
  sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
}

void Connection::run(const char* sql) {
  const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code, sql);
}

Statement& Connection::cached(std::string_view sql) {
  if (const auto found = by_sql_.find(sql); found != by_sql_.end()) {
    statements_.splice(statements_.begin(), statements_, found->second);
    return statements_.front();
  }
  statements_.emplace_front(handle_, sql);
  if (statements_.front().handle() == nullptr) {
    statements_.pop_front();
    fail(sqlite3_extended_errcode(handle_), sql);
  }
  by_sql_.emplace(statements_.front().sql(), statements_.begin());
  if (statements_.size() > kCachedStatements && !statements_.back().in_use) {
    by_sql_.erase(statements_.back().sql());
    statements_.pop_back();
  }
  return statements_.front();
}

void Connection::fail(int code, std::string_view sql) {
  const char* message = handle_ == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(handle_);
  failure_ = failure_of(code, handle_ == nullptr ? 0 : sqlite3_system_errno(handle_), message, sql);
  std::rethrow_exception(failure_.error);
}

void Connection::require_writable(const Statement& statement) {
  if (access_ != Access::read || sqlite3_stmt_readonly(statement.handle()) != 0) return;
  throw StatementError(fmt::format("a reader cannot run: {}", statement.sql()));
}

std::int64_t Connection::exec(std::string_view sql, Args args) {
  std::int64_t changed = 0;
  const std::int64_t before = sqlite3_total_changes64(handle_);
  each(sql, args, [](const Row&) { return true; });
  // Statements that change no rows leave the count of an earlier one.
  if (sqlite3_total_changes64(handle_) != before) changed = sqlite3_changes64(handle_);
  return changed;
}

void Connection::each(std::string_view sql, Args args, const std::function<bool(const Row&)>& on_row) {
  require_sound();
  try {
    const Borrowed statement(*this, sql, args);
    require_writable(*statement);
    const SqliteRow row(statement->handle());
    for (;;) {
      const int code = statement->step();
      if (code == SQLITE_DONE) return;
      if (code != SQLITE_ROW) fail(code, sql);
      if (!on_row(row)) return;
    }
  } catch (const StatementError&) {
    if (!failure_.error) failure_ = {Fault::statement, std::current_exception()};
    throw;
  }
}

Tx& Connection::begin() {
  failure_ = {};
  id_ = next_transaction_id();
  exec(access_ == Access::read ? "BEGIN" : "BEGIN IMMEDIATE", {});
  changes_before_ = sqlite3_total_changes64(handle_);
  recording_ = recorder_.has_value();
  return *this;
}

void Connection::capture(Capture capture) {
  capture_ = std::move(capture);
  // Statements that are prepared already may remove all rows of a table at once, unseen.
  by_sql_.clear();
  std::erase_if(statements_, [](const Statement& statement) { return !statement.in_use; });
  for (auto statement = statements_.begin(); statement != statements_.end(); ++statement)
    by_sql_.emplace(statement->sql(), statement);
  recorder_.emplace(handle_);
  if (!counts_commits()) return;
  each("SELECT at_ms FROM commit_position WHERE one = 1", {},
       [&](const Row& row) { return last_commit_ = from_ms(row.integer(0)), false; });
}

bool Connection::changed_anything() const { return sqlite3_total_changes64(handle_) != changes_before_; }

bool Connection::counts_commits() {
  if (!counts_)
    counts_ = first("SELECT 1 FROM sqlite_schema WHERE name = 'commit_position'", {}, [](const Row&) {
                return true;
              }).has_value();
  return counts_;
}

std::optional<Commit> Connection::count_commit() {
  if (access_ == Access::read || !changed_anything() || !counts_commits()) return std::nullopt;
  // Also in the transaction in which it was asked for.
  if (!recording_ || !recorder_->complete()) {
    exec("UPDATE commit_position SET sequence = sequence + 1, at_ms = 0 WHERE one = 1", {});
    return std::nullopt;
  }
  last_commit_ = std::max(last_commit_, capture_->clock());
  Commit commit{.sequence = 0, .at = last_commit_, .changes = {}};
  const Value at = to_ms(commit.at);
  exec("UPDATE commit_position SET sequence = sequence + 1, at_ms = $1 WHERE one = 1", Args(&at, 1));
  each("SELECT sequence FROM commit_position WHERE one = 1", {},
       [&](const Row& row) { return commit.sequence = row.integer(0), false; });
  if (!recorder_->complete()) return std::nullopt;
  commit.changes = recorder_->changes();
  return commit;
}

void Connection::require_in_place() {
  for (Named& file : files_) {
    struct stat there{};
    const bool missing = ::stat(file.path.c_str(), &there) != 0;
    if (missing && errno != ENOENT && errno != ENOTDIR) continue;  // it cannot be told
    if (!missing && file.inode == 0) file.device = there.st_dev, file.inode = there.st_ino;
    if (!missing && file.device == there.st_dev && file.inode == there.st_ino) continue;
    failure_ = {Fault::engine,
                std::make_exception_ptr(Unavailable(
                    Unavailable::Why::away,
                    fmt::format("{} is not the file any more that the program has open: put it back, or "
                                "stop the program",
                                file.path.string())))};
    std::rethrow_exception(failure_.error);
  }
}

void Connection::commit() {
  if (access_ != Access::read) require_in_place();
  auto made = count_commit();
  exec("COMMIT", {});
  if (recorder_) recorder_->forget();
  if (made) capture_->on_commit(std::move(*made));
}

void Connection::rollback() noexcept {
  // Some failures, a full disk among them, have already rolled back.
  if (recorder_) recorder_->forget();
  if (sqlite3_get_autocommit(handle_) == 0) sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
  failure_.error = nullptr;  // it is others' now
}

}  // namespace biroyna::db::sqlite
