// The parts of the window console that change by themselves. Private to this feature.
#pragma once

#include <string>

#include "features/console/console_view.hpp"
#include "features/console/pages.hpp"

namespace biroyna::console {

struct Console {
  const Site& site;
  const http::Request& request;
  const View& view;
  const Window& window;
  i18n::Speaker say;
  ConsoleView shown;

  // "/uz-Latn/sergeli/console/3" and what follows
  std::string address(std::string_view rest = {}) const;
  std::string ticket_address(const Ticket& ticket, std::string_view rest) const;
};

// The bar of every page of the console; `inside` names the window or the centre.
Html console_bar(const Site& site, const View& view, const http::Request& request, const Html& inside);
Html console_bar(const Console& console);
// That another operator works here, and the way to another window; empty at one's own.
Html console_of_another(const Console& console);
Html console_current(const Console& console);
Html console_notes(const Console& console);
Html console_documents(const Console& console);
Html console_queue(const Console& console);
Html console_aside(const Console& console);  // parked and not shown
// Number, need and time of the present ticket, above a question about it.
Html console_context(const Console& console, const Ticket& ticket);

}  // namespace biroyna::console
