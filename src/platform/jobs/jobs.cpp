#include "platform/jobs/jobs.hpp"

#include <algorithm>

#include "platform/log/log.hpp"

namespace biroyna {

Jobs::Jobs(int threads, std::size_t most_waiting)
    : most_normal_(std::max(1, threads - 1)), most_waiting_(most_waiting) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

Jobs::~Jobs() { stop(); }

void Jobs::stop() {
  {
    std::array<Waiting, kTurns> dropped;  // let go of after the lock
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    dropped.swap(waiting_);
  }
  wake_.notify_all();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

bool Jobs::run(Turn turn, std::function<void()> job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || waiting(turn).size() >= most_waiting_) return false;
    waiting(turn).push_back(std::move(job));
  }
  wake_.notify_one();
  return true;
}

std::optional<Turn> Jobs::next() {
  if (!waiting(Turn::first).empty()) return Turn::first;
  if (!waiting(Turn::normal).empty() && normal_running_ < most_normal_) return Turn::normal;
  return std::nullopt;
}

void Jobs::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    std::optional<Turn> turn;
    wake_.wait(lock, [&] { return stopping_ || (turn = next()); });
    if (stopping_) return;
    {
      const auto job = std::move(waiting(*turn).front());
      waiting(*turn).pop_front();
      if (turn == Turn::normal) ++normal_running_;
      lock.unlock();
      try {
        job();
      } catch (const std::exception& failure) {
        log::error("job_failed", {{"reason", std::string_view(failure.what())}});
      }
    }
    lock.lock();
    if (turn == Turn::normal) --normal_running_;
  }
}

}  // namespace biroyna
