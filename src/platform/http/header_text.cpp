#include "platform/http/header_text.hpp"

#include <algorithm>
#include <charconv>

namespace biroyna::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

bool same_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::ranges::equal(a, b, {}, lower, lower);
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string_view next_item(std::string_view& list, char separator) {
  const std::string_view item = list.substr(0, list.find(separator));
  list.remove_prefix(std::min(list.size(), item.size() + 1));
  return trimmed(item);
}

double weight_of(std::string_view item) {
  next_item(item, ';');
  while (!item.empty()) {
    const std::string_view parameter = next_item(item, ';');
    if (!parameter.starts_with("q=") && !parameter.starts_with("Q=")) continue;
    double weight = 0;
    const auto [end, error] =
        std::from_chars(parameter.data() + 2, parameter.data() + parameter.size(), weight);
    return error == std::errc{} && weight >= 0 && weight <= 1 ? weight : 0.0;
  }
  return 1.0;
}

}  // namespace biroyna::http
