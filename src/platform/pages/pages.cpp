#include "platform/pages/pages.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "platform/auth/secrets.hpp"
#include "platform/http/uri.hpp"
#include "platform/pages/done.hpp"

namespace biroyna::pages {
namespace {

using html::make;
using html::to;

constexpr std::string_view kThemeColour = "#0c5f6b";  // web/styles/_palette.scss, $accent

std::string under_language(Language language, std::string_view rest) {
  return fmt::format("/{}{}", tag(language), rest);
}

// What stands around every page.
struct Document {
  std::string title;
  std::string_view style, script;
  std::string_view html_class, body_class;
  Data data;
  const Html& content;
  Html more_head = {};
};

bool is_live(const Data& data) {
  return std::ranges::any_of(data, [](const auto& attribute) {
    const auto& [name, value] = attribute;
    return (name == "data-events" || name == "data-source") && !value.empty();
  });
}

Html alternates(const http::Request& request) {
  Html links;
  if (!http::language_of_path(request.path)) return links;
  for (const Language language : kLanguages) {
    to(links, "<link rel=\"alternate\" hreflang=\"{}\" href=\"{}\">", tag(language),
       in_language(request, language));
  }
  return links;
}

html::Attribute attributes(const Assets& assets, const Data& data) {
  html::Attribute all;
  for (const auto& [name, value] : data) all += html::data_attribute(name, value);
  if (is_live(data)) all += html::attribute("data-worker", assets.address("live-worker.js"));
  return all;
}

// Fonts are not fetched ahead: on a slow line they would delay the style sheet, without which nothing is
// shown, and the text takes the same room without them (web/styles/_fallbacks.scss).
std::string document(const Assets& assets, const http::Request& request, const Document& page) {
  return make(
             "<!doctype html>\n<html lang=\"{}\"{}><head><meta charset=\"utf-8\"><title>{}</title><meta "
             "name=\"viewport\" content=\"width=device-width, initial-scale=1, viewport-fit=cover\"><meta "
             "name=\"theme-color\" content=\"{}\"><link rel=\"icon\" href=\"{}\" "
             "type=\"image/svg+xml\"><link rel=\"stylesheet\" href=\"{}\">{}{}<script type=\"module\" "
             "src=\"{}\"></script></head><body "
             "class=\"{}\"{}>{}</body></html>\n",
             tag(request.language), html::attribute("class", trim(page.html_class)), page.title, kThemeColour,
             assets.address("icons/favicon.svg"), assets.address(page.style), alternates(request),
             page.more_head, assets.address(page.script), page.body_class, attributes(assets, page.data),
             page.content)
      .str();
}

// Its scripts know when somebody is there; without them only time passes. The address is one of ours.
Html left_alone(const Screen& screen) {
  if (screen.left_for.empty()) return {};
  return make(
      "<noscript><meta http-equiv=\"refresh\"{}></noscript>",
      html::attribute("content", fmt::format("{};url={}", screen.seconds_until_left, screen.left_for)));
}

// Hidden until the page's script has not heard from the server for some seconds.
Html offline_banner(std::string_view look, const html::Content& text) {
  return make("<p class=\"{}\" id=\"offline\" hidden role=\"alert\">{}</p>", look, text.html());
}

Html language_links(const http::Request& request, const i18n::Speaker& say) {
  html::LanguageNavigation navigation{
      .aria_label = say("page.languages"), .items = {}, .classes = "govuk-language-navigation--inverse"};
  for (const Language language : kLanguages) {
    const bool here = language == request.language;
    navigation.items.push_back({.text = i18n::own_name(language),
                                .href = here ? "" : in_language(request, language),
                                .lang = tag(language),
                                .current = here});
  }
  return html::language_navigation(navigation);
}

Html navigation_bar(Menu menu, const i18n::Speaker& say) {
  if (menu.items.empty() && menu.more.empty()) return {};
  const Html more = menu.more.empty()
                        ? Html()
                        : html::navigation_fold({.text = say("page.more"), .items = std::move(menu.more)});
  return html::service_navigation({.aria_label = say("page.navigation"),
                                   .menu_button_text = say("page.menu"),
                                   .items = std::move(menu.items),
                                   .navigation_label = say("page.navigation"),
                                   .navigation_end = more});
}

// A session ends with a form, as a link would end it when a browser only looks ahead.
Html session(const http::Request& request, const i18n::Speaker& say) {
  if (request.principal.session.empty()) return {};
  return make(
      "<form class=\"b-session\" method=\"post\" action=\"{}\">{}<span class=\"b-session__name\"><span "
      "class=\"b-icon b-icon--person\" aria-hidden=\"true\"></span>{}</span> <button "
      "class=\"b-link\">{}</button></form>",
      under_language(request.language, "/sign-out"), csrf_field(request), request.principal.name,
      say("page.sign_out"));
}

Html header(const Assets& assets, const http::Request& request, const i18n::Speaker& say, const Place& place,
            bool shown_once) {
  Html logo = make("<img class=\"b-header__logo\" src=\"{}\" alt=\"{}\" width=\"120\" height=\"40\">",
                   assets.address("icons/logo-light.svg"), say("product.name"));
  if (!place.name.empty()) to(logo, " <span class=\"b-header__centre\">{}</span>", place.name);
  const std::string home = place.address.empty() ? under_language(request.language, "") : place.address;
  const Html brand = html::generic_header(
      {.logo = std::move(logo), .url = home, .classes = "b-header__brand", .container_classes = ""});
  return make(
      "<header class=\"b-header\"><div class=\"govuk-width-container b-header__row\">{}<div "
      "class=\"b-header__side\">{}{}</div></div></header>",
      brand, session(request, say), shown_once ? Html() : language_links(request, say));
}

Html footer(const Assets& assets, const http::Request& request, const i18n::Speaker& say,
            const Place& place) {
  Html links;
  if (!place.privacy.empty())
    links = make("<p class=\"b-footer__staff\"><a class=\"govuk-link\" href=\"{}\">{}</a></p>", place.privacy,
                 say("footer.privacy"));
  const std::string address = under_language(request.language, "/sign-in");
  if (!request.principal.signed_in() && request.path != address) {
    to(links, "<p class=\"b-footer__staff\"><a class=\"govuk-link\" href=\"{}\">{}</a></p>", address,
       say("footer.sign_in"));
  }
  return make(
      "<footer class=\"b-footer\"><div class=\"govuk-width-container b-footer__row\"><p "
      "class=\"b-footer__about\"><img src=\"{}\" alt=\"{}\" width=\"96\" height=\"32\"> "
      "<span>{}</span></p>{}</div></footer>",
      assets.address("icons/logo.svg"), say("product.name"), say("product.tagline"), links);
}

Html language_first(const Page& page, const i18n::Speaker& say) {
  if (!page.typed_into) return {};
  return make("<noscript><p class=\"govuk-hint\">{}</p></noscript>", say("page.language_first"));
}

std::string tab_title(const i18n::Speaker& say, const Page& page) {
  std::string title = page.failed ? say("page.failed_title", {{"title", page.title}}) : page.title;
  // A front page is called as its place, or as the program.
  for (const std::string_view where : {std::string_view(page.place.name), say("product.name")}) {
    if (!where.empty() && !title.ends_with(where)) title += fmt::format(" – {}", where);
  }
  return title;
}

http::Response response(const http::Request& request, int status, std::string body) {
  // What somebody who is signed in sees must not be shown again by the "back" of whoever sits here next.
  const bool own = request.principal.signed_in();
  http::Response made{.status = status,
                      .content_type = "text/html; charset=utf-8",
                      .body = std::move(body),
                      .headers = {{"Content-Language", std::string(tag(request.language))},
                                  {"Cache-Control", own ? "no-store" : "no-cache"}}};
  if (says_done(request)) made.headers.emplace_back("Set-Cookie", ended_done_cookie());
  return made;
}

}  // namespace

Pages::Pages(const Assets& assets, Navigation navigation)
    : assets_(assets), navigation_(std::move(navigation)) {}

http::Response Pages::page(const http::Request& request, const Page& page) const {
  const i18n::Speaker say(request.language);
  Html crumbs;
  if (!page.breadcrumbs.empty()) {
    crumbs = html::breadcrumbs(
        {.items = page.breadcrumbs, .label_text = say("page.breadcrumbs"), .collapse_on_mobile = true});
  }
  Data data = page.data;
  if (!page.live_source.empty()) data.emplace_back("data-source", page.live_source);
  Html announcer;
  if (is_live(data)) announcer = make("<p id=\"say\" class=\"govuk-visually-hidden\" role=\"status\"></p>");

  const Html content = make(
      "{}{}{}{}<div class=\"govuk-width-container\">{}<main id=\"main\" class=\"govuk-main-wrapper\"><div "
      "class=\"{}\">{}{}</div></main></div>{}{}",
      html::skip_link({.text = say("page.skip")}), offline_banner("b-offline", say("page.offline")),
      header(assets_, request, say, page.place, page.shown_once), menu(request, page.place), crumbs,
      page.wide ? "b-whole" : "b-column", language_first(page, say), page.main,
      footer(assets_, request, say, page.place), announcer);
  return response(request, page.status,
                  document(assets_, request,
                           {.title = tab_title(say, page),
                            .style = page.style,
                            .script = page.script,
                            .html_class = "govuk-template",
                            .body_class = "govuk-template__body b-page",
                            .data = std::move(data),
                            .content = content}));
}

Html Pages::languages(const http::Request& request) const {
  return language_links(request, i18n::Speaker(request.language));
}

Html Pages::menu(const http::Request& request, const Place& place) const {
  return navigation_bar(navigation_(request, place), i18n::Speaker(request.language));
}

http::Response Pages::screen(const http::Request& request, const Screen& screen) const {
  const Html content = offline_banner(screen.offline_class, screen.offline) + screen.content;
  return response(request, 200,
                  document(assets_, request,
                           {.title = screen.title,
                            .style = screen.style,
                            .script = screen.script,
                            .html_class = screen.html_class,
                            .body_class = screen.body_class,
                            .data = screen.data,
                            .content = content,
                            .more_head = left_alone(screen)}));
}

namespace {

// The front page of the centre whose page it was, else that of the program.
std::string home_of(const http::Request& request) {
  std::string home = under_language(request.language, "");
  if (!request.principal.centre.empty()) return home + "/" + request.principal.centre;
  return home;
}

}  // namespace

std::string Pages::error_page(const http::Request& request, std::string_view title,
                              std::string_view text) const {
  return page(request,
              {.title = std::string(title),
               .main = make("<h1 class=\"govuk-heading-xl\">{}</h1><p class=\"govuk-body-l\">{}</p>"
                            "<p class=\"govuk-body\"><a class=\"govuk-link\" href=\"{}\">{}</a></p>",
                            title, text, home_of(request), i18n::Speaker(request.language)("page.home"))})
      .body;
}

Html csrf_field(const http::Request& request) {
  if (request.principal.csrf.empty()) return {};
  return make("<input type=\"hidden\" name=\"csrf\" value=\"{}\">", request.principal.csrf);
}

Html order_fields(const http::Request& request) {
  return csrf_field(request) + make("<input type=\"hidden\" name=\"key\" value=\"{}\">", auth::ordered_id());
}

Html scrolled_table(const html::Table& table, std::string_view name) {
  return make("<div class=\"b-table-scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{}\">{}</div>", name,
              html::table(table));
}

html::Cell action_head(const i18n::Speaker& say) {
  return {.text = html::make("<span class=\"govuk-visually-hidden\">{}</span>", say("staff.action"))};
}

std::string in_language(const http::Request& request, Language language) {
  const auto present = http::language_of_path(request.path);
  const std::string before = present ? under_language(*present, "") : "";
  const std::string_view target = request.target;
  // Written in another way than we write it ("/./ru"): its front page will do.
  if (!present || !target.starts_with(before)) return under_language(language, "");
  return under_language(language, target.substr(before.size()));
}

}  // namespace biroyna::pages
