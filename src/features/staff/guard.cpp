#include <algorithm>

#include "features/staff/memory.hpp"
#include "platform/auth/secrets.hpp"

namespace biroyna::staff {
namespace {

constexpr std::size_t kLongestSecret = 200;

bool changes(http::Method method) {
  return method != http::Method::get && method != http::Method::head && method != http::Method::options;
}

// What the browser says of where the request comes from; programs say nothing.
bool from_another_site(const http::Request& request) {
  if (const auto site = request.header("sec-fetch-site"); !site.empty())
    return site != "same-origin" && site != "none";
  const auto origin = request.header("origin");
  if (origin.empty()) return false;
  const auto host = origin.find("://");
  return host == std::string_view::npos || origin.substr(host + 3) != request.header("host");
}

std::string csrf_of(std::string_view secret) { return auth::hash_token(std::string("csrf:").append(secret)); }

bool has_csrf_token(const http::Request& request) {
  if (const auto token = request.header("x-csrf-token"); !token.empty()) {
    return auth::equal_in_constant_time(token, request.principal.csrf);
  }
  const auto form = request.form();
  return form && std::ranges::any_of(*form, [&](const auto& field) {
           return field.first == "csrf" && auth::equal_in_constant_time(field.second, request.principal.csrf);
         });
}

}  // namespace

// Who has this secret; anonymous when nobody.
auth::Principal Staff::who_has(std::string_view secret, bool token) {
  if (secret.empty() || secret.size() > kLongestSecret) return {};
  const std::string hash = auth::hash_token(secret);
  const Time now = clock_();
  auto known = memory_->find(hash, now);
  if (!known) {
    known.emplace();
    db_.read([&](db::Tx& tx) {
      if (token) {
        if (const auto device = device_by_token(tx, hash)) {
          known->principal = {device->role, device->id.str(), device->centre.str(), device->name, {}, {},
                              true};
        }
      } else if (const auto found = find_session(tx, hash)) {
        const Session& session = found->session;
        known->person = !session.person.empty();
        known->principal = {found->role,
                            known->person ? session.person.str() : session.device.str(),
                            session.centre.str(),
                            found->name,
                            hash,
                            {},
                            !known->person};
        known->made_at = session.made_at;
        known->used_at = known->used_written = session.used_at;
      }
    });
    if (known->person && session_over(known->made_at, known->used_at, now)) known.emplace();
    memory_->remember(hash, *known);
  }
  if (!token && known->principal.signed_in()) known->principal.csrf = csrf_of(secret);
  return known->principal;
}

Result<void> Staff::guard(http::Request& request, const http::Route& route) {
  constexpr std::string_view kBearer = "Bearer ";
  const std::string_view authorization = request.header("authorization");
  const bool by_token = authorization.starts_with(kBearer);
  request.principal = by_token ? who_has(authorization.substr(kBearer.size()), true)
                               : who_has(request.cookie(kSessionCookie), false);

  const bool wrong_token = by_token && !request.principal.signed_in();
  if (wrong_token) return refuse(Refusal::Kind::unauthorised, "unknown_token");
  if (!route.allowed.contains(request.principal.role)) {
    if (!request.principal.signed_in()) return refuse(Refusal::Kind::unauthorised, "sign_in_first");
    return refuse(Refusal::Kind::forbidden, "not_for_this_role");
  }
  if (!changes(request.method) || by_token) return {};
  if (from_another_site(request)) return refuse(Refusal::Kind::forbidden, "foreign_form");
  if (!request.principal.session.empty() && !has_csrf_token(request))
    return refuse(Refusal::Kind::forbidden, "foreign_form");
  return {};
}

}  // namespace biroyna::staff
