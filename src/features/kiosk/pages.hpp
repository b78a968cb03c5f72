// The kiosk, where a visitor takes a ticket.
#pragma once

#include "core/rate_limit.hpp"
#include "features/hall/pages.hpp"

namespace biroyna::kiosk {

using namespace queue;
using namespace hall;

// `takes` limits the tickets that each kiosk gives in a minute. With `open_all_hours` the kiosk ignores the
// opening hours.
void add_pages(http::Router& router, const Site& site, Queue& queue, RateLimit& takes, bool open_all_hours);

}  // namespace biroyna::kiosk
