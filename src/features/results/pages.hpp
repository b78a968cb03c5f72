// The public check of an issued document, and the register of the staff.
#pragma once

#include "features/catalogue/catalogue.hpp"
#include "features/results/edge.hpp"
#include "features/results/results.hpp"

namespace biroyna::results {

// Everything that is passed must outlive the router.
void add_pages(http::Router& router, const Site& site, Results& results,
               const catalogue::Catalogues& catalogues, Commands& commands, RateLimit& checks);

}  // namespace biroyna::results
