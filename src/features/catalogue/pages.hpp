// The public pages and JSON routes of the catalogue.
#pragma once

#include "features/catalogue/catalogue.hpp"
#include "platform/http/http.hpp"
#include "platform/pages/pages.hpp"

namespace biroyna::catalogue {

struct Surroundings {
  const Catalogues& catalogues;
  const pages::Pages& pages;
  std::function<http::Response(const http::Request&, const Refusal&)> refused;
  Clock clock;
};
// Everything given must outlive the router.
void add_api(http::Router& router, const Surroundings& around);
void add_pages(http::Router& router, const Surroundings& around);

// A centre's name and address for a page's header; empty for an unknown centre.
pages::Place place(const Catalogues& catalogues, Language language, const CentreId& centre);

}  // namespace biroyna::catalogue
