// The pages of "Can I": a few questions, and the answer. Complete without JavaScript; nothing is kept.
#pragma once

#include "features/catalogue/catalogue.hpp"
#include "features/eligibility/eligibility.hpp"
#include "platform/http/http.hpp"
#include "platform/site/site.hpp"

namespace biroyna::eligibility {

// All parameters must outlive the router.
void add_pages(http::Router& router, const Site& site, const catalogue::Catalogues& catalogues, db::Db& db,
               audit::EventLog& log);

}  // namespace biroyna::eligibility
