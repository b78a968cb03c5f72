// A thin layer over SQLite and PostgreSQL: one portable dialect, one way to write durably.
//
// Writing. All writes of the process go through one writer thread. It takes every job that waits, runs them
// in one transaction (a "group"), commits once, and only then calls each job's `done`. So an answer given
// from `done` is durable, and 64 waiting requests share one fsync.
//  - A job that throws makes the whole group roll back; the roll-back hooks run (caches of what was written
//  in the
//    group must be dropped there), and the jobs of the group run again one by one, each in a transaction of
//    its own, so that only the faulty one fails. A job may therefore run twice: it must keep no effect
//    outside the transaction but through caches that the hooks drop.
//  - When a COMMIT's own outcome is unknown (connection lost), no job is run again: all get `Unavailable`,
//  and a
//    client's repeat with the same idempotency key finds out what happened.
//  - A job may name what it locks against other programs, a centre: the jobs of a group run in the order of
//  these names, so that two programs take their locks in one order and never wait for each other in a ring.
//  They are answered in the order in which they came.
//  - Jobs whose turn is `first` are taken before all others that wait, so that a console does not wait for a
//  crowd.
// Reading. `read` runs on the caller's thread, on a pooled connection that sees only committed data. A job
// reads through its own Tx: `read` on the writer thread would hold up every write while it waits for a
// connection, and would not see what the job wrote, so it throws std::logic_error.
//
// The dialect: parameters are $1, $2, …; types TEXT, BIGINT, DOUBLE PRECISION, BYTEA; INSERT … ON CONFLICT
// and RETURNING as both engines understand them. Differences have one place: dialect.hpp.
//
// Thread safety: Db may be used from all threads; Tx and Row only inside the call that handed them over.
#pragma once

#include <cstdint>
#include <exception>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/turn.hpp"
#include "platform/embedded.hpp"

namespace biroyna::db {

struct Blob {
  std::string_view bytes;
};
using Value = std::variant<std::nullptr_t, std::int64_t, double, std::string_view, Blob>;

// The database cannot do its work just now, or not as it stands. `what()` is one line for an operator,
// without data.
struct Unavailable : std::runtime_error {
  enum class Why { locked, read_only, full, away, newer_version, in_use, corrupt, other };
  Unavailable(Why why, const std::string& message) : std::runtime_error(message), why(why) {}
  Why why;
};
// A unique or foreign key said no. A programming error unless the caller expects it.
struct ConstraintViolation : std::runtime_error {
  using std::runtime_error::runtime_error;
};
// The statement is wrong, or its values do not fit: a programming error. Names the statement, never the
// values.
struct StatementError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Row {
 public:
  virtual ~Row() = default;
  virtual bool is_null(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;
  virtual double real(int column) const = 0;
  virtual std::string_view text(int column) const = 0;  // valid until the next row
  virtual std::string_view blob(int column) const = 0;  // valid until the next row
};

enum class Engine { sqlite, postgresql };

// After a statement failed the transaction can only end: a job that catches the error fails all the same.
class Tx {
 public:
  using Args = std::span<const Value>;
  virtual ~Tx() = default;

  virtual Engine engine() const = 0;
  // Differs for each transaction of the process, so that what was learnt inside one (a row lock, a head) is
  // not taken for known in the next.
  virtual std::uint64_t id() const = 0;
  // Runs one statement and answers how many rows it changed.
  virtual std::int64_t exec(std::string_view sql, Args args) = 0;
  // The same without an answer: may be sent later, but before the next query and the COMMIT; an error shows
  // there.
  virtual void exec_later(std::string_view sql, Args args) = 0;
  // Calls `on_row` for each row; a false answer stops.
  virtual void each(std::string_view sql, Args args, const std::function<bool(const Row&)>& on_row) = 0;

  std::int64_t exec(std::string_view sql, std::initializer_list<Value> args = {}) {
    return exec(sql, Args{args.begin(), args.size()});
  }
  void exec_later(std::string_view sql, std::initializer_list<Value> args) {
    exec_later(sql, Args{args.begin(), args.size()});
  }
  // `on_row` may answer bool (false stops) or nothing.
  template <class F>
  void each(std::string_view sql, std::initializer_list<Value> args, F&& on_row) {
    each(sql, Args{args.begin(), args.size()}, std::function<bool(const Row&)>([&](const Row& row) {
           if constexpr (std::is_same_v<decltype(on_row(row)), bool>)
             return on_row(row);
           else
             return on_row(row), true;
         }));
  }
  // The first row through `make`, or nothing.
  template <class F>
  auto first(std::string_view sql, std::initializer_list<Value> args, F&& make) {
    std::optional<decltype(make(std::declval<const Row&>()))> found;
    each(sql, args, [&](const Row& row) { return found.emplace(make(row)), false; });
    return found;
  }
};

struct Options {
  // Exactly one of these two. `data_dir` holds biroyna.db and a lock file that keeps a second program out.
  std::filesystem::path data_dir{};
  std::string postgresql{};  // connection string or URI; several hosts allowed
  // One for each thread that reads, so that none waits for another: the program counts its threads in
  // app.cpp (readers_of).
  int readers = 2;
  int busy_timeout_ms = 5000;  // how long to wait for a lock held by somebody else
  // PostgreSQL only: how long the server may say nothing before it counts as away, and a statement may take.
  // Somebody who holds locks and does nothing loses them sooner, and who waits for a lock is refused sooner.
  int silence_ms = 4000;
  int largest_group = 256;           // jobs in one transaction
  std::size_t queue_limit = 10'000;  // waiting jobs; more are refused with Unavailable{locked}
  // Called on the writer thread before and after it answers the jobs of a group, so that what the answers set
  // going can be set going together (http::Server::hold_answers). Must be quick and must not throw.
  std::function<void()> before_answers{}, after_answers{};
  bool exclusive = true;  // take the lock file (the server); command-line tools that only read set false
};

// One file of a feature's migrations/, "0001_queue.sql"; `feature` names the feature.
struct Migration {
  std::string_view feature;
  std::string_view name;
  std::string_view sql;
};
// Each feature's name and the files of its migrations/, in the order in which they are applied.
using FeatureFiles = std::pair<std::string_view, std::span<const embedded::File>>;
std::vector<Migration> migrations(std::initializer_list<FeatureFiles> features);

class Db {
 public:
  using Job = std::function<void(Tx&)>;
  // Called on the writer thread after COMMIT (null) or failure; on the caller's when the queue is full or the
  // database is being closed. Must be quick and must not throw.
  using Done = std::function<void(std::exception_ptr)>;

  virtual ~Db() = default;  // drains, then closes
  virtual Engine engine() const = 0;

  // `locks` names what the job locks against other programs; empty: nothing. Jobs whose turn is `first` go
  // before all others that wait.
  virtual void write(Job job, Done done, std::string locks = {}, Turn turn = Turn::normal) = 0;
  // Waits for the outcome; throws what the job threw. Not to be called from `done` or inside a job.
  void write_and_wait(const Job& job, std::string locks = {});
  // For the end of a program: runs all writes that wait, and returns when the last `done` has. From the
  // moment of the call, new writes are refused with Unavailable. After it, nothing that was handed to the
  // database runs any more; reads go on. Not to be called from `done` or inside a job, nor by two threads at
  // once.
  virtual void drain() = 0;
  // One snapshot for all statements of `job`. Waits for a free connection, at most `busy_timeout_ms`. Throws
  // std::logic_error on the writer thread.
  virtual void read(const std::function<void(Tx&)>& job) = 0;
  template <class F>
  auto reading(F&& job) {
    std::optional<decltype(job(std::declval<Tx&>()))> result;
    read([&](Tx& tx) { result.emplace(job(tx)); });
    return std::move(*result);
  }

  // Runs on the writer thread whenever a group did not commit (and once after a lost connection came back).
  virtual void on_rollback(std::function<void()> hook) = 0;
  // A short round trip through writer and reader; throws Unavailable with the reason. For /readyz. Not to be
  // called from `done` or inside a job.
  virtual void check() = 0;
};

// Opens and prepares the database. Throws Unavailable with one clear line (locked, read-only, full, of a
// newer version, in use by another server).
std::unique_ptr<Db> open(const Options& options);

// Brings the schema up to date, all in one transaction; what has been applied is kept in `schema_migrations`
// with a checksum. Throws Unavailable{newer_version} when the database knows migrations that this program
// does not, and when an applied migration was changed.
void migrate(Db& db, std::span<const Migration> migrations);

}  // namespace biroyna::db
