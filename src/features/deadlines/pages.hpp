// The pages of absences, and those about terms: the head's overview, and what is published.
#pragma once

#include "features/catalogue/catalogue.hpp"
#include "features/deadlines/absences.hpp"
#include "features/deadlines/terms.hpp"
#include "platform/http/http.hpp"
#include "platform/site/site.hpp"

namespace biroyna::deadlines {

// All parameters must outlive the router.
void add_absences_pages(http::Router& router, const Site& site, AbsenceBook& absences);
void add_terms_pages(http::Router& router, const Site& site, const Terms& terms,
                     const catalogue::Catalogues& catalogues, const staff::Staff& staff);

// Why applications were refused: by ground, service and person, with their words.
void add_refusals_pages(http::Router& router, const Site& site, const Terms& terms,
                        const cases::Applications& applications, const catalogue::Catalogues& catalogues,
                        const staff::Staff& staff);
// What is to be erased, before it is.
void add_erasures_pages(http::Router& router, const Site& site, const cases::Retention& retention,
                        const catalogue::Catalogues& catalogues);

}  // namespace biroyna::deadlines
