// The routes of the API for cases.
#pragma once

#include "features/cases/edge_access.hpp"
#include "features/cases/retention.hpp"
#include "features/cases/service.hpp"
#include "platform/http/http.hpp"
#include "platform/json/fields.hpp"
#include "platform/site/site.hpp"

namespace biroyna::cases {

// A required day, "2026-11-24". Without one: a day that is not to be used, and an error in `fields`.
Day read_day(JsonFields& fields, const char* key);

// Everything that is passed must outlive the router.
void add_api(http::Router& router, const Site& site, Applications& applications, const CaseAccess& access,
             GuessThrottle& guess_throttle, const catalogue::Catalogues& catalogues,
             const documents::Documents& documents);
void add_mandates_api(http::Router& router, const Site& site, Applications& applications,
                      const CaseAccess& access);

// What is to be erased, for those who may hold it.
void add_erasures_api(http::Router& router, const Site& site, const Retention& retention);

}  // namespace biroyna::cases
