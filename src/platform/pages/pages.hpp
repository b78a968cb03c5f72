// What all pages share: the document around them, the header with the languages, the ways to the other pages.
//
// Two kinds. A Page is read like a document: header, main, footer (portal, sign-in, host's page, dashboard).
// A Screen is a whole screen of its own (kiosk, board, console, ticket on the phone): only the document
// around it is shared. Immutable once built, thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/assets/assets.hpp"
#include "platform/html/components.hpp"
#include "platform/http/http.hpp"
#include "platform/i18n/i18n.hpp"

namespace biroyna::pages {

// Attributes of the body, "data-…"; an empty value leaves it out. A page that is live gets the address of the
// worker that holds its stream beside them.
using Data = std::vector<std::pair<std::string, std::string>>;

// A centre as the header names it.
struct Place {
  std::string name;          // in the reader's language
  std::string address;       // "/uz-Latn/sergeli"; empty when the page belongs to no centre
  std::string privacy = {};  // the address of what it says about personal data, for the footer; may be empty
};

struct Page {
  std::string title;  // of the browser's tab; the h1, which stands in `main`, says the same
  Html main;
  Place place = {};
  std::vector<html::Breadcrumb> breadcrumbs = {};  // above main
  bool wide = false;                               // tables: the main column takes all the width
  bool failed = false;                             // a form came back with errors: the title says so first
  // Somebody types into a form that another language would empty where no script keeps what was typed: the
  // page advises to choose the language first. Not for a form that has the languages among its own buttons.
  bool typed_into = false;
  bool shown_once = false;  // it has a secret that no address shows again: no way to it in another language
  std::string_view style = "citizen.css";
  std::string_view script = "citizen.js";
  std::string live_source = {};  // where an update of the parts marked data-live is fetched; empty: not live
  Data data = {};
  int status = 200;
};

struct Screen {
  std::string_view style;   // "kiosk.css"
  std::string_view script;  // "kiosk.js"
  std::string title;
  std::string html_class = {};
  std::string body_class;
  std::string offline_class;  // of the banner that is shown while the server is away
  Html offline;               // what it says
  Html content;
  Data data = {};  // with data-events and data-source when it is live
  // Where a browser without scripts goes after so many seconds, for a screen that its visitors leave as it
  // is.
  std::string left_for = {};
  int seconds_until_left = 0;
};

// The links of the header: those that are seen, and those that are folded under "More".
struct Menu {
  Menu(std::vector<html::NavigationItem> its_items, std::vector<html::NavigationItem> its_more = {})
      : items(std::move(its_items)), more(std::move(its_more)) {}

  std::vector<html::NavigationItem> items, more;
};

class Pages {
 public:
  // The menu for who asks; `place` as the page gave it.
  using Navigation = std::function<Menu(const http::Request&, const Place& place)>;
  Pages(const Assets& assets, Navigation navigation);

  http::Response page(const http::Request& request, const Page& page) const;
  http::Response screen(const http::Request& request, const Screen& screen) const;
  // The page of a refusal or failure: title and one sentence. Never throws for a request that was not
  // understood.
  std::string error_page(const http::Request& request, std::string_view title, std::string_view text) const;

  // For screens that show them, too: the same page in the other languages, and the ways to other pages.
  Html languages(const http::Request& request) const;
  Html menu(const http::Request& request, const Place& place) const;

  const Assets& assets() const { return assets_; }

 private:
  const Assets& assets_;
  Navigation navigation_;
};

// The hidden field that shows that a form is ours.
Html csrf_field(const http::Request& request);
// The same, with an idempotency key: a form that is sent twice is carried out once.
Html order_fields(const http::Request& request);
// A table that scrolls by itself where the screen is narrow, also by keyboard. `name` is its accessible name.
Html scrolled_table(const html::Table& table, std::string_view name);
// The visually hidden head of a column of buttons and links.
html::Cell action_head(const i18n::Speaker& say);
// The same page in another language: "/ru/sergeli/services?q=x" for "/en/sergeli/services?q=x". Only for
// addresses that begin with a language.
std::string in_language(const http::Request& request, Language language);

}  // namespace biroyna::pages
