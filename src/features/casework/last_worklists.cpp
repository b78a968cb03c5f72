#include "features/casework/last_worklists.hpp"

namespace biroyna::casework {

void LastWorklists::note(const std::string& session, std::string query) {
  if (session.empty()) return;
  const std::lock_guard lock(mutex_);
  if (const auto known = by_session_.find(session); known != by_session_.end()) {
    known->second->second = std::move(query);
    entries_.splice(entries_.begin(), entries_, known->second);
    return;
  }
  entries_.emplace_front(session, std::move(query));
  by_session_[session] = entries_.begin();
  if (entries_.size() <= kMost) return;
  by_session_.erase(entries_.back().first);
  entries_.pop_back();
}

std::string LastWorklists::of(const std::string& session) {
  const std::lock_guard lock(mutex_);
  const auto known = by_session_.find(session);
  return known == by_session_.end() ? std::string() : known->second->second;
}

}  // namespace biroyna::casework
