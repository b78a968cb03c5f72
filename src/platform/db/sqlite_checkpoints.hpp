// Brings what is in the write-ahead log into the database file, on a thread of its own, so that no COMMIT
// waits for it: a checkpoint of 1,000 pages takes 10 ms and more, an answer shall not.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "platform/db/sqlite_connection.hpp"

namespace biroyna::db::sqlite {

class Checkpoints {
 public:
  explicit Checkpoints(const std::filesystem::path& file, int busy_timeout_ms);
  ~Checkpoints();  // waits for the one that runs
  Checkpoints(const Checkpoints&) = delete;
  Checkpoints& operator=(const Checkpoints&) = delete;

  // Called after each COMMIT, by one thread, with the pages that the log holds.
  void log_holds(int pages);

 private:
  void loop();

  Connection connection_;
  int begun_at_ = 0;  // pages in the log when the last one was asked for
  std::mutex mutex_;
  std::condition_variable changed_;
  bool wanted_ = false;
  bool closing_ = false;
  std::thread thread_;
};

}  // namespace biroyna::db::sqlite
