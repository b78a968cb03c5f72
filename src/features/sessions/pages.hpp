// The pages of signing in, of one's own account and of pairing.
#pragma once

#include <functional>
#include <string>

#include "features/catalogue/catalogue.hpp"
#include "features/sessions/sessions.hpp"
#include "platform/http/http.hpp"
#include "platform/site/site.hpp"

namespace biroyna::sessions {

// Where somebody with this role works: "/uz-Latn/sergeli/console". The app knows it, as it knows all rooms.
using Home = std::function<std::string(Language, const auth::Principal&)>;

// All parameters must outlive the router.
// Signing in and out, and one's own account.
void add_pages(http::Router& router, const Site& site, Sessions& sessions, const Home& home);
// Pairing: a screen becomes a kiosk, a board, …
void add_pairing_pages(http::Router& router, const Site& site, Sessions& sessions, const staff::Staff& staff,
                       const Home& home);

class KeptForms;
// What was typed when a session was over.
void add_kept_form_page(http::Router& router, const Site& site, KeptForms& forms);

// One's own sessions.
void add_sessions_pages(http::Router& router, const Site& site, Sessions& sessions,
                        const catalogue::Catalogues& catalogues);

}  // namespace biroyna::sessions
