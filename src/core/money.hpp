// Money in tiyin (1 soʻm = 100 tiyin). Whole numbers only, so that sums are exact.
#pragma once

#include <compare>
#include <cstdint>

namespace biroyna {

struct Tiyin {
  std::int64_t amount = 0;
  friend auto operator<=>(const Tiyin&, const Tiyin&) = default;
};

// `share` (of up to four decimals) of the base calculation amount, rounded to whole soʻm, half up.
Tiyin share_of(Tiyin base, double share);

}  // namespace biroyna
