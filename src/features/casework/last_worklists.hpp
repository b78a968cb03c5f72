// What each session saw of the worklist last, so that whoever comes back to it finds their filters.
//
// In memory: what was searched for may be a person's name, and ends with the session. Of the sessions that
// looked at it, the kMost latest are remembered. Thread-safe.
#pragma once

#include <cstddef>
#include <list>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

namespace biroyna::casework {

class LastWorklists {
 public:
  static constexpr std::size_t kMost = 2000;

  // `query` of the worklist's address. Nothing is remembered without a session.
  void note(const std::string& session, std::string query);
  // Empty if there is none.
  std::string of(const std::string& session);

 private:
  using Entries = std::list<std::pair<std::string, std::string>>;  // session and query, the latest first

  std::mutex mutex_;
  Entries entries_;
  std::unordered_map<std::string, Entries::iterator> by_session_;
};

}  // namespace biroyna::casework
