#include "features/sessions/known_browsers.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

namespace biroyna::sessions {
namespace {

constexpr std::size_t kMostRead = 1000;  // bytes of a cookie that anybody can have made

struct BrowserCookie {
  std::string_view browser;
  std::vector<std::string_view> checks;
};

// Nothing in it when it is not of our making.
BrowserCookie read_browser_cookie(std::string_view cookie) {
  BrowserCookie read;
  if (cookie.size() > kMostRead) return read;
  const std::string_view browser = cookie.substr(0, cookie.find('.'));
  if (!auth::is_random_token(browser)) return read;
  read.browser = browser;
  cookie.remove_prefix(browser.size());
  while (!cookie.empty()) {
    cookie.remove_prefix(1);
    const std::string_view check = cookie.substr(0, cookie.find('.'));
    if (check.size() == auth::CheckedSecrets::kCheckSigns && auth::is_of_token_signs(check))
      read.checks.push_back(check);
    cookie.remove_prefix(check.size());
  }
  return read;
}

std::string check_of_browser(const auth::CheckedSecrets& secrets, std::string_view browser,
                             std::string_view login) {
  return secrets.check_of("browser", fmt::format("{}:{}", browser, login));
}

}  // namespace

std::string_view browser_named(std::string_view cookie) { return read_browser_cookie(cookie).browser; }

std::string known_browser(const auth::CheckedSecrets& secrets, std::string_view cookie,
                          std::string_view login) {
  const auto [browser, checks] = read_browser_cookie(cookie);
  if (browser.empty()) return {};
  const std::string expected = check_of_browser(secrets, browser, login);
  const bool known = std::ranges::any_of(
      checks, [&](std::string_view check) { return auth::equal_in_constant_time(check, expected); });
  return known ? std::string(browser) : std::string();
}

std::string remember_in_browser(const auth::CheckedSecrets& secrets, std::string_view cookie,
                                std::string_view login) {
  auto [known, checks] = read_browser_cookie(cookie);
  const std::string browser = known.empty() ? auth::random_token() : std::string(known);
  const std::string own = check_of_browser(secrets, browser, login);
  std::erase(checks, std::string_view(own));
  checks.insert(checks.begin(), own);
  checks.resize(std::min(checks.size(), kMostAccountsOfABrowser));
  return fmt::format("{}.{}", browser, fmt::join(checks, "."));
}

}  // namespace biroyna::sessions
