// Slow work on threads of its own, so that neither requests nor the database wait for it.
//
// Thread-safe, but for stop().
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace biroyna {

class Jobs {
 public:
  Jobs(int threads, std::size_t most_waiting);
  ~Jobs();  // stops
  Jobs(const Jobs&) = delete;
  Jobs& operator=(const Jobs&) = delete;

  // False when so many wait already, and once it was stopped. What a job throws is logged and forgotten.
  bool run(std::function<void()> job);
  // Waits for the work that has begun; what still waits is dropped unrun.
  void stop();

 private:
  void work();

  const std::size_t most_waiting_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> waiting_;  // under mutex_
  bool stopping_ = false;                      // under mutex_
  std::vector<std::thread> threads_;
};

}  // namespace biroyna
