// The public pages of the catalogue.
#pragma once

#include "features/catalogue/catalogue.hpp"
#include "platform/http/http.hpp"
#include "platform/pages/pages.hpp"
#include "platform/site/site.hpp"

namespace biroyna::catalogue {

// All parameters must outlive the router.
void add_pages(http::Router& router, const Site& site, const Catalogues& catalogues);

// What is not done here, and where it is; empty when there is nothing.
Html elsewhere_list(const i18n::Speaker& say, const std::vector<const Elsewhere*>& items);

// A centre's name and address for a page's header; empty for an unknown centre.
pages::Place place(const Catalogues& catalogues, Language language, const CentreId& centre);

// How to reach a centre: its name, address and telephone number.
Html contact(const Edition& edition, const i18n::Speaker& say);
// Those of all centres; nothing where there are too many for a page that is about something else.
Html contacts(const Catalogues& catalogues, const i18n::Speaker& say);

}  // namespace biroyna::catalogue
