// The kiosk, where a visitor takes a ticket.
#pragma once

#include "features/hall/hall.hpp"

namespace biroyna::kiosk {

using namespace queue;
using namespace hall;

void add_pages(http::Router& router, const Surroundings& around);

}  // namespace biroyna::kiosk
