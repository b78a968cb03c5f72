// Connections that are lent to readers, the last one returned first. Thread-safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "platform/db/session.hpp"

namespace biroyna::db {

class ReaderPool {
 public:
  explicit ReaderPool(std::chrono::milliseconds patience) : patience_(patience) {}

  void add(std::unique_ptr<Session> connection) {
    {
      const std::lock_guard lock(mutex_);
      free_.push_back(std::move(connection));
    }
    came_back_.notify_one();
  }

  void read(const std::function<void(Tx&)>& job) {
    const Loan loan(*this, borrow());
    Session& session = *loan.connection;
    Tx& tx = session.begin();
    try {
      job(tx);
      session.require_sound();
      session.commit();
    } catch (...) {
      session.rollback();
      throw;
    }
  }

 private:
  struct Loan {
    Loan(ReaderPool& pool, std::unique_ptr<Session> connection)
        : pool(pool), connection(std::move(connection)) {}
    ~Loan() { pool.add(std::move(connection)); }
    Loan(const Loan&) = delete;
    Loan& operator=(const Loan&) = delete;
    ReaderPool& pool;
    std::unique_ptr<Session> connection;
  };

  std::unique_ptr<Session> borrow() {
    std::unique_lock lock(mutex_);
    if (!came_back_.wait_for(lock, patience_, [this] { return !free_.empty(); })) {
      throw Unavailable(Unavailable::Why::locked, "all readers of the database are busy");
    }
    std::unique_ptr<Session> connection = std::move(free_.back());
    free_.pop_back();
    return connection;
  }

  const std::chrono::milliseconds patience_;
  std::mutex mutex_;
  std::condition_variable came_back_;
  std::vector<std::unique_ptr<Session>> free_;
};

}  // namespace biroyna::db
