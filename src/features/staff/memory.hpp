// Who is known by which secret, in memory, so that a request asks the database only once. Private to this
// feature.
//
// Thread-safe.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "features/staff/staff.hpp"
#include "features/staff/store.hpp"

namespace biroyna::staff {

struct Staff::Memory {
  struct Known {
    auth::Principal principal;  // anonymous: a secret that is known to be nobody's
    bool person = false;        // a person's session, which ages
    Time made_at{}, used_at{}, used_written{};
  };
  static constexpr std::size_t kMost = 50'000;

  std::mutex mutex;
  std::unordered_map<std::string, Known> by_secret;  // SHA-256 of the session's secret or the token
  std::int64_t version = 0;                          // of the database's state that this follows
  Throttle throttle;
  Time last_cleaning{};

  std::optional<Known> find(const std::string& secret_sha256, Time now) {
    const std::lock_guard lock(mutex);
    const auto found = by_secret.find(secret_sha256);
    if (found == by_secret.end()) return std::nullopt;
    Known& known = found->second;
    if (known.person && session_over(known.made_at, known.used_at, now)) {
      by_secret.erase(found);
      return Known{};
    }
    known.used_at = std::max(known.used_at, now);
    return known;
  }
  void remember(const std::string& secret_sha256, Known known) {
    const std::lock_guard lock(mutex);
    if (by_secret.size() >= kMost) by_secret.clear();
    by_secret[secret_sha256] = std::move(known);
  }
  void forget_all() {
    const std::lock_guard lock(mutex);
    by_secret.clear();
  }
};

}  // namespace biroyna::staff
