// What /metrics says of the halls.
//
// Stateless, thread-safe.
#pragma once

#include <vector>

#include "features/catalogue/catalogue.hpp"
#include "features/queue/queue.hpp"
#include "platform/metrics/metrics.hpp"

namespace biroyna {

std::vector<metrics::Figure> figures_of(const queue::Queue& queue, const catalogue::Catalogues& catalogues);

}  // namespace biroyna
