// Screens that follow the hall, orders to it and what came of them.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "features/hall/page_text.hpp"
#include "features/queue/api.hpp"
#include "features/queue/queue.hpp"
#include "platform/pages/pages.hpp"
#include "platform/site/site.hpp"

namespace biroyna::hall {

using namespace queue;

using http::field;
using pages::csrf_field;

// A screen of its own (kiosk, board, console, phone), live when `live_source` says where an update of its
// parts is fetched.
http::Response screen(const Site& site, const View& view, const http::Request& request, pages::Screen screen,
                      const std::string& live_source = {});
// The header's centre on an ordinary page.
pages::Place place_of(const View& view, Language language);
// Attributes of an ordinary page with a `live_source` that follows the hall.
pages::Data live_data(const View& view);

// A page for those who work in the centre of the address; "not found" for all others.
http::Response at_own_centre(const Site& site, Queue& queue, const http::Request& request,
                             const std::function<http::Response(const View&)>& show);

// The time since, which the script counts on; the script marks it beyond `limit`.
Html timer(Time since, Time now, Seconds limit);

// Leads back to the page where an order was refused, which says the reason once:
// "…/console/3?problem=taken_by_window&subject=2".
http::Response refused_at(const std::string& address, const Refusal& refusal);
std::string problem_of(
    const http::Request& request);  // its code; empty if there is none or it was said before
std::string refusal_text(const i18n::Speaker& say, const std::string& code, const std::string& subject);
// Changes the hall and answers: `done` once everybody sees the change, else `refused`. The request lives
// until then.
void change_hall(Queue& queue, const http::Reply& reply, Queue::Change change,
                 std::function<http::Response(const Changed&)> done,
                 std::function<http::Response(const Refusal&)> refused);
// Empty if nothing was refused. `way_out` is a button that repeats the order nevertheless.
Html problem_banner(const http::Request& request, const i18n::Speaker& say, const Html& way_out = {});

}  // namespace biroyna::hall
