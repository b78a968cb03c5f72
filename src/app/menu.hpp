// The ways to the other pages, for who asks: their own work first, what everybody sees last.
#pragma once

#include "platform/http/http.hpp"
#include "platform/pages/pages.hpp"

namespace biroyna {

// A person of the staff sees at most this many entries; the others are folded under "More".
inline constexpr std::size_t kShownInMenu = 7;

pages::Menu menu(const http::Request& request, const pages::Place& place);

}  // namespace biroyna
