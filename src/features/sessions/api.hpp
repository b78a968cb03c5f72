// The JSON routes of signing in and out.
#pragma once

#include "features/sessions/sessions.hpp"
#include "platform/http/http.hpp"
#include "platform/site/site.hpp"

namespace biroyna::sessions {

// All parameters must outlive the router.
void add_api(http::Router& router, const Site& site, Sessions& sessions);

}  // namespace biroyna::sessions
