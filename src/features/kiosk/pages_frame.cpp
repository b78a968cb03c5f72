#include "features/kiosk/pages_frame.hpp"

#include <fmt/format.h>

namespace biroyna::kiosk {
namespace {

using html::make;
using html::to;

constexpr std::string_view kModes[] = {"large", "contrast", "low"};
constexpr std::string_view kModeIcons[] = {"text", "contrast", "low"};
constexpr std::string_view kModeCookie = "__Host-mode";
// As long as with scripts (web/scripts/kiosk.ts), which see when somebody is there; a ticket has to be read
// without.
constexpr int kSecondsUntilHome = 90, kSecondsOfTicket = 30, kSecondsOfFirstPage = 60;

int seconds_until_home(std::string_view step) {
  if (step == "language" || step == "closed") return kSecondsOfFirstPage;
  return step == "ticket" ? kSecondsOfTicket : kSecondsUntilHome;
}

bool has_mode(const http::Request& request, std::string_view mode) {
  const std::string modes = fmt::format(".{}.", request.cookie(kModeCookie));
  return modes.find(fmt::format(".{}.", mode)) != std::string::npos;
}

// The first page is plain for each new visitor, and bears this once they have chosen a mode on it.
constexpr std::string_view kModesKept = "?modes=kept";
bool plain_for_newcomer(const http::Request& request, const Screen& screen) {
  return screen.step == "language" && request.query_value("modes") != "kept";
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
std::string address(const http::Request& request, std::string_view rest, const Chosen& chosen,
                    std::size_t page) {
  return address(request.language, request, rest) + query_of(chosen, page);
}

std::size_t room_for_rows(const http::Request& request) {
  const bool large = has_mode(request, "large"), low = has_mode(request, "low");
  if (low) return large ? 1 : 2;
  return large ? 2 : 4;
}

Html pager(const i18n::Speaker& say, const Part& part,
           const std::function<std::string(std::size_t)>& to_page) {
  if (part.pages == 1) return {};
  const auto way = [&](bool there, std::string_view look, std::size_t page, const Html& text) {
    return there ? make("<a class=\"{}\" href=\"{}\">{}</a>", look, to_page(page), text)
                 : make("<span class=\"b-kpager__none\"></span>");
  };
  const Html before = way(part.page > 1, "b-kbutton", part.page - 1,
                          make("<span class=\"b-icon b-icon--back\" aria-hidden=\"true\"></span>{}",
                               say("kiosk.previous"))),
             after = way(part.page < part.pages, "b-kbutton b-kbutton--primary", part.page + 1,
                         make("{}<span class=\"b-icon b-icon--arrow\" aria-hidden=\"true\"></span>",
                              say("kiosk.more")));
  return make("<nav class=\"b-kpager\" aria-label=\"{}\">{}<p>{}</p>{}</nav>", say("kiosk.pages"), before,
              say("kiosk.page", {{"n", std::to_string(part.page)}, {"all", std::to_string(part.pages)}}),
              after);
}

Html in_all_languages(const std::function<std::string(const i18n::Speaker&)>& text) {
  Html all;
  for (const Language language : kLanguages)
    to(all, "<span lang=\"{}\">{}</span> ", tag(language), text(i18n::Speaker(language)));
  return all;
}

http::Response framed(const Site& site, const View& view, const http::Request& request, const Screen& screen,
                      const std::string& home) {
  const i18n::Speaker say(request.language);
  const bool plain = plain_for_newcomer(request, screen);
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
    const bool on = has_mode(request, kModes[i]) && !plain;
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
      back, address(request, "/mode"), say("kiosk.modes"), csrf_field(request),
      plain ? fmt::format("{}{}", request.path, kModesKept) : request.target, modes);
  const Html idle = make(
      "<dialog id=\"idle\" class=\"b-kdialog\" aria-labelledby=\"idle-title\"><h2 "
      "id=\"idle-title\">{}</h2><p>{}</p><form "
      "method=\"dialog\"><button class=\"b-kbutton b-kbutton--primary\" "
      "autofocus>{}</button></form></dialog>",
      say("kiosk.still_there"), say("kiosk.returns_soon"), say("kiosk.go_on"));
  auto response = hall::screen(
      site, view, request,
      {.style = "kiosk.css",
       .script = "kiosk.js",
       .title = screen.title,
       .html_class = classes,
       .body_class = "b-kiosk",
       .offline_class = "b-koffline",
       .offline =
           in_all_languages([](const i18n::Speaker& each) { return std::string(each("kiosk.offline")); }),
       .content = head(site, request, view) +
                  make("<main id=\"main\" class=\"b-kmain\">{}</main>", screen.main) + footer +
                  make("<p id=\"say\" class=\"b-hidden\" role=\"status\"></p>") + idle,
       .data = {{"data-step", std::string(screen.step)}, {"data-home", plain ? "" : home}},
       .left_for = home,
       .seconds_until_left = seconds_until_home(screen.step)},
      request.target);
  if (plain) {
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
