// The JSON routes of agencies that fetch their questions, and of those who see to dead letters.
#pragma once

#include "features/integrations/integrations.hpp"
#include "platform/http/http.hpp"
#include "platform/site/site.hpp"

namespace biroyna::integrations {

// All parameters must outlive the router.
void add_api(http::Router& router, const Site& site, Registries& registries, Commands& commands);

}  // namespace biroyna::integrations
