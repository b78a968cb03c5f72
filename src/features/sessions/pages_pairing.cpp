// Pairing: a screen becomes a kiosk, a board, … by a device's token.
#include <fmt/format.h>

#include <functional>

#include "features/sessions/pages_shared.hpp"

namespace biroyna::sessions {
namespace {

using auth::Roles;
using html::make;
using http::field;
using pages::FormErrors;
using pages::heading;

class PairingPages {
 public:
  PairingPages(const Site& site, Sessions& sessions, const staff::Staff& staff, Home home)
      : site_(site), sessions_(sessions), staff_(staff), home_(std::move(home)) {}

  // Says what this screen becomes, with a button that pairs it.
  http::Response device(const http::Request& request) const {
    const i18n::Speaker say(request.language);
    const std::string token(request.param("token"));
    if (token.empty()) return token_page(request, FormErrors(say), 200);
    const auto known = staff_.find_device(token);
    if (!known) {
      FormErrors errors{say};
      errors.add({Refusal::Kind::unauthorised, "unknown_token"});
      return token_page(request, errors, 404);
    }
    const auto place = site_.place(request.language, known->centre);
    const std::string title =
        say("devices.becomes", {{"role", staff::role_text(say, known->role)}, {"name", known->name}});
    const Html main = make(
        "{}<p class=\"govuk-body\">{}</p><form method=\"post\" action=\"{}\">{}<input type=\"hidden\" "
        "name=\"token\" value=\"{}\"><button "
        "class=\"govuk-button\">{}</button></form>",
        heading(title), place.name, fmt::format("/{}/device", tag(request.language)),
        pages::csrf_field(request), token, say("devices.pair"));
    return site_.pages.page(request, {.title = title, .main = main, .place = place});
  }

  http::Response pair(const http::Request& request) const {
    auto paired = sessions_.pair(field(http::form_of(request), "token"));
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
    return site_.pages.page(request, {.title = std::string(say("devices.pair_title")),
                                      .main = main,
                                      .failed = !errors.empty(),
                                      .status = status});
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
  router.get("/{lang}/device/{token}", Roles::all(), std::bind_front(&PairingPages::device, own));
  router.add(
      {http::Method::post, "/{lang}/device", Roles::all(), http::Where::pool,
       [own](const http::Request& request, const http::Reply& reply) { reply.send(own->pair(request)); },
       kLargestSignIn});
}

}  // namespace biroyna::sessions
