// Secrets of sessions and tokens that check themselves: "SECRET.CHECK", where the check is a keyed hash of
// the secret and of what it is for.
//
// So what nobody was ever given is refused from memory, without asking the database. The key opens nothing:
// who has it and not the secret can only make junk that must be looked up. Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "platform/auth/secrets.hpp"

namespace biroyna::auth {

class CheckedSecrets {
 public:
  explicit CheckedSecrets(const Digest& key) : key_(key) {}

  // `purpose` is of small letters: "session", "token".
  std::string make(std::string_view purpose) const;
  // Whether a secret can be somebody's: its check is right, or it has the shape of random_token(), as secrets
  // had before they were checked.
  bool may_be_known(std::string_view purpose, std::string_view secret) const;

  // 80 bits in 16 signs of the alphabet of random_token().
  std::string check_of(std::string_view purpose, std::string_view text) const;
  static constexpr std::size_t kCheckSigns = 16;

 private:
  Digest key_;
};

}  // namespace biroyna::auth
