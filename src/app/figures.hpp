// What /metrics says of the server and of the halls.
//
// Stateless, thread-safe.
#pragma once

#include <vector>

#include "features/catalogue/catalogue.hpp"
#include "features/queue/queue.hpp"
#include "platform/http/server.hpp"
#include "platform/metrics/metrics.hpp"

namespace biroyna {

std::vector<metrics::Figure> figures_of(const http::Counters& counters);
std::vector<metrics::Figure> figures_of(const queue::Queue& queue, const catalogue::Catalogues& catalogues);

}  // namespace biroyna
