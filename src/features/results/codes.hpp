// How the codes of issued documents are made: to everybody else they are random, and this installation reads
// in them that it made them, and in which minute.
//
// So it can be told of a code that no document has whether it was issued in the time that a restore has lost.
// Of the 19 signs before the check, ten are random, five are the minute, hidden by a keyed hash of those ten,
// and four are a keyed hash of all of them: one code in a million that was not made here passes for one.
// Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/time.hpp"
#include "platform/auth/checked_secrets.hpp"

namespace biroyna::results {

class Codes {
 public:
  explicit Codes(const auth::CheckedSecrets& secrets) : secrets_(secrets) {}

  std::string make(Time now) const;
  // The minute in which it was made here. Empty if it was not, or by a version that made random ones.
  std::optional<Time> made_at(std::string_view code) const;

 private:
  std::string sealed(std::string_view random, std::string_view minute) const;
  std::string check(std::string_view signs) const;

  const auth::CheckedSecrets secrets_;
};

}  // namespace biroyna::results
