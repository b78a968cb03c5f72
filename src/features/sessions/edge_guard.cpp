#include <algorithm>
#include <array>

#include "features/sessions/edge.hpp"
#include "platform/http/multipart.hpp"

namespace biroyna::sessions {
namespace {

// What a person may do whose password somebody else chose. Pages for everybody they see as a visitor.
constexpr std::array<std::string_view, 6> kWithFirstPassword = {
    "/{lang}/account", "/{lang}/sign-out",    "/{lang}/sign-in",
    "/api/v1/me",      "/api/v1/me/password", "/api/v1/sessions/current"};

bool changes(http::Method method) {
  return method != http::Method::get && method != http::Method::head && method != http::Method::options;
}

// Browsers say where a request comes from; programs do not.
bool from_another_site(const http::Request& request) {
  if (const auto site = request.header("sec-fetch-site"); !site.empty())
    return site != "same-origin" && site != "none";
  const auto origin = request.header("origin");
  if (origin.empty()) return false;
  const auto host = origin.find("://");
  return host == std::string_view::npos || origin.substr(host + 3) != request.header("host");
}

bool has_csrf_token(const http::Request& request) {
  const auto is_right = [secret = request.cookie(kSessionCookie)](std::string_view token) {
    return Sessions::is_csrf_token(token, secret);
  };
  if (const auto token = request.header("x-csrf-token"); !token.empty()) return is_right(token);
  if (!request.body_file.empty()) {
    const auto form = http::MultipartForm::of(request);
    const http::Part* const token = form ? form->find("csrf") : nullptr;
    return token != nullptr && is_right(token->content);
  }
  const auto form = request.form();
  return form && std::ranges::any_of(*form, [&](const auto& field) {
           return field.first == "csrf" && is_right(field.second);
         });
}

// People and devices of another centre do not see that the address exists.
bool of_another_centre(const http::Request& request, const http::Route& route) {
  const std::string_view centre = request.param("centre");
  return !centre.empty() && centre != request.principal.centre &&
         !route.allowed.contains(auth::Role::anonymous);
}

// What a request shows of who sends it.
struct Credentials {
  explicit Credentials(const http::Request& request)
      : by_token(request.header("authorization").starts_with(kBearer)),
        secret(by_token ? request.header("authorization").substr(kBearer.size())
                        : request.cookie(kSessionCookie)) {}
  static constexpr std::string_view kBearer = "Bearer ";
  bool by_token;
  std::string_view secret;
};

Result<void> may_come(const http::Request& request, const http::Route& route, bool by_token) {
  const bool wrong_token = by_token && !request.principal.signed_in();
  if (wrong_token) return refuse(Refusal::Kind::unauthorised, "unknown_token");
  if (!route.allowed.contains(request.principal.role)) {
    if (!request.principal.signed_in()) return refuse(Refusal::Kind::unauthorised, "sign_in_first");
    return refuse(Refusal::Kind::forbidden, "not_for_this_role");
  }
  if (of_another_centre(request, route)) return refuse(Refusal::Kind::not_found, "not_found");
  if (!changes(request.method) || by_token) return {};
  if (from_another_site(request)) return refuse(Refusal::Kind::forbidden, "foreign_form");
  if (!request.principal.session.empty() && !has_csrf_token(request))
    return refuse(Refusal::Kind::forbidden, "foreign_form");
  return {};
}

}  // namespace

std::optional<Result<void>> guard(Sessions& sessions, http::Request& request, const http::Route& route,
                                  http::Where here) {
  const Credentials shown(request);
  request.principal = {};
  auto asker = sessions.who_has(shown.secret, shown.by_token, here != http::Where::io);
  if (!asker) return std::nullopt;
  request.principal = std::move(asker->principal);
  if (asker->first_password &&
      std::ranges::find(kWithFirstPassword, route.pattern) == kWithFirstPassword.end()) {
    if (!route.allowed.contains(auth::Role::anonymous))
      return refuse(Refusal::Kind::forbidden, "change_password_first");
    request.principal = {};
  }
  return may_come(request, route, shown.by_token);
}

std::optional<std::string> known_staff(Sessions& sessions, const http::Request& request) {
  const Credentials shown(request);
  if (shown.secret.empty()) return std::nullopt;
  const auto known = sessions.who_has(shown.secret, shown.by_token, false);
  if (!known || !staff::kPeople.contains(known->principal.role)) return std::nullopt;
  return known->principal.id;
}

}  // namespace biroyna::sessions
