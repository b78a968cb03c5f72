#include "core/money.hpp"

#include <cmath>

namespace biroyna {

Tiyin share_of(Tiyin base, double share) {
  return {static_cast<std::int64_t>(std::floor(static_cast<double>(base.amount) * share / 100.0 + 0.5)) *
          100};
}

}  // namespace biroyna
