// Pages that show the hall: the board, the dashboard of the head, the ticket on a phone.
#pragma once

#include "features/hall/pages.hpp"
#include "features/timekeeping/timekeeping.hpp"

namespace biroyna::board {

using namespace queue;
using namespace hall;

void add_board(http::Router& router, const Site& site, Queue& queue);
void add_ticket_pages(http::Router& router, const Site& site, Queue& queue);
void add_dashboard(http::Router& router, const Site& site, Queue& queue, timekeeping::Timekeeper& timekeeper);

}  // namespace biroyna::board
