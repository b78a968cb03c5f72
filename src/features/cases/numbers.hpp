// The numbers of applications: eight signs that tell nothing to anybody but this installation, which reads in
// them the minute in which they were made.
//
// So a number never repeats one of an earlier minute, although nothing may be left of that: the database was
// restored. And of a number that is not found, it can be told whether it was given out in the time that is
// lost.
//
// Seven signs are a number below 31⁷ in another order that the installation's key decides (a Feistel
// network); that number is the minute and one of kInAMinute. Until 2072; then they begin anew. Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/time.hpp"
#include "platform/auth/checked_secrets.hpp"

namespace biroyna::cases {

inline constexpr std::size_t kNumberSigns = 8;  // the check sign included: 27 thousand million numbers

class Numbers {
 public:
  static constexpr std::int64_t kInAMinute = 1000;

  // `secrets` must outlive it.
  explicit Numbers(const auth::CheckedSecrets& secrets) : secrets_(secrets) {}

  // A random one of those of this minute.
  std::string make(Time now) const;
  // The minute in which it was made, if it was made so: those of other installations and of earlier versions
  // give whatever minute.
  Time made_at(std::string_view number) const;

 private:
  std::uint64_t shuffled(std::uint64_t value) const;
  std::uint64_t unshuffled(std::uint64_t value) const;
  std::uint64_t round_of(unsigned round, std::uint64_t half) const;

  const auth::CheckedSecrets& secrets_;
};

}  // namespace biroyna::cases
