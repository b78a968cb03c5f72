// What the queue's pages share. Private to this feature.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "features/queue/api.hpp"
#include "features/queue/orders.hpp"
#include "features/queue/page_text.hpp"
#include "platform/pages/pages.hpp"

namespace biroyna::queue {

using pages::csrf_field;

// A screen of its own (kiosk, board, console, phone), live when `live_source` says where an update of its
// parts is fetched.
http::Response screen(const Surroundings& around, const View& view, const http::Request& request,
                      pages::Screen screen, const std::string& live_source = {});
// The header's centre on an ordinary page.
pages::Place place_of(const View& view, Language language);

void add_kiosk(http::Router& router, const Surroundings& around);
void add_board(http::Router& router, const Surroundings& around);
void add_ticket_pages(http::Router& router, const Surroundings& around);
void add_console(http::Router& router, const Surroundings& around);
void add_host_pages(http::Router& router, const Surroundings& around);
void add_dashboard(http::Router& router, const Surroundings& around);

}  // namespace biroyna::queue
