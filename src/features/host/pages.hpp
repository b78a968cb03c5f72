// The host's pages: take, find and change tickets for visitors, cancel many, stop all calls.
#pragma once

#include "features/hall/pages.hpp"

namespace biroyna::host {

using namespace queue;
using namespace hall;

void add_pages(http::Router& router, const Site& site, Queue& queue);

}  // namespace biroyna::host
