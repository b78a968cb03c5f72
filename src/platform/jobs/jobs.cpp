#include "platform/jobs/jobs.hpp"

#include "platform/log/log.hpp"

namespace biroyna {

Jobs::Jobs(int threads, std::size_t most_waiting) : most_waiting_(most_waiting) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

Jobs::~Jobs() { stop(); }

void Jobs::stop() {
  {
    std::deque<std::function<void()>> dropped;  // let go of after the lock
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    dropped.swap(waiting_);
  }
  wake_.notify_all();
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

bool Jobs::run(std::function<void()> job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || waiting_.size() >= most_waiting_) return false;
    waiting_.push_back(std::move(job));
  }
  wake_.notify_one();
  return true;
}

void Jobs::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (stopping_) return;
    {
      const auto job = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      try {
        job();
      } catch (const std::exception& failure) {
        log::error("job_failed", {{"reason", std::string_view(failure.what())}});
      }
    }
    lock.lock();
  }
}

}  // namespace biroyna
