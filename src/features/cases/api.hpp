// The routes of the API for cases.
#pragma once

#include <string_view>

#include "features/cases/edge_access.hpp"
#include "features/cases/service.hpp"
#include "platform/http/http.hpp"
#include "platform/site/site.hpp"

namespace biroyna::cases {

// Who has a worklist.
inline constexpr auth::Roles kWorkers =
    auth::kOfDepartments | auth::Roles{auth::Role::operator_, auth::Role::head, auth::Role::administrator};
// Who finds any application of the centre.
inline constexpr auth::Roles kListing = {auth::Role::operator_, auth::Role::head, auth::Role::administrator};

void add_api(http::Router& router, const Site& site, Applications& applications, const CaseAccess& access,
             GuessThrottle& guess_throttle, const catalogue::Catalogues& catalogues);
void add_mandates_api(http::Router& router, const Site& site, Applications& applications,
                      const CaseAccess& access);

}  // namespace biroyna::cases
