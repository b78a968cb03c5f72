#include "platform/pages/done.hpp"

#include <fmt/format.h>

#include "platform/auth/secrets.hpp"

namespace biroyna::pages {
namespace {

constexpr std::string_view kCookieEnd = "Path=/; Secure; HttpOnly; SameSite=Lax";
constexpr int kSecondsToLoad = 60;  // the page comes at once

}  // namespace

std::string done_mark(std::string_view address) {
  const std::string_view requested = address.substr(0, address.find('#'));  // no fragment is sent
  return auth::to_hex(auth::sha256(requested)).substr(0, 16);
}

http::Response see_done(std::string address) {
  std::string cookie =
      fmt::format("{}={}; Max-Age={}; {}", kDoneCookie, done_mark(address), kSecondsToLoad, kCookieEnd);
  http::Response response = http::see_other(std::move(address));
  response.headers.emplace_back("Set-Cookie", std::move(cookie));
  return response;
}

bool says_done(const http::Request& request) {
  const std::string_view mark = request.cookie(kDoneCookie);
  return !mark.empty() && mark == done_mark(request.target);
}

std::optional<std::string_view> done_value(const http::Request& request, std::string_view name) {
  return says_done(request) ? request.query_value(name) : std::nullopt;
}

std::string ended_done_cookie() { return fmt::format("{}=; Max-Age=0; {}", kDoneCookie, kCookieEnd); }

}  // namespace biroyna::pages
