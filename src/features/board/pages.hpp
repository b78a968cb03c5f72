// Pages that show the hall: the board, the dashboard of the head, the ticket on a phone.
#pragma once

#include <functional>

#include "features/hall/pages.hpp"
#include "features/timekeeping/timekeeping.hpp"
#include "platform/backup/standing.hpp"

namespace biroyna::board {

using namespace queue;
using namespace hall;

void add_board(http::Router& router, const Site& site, Queue& queue);
void add_ticket_pages(http::Router& router, const Site& site, Queue& queue,
                      const catalogue::Catalogues& catalogues);
using Backups = std::function<backup::Standing()>;
void add_dashboard(http::Router& router, const Site& site, Queue& queue, timekeeping::Timekeeper& timekeeper,
                   audit::Restores& restores, Backups backups);

}  // namespace biroyna::board
