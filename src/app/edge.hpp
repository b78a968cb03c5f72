// What of the settings concerns the sockets, and what /metrics tells of them.
#pragma once

#include <vector>

#include "platform/config/config.hpp"
#include "platform/http/server.hpp"
#include "platform/metrics/metrics.hpp"

namespace biroyna {

// The limits of the settings, within what the system allows: raises the limit of descriptors of this process
// as far as it may, keeps a reserve for everything but connections, and logs both.
http::Limits http_limits(const Config& config, int readers);

std::vector<metrics::Figure> http_figures(const http::Counters& counters);
// What every answer tells browsers.
http::Fields security_headers(const Config& config);

}  // namespace biroyna
