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

// The outcome of a write, to be waited for.
inline std::future<void> write(Db& db, Db::Job job) {
  auto promise = std::make_shared<std::promise<void>>();
  std::future<void> outcome = promise->get_future();
  db.write(std::move(job), [promise](const std::exception_ptr& error) {
    error ? promise->set_exception(error) : promise->set_value();
  });
  return outcome;
}

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
