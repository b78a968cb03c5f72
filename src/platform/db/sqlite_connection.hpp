// One connection to a SQLite file, with its prepared statements, and the transaction that it holds. Used by
// one thread at a time.
#pragma once

#include <array>
#include <filesystem>
#include <list>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "platform/db/session.hpp"
#include "platform/db/sqlite_commits.hpp"
#include "platform/db/sqlite_header.hpp"
#include "platform/db/sqlite_recorder.hpp"

namespace biroyna::db::sqlite {

// What a result code means. Sorted out here and nowhere else.
struct Failure {
  Fault fault;
  std::exception_ptr error;
};
Failure failure_of(int extended_code, int system_errno, std::string_view message, std::string_view sql);

class Statement {
 public:
  Statement(sqlite3* connection, std::string_view sql);
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  sqlite3_stmt* handle() const { return handle_.get(); }
  std::string_view sql() const { return sql_; }  // as the caller wrote it
  void bind(Tx::Args args);
  int step() { return sqlite3_step(handle()); }
  void reset() { sqlite3_reset(handle()); }

  bool in_use = false;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  const std::string sql_;
  std::unique_ptr<sqlite3_stmt, Finalize> handle_;
  std::vector<int>
      numbers_;  // n of "$n", for each of SQLite's own parameter numbers, which follow first mention
};

class Connection final : public Tx, public Session {
 public:
  enum class Access { create, write, read };
  Connection(const std::filesystem::path& file, Access access, int busy_timeout_ms);
  ~Connection() override;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  Engine engine() const override { return Engine::sqlite; }
  std::uint64_t id() const override { return id_; }
  using Tx::each;
  using Tx::exec;
  using Tx::exec_later;
  std::int64_t exec(std::string_view sql, Args args) override;
  void exec_later(std::string_view sql, Args args) override { exec(sql, args); }
  void each(std::string_view sql, Args args, const std::function<bool(const Row&)>& on_row) override;

  Tx& begin() override;
  void require_sound() override {
    if (failure_.error) std::rethrow_exception(failure_.error);
  }
  void commit() override;
  void rollback() noexcept override;
  Fault fault() const override { return failure_.fault; }

  // `then` is called after each COMMIT with the pages that the write-ahead log holds. Without it, COMMIT
  // itself brings a long log into the database file. A log of `longest` pages begins anew, for which the
  // readers of that moment are waited for: new ones would otherwise hold it open for ever.
  static constexpr int kLongestLogPages = 16'000;  // 64 MB, about a second of writing
  void after_commit(std::function<void(int)> then, int longest = kLongestLogPages);
  // From the next transaction on.
  void capture(Capture capture);
  // Brings the log into the file as far as nobody reads or writes there. Failing is no harm: the log stays.
  void checkpoint() noexcept;

 private:
  class Borrowed;

  // A file that is looked for under its name again.
  struct Named {
    std::filesystem::path path;
    std::uint64_t device = 0, inode = 0;  // 0: not seen yet
  };

  void configure();
  // What is committed to a file that was removed, or that another one has taken the name of, is lost with the
  // program: it is not acknowledged.
  void require_in_place();
  void begin_log_anew(int pages) noexcept;
  void run(const char* sql);
  Statement& cached(std::string_view sql);
  [[noreturn]] void fail(int code, std::string_view sql);
  void require_writable(const Statement& statement);
  bool changed_anything() const;
  bool counts_commits();
  // What is to be handed over after the COMMIT, if anything.
  std::optional<Commit> count_commit();

  const Access access_;
  const int busy_timeout_ms_;
  std::array<Named, 2> files_;  // the database and its log
  sqlite3* handle_ = nullptr;
  std::uint64_t id_ = 0;
  Failure failure_{};
  std::function<void(int)> after_commit_;
  int longest_log_ = 0, try_at_ = 0;  // pages
  std::int64_t changes_before_ = 0;   // this transaction
  bool counts_ = false;               // the database is known to count its commits
  std::optional<Capture> capture_;
  std::optional<Recorder> recorder_;
  bool recording_ = false;  // since the transaction began
  Time last_commit_{};
  std::list<Statement> statements_;  // the most recently used first
  std::unordered_map<std::string_view, std::list<Statement>::iterator> by_sql_;
};

}  // namespace biroyna::db::sqlite
