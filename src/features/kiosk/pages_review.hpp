// What is printed on a ticket, before and after: which services, in which line, what to bring, how long it
// takes. Private to this feature.
#pragma once

#include "features/kiosk/pages_frame.hpp"

namespace biroyna::kiosk {

// The page that is looked at before a ticket is printed. `chosen` has one need and more.
// `public_url`: how phones reach the program.
Screen review(const http::Request& request, const View& view, const Chosen& chosen,
              const std::string& public_url);
// The ticket, on the screen and on paper. `home` is where a new visitor begins.
Screen issued(const http::Request& request, const View& view, const Ticket& ticket, const std::string& home);

// The address of the page where a ticket with these needs is looked at.
std::string review_address(const http::Request& request, const Chosen& chosen);

}  // namespace biroyna::kiosk
