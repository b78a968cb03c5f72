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
#include "platform/html/html.hpp"

namespace biroyna::queue {

// A page with its own layout: kiosk, board, console, phone.
struct Frame {
  std::string_view style;   // "kiosk.css"
  std::string_view script;  // "kiosk.js"
  std::string title;
  std::string html_class = {};
  std::string_view body_class;
  std::string_view offline_class;
  std::string offline;  // what is said while the server is away
  Html content;
  std::string live_source = {};  // where an update of the live parts is fetched; empty: the page is not live
  std::vector<std::pair<std::string, std::string>> data = {};  // further attributes of the body
};
http::Response frame(const Surroundings& around, const http::Request& request, const View& view,
                     const Frame& frame);

// The hidden field that shows that a form is ours.
Html csrf_field(const http::Request& request);

void add_kiosk(http::Router& router, const Surroundings& around);
void add_board(http::Router& router, const Surroundings& around);
void add_ticket_pages(http::Router& router, const Surroundings& around);
void add_console(http::Router& router, const Surroundings& around);
void add_host_pages(http::Router& router, const Surroundings& around);
void add_dashboard(http::Router& router, const Surroundings& around);

}  // namespace biroyna::queue
