#include "features/kiosk/pages_frame.hpp"

#include <fmt/format.h>

namespace biroyna::kiosk {
namespace {

using html::make;
using html::to;

constexpr std::string_view kModes[] = {"large", "contrast", "low"};
constexpr std::string_view kModeIcons[] = {"text", "contrast", "low"};
constexpr std::string_view kModeCookie = "__Host-mode";

bool has_mode(const http::Request& request, std::string_view mode) {
  const std::string modes = fmt::format(".{}.", request.cookie(kModeCookie));
  return modes.find(fmt::format(".{}.", mode)) != std::string::npos;
}

Html head(const Site& site, const http::Request& request, const View& view) {
  return make(
      "<header class=\"b-khead\"><img class=\"b-khead__logo\" src=\"{}\" alt=\"{}\" width=\"180\" "
      "height=\"60\">"
      "<p class=\"b-khead__centre\">{}</p><p class=\"b-khead__clock\" data-clock>{}</p></header>",
      site.pages.assets().address("icons/logo-light.svg"), i18n::text(request.language, "product.name"),
      view.catalogue().centre.names.in(request.language), local_time(view, view.now));
}

}  // namespace

std::string address(Language language, const http::Request& request, std::string_view rest) {
  return centre_address(language, CentreId(std::string(request.param("centre")))) + "/kiosk" +
         std::string(rest);
}
std::string address(const http::Request& request, std::string_view rest, std::string_view with) {
  std::string full = address(request.language, request, rest);
  if (!with.empty()) full.append("?with=").append(with);
  return full;
}

http::Response framed(const Site& site, const View& view, const http::Request& request, const Screen& screen,
                      const std::string& home) {
  const i18n::Speaker say(request.language);
  Html back;
  if (!screen.back.empty()) {
    back = make(
        "<nav class=\"b-kback\" aria-label=\"{}\"><a class=\"b-kbutton\" href=\"{}\"><span class=\"b-icon "
        "b-icon--back\" "
        "aria-hidden=\"true\"></span>{}</a><a class=\"b-kbutton\" href=\"{}\"><span class=\"b-icon "
        "b-icon--restart\" "
        "aria-hidden=\"true\"></span>{}</a></nav>",
        say("kiosk.way"), screen.back, say("kiosk.back"), home, say("kiosk.start_again"));
  }
  Html modes;
  std::string classes;
  for (std::size_t i = 0; i < std::size(kModes); ++i) {
    const bool on = has_mode(request, kModes[i]) && screen.step != "language";
    if (on) classes += fmt::format(" b-{}", kModes[i]);
    to(modes,
       "<button class=\"b-kmode\" name=\"toggle\" value=\"{}\" aria-pressed=\"{}\"><span class=\"b-icon "
       "{}\" "
       "aria-hidden=\"true\"></span>{}</button>",
       kModes[i], on ? "true" : "false", fmt::format("b-icon--{}", kModeIcons[i]),
       say(fmt::format("kiosk.mode_{}", kModes[i])));
  }
  const Html footer = make(
      "<footer class=\"b-kfoot\">{}<form class=\"b-kmodes\" method=\"post\" action=\"{}\" "
      "aria-label=\"{}\">{}<input "
      "type=\"hidden\" name=\"to\" value=\"{}\">{}</form></footer>",
      back, address(request, "/mode"), say("kiosk.modes"), csrf_field(request), request.target, modes);
  const Html idle = make(
      "<dialog id=\"idle\" class=\"b-kdialog\" aria-labelledby=\"idle-title\"><h2 "
      "id=\"idle-title\">{}</h2><p>{}</p><form "
      "method=\"dialog\"><button class=\"b-kbutton b-kbutton--primary\" "
      "autofocus>{}</button></form></dialog>",
      say("kiosk.still_there"), say("kiosk.returns_soon"), say("kiosk.go_on"));
  auto response =
      hall::screen(site, view, request,
                   {.style = "kiosk.css",
                    .script = "kiosk.js",
                    .title = screen.title,
                    .html_class = classes,
                    .body_class = "b-kiosk",
                    .offline_class = "b-koffline",
                    .offline = std::string(say("kiosk.offline")),
                    .content = head(site, request, view) +
                               make("<main id=\"main\" class=\"b-kmain\">{}</main>", screen.main) + footer +
                               make("<p id=\"say\" class=\"b-hidden\" role=\"status\"></p>") + idle,
                    .data = {{"data-step", std::string(screen.step)},
                             {"data-home", screen.step == "language" ? "" : home}}},
                   request.target);
  // Each visitor begins with the plain screen.
  if (screen.step == "language") {
    response.headers.emplace_back(
        "Set-Cookie", fmt::format("{}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0", kModeCookie));
  }
  return response;
}

http::Response switch_mode(const http::Request& request, const std::string& home) {
  std::string modes, back = home;
  for (const auto& [name, value] : http::form_of(request)) {
    if (name == "to" &&
        value.starts_with(centre_address(request.language, CentreId(std::string(request.param("centre")))) +
                          "/kiosk"))
      back = value;
    for (const auto mode : kModes) {
      if (name == "toggle" && value == mode && !has_mode(request, mode)) modes += fmt::format("{}.", mode);
      if (name == "toggle" && value != mode && has_mode(request, mode)) modes += fmt::format("{}.", mode);
    }
  }
  auto response = http::see_other(back);
  response.headers.emplace_back(
      "Set-Cookie", fmt::format("{}={}; Path=/; Secure; HttpOnly; SameSite=Lax", kModeCookie, modes));
  return response;
}

}  // namespace biroyna::kiosk
