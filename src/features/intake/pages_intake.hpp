// The pages on which an application at a window begins.
#pragma once

#include "features/intake/pages.hpp"

namespace biroyna::intake {

inline constexpr auth::Roles kTakesIn = {auth::Role::operator_};

// All parameters must outlive the router.
void add_intake_pages(http::Router& router, const Site& site, Drafts& drafts,
                      cases::Applications& applications, cases::GuessThrottle& guess_throttle,
                      const catalogue::Catalogues& catalogues, WindowOf window_of);

}  // namespace biroyna::intake
