// Holds the writer of a database still, so that what is written meanwhile becomes one group.
#pragma once

#include <future>

#include "platform/db/db.hpp"

namespace biroyna::db::testing {

class Gate {
 public:
  explicit Gate(Db& db) {
    std::promise<void> reached;
    std::future<void> holds = reached.get_future();
    db.write([reached = std::make_shared<std::promise<void>>(std::move(reached)),
              opened = opened_.get_future().share()](Tx&) { reached->set_value(), opened.wait(); },
             [](const std::exception_ptr&) {});
    holds.wait();
  }
  ~Gate() { open(); }
  Gate(const Gate&) = delete;
  Gate& operator=(const Gate&) = delete;
  void open() {
    if (!std::exchange(open_, true)) opened_.set_value();
  }

 private:
  std::promise<void> opened_;
  bool open_ = false;
};

// The outcome of a write, to be waited for. The error is handed over whole, so that it ends on the thread
// that reads it: the thread sanitizer does not see the standard library count who still holds one.
class Written {
 public:
  Written() = default;
  Written(Db& db, Db::Job job, std::string locks = {}) {
    auto promise = std::make_shared<std::promise<void>>();
    done_ = promise->get_future();
    db.write(
        std::move(job),
        [promise, error = error_](std::exception_ptr failure) {
          *error = std::move(failure);
          promise->set_value();
        },
        std::move(locks));
  }
  // Throws what the job threw.
  void get() {
    done_.get();
    if (*error_) std::rethrow_exception(std::exchange(*error_, nullptr));
  }
  template <class Duration>
  std::future_status wait_for(Duration time) const {
    return done_.wait_for(time);
  }

 private:
  std::shared_ptr<std::exception_ptr> error_ = std::make_shared<std::exception_ptr>();
  std::future<void> done_;
};

inline Written write(Db& db, Db::Job job) { return {db, std::move(job)}; }

// Why a call was refused; nothing when it was not.
template <class F>
std::optional<Unavailable::Why> refusal(F&& call) {
  try {
    call();
  } catch (const Unavailable& unavailable) {
    return unavailable.why;
  }
  return std::nullopt;
}

}  // namespace biroyna::db::testing
