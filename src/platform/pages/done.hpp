// What was done, or why it was refused, said once: on the page to which a form leads. Loaded again, come back
// to or in another language, the same address says nothing.
//
// The address has the words ("…?done=added&n=3", "…?problem=taken_by_window"), and a cookie that the page
// ends says that they are new. Stateless, thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "platform/http/http.hpp"

namespace biroyna::pages {

inline constexpr std::string_view kDoneCookie = "__Host-done";

// Leads to this address, whose query says what was done or refused.
http::Response see_done(std::string address);
// What the query says, while it is new. Nothing if it was shown before.
std::optional<std::string_view> done_value(const http::Request& request, std::string_view name = "done");

// Whether this request is the first of such an address.
bool says_done(const http::Request& request);
// Ends it: a header of the page that says it.
std::string ended_done_cookie();
// The cookie's value for this address.
std::string done_mark(std::string_view address);

}  // namespace biroyna::pages
