// The pages about registries and dead letters.
#pragma once

#include "features/catalogue/catalogue.hpp"
#include "features/integrations/integrations.hpp"
#include "platform/http/http.hpp"
#include "platform/site/site.hpp"

namespace biroyna::integrations {

// All parameters must outlive the router.
void add_pages(http::Router& router, const Site& site, Registries& registries, Commands& commands,
               const catalogue::Catalogues& catalogues);

}  // namespace biroyna::integrations
