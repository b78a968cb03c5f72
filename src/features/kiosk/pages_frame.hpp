// The frame of every page of the kiosk: centre and clock above; below, the way back and the display modes
// (large text, high contrast, low position). Private to this feature.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "features/kiosk/kiosk_view.hpp"
#include "features/kiosk/pages.hpp"

namespace biroyna::kiosk {

struct Screen {
  std::string_view step;
  std::string title;
  Html main;
  std::string back;  // where "back" leads; empty on the first and the last page
};

// "/uz-Latn/sergeli/kiosk/needs?with=a.b"
std::string address(Language language, const http::Request& request, std::string_view rest);
std::string address(const http::Request& request, std::string_view rest, const Chosen& chosen = {},
                    std::size_t page = 1);

// How many rows of choices fit on the screen in the visitor's modes.
std::size_t room_for_rows(const http::Request& request);
// The way to the other parts of a list; empty where all fits. `to` gives the address of a page.
Html pager(const i18n::Speaker& say, const Part& part,
           const std::function<std::string(std::size_t page)>& to);
// The same in each language, one below the other: nobody has chosen one, or somebody else did.
Html in_all_languages(const std::function<std::string(const i18n::Speaker&)>& text);

// `home` is where a new visitor begins.
http::Response framed(const Site& site, const View& view, const http::Request& request, const Screen& screen,
                      const std::string& home);
// Switches the mode that the form names on or off, and goes back to the page where it was pressed.
http::Response switch_mode(const http::Request& request, const std::string& home);

}  // namespace biroyna::kiosk
