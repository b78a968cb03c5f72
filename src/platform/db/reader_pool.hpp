// Connections that are lent to readers, the last one returned first. Thread-safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "platform/db/db.hpp"

namespace biroyna::db {

template <class Connection>
class ReaderPool {
 public:
  explicit ReaderPool(std::chrono::milliseconds patience) : patience_(patience) {}

  void add(std::unique_ptr<Connection> connection) {
    {
      const std::lock_guard lock(mutex_);
      free_.push_back(std::move(connection));
    }
    came_back_.notify_one();
  }

  class Loan {
   public:
    Loan(ReaderPool& pool, std::unique_ptr<Connection> connection)
        : pool_(pool), connection_(std::move(connection)) {}
    ~Loan() { pool_.add(std::move(connection_)); }
    Loan(const Loan&) = delete;
    Loan& operator=(const Loan&) = delete;
    Connection& operator*() const { return *connection_; }
    Connection* operator->() const { return connection_.get(); }

   private:
    ReaderPool& pool_;
    std::unique_ptr<Connection> connection_;
  };

  Loan borrow() {
    std::unique_lock lock(mutex_);
    if (!came_back_.wait_for(lock, patience_, [this] { return !free_.empty(); })) {
      throw Unavailable(Unavailable::Why::locked, "all readers of the database are busy");
    }
    std::unique_ptr<Connection> connection = std::move(free_.back());
    free_.pop_back();
    return Loan(*this, std::move(connection));
  }

 private:
  const std::chrono::milliseconds patience_;
  std::mutex mutex_;
  std::condition_variable came_back_;
  std::vector<std::unique_ptr<Connection>> free_;
};

}  // namespace biroyna::db
