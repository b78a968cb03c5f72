// Pairing: a screen becomes a kiosk, a board, … by a device's token.
#include <fmt/format.h>

#include <functional>

#include "core/text.hpp"
#include "features/sessions/pages_shared.hpp"

namespace biroyna::sessions {
namespace {

using auth::Roles;
using html::make;
using http::field;
using pages::FormErrors;
using pages::heading;

// The token that was typed, or that of the pairing code, which a scanner types as a whole address.
std::string token_in(std::string_view typed) {
  const auto hash = typed.rfind('#');
  return std::string(trim(hash == std::string_view::npos ? typed : typed.substr(hash + 1)));
}

class PairingPages {
 public:
  PairingPages(const Site& site, Sessions& sessions, const staff::Staff& staff, Home home)
      : site_(site), sessions_(sessions), staff_(staff), home_(std::move(home)) {}

  // No address has the token: it would stay in the browser's history and in the logs of proxies.
  http::Response device(const http::Request& request) const {
    return token_page(request, FormErrors(i18n::Speaker(request.language)), 200);
  }

  // First says what this screen becomes; then pairs it.
  http::Response pair(const http::Request& request) const {
    const http::Fields form = http::form_of(request);
    const std::string token = token_in(field(form, "token"));
    if (field(form, "confirmed").empty()) {
      if (const auto known = staff_.find_device(token)) return confirmation(request, *known, token);
    }
    auto paired = sessions_.pair(token);
    if (!paired) {
      FormErrors errors{i18n::Speaker(request.language)};
      errors.add(paired.error());
      return token_page(request, errors, 422);
    }
    sessions_.sign_out(request.principal);
    const auth::Principal principal = newcomer(paired->device.role, paired->device.centre);
    auto response = http::see_other(home_(request.language, principal));
    response.headers.emplace_back("Set-Cookie", std::move(paired->cookie));
    return response;
  }

 private:
  http::Response confirmation(const http::Request& request, const staff::Device& known,
                              const std::string& token) const {
    const i18n::Speaker say(request.language);
    const auto place = site_.place(request.language, known.centre);
    const std::string title =
        say("devices.becomes", {{"role", staff::role_text(say, known.role)}, {"name", known.name}});
    const Html main = make(
        "{}<p class=\"govuk-body\">{}</p><form method=\"post\" action=\"{}\">{}<input type=\"hidden\" "
        "name=\"token\" value=\"{}\"><input type=\"hidden\" name=\"confirmed\" value=\"yes\"><button "
        "class=\"govuk-button\">{}</button></form>",
        heading(title), place.name, fmt::format("/{}/device", tag(request.language)),
        pages::csrf_field(request), token, say("devices.pair"));
    return not_kept(site_.pages.page(request, {.title = title, .main = main, .place = place}));
  }

  static http::Response not_kept(http::Response page) {
    std::erase_if(page.headers, [](const auto& header) { return header.first == "Cache-Control"; });
    page.headers.emplace_back("Cache-Control", "no-store");
    return page;
  }

  http::Response token_page(const http::Request& request, const FormErrors& errors, int status) const {
    const i18n::Speaker say(request.language);
    const Html main = make("{}{}<form method=\"post\" action=\"{}\" novalidate>{}{}{}</form>",
                           errors.summary("token"), heading(say("devices.pair_title")),
                           fmt::format("/{}/device", tag(request.language)), pages::csrf_field(request),
                           html::input({.name = "token",
                                        .label = {.text = say("devices.token")},
                                        .hint = {.text = say("devices.token_hint")},
                                        .error_message = errors.of(""),
                                        .autocomplete = "off",
                                        .autocapitalize = "none",
                                        .spellcheck = false}),
                           html::button({.text = say("devices.pair")}));
    return not_kept(site_.pages.page(request, {.title = std::string(say("devices.pair_title")),
                                               .main = main,
                                               .failed = !errors.empty(),
                                               .typed_into = true,
                                               .status = status}));
  }

  const Site& site_;
  Sessions& sessions_;
  const staff::Staff& staff_;
  const Home home_;
};

}  // namespace

void add_pairing_pages(http::Router& router, const Site& site, Sessions& sessions, const staff::Staff& staff,
                       const Home& home) {
  const auto own = std::make_shared<const PairingPages>(site, sessions, staff, home);
  router.get("/{lang}/device", Roles::all(), std::bind_front(&PairingPages::device, own));
  router.add(
      {http::Method::post, "/{lang}/device", Roles::all(), http::Where::pool,
       [own](const http::Request& request, const http::Reply& reply) { reply.send(own->pair(request)); },
       kLargestSignIn});
}

}  // namespace biroyna::sessions
