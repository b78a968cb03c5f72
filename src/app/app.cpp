#include "app/app.hpp"

#include <fmt/format.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "app/problems.hpp"
#include "app/routes.hpp"
#include "audit_migrations.hpp"
#include "catalogue_migrations.hpp"
#include "commands_migrations.hpp"
#include "features/audit/audit.hpp"
#include "features/catalogue/catalogue.hpp"
#include "features/queue/api.hpp"
#include "features/queue/queue.hpp"
#include "features/staff/staff.hpp"
#include "platform/commands/commands.hpp"
#include "platform/html/assets.hpp"
#include "platform/http/server.hpp"
#include "platform/live/live.hpp"
#include "platform/log/log.hpp"
#include "platform/metrics/metrics.hpp"
#include "queue_migrations.hpp"
#include "staff_migrations.hpp"

namespace biroyna {
namespace {

// Calls a function each second on a thread of its own until destroyed.
class Ticker {
 public:
  explicit Ticker(std::function<void()> tick)
      : thread_([this, tick = std::move(tick)] {
          std::unique_lock lock(mutex_);
          while (!wake_.wait_for(lock, Seconds(1), [this] { return stopping_; })) {
            lock.unlock();
            tick();
            lock.lock();
          }
        }) {}
  ~Ticker() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
  }

 private:
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

std::vector<db::Migration> all_migrations() {
  std::vector<db::Migration> migrations;
  const auto add = [&](std::string_view feature, std::span<const embedded::File> files) {
    for (const auto& file : files) migrations.push_back({feature, file.name, file.content});
  };
  add("audit", embedded::audit_migrations());
  add("commands", embedded::commands_migrations());
  add("staff", embedded::staff_migrations());
  add("catalogue", embedded::catalogue_migrations());
  add("queue", embedded::queue_migrations());
  return migrations;
}

}  // namespace

std::unique_ptr<db::Db> open_database(const Config& config, bool exclusive) {
  db::Options options;
  if (config.database.empty())
    options.data_dir = config.data_dir;
  else
    options.postgresql = config.database;
  options.exclusive = exclusive;
  options.readers = config.pool_threads;
  auto db = db::open(options);
  db::migrate(*db, all_migrations());
  return db;
}
