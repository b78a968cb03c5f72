// The public pages of the catalogue.
#pragma once

#include "features/catalogue/catalogue.hpp"
#include "platform/http/http.hpp"
#include "platform/pages/pages.hpp"
#include "platform/site/site.hpp"

namespace biroyna::catalogue {

// All parameters must outlive the router.
void add_pages(http::Router& router, const Site& site, const Catalogues& catalogues);

// A centre's name and address for a page's header; empty for an unknown centre.
pages::Place place(const Catalogues& catalogues, Language language, const CentreId& centre);

}  // namespace biroyna::catalogue
