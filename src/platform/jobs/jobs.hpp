// Slow work on threads of its own, so that neither requests nor the database wait for it. What the public
// makes slow keeps nobody of the centre waiting: one of several threads is kept for them.
//
// Thread-safe, but for stop().
#pragma once

#include <array>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "core/turn.hpp"

namespace biroyna {

class Jobs {
 public:
  // `most_waiting` of each turn.
  Jobs(int threads, std::size_t most_waiting);
  ~Jobs();  // stops
  Jobs(const Jobs&) = delete;
  Jobs& operator=(const Jobs&) = delete;

  // False when so many wait already, and once it was stopped. What a job throws is logged and forgotten.
  bool run(Turn turn, std::function<void()> job);
  // Waits for the work that has begun; what still waits is dropped unrun.
  void stop();

 private:
  using Waiting = std::deque<std::function<void()>>;

  void work();
  Waiting& waiting(Turn turn) { return waiting_[static_cast<std::size_t>(turn)]; }
  std::optional<Turn> next();  // whose job may begin; under mutex_

  const int most_normal_;  // at once
  const std::size_t most_waiting_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::array<Waiting, kTurns> waiting_;  // under mutex_
  int normal_running_ = 0;               // under mutex_
  bool stopping_ = false;                // under mutex_
  std::vector<std::thread> threads_;
};

}  // namespace biroyna
