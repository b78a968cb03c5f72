// The cookie by which a browser is known in which somebody signed in before: "BROWSER.CHECK.CHECK…", a random
// name and a keyed check for each account, the latest first.
//
// It lets nobody in. It only says that the failures of an account count for this browser, not for everybody
// (see staff/domain_throttle.hpp), so nobody's guessing elsewhere keeps out who works here. Private to this
// feature. Pure but for random names; thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "platform/auth/checked_secrets.hpp"

namespace biroyna::sessions {

inline constexpr std::size_t kMostAccountsOfABrowser = 20;  // of people who share it; more are forgotten

// The name of the browser that has this cookie, whoever made it; empty if it is none.
std::string_view browser_named(std::string_view cookie);
// The same, if somebody signed in to the account in it; else empty.
std::string known_browser(const auth::CheckedSecrets& secrets, std::string_view cookie,
                          std::string_view login);
// The cookie of the browser after somebody signed in to the account in it.
std::string remember_in_browser(const auth::CheckedSecrets& secrets, std::string_view cookie,
                                std::string_view login);

}  // namespace biroyna::sessions
