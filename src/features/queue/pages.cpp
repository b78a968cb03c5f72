#include "features/queue/pages.hpp"

namespace biroyna::queue {

using html::make;

bool TakeLimit::allow(const std::string& device, Time now, int per_minute) {
  const std::lock_guard lock(mutex_);
  auto& taken = taken_[device];
  while (!taken.empty() && now - taken.front() >= Minutes(1)) taken.pop_front();
  if (taken.size() >= static_cast<std::size_t>(per_minute)) return false;
  taken.push_back(now);
  return true;
}

Html csrf_field(const http::Request& request) {
  return make("<input type=\"hidden\" name=\"csrf\" value=\"{}\">", request.principal.csrf);
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
