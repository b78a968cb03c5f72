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

// Days for which answers that were not sent are kept, as that page says it.
inline constexpr int kUnsentKeptDays = 30;
// Where the page about personal data stands; with the part of the service if it is one alone.
std::string privacy_address(const Edition& edition, const std::vector<const Service*>& services,
                            Language language);
// What whoever applies for these services is told before the first answer: who is responsible for the data,
// why it is asked, who sees it and how long it is kept, with a link to the page that says more.
Html privacy_note(const Edition& edition, const std::vector<const Service*>& services,
                  const i18n::Speaker& say);

// How to reach a centre: its name, address and telephone number.
Html contact(const Edition& edition, const i18n::Speaker& say);
// Those of all centres; nothing where there are too many for a page that is about something else.
Html contacts(const Catalogues& catalogues, const i18n::Speaker& say);

}  // namespace biroyna::catalogue
