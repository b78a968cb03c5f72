#include "platform/schedule/schedule.hpp"

#include <pthread.h>

#include <algorithm>
#include <exception>
#include <utility>

#include "platform/log/log.hpp"

namespace biroyna {

Schedule::Schedule(std::string thread, Clock wall, SteadyClock steady)
    : thread_name_(std::move(thread)), wall_(std::move(wall)), steady_(std::move(steady)) {}

Schedule::~Schedule() { stop(); }

void Schedule::add(Duration period, std::string name, Run run) {
  tasks_.push_back({.name = std::move(name), .period = period, .run = std::move(run)});
}

void Schedule::start() {
  thread_ = std::thread([this] { loop(); });
  pthread_setname_np(thread_.native_handle(), thread_name_.c_str());
}

void Schedule::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Schedule::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  wake_.notify_all();
}

bool Schedule::stopping() const {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void Schedule::loop() {
  while (!stopping()) {
    const auto next = run_due();
    std::unique_lock lock(mutex_);
    wake_.wait_until(lock, next, [this] { return stopping_ || woken_; });
  }
}

Schedule::Steady::time_point Schedule::run_due() {
  auto next = steady_() + std::chrono::hours(1);
  const bool woken = [this] {
    const std::lock_guard lock(mutex_);
    return std::exchange(woken_, false);
  }();
  for (Task& task : tasks_) {
    if (stopping()) break;
    if (woken || task.due <= steady_()) run(task);
    next = std::min(next, task.due);
  }
  return next;
}

void Schedule::run(Task& task) {
  const auto begun = steady_();
  const Time at = wall_();
  Duration again = task.period;
  bool failed = true;
  const auto note = [&](std::string_view reason) {
    log::error("task_failed", {{"task", std::string_view(task.name)}, {"reason", reason}});
  };
  try {
    again = task.run().value_or(task.period);
    failed = false;
  } catch (const std::exception& error) {
    note(error.what());
  } catch (...) {
    note("unknown");
  }
  if (failed) again = std::min<Duration>(task.period, kAfterFailure);
  task.due = begun + again;
  const std::lock_guard lock(mutex_);
  task.last_run = at;
  task.last_duration = steady_() - begun;
  ++task.runs;
  task.failures += failed ? 1 : 0;
}

std::vector<metrics::Figure> Schedule::figures() const {
  using metrics::Kind;
  std::vector<metrics::Figure> figures;
  const std::lock_guard lock(mutex_);
  for (const Task& task : tasks_) {
    const auto add = [&](const char* name, const char* help, Kind kind, double value) {
      figures.push_back({name, help, kind, value, {{"task", task.name}}});
    };
    if (task.last_run) {
      add("biroyna_task_last_run_seconds", "When a periodic task last began, in seconds since 1970",
          Kind::gauge, static_cast<double>(to_ms(*task.last_run)) / 1000);
      add("biroyna_task_duration_seconds", "How long its last run took", Kind::gauge,
          task.last_duration.count());
    }
    add("biroyna_task_runs_total", "Runs of a periodic task", Kind::counter, static_cast<double>(task.runs));
    add("biroyna_task_failures_total", "Runs of a periodic task that failed", Kind::counter,
        static_cast<double>(task.failures));
  }
  return figures;
}

}  // namespace biroyna
