// The frame of every page of the kiosk: centre and clock above; below, the way back and the display modes
// (large text, high contrast, low position). Private to this feature.
#pragma once

#include <string>
#include <string_view>

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
std::string address(const http::Request& request, std::string_view rest, std::string_view with = {});

// `home` is where a new visitor begins.
http::Response framed(const Site& site, const View& view, const http::Request& request, const Screen& screen,
                      const std::string& home);
// Switches the mode that the form names on or off, and goes back to the page where it was pressed.
http::Response switch_mode(const http::Request& request, const std::string& home);

}  // namespace biroyna::kiosk
