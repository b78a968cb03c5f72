// The cache of secrets: whom each one belongs to. Private to this feature.
//
// Invariant: nobody is remembered whose rights ended at or before `version`. What was read from an older
// state of the database than that is answered, but not remembered.
// Thread-safe.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "features/sessions/sessions.hpp"
#include "features/sessions/store.hpp"

namespace biroyna::sessions {

struct Sessions::Memory {
  struct Known {
    auth::Principal principal;
    bool person = false;  // a person's session, which ages
    Time begun_at{}, used_at{}, used_written{};
    bool first_password = false;  // see Asker
  };
  // From the database; nobody when they may not work any more.
  static Known by_token(db::Tx& tx, const std::string& sha256);
  static Known by_session(db::Tx& tx, const std::string& sha256);

  // Who has a secret; an anonymous principal if nobody has. No answer if the database must be asked: the
  // secret is not remembered, or rights ended since.
  std::optional<Asker> find(const std::string& secret, std::int64_t rights_version, Time now);
  // When it saw a session last; nothing if it does not remember it.
  std::optional<Time> used_at(const std::string& secret);
  void remember(const std::string& secret, Known known, std::int64_t version_read);
  // Remembers that a secret belongs to nobody. That never changes: secrets are random and not used twice.
  void remember_nobody(const std::string& secret);
  // Sessions whose last use must be written: at most once in kCoarse, not with each request.
  std::vector<std::pair<std::string, Time>> take_used();

  static constexpr std::size_t kMostUnknown = 10'000;
  static constexpr Minutes kCoarse{5};

  std::mutex mutex;  // of all below
  // Keys are the kind of secret and its SHA-256.
  std::unordered_map<std::string, Known> by_secret;
  std::unordered_set<std::string> nobodys;
  std::int64_t version = 0;  // staff::rights_version()
};

}  // namespace biroyna::sessions
