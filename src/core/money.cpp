#include "core/money.hpp"

#include <cmath>

namespace biroyna {

// A share such as 0.0006 is no binary fraction, so its product may fall just short of half a soʻm.
// Ten-thousandths of a tiyin are whole for every share of up to four decimals.
Tiyin share_of(Tiyin base, double share) {
  const double ten_thousandths = std::round(static_cast<double>(base.amount) * share * 10'000);
  return {static_cast<std::int64_t>(std::floor((ten_thousandths + 500'000) / 1'000'000)) * 100};
}

}  // namespace biroyna
