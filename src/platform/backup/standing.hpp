// What is known of an installation's copies, for who looks after it.
#pragma once

#include <chrono>
#include <optional>

#include "core/time.hpp"

namespace biroyna::backup {

struct Standing {
  std::optional<Time> last = {};                   // when the last copy was made and verified
  std::optional<Time> changes_missing_since = {};  // with an archive: changes since then are not in it

  static constexpr std::chrono::hours kCopiesEach{36};      // a night's copy may be late
  static constexpr std::chrono::minutes kMissingAtMost{2};  // a start begins a new copy
  bool is_old(Time now) const { return last && now - *last > kCopiesEach; }
  bool misses_changes(Time now) const {
    return changes_missing_since && now - *changes_missing_since > kMissingAtMost;
  }
};

}  // namespace biroyna::backup
