// The kiosk, where a visitor takes a ticket.
#pragma once

#include "core/rate_limit.hpp"
#include "features/hall/pages.hpp"

namespace biroyna::kiosk {

using namespace queue;
using namespace hall;

// `takes` counts the tickets of each kiosk, so that nobody draws them for fun. With `open_all_hours` the
// pages do not ask the calendar.
void add_pages(http::Router& router, const Site& site, Queue& queue, RateLimit& takes, bool open_all_hours);

}  // namespace biroyna::kiosk
