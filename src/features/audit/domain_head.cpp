#include "features/audit/domain_head.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <sstream>
#include <stdexcept>

namespace biroyna::audit {
namespace {

constexpr std::size_t kHashDigits = 64;

bool is_hash(const std::string& text) {
  return text.size() == kHashDigits && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

}  // namespace

std::string to_text(const std::vector<NotedHead>& heads) {
  std::string text;
  for (const NotedHead& head : heads)
    text += fmt::format("{} {} {}\n", head.centre.str(), head.events, head.hash);
  return text;
}

std::vector<NotedHead> parse_heads(std::string_view text) {
  std::vector<NotedHead> heads;
  std::istringstream lines{std::string(text)};
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    std::istringstream words(line);
    std::string centre, events, hash, more;
    if (!(words >> centre) || centre.starts_with('#')) continue;
    words >> events >> hash;
    NotedHead head{CentreId(centre), 0, hash};
    const auto [end, error] = std::from_chars(events.data(), events.data() + events.size(), head.events);
    const bool counted = error == std::errc() && end == events.data() + events.size() && head.events >= 1;
    if (!counted || !is_hash(hash) || words >> more)
      throw std::runtime_error(
          fmt::format("line {} is no head of a log: one is written like \"sergeli 1234 5f3a…\"", number));
    heads.push_back(std::move(head));
  }
  return heads;
}

}  // namespace biroyna::audit
