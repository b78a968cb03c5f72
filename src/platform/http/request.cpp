#include <array>

#include "core/clean_text.hpp"
#include "platform/http/header_text.hpp"
#include "platform/http/http.hpp"
#include "platform/http/uri.hpp"

namespace biroyna::http {
namespace {

constexpr std::array<std::string_view, 8> kMethods = {"GET",   "HEAD",   "POST",    "PUT",
                                                      "PATCH", "DELETE", "OPTIONS", "other"};

std::optional<std::string_view> value_of(const Fields& fields, std::string_view name) {
  for (const auto& [key, value] : fields) {
    if (key == name) return value;
  }
  return std::nullopt;
}

// What somebody chose as a secret is taken as it was typed.
bool is_secret(std::string_view name) { return name.find("password") != std::string_view::npos; }

bool is_json(std::string_view media_type) {
  return same_ignoring_case(media_type, "application/json") ||
         same_ignoring_case(media_type, "application/problem+json");
}

}  // namespace

std::string field(const Fields& fields, std::string_view name) {
  return std::string(value_of(fields, name).value_or(""));
}

Fields form_of(const Request& request) { return request.form().value_or(Fields{}); }

std::string_view name(Method method) { return kMethods[static_cast<std::size_t>(method)]; }

std::string_view Request::header(std::string_view lower_case_name) const {
  return value_of(headers, lower_case_name).value_or("");
}

std::string_view Request::cookie(std::string_view name) const {
  std::string_view cookies = header("cookie");
  while (!cookies.empty()) {
    const std::string_view cookie = next_item(cookies, ';');
    const auto equals = cookie.find('=');
    if (equals != std::string_view::npos && cookie.substr(0, equals) == name)
      return cookie.substr(equals + 1);
  }
  return {};
}

std::string_view Request::param(std::string_view name) const {
  return value_of(path_params, name).value_or("");
}

std::optional<std::string_view> Request::query_value(std::string_view name) const {
  return value_of(query, name);
}

bool Request::is_visit() const { return method == Method::get && header("sec-fetch-mode") == "navigate"; }

bool Request::wants_json() const {
  if (path == "/api" || path.starts_with("/api/")) return true;
  double json = 0;
  double html = 0;
  std::string_view accept = header("accept");
  while (!accept.empty()) {
    const std::string_view item = next_item(accept, ',');
    const std::string_view media_type = trimmed(item.substr(0, item.find(';')));
    if (is_json(media_type)) json = std::max(json, weight_of(item));
    if (same_ignoring_case(media_type, "text/html")) html = std::max(html, weight_of(item));
  }
  return json > html;
}

std::optional<Fields> Request::form() const {
  const std::string_view type = header("content-type");
  if (!type.empty() &&
      !same_ignoring_case(trimmed(type.substr(0, type.find(';'))), "application/x-www-form-urlencoded")) {
    return std::nullopt;
  }
  auto fields = parse_form(body);
  if (fields) {
    for (auto& [name, value] : *fields) {
      if (!is_secret(name)) value = many_lines(value);
    }
  }
  return fields;
}

Response see_other(std::string location) {
  Response response{.status = 303};
  response.headers.emplace_back("Location", std::move(location));
  return response;
}

int status_of(Refusal::Kind kind) {
  switch (kind) {
    case Refusal::Kind::malformed:
      return 400;
    case Refusal::Kind::unauthorised:
      return 401;
    case Refusal::Kind::forbidden:
      return 403;
    case Refusal::Kind::not_found:
      return 404;
    case Refusal::Kind::conflict:
      return 409;
    case Refusal::Kind::stale:
      return 412;
    case Refusal::Kind::invalid:
      return 422;
    case Refusal::Kind::unsupported:
      return 415;
    case Refusal::Kind::throttled:
      return 429;
    case Refusal::Kind::unavailable:
      return 503;
  }
  return 500;
}

Refusal internal_failure() { return Refusal{Refusal::Kind::unavailable, "internal"}; }

}  // namespace biroyna::http
