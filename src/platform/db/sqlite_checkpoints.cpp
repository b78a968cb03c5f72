#include "platform/db/sqlite_checkpoints.hpp"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <utility>

namespace biroyna::db::sqlite {
namespace {

constexpr int kPagesBetween = 1000;
constexpr int kNiceness = 10;  // answers go first where processors are few

}  // namespace

Checkpoints::Checkpoints(const std::filesystem::path& file, int busy_timeout_ms)
    : connection_(file, Connection::Access::write, busy_timeout_ms), thread_([this] { loop(); }) {
  pthread_setname_np(thread_.native_handle(), "db-checkpoints");
}

Checkpoints::~Checkpoints() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void Checkpoints::log_holds(int pages) {
  if (pages < begun_at_) begun_at_ = 0;  // the log began anew
  if (pages - begun_at_ < kPagesBetween) return;
  begun_at_ = pages;
  {
    const std::lock_guard lock(mutex_);
    wanted_ = true;
  }
  changed_.notify_one();
}

void Checkpoints::loop() {
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNiceness);
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return wanted_ || closing_; });
    if (closing_) return;
    wanted_ = false;
    lock.unlock();
    connection_.checkpoint();
    lock.lock();
  }
}

}  // namespace biroyna::db::sqlite
