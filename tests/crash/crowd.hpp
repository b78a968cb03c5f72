// Many clients at once, and a server that is killed under them.
#pragma once

#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace biroyna::testing {

inline std::vector<std::string> with(std::vector<std::string> words, const std::vector<std::string>& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

// Clients that go on until the server is killed, and what they were answered.
template <class Answered>
class Crowd {
 public:
  Crowd(int clients, const std::function<void(Crowd&, int client)>& work) {
    for (int i = 0; i < clients; ++i) {
      threads_.emplace_back([this, work, i] {
        try {
          work(*this, i);
        } catch (const std::exception&) {
          // The server was killed.
        }
      });
    }
  }
  std::size_t count() {
    const std::lock_guard lock(mutex);
    return answered.size();
  }
  void join() {
    for (auto& thread : threads_) thread.join();
    threads_.clear();
  }
  std::mutex mutex;
  Answered answered;
  std::map<int, int> statuses;

 private:
  std::vector<std::thread> threads_;
};

}  // namespace biroyna::testing
