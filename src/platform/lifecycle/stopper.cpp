#include "platform/lifecycle/stopper.hpp"

#include <condition_variable>
#include <cstdlib>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

#include "platform/log/log.hpp"

namespace biroyna {
namespace {

// Calls a function unless it is destroyed within the limit.
class Watchdog {
 public:
  Watchdog(std::chrono::milliseconds limit, std::function<void()> late)
      : thread_([this, limit, late = std::move(late)] {
          std::unique_lock lock(mutex_);
          if (!over_changed_.wait_for(lock, limit, [this] { return over_; })) late();
        }) {}
  ~Watchdog() {
    {
      const std::lock_guard lock(mutex_);
      over_ = true;
    }
    over_changed_.notify_one();
    thread_.join();
  }
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

 private:
  std::mutex mutex_;
  std::condition_variable over_changed_;
  bool over_ = false;  // under mutex_
  std::thread thread_;
};

}  // namespace

void Stopper::end_process(const Stage& stage) {
  log::error("stop_takes_too_long",
             {{"stage", std::string_view(stage.name)}, {"limit_ms", std::int64_t{stage.limit.count()}}});
  std::_Exit(EXIT_FAILURE);
}

Stopper::Stopper(std::vector<Stage> stages, Late late) : stages_(std::move(stages)), late_(std::move(late)) {}

void Stopper::stop() {
  for (const Stage& stage : std::exchange(stages_, {})) run(stage);
}

void Stopper::run(const Stage& stage) const {
  const auto begun = std::chrono::steady_clock::now();
  try {
    const Watchdog watchdog(stage.limit, [&] { late_(stage); });
    stage.run();
  } catch (const std::exception& error) {
    log::error("stop_failed", {{"stage", std::string_view(stage.name)}, {"reason", error.what()}});
  }
  const auto took =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
  log::info("stopped", {{"stage", std::string_view(stage.name)}, {"ms", std::int64_t{took.count()}}});
}

}  // namespace biroyna
