// The console of a window: who is called, served, parked, sent on.
#pragma once

#include "features/hall/pages.hpp"

namespace biroyna::console {

using namespace queue;
using namespace hall;

void add_pages(http::Router& router, const Site& site, Queue& queue);

}  // namespace biroyna::console
