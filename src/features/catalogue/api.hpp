// The JSON routes of the catalogue.
#pragma once

#include "features/catalogue/catalogue.hpp"
#include "platform/http/http.hpp"
#include "platform/site/site.hpp"

namespace biroyna::catalogue {

// All parameters must outlive the router.
void add_api(http::Router& router, const Site& site, const Catalogues& catalogues);

}  // namespace biroyna::catalogue
