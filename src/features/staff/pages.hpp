// The administrator's pages: people and devices.
#pragma once

#include "features/catalogue/catalogue.hpp"
#include "features/staff/staff.hpp"
#include "platform/http/http.hpp"
#include "platform/site/site.hpp"

namespace biroyna::staff {

// All parameters must outlive the router.
void add_pages(http::Router& router, const Site& site, Staff& staff, const catalogue::Catalogues& catalogues);

}  // namespace biroyna::staff
