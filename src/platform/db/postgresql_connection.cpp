#include "platform/db/postgresql_connection.hpp"

#include <algorithm>
#include <thread>

namespace biroyna::db::postgresql {
namespace {

using namespace std::chrono_literals;

// A restart or a change of leader on the same host is over by then; a longer absence is told to the caller.
constexpr auto kPatience = 2s;
constexpr auto kFirstPause = 20ms;
constexpr auto kLongestPause = 1s;

Failure unknown_outcome() {
  return {Fault::engine,
          std::make_exception_ptr(
              Unavailable(Unavailable::Why::away,
                          "the connection was lost during COMMIT: it is not known whether it was done")),
          false};
}

}  // namespace

Connection::Connection(const Options& options, Access access)
    : where_(options.postgresql),
      access_(access),
      silence_(options.silence_ms),
      lock_wait_ms_(std::min(options.busy_timeout_ms, options.silence_ms * 3 / 4)) {}

void Connection::set(Link& link, const char* setting, std::int64_t ms) {
  link.send("SELECT set_config($1, $2, false)",
            std::array<Value, 2>{std::string_view(setting), std::string_view(std::to_string(ms))});
}

void Connection::open_link() {
  auto link = std::make_unique<Link>(where_, silence_);
  try {
    set(*link, "lock_timeout", lock_wait_ms_);
    set(*link, "statement_timeout", silence_.count());
    // A program that stands still must not stop the others by the locks that it holds.
    if (access_ == Access::write) set(*link, "idle_in_transaction_session_timeout", silence_.count() * 5 / 8);
    // An answer promises durability, whatever the server's own default is.
    link->send(
        "SELECT set_config('synchronous_commit', 'on', false) "
        "WHERE current_setting('synchronous_commit') = 'off'",
        {});
    link->settle();
  } catch (const Broken& broken) {
    std::rethrow_exception(broken.failure.error);
  }
  link_ = std::move(link);
  ++connections_;
}

void Connection::connect() {
  if (link_ && !link_->alive()) link_.reset();
  if (link_) return;
  if (Clock::now() < next_attempt_) {
    throw Unavailable(Unavailable::Why::away,
                      "the database cannot be reached; it is tried again in a moment");
  }
  const auto deadline = Clock::now() + (patient_ ? Clock::duration(kPatience) : Clock::duration::zero());
  for (pause_ = std::max<Clock::duration>(pause_, kFirstPause);; std::this_thread::sleep_for(pause_)) {
    try {
      open_link();
      patient_ = true;
      pause_ = {};
      return;
    } catch (const Unavailable&) {
      pause_ = std::min<Clock::duration>(2 * pause_, kLongestPause);
      if (Clock::now() + pause_ < deadline) continue;
      patient_ = false;
      next_attempt_ = Clock::now() + pause_;
      throw;
    }
  }
}

template <class F>
void Connection::guarded(F&& work) {
  require_sound();
  try {
    work();
  } catch (const Broken& broken) {
    fail(broken);
  }
}

void Connection::fail(const Broken& broken) {
  failure_ = broken.failure;
  if (link_ && link_->silent()) {
    patient_ = false;
    next_attempt_ = Clock::now() + kLongestPause;
  }
  std::rethrow_exception(failure_.error);
}

Tx& Connection::begin() {
  failure_ = {};
  answered_ = false;
  id_ = next_transaction_id();
  try {
    if (link_ && link_->alive()) link_->settle();
  } catch (const Broken& broken) {
    if (link_->silent()) fail(broken);
    link_.reset();
  }
  try {
    connect();
  } catch (const Unavailable&) {
    failure_ = {Fault::engine, std::current_exception(), true};
    throw;
  }
  guarded([this] { start(); });
  return *this;
}

void Connection::start() {
  const bool reads = access_ == Access::read;
  link_->send(
      reads ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" : "BEGIN ISOLATION LEVEL READ COMMITTED", {});
}

// A reader whose connection turns out to be lost starts again on a new one, as long as nothing has been read.
void Connection::ask(std::optional<Answer>& answer, std::string_view sql, Args args) {
  const bool streaming = access_ == Access::read;
  try {
    answer.emplace(*link_, sql, args, streaming);
  } catch (const Broken& broken) {
    if (broken.failure.fault != Fault::lost || access_ != Access::read || answered_) throw;
    link_.reset();
    connect();
    start();
    answer.emplace(*link_, sql, args, streaming);
  }
  answered_ = true;
}

std::int64_t Connection::exec(std::string_view sql, Args args) {
  std::int64_t changed = 0;
  guarded([&] {
    std::optional<Answer> answer;
    ask(answer, sql, args);
    while (answer->has_row()) answer->next();
    changed = answer->changed();
  });
  return changed;
}

void Connection::exec_later(std::string_view sql, Args args) {
  guarded([&] { link_->send(sql, args); });
}

void Connection::each(std::string_view sql, Args args, const std::function<bool(const Row&)>& on_row) {
  guarded([&] {
    std::optional<Answer> answer;
    ask(answer, sql, args);
    for (; answer->has_row(); answer->next()) {
      if (!on_row(answer->row())) break;
    }
  });
}

void Connection::commit() {
  if (access_ == Access::read) {
    // Nothing hangs on the answer; the next begin() takes it.
    return guarded([this] {
      link_->send("COMMIT", {});
      link_->flush();
    });
  }
  guarded([this] {
    try {
      const Answer answer(*link_, "COMMIT", {}, false);
      if (answer.tag() != "COMMIT") throw Broken{unknown_outcome()};
    } catch (const Broken& broken) {
      if (broken.failure.fault == Fault::lost && !broken.failure.certain) throw Broken{unknown_outcome()};
      throw;
    }
  });
}

void Connection::rollback() noexcept {
  try {
    if (!link_) return;
    if (failure_.fault != Fault::lost && link_->alive()) {
      link_->send("ROLLBACK", {});
      link_->settle();
      return;
    }
  } catch (...) {
  }
  link_.reset();
}

}  // namespace biroyna::db::postgresql
