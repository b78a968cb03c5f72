// Named tasks that are run again and again, on one thread.
//
// Invariants
//  (1) One task runs at a time. A task is due when the schedule starts, and then one period after its last
//  run
//      began, by the monotonic clock. Missed runs are not made up.
//  (2) A task that throws is logged with its name and counted. It runs again after its period, or after
//      kAfterFailure if that is sooner. The other tasks are not affected.
//  (3) Once wake() is called, each task begins once more, at once or after the run that is under way.
//  (4) Once stop() has returned, no task runs or will run.
// A slow task delays the others of its schedule; a task that must not wait for it belongs to another
// schedule.
//
// Thread safety: every() before start(); the rest from any thread, but stop() not from a task.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

#include "core/time.hpp"
#include "platform/metrics/metrics.hpp"

namespace biroyna {

class Schedule {
 public:
  using Steady = std::chrono::steady_clock;
  using Duration = std::chrono::milliseconds;
  using SteadyClock = std::function<Steady::time_point()>;

  static constexpr std::chrono::minutes kAfterFailure{1};

  // `thread` names the thread, in at most 15 letters. `wall` is only for the metric of the last run.
  explicit Schedule(std::string thread, Clock wall = system_now, SteadyClock steady = Steady::now);
  ~Schedule();  // stops
  Schedule(const Schedule&) = delete;
  Schedule& operator=(const Schedule&) = delete;

  // `task` returns nothing, or a std::optional<Duration>: if it has a value, the task runs again after that
  // time instead of its period, for example because there is more to do.
  template <class Task>
  void every(Duration period, std::string name, Task task) {
    if constexpr (std::is_void_v<std::invoke_result_t<Task&>>) {
      add(period, std::move(name), [task = std::move(task)]() mutable -> std::optional<Duration> {
        task();
        return std::nullopt;
      });
    } else {
      add(period, std::move(name), std::move(task));
    }
  }

  void start();
  // No further task begins; waits for the one that runs.
  void stop();
  // Every task is due now, whatever its period. For what has just got something to do. Never waits for a
  // task.
  void wake();
  // Runs what is due on this thread, each task once, and answers when the next one is due. For start()'s
  // thread, and for tests, which do not start it.
  Steady::time_point run_due();

  // biroyna_task_… of each task, by the label "task".
  std::vector<metrics::Figure> figures() const;

 private:
  using Run = std::function<std::optional<Duration>()>;
  struct Task {
    std::string name;
    Duration period;
    Run run;
    Steady::time_point due{};
    // Under mutex_.
    std::optional<Time> last_run = {};
    std::chrono::duration<double> last_duration{};
    std::int64_t runs = 0, failures = 0;
  };
  void add(Duration period, std::string name, Run run);
  void run(Task& task);
  void loop();
  bool stopping() const;

  const std::string thread_name_;
  const Clock wall_;
  const SteadyClock steady_;
  std::vector<Task> tasks_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false, woken_ = false;  // under mutex_
  std::thread thread_;
};

}  // namespace biroyna
