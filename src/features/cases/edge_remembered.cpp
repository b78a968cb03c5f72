#include "features/cases/edge_remembered.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/code.hpp"
#include "features/cases/service.hpp"
#include "platform/auth/secrets.hpp"

namespace biroyna::cases {
namespace {

constexpr std::string_view kCookie = "__Host-applications";  // "NUMBER.SECRET-NUMBER.SECRET"
constexpr std::string_view kKeyCookie = "__Host-applicant";
constexpr std::size_t kLongestKey = 64;
constexpr std::string_view kAttributes = "Path=/; Secure; HttpOnly; SameSite=Lax";

}  // namespace

Remembered::Remembered(const http::Request& request) {
  std::string_view rest = request.cookie(kCookie);
  while (!rest.empty() && all_.size() < kMost) {
    const std::size_t end = std::min(rest.find('-'), rest.size());
    const std::string_view one = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const auto dot = one.find('.');
    if (dot == std::string_view::npos) continue;
    auto number = read_code(one.substr(0, dot), kNumberSigns);
    auto secret = read_code(one.substr(dot + 1), kSecretSigns);
    if (number && secret) all_.emplace_back(*std::move(number), *std::move(secret));
  }
}

std::string Remembered::secret_of(std::string_view number) const {
  const auto found = std::ranges::find(all_, number, &std::pair<std::string, std::string>::first);
  return found == all_.end() ? std::string() : found->second;
}

Remembered Remembered::with(std::string number, std::string secret) const {
  Remembered more = *this;
  std::erase_if(more.all_, [&](const auto& one) { return one.first == number; });
  more.all_.insert(more.all_.begin(), {std::move(number), std::move(secret)});
  more.all_.resize(std::min(more.all_.size(), kMost));
  return more;
}

void Remembered::write(http::Response& response) const {
  std::string value;
  for (const auto& [number, secret] : all_)
    value += fmt::format("{}{}.{}", value.empty() ? "" : "-", number, secret);
  response.headers.emplace_back("Set-Cookie", fmt::format("{}={}; {}", kCookie, value, kAttributes));
}

void Remembered::forget(http::Response& response) {
  response.headers.emplace_back("Set-Cookie", fmt::format("{}=; {}; Max-Age=0", kCookie, kAttributes));
  response.headers.emplace_back("Set-Cookie", fmt::format("{}=; {}; Max-Age=0", kKeyCookie, kAttributes));
}

std::string browser_key(const http::Request& request) {
  return std::string(request.cookie(kKeyCookie).substr(0, kLongestKey));
}

void give_browser_key(const http::Request& request, http::Response& response) {
  if (!browser_key(request).empty()) return;
  response.headers.emplace_back("Set-Cookie",
                                fmt::format("{}={}; {}", kKeyCookie, auth::random_id(), kAttributes));
}

void keep_nowhere(http::Response& response) {
  std::erase_if(response.headers, [](const auto& header) { return header.first == "Cache-Control"; });
  response.headers.emplace_back("Cache-Control", "no-store");
}

}  // namespace biroyna::cases
