#include "platform/config/web_address.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace biroyna {
namespace {

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_host(std::string_view host) {
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
    return !host.empty() &&
           std::ranges::all_of(host, [](char c) { return is_letter_or_digit(c) || c == ':' || c == '.'; });
  }
  return !host.empty() && is_letter_or_digit(host.front()) && is_letter_or_digit(host.back()) &&
         std::ranges::all_of(host, [](char c) { return is_letter_or_digit(c) || c == '-' || c == '.'; });
}

bool is_port(std::string_view text) {
  int port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && end == text.data() + text.size() && port >= 1 && port <= 65535;
}

}  // namespace

bool is_web_address(const std::string& text) {
  std::string_view rest = text;
  if (rest.starts_with("https://"))
    rest.remove_prefix(8);
  else if (rest.starts_with("http://"))
    rest.remove_prefix(7);
  else
    return false;
  const std::string_view authority = rest.substr(0, rest.find('/')), path = rest.substr(authority.size());
  const std::size_t colon = authority.find(':', authority.starts_with('[') ? authority.find(']') : 0);
  if (colon != std::string_view::npos && !is_port(authority.substr(colon + 1))) return false;
  if (!is_host(authority.substr(0, colon))) return false;
  constexpr std::string_view kNotInPaths = "?#\\\"'<>`{}|^";
  return std::ranges::all_of(
      path, [&](char c) { return c > 0x20 && c < 0x7f && kNotInPaths.find(c) == std::string_view::npos; });
}

}  // namespace biroyna
