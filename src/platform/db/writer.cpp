#include "platform/db/writer.hpp"

#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <utility>

namespace biroyna::db {
namespace {

// How often the same jobs are run when the connection is lost under them or others stand in the way.
constexpr int kAttempts = 4;

// Those who wait on several threads each get an error of their own: the thread sanitizer does not see the
// standard library count who still holds one.
std::exception_ptr copy_of(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const Unavailable& unavailable) {
    return std::make_exception_ptr(unavailable);
  } catch (...) {
    return error;
  }
}

}  // namespace

std::uint64_t next_transaction_id() {
  static std::atomic<std::uint64_t> last{0};
  return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

Writer::Writer(std::unique_ptr<Session> session, const Options& options)
    : session_(std::move(session)),
      largest_group_(static_cast<std::size_t>(std::max(options.largest_group, 1))),
      queue_limit_(options.queue_limit),
      before_answers_(options.before_answers),
      after_answers_(options.after_answers),
      connections_(session_->connections()),
      thread_([this] { loop(); }) {
  pthread_setname_np(thread_.native_handle(), "db-writer");
}

Writer::~Writer() { drain(); }

void Writer::drain() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  work_came_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Writer::require_other_thread() const {
  if (std::this_thread::get_id() != thread_.get_id()) return;
  throw std::logic_error("the writer thread reads through another connection than its job's");
}

void Writer::write(Db::Job job, Db::Done done, std::string locks, Turn turn) {
  const char* refusal = nullptr;
  {
    const std::lock_guard lock(mutex_);
    if (closing_) {
      refusal = "the database is being closed";
    } else if (waiting_[0].size() + waiting_[1].size() >= queue_limit_) {
      refusal = "too many writes are waiting";
    } else {
      waiting_[static_cast<std::size_t>(turn)].push_back({std::move(job), std::move(done), std::move(locks)});
      if (std::exchange(idle_, false)) work_came_.notify_one();
      return;
    }
  }
  done(std::make_exception_ptr(Unavailable(Unavailable::Why::locked, refusal)));
}

void Writer::on_rollback(std::function<void()> hook) {
  const std::lock_guard lock(hooks_mutex_);
  hooks_.push_back(std::move(hook));
}

void Writer::run_hooks() noexcept {
  const std::lock_guard lock(hooks_mutex_);
  for (const auto& hook : hooks_) hook();
}

void Writer::loop() {
  for (std::span<Write> group = next_group(); !group.empty(); group = next_group()) settle(group);
}

// Empty when the database is being closed and nothing waits.
std::span<Writer::Write> Writer::next_group() {
  group_.clear();
  const auto nothing_waits = [this] { return waiting_[0].empty() && waiting_[1].empty(); };
  std::unique_lock lock(mutex_);
  bool waited = false;
  while (nothing_waits() && !closing_) {
    idle_ = waited = true;
    work_came_.wait(lock);
  }
  // Whoever woke us is mostly about to hand over more: one COMMIT for all of it.
  if (waited) {
    lock.unlock();
    std::this_thread::yield();
    lock.lock();
  }
  for (std::deque<Write>& turn : waiting_) {
    while (!turn.empty() && group_.size() < largest_group_) {
      group_.push_back(std::move(turn.front()));
      turn.pop_front();
    }
  }
  return group_;
}

Fault Writer::settle(std::span<Write> group, std::span<Write> behind) {
  for (int attempt = 1;; ++attempt) {
    Outcome outcome = run(group);
    if (!outcome.error) {
      answer(group, nullptr);
      return Fault::none;
    }
    run_hooks();
    const bool several = group.size() > 1;
    if (several && outcome.fault != Fault::lost && outcome.fault != Fault::engine)
      return settle_one_by_one(group);
    const bool again = outcome.fault == Fault::lost || outcome.fault == Fault::conflict;
    if (!again || attempt == kAttempts) {
      // What no job can help would only make each of those behind wait in vain.
      const bool in_vain = outcome.fault == Fault::engine || outcome.fault == Fault::lost;
      answer({group.data(), group.size() + (in_vain ? behind.size() : 0)}, std::move(outcome.error));
      return outcome.fault;
    }
  }
}

Fault Writer::settle_one_by_one(std::span<Write> group) {
  for (; !group.empty(); group = group.subspan(1)) {
    const Fault fault = settle(group.first(1), group.subspan(1));
    if (fault == Fault::engine || fault == Fault::lost) return fault;
  }
  return Fault::none;
}

std::vector<const Writer::Write*> Writer::by_locks(std::span<const Write> group) {
  std::vector<const Write*> sorted;
  sorted.reserve(group.size());
  for (const Write& write : group) sorted.push_back(&write);
  std::ranges::stable_sort(sorted, {}, [](const Write* write) -> const std::string& { return write->locks; });
  return sorted;
}

Writer::Outcome Writer::run(std::span<Write> group) {
  try {
    Tx& tx = session_->begin();
    const int before = std::exchange(connections_, session_->connections());
    if (before != connections_) run_hooks();
    for (const Write* write : by_locks(group)) {
      write->job(tx);
      session_->require_sound();
    }
    session_->commit();
    return {};
  } catch (...) {
    const Outcome outcome{session_->fault(), std::current_exception()};
    session_->rollback();
    return outcome;
  }
}

// Lets go of the jobs too, so that what they hold lives no longer than their answer; and of the error, which
// ends where it is read.
void Writer::answer(std::span<Write> group, std::exception_ptr error) noexcept {
  if (before_answers_) before_answers_();
  const auto answered = [](Write& write, std::exception_ptr with) {
    write.done(std::move(with));
    write = {};
  };
  for (Write& write : group.first(group.size() - 1)) answered(write, error ? copy_of(error) : nullptr);
  answered(group.back(), std::move(error));
  if (after_answers_) after_answers_();
}

}  // namespace biroyna::db
