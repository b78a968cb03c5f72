#include "features/queue/pages.hpp"

namespace biroyna::queue {

bool TakeLimit::allow(const std::string& device, Time now, int per_minute) {
  const std::lock_guard lock(mutex_);
  auto& taken = taken_[device];
  while (!taken.empty() && now - taken.front() >= Minutes(1)) taken.pop_front();
  if (taken.size() >= static_cast<std::size_t>(per_minute)) return false;
  taken.push_back(now);
  return true;
}

http::Response screen(const Surroundings& around, const View& view, const http::Request& request,
                      pages::Screen screen, const std::string& live_source) {
  if (!live_source.empty()) {
    screen.data.emplace_back("data-source", live_source);
    screen.data.emplace_back("data-seq", std::to_string(view.seq));
    screen.data.emplace_back("data-events",
                             "/api/v1/centres/" + view.catalogue().centre.id.str() + "/events");
  }
  return around.pages.screen(request, screen);
}

pages::Place place_of(const View& view, Language language) {
  return {view.catalogue().centre.names.in(language), centre_address(language, view.catalogue().centre.id)};
}

void add_pages(http::Router& router, const Surroundings& around) {
  add_kiosk(router, around);
  add_board(router, around);
  add_ticket_pages(router, around);
  add_console(router, around);
  add_host_pages(router, around);
  add_dashboard(router, around);
}

}  // namespace biroyna::queue
