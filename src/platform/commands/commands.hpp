// Carries out commands: each once and durably; what it led to is handed over after the COMMIT.
//
// A command with an idempotency key is remembered in the transaction that carries it out. A repeat, which is
// the same key from the same caller, carries nothing out and gets the outcome of the first; the same key with
// another request is refused (422 key_reused). Only what succeeded is remembered: a refused command may be
// sent again. Outcomes are kept for kKept and forgotten by forget_old(), or by forget() when what they are
// about is erased.
//
// Who has only the database cannot read an outcome: it is sealed with a key that is derived from the
// client's, and of the client's key the row has a hash. The first part of a key stands before the hash as it
// is, so that rows of keys made one after another lie together.
//
// Jobs run on the writer's thread and only decide and write. The outcome is handed over by `later`, outside
// of it. Thread-safe.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/id.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "platform/db/db.hpp"

namespace biroyna {

// How a repeat of a command is known.
struct Idempotency {
  std::string key = {};      // made by the client; empty: a repeat is a new command
  std::string caller = {};   // whose key it is: a person, a device, else the client's address
  std::string request = {};  // what was asked for
};

// What a command led to. `replayed`: an earlier one with the same key did.
template <class T>
struct Executed {
  T value;
  bool replayed = false;
};

// What can be remembered of a command's outcome: as much as says what it was. `subject` names what is erased
// one day ("application:7K4M9QX2"), or nothing.
template <class T>
concept Rememberable = requires(const T& outcome, std::string_view text) {
  { outcome.to_text() } -> std::convertible_to<std::string>;
  { T::from_text(text) } -> std::convertible_to<T>;
  { outcome.subject() } -> std::convertible_to<std::string>;
};

// The outcome of a command that is only done.
struct Nothing {
  std::string to_text() const { return {}; }
  static Nothing from_text(std::string_view) { return {}; }
  std::string subject() const { return {}; }
};

class Commands {
 public:
  static constexpr std::chrono::hours kKept{48};
  static constexpr std::size_t kLongestKey = 200;

  // Runs a task soon, on a thread that may read the database and take its time.
  using Later = std::function<void(std::function<void()>)>;
  Commands(db::Db& db, Clock clock, Later later);

  struct Order {
    CentreId centre = {};
    Idempotency repeat = {};
    Turn turn = Turn::normal;
    // Takes the centre for this transaction, so that two servers do not carry out one key at once (the event
    // log's head). Needed with a key.
    std::function<void(db::Tx&)> hold = {};
    // On the writer's thread after the COMMIT, also when the job refused. Quick, must not throw.
    std::function<void()> committed = {};
  };
  template <Rememberable T>
  using Job = std::function<Result<T>(db::Tx&)>;  // may run twice: see db.hpp
  template <Rememberable T>
  using Done = std::function<void(Result<Executed<T>>)>;  // by `later`

  // A lost or full database is the refusal `unavailable`.
  template <Rememberable T>
  void run(Order order, Job<T> job, Done<T> done) {
    const auto made = std::make_shared<std::optional<T>>();
    run_remembered(
        std::move(order),
        [job = std::move(job), made](db::Tx& tx) -> Result<Remembered> {
          auto outcome = job(tx);
          if (!outcome) return tl::unexpected(std::move(outcome.error()));
          *made = *std::move(outcome);
          return Remembered{(*made)->to_text(), (*made)->subject()};
        },
        [done = std::move(done), made](Result<Executed<std::string>> outcome) {
          if (!outcome) return done(tl::unexpected(std::move(outcome.error())));
          if (outcome->replayed) return done(Executed<T>{T::from_text(outcome->value), true});
          done(Executed<T>{*std::move(*made), false});
        });
  }

  // Forgets outcomes older than kKept, of all centres.
  void forget_old();
  // Forgets the outcomes that are about this, inside a write job.
  static void forget(db::Tx& tx, const CentreId& centre, std::string_view subject);

 private:
  struct Remembered {
    std::string text, subject;
  };
  void run_remembered(Order order, std::function<Result<Remembered>(db::Tx&)> job,
                      std::function<void(Result<Executed<std::string>>)> done);

  db::Db& db_;
  Clock clock_;
  Later later_;
};

// What a job throws when it has to refuse after it has written: what it wrote is taken back.
struct RefusedAfterWriting : std::exception {
  explicit RefusedAfterWriting(Refusal why) : refusal(std::move(why)) {}
  const char* what() const noexcept override { return refusal.code.c_str(); }
  Refusal refusal;
};

// What a failed write means to the one who asked.
Refusal refusal_of(std::exception_ptr failure);

}  // namespace biroyna
