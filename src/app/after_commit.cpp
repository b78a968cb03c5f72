#include "app/after_commit.hpp"

#include <utility>

#include "platform/log/log.hpp"

namespace biroyna {
namespace {

// Of the writer's thread, while it calls the `done` functions of a group.
thread_local bool gathering = false;
thread_local std::vector<AfterCommit::Task> gathered;

void run_all(const std::vector<AfterCommit::Task>& tasks) {
  for (const auto& task : tasks) {
    try {
      task();
    } catch (...) {
      log::error("answer_failed", {});  // its reply goes with it, and answers 500
    }
  }
}

}  // namespace

db::Options AfterCommit::options() {
  db::Options options;
  options.before_answers = [] { gathering = true; };
  options.after_answers = [this] {
    gathering = false;
    if (!gathered.empty()) run(std::exchange(gathered, {}));
    committed();
  };
  return options;
}

void AfterCommit::serve(http::Server* server) {
  const std::lock_guard lock(mutex_);
  server_ = server;
}

void AfterCommit::follow(const audit::Follower* follower, Task wake) {
  const std::lock_guard lock(mutex_);
  follower_ = follower;
  wake_ = std::move(wake);
}

void AfterCommit::appended(std::string_view kind) {
  if (wanted_) return;
  const std::lock_guard lock(mutex_);
  wanted_ = follower_ != nullptr && follower_->wants(kind);
}

void AfterCommit::committed() {
  if (!std::exchange(wanted_, false)) return;
  const std::lock_guard lock(mutex_);
  if (wake_) wake_();
}

void AfterCommit::operator()(Task task) {
  if (gathering) return gathered.push_back(std::move(task));
  std::vector<Task> one;
  one.push_back(std::move(task));
  run(std::move(one));
}

void AfterCommit::run(std::vector<Task> tasks) {
  http::Server* const server = [this] {
    const std::lock_guard lock(mutex_);
    return server_;
  }();
  if (server == nullptr) return run_all(tasks);
  server->later([server, tasks = std::move(tasks)] {
    server->hold_answers();
    run_all(tasks);
    server->release_answers();
  });
}

}  // namespace biroyna
