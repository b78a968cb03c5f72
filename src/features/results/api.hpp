// The JSON routes of issued documents.
#pragma once

#include <functional>

#include "features/catalogue/catalogue.hpp"
#include "features/results/edge.hpp"
#include "features/results/results.hpp"

namespace biroyna::results {

// Whether somebody besides the staff may have a document: its holder. The case that it belongs to knows.
using MayRead = std::function<bool(const http::Request&, const Entry&)>;

// Everything that is passed must outlive the router.
void add_api(http::Router& router, const Site& site, Results& results,
             const catalogue::Catalogues& catalogues, Commands& commands, RateLimit& checks,
             MayRead may_read);

}  // namespace biroyna::results
