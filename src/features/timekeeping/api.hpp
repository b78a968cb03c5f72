// The JSON routes of the clock, for those who look after the server.
#pragma once

#include "features/timekeeping/timekeeping.hpp"
#include "platform/http/http.hpp"
#include "platform/site/site.hpp"

namespace biroyna::timekeeping {

// All parameters must outlive the router.
void add_api(http::Router& router, const Site& site, Timekeeper& timekeeper);

}  // namespace biroyna::timekeeping
