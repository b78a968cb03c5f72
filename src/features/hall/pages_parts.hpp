// The parts that the host's page and the dashboard share: alerts, the line of each need, the windows. Each
// part has an id and `data-live`, so that a script can replace it with a newer one.
#pragma once

#include <functional>
#include <string>

#include "features/hall/pages_shared.hpp"
#include "features/queue/queue.hpp"

namespace biroyna::hall {

using namespace queue;

struct StaffPage {
  const Site& site;
  const http::Request& request;
  const View& view;
  i18n::Speaker say;
  std::string root;  // "/uz-Latn/sergeli/host"

  std::string service(const ServiceId& id) const;
  std::string window(const WindowId& id) const;
};

// Adds the header of the centre; a page with a live_source also follows the hall.
http::Response respond(const StaffPage& page, pages::Page content);

// Runs the steps of a form in the centre of the address, or answers "not found". A refusal redirects to
// `refused_to`, which shows the problem; success redirects to the answer of `done_to`.
struct FormOrder {
  std::vector<Step> steps;
  std::string key = {};
  std::string refused_to;
  std::function<std::string(const Changed&)> done_to;
};
void run_order(const Site& site, Queue& queue, const http::Request& request, const http::Reply& reply,
               FormOrder order);

// Says what was done last; the address has it: "?done=cancelled&n=3".
Html done_banner(const http::Request& request, const i18n::Speaker& say);
// The form that the buttons of the tables below belong to: form="actions".
Html actions_form(const StaffPage& page);
Html action_button(const std::string& address, std::string_view text, std::string_view about);
// A table of class b-wait. An empty head is the visually hidden `say("host.action")`.
Html wait_table(const StaffPage& page, std::string_view caption,
                std::initializer_list<std::string_view> heads, const Html& rows);
Html card(std::string_view id, std::string_view title, const Html& content);

using NeedAction = std::function<Html(const NeedFigures&)>;
using WindowAction = std::function<Html(const WindowFigures&)>;

Html hall_alerts(const StaffPage& page, const Figures& figures);
// Needs that somebody waits for, and those that are closed.
Html hall_needs(const StaffPage& page, const Figures& figures, const NeedAction& action = {});
Html hall_windows(const StaffPage& page, const Figures& figures, const WindowAction& action = {});

}  // namespace biroyna::hall
