// The parts of the host's pages. Private to this feature.
#pragma once

#include "features/host/pages.hpp"

namespace biroyna::host {

std::string host_address(const http::Request& request, std::string_view rest = {});
// The breadcrumb of the host's first page.
html::Breadcrumb host_breadcrumb(const http::Request& request, const i18n::Speaker& say);
http::Response at_host(const Site& site, Queue& queue, const http::Request& request,
                       const std::function<http::Response(const StaffPage&)>& show);

void add_host_tickets(http::Router& router, const Site& site, Queue& queue);  // taking and changing tickets
void add_host_hall(http::Router& router, const Site& site,
                   Queue& queue);  // cancelling many, stopping all calls

}  // namespace biroyna::host
