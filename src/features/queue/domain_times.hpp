// What past visits say about how long a service takes.
//
// Robust: medians and quantiles, so that a window forgotten overnight moves nothing; and a prior, so that a
// new centre begins with the catalogue's figures and leaves them as visits are measured. Pure, stateless.
#pragma once

#include <vector>

#include "features/queue/domain_plan.hpp"

namespace biroyna::queue {

// Combines the prior with measured `minutes` (any order), each as heavy as its number of observations; the
// answer's weight is their sum, at most kHeaviest, so that a change of practice is seen within days.
inline constexpr double kHeaviest = 60;
ServiceTime measured(const ServiceTime& prior, std::vector<double> minutes);

}  // namespace biroyna::queue
