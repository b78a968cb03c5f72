// The host's desk: tickets taken, found and changed for visitors, and the whole hall stopped or emptied.
#pragma once

#include "features/hall/pages.hpp"

namespace biroyna::host {

using namespace queue;
using namespace hall;

void add_pages(http::Router& router, const Site& site, Queue& queue);

}  // namespace biroyna::host
