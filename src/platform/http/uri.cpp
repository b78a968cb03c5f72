#include "platform/http/uri.hpp"

#include <unicode/utf8.h>

namespace biroyna::http {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_storable_text(std::string_view text) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = static_cast<std::int32_t>(text.size());
  for (std::int32_t i = 0; i < size;) {
    UChar32 c = 0;
    U8_NEXT(bytes, i, size, c);
    if (c <= 0) return false;
  }
  return true;
}

// What the segment adds to the path. False for one that would change the path's structure once decoded.
bool append_segment(std::string& path, std::string_view segment) {
  if (segment.empty() || segment == ".") return true;
  if (segment == "..") {
    path.erase(path.rfind('/') == std::string::npos ? 0 : path.rfind('/'));
    return true;
  }
  if (segment.find_first_of("/\\") != std::string_view::npos) return false;
  path += '/';
  path += segment;
  return true;
}

std::optional<std::string> parse_path(std::string_view raw) {
  std::string path;
  const bool ends_with_slash = raw.ends_with('/') || raw.ends_with("/.") || raw.ends_with("/..");
  while (!raw.empty()) {
    raw.remove_prefix(1);  // the slash
    const std::string_view segment = raw.substr(0, raw.find('/'));
    raw.remove_prefix(segment.size());
    const auto decoded = percent_decode(segment);
    if (!decoded || !append_segment(path, *decoded)) return std::nullopt;
  }
  if (path.empty() || ends_with_slash) path += '/';
  return path;
}

// "http://centre.example/ru" -> "/ru": only proxies send it, but every server must read it.
std::string_view without_authority(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!target.starts_with(scheme)) continue;
    const auto end = target.find_first_of("/?", scheme.size());
    return end == std::string_view::npos ? std::string_view("/") : target.substr(end);
  }
  return target;
}

}  // namespace

std::optional<std::string> percent_decode(std::string_view text, Plus plus) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      result += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      result += text[i] == '+' && plus == Plus::space ? ' ' : text[i];
    }
  }
  return is_storable_text(result) ? std::optional(std::move(result)) : std::nullopt;
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    if (kPlain.find(c) != std::string_view::npos) {
      encoded.push_back(c);
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded.append({'%', kHex[byte >> 4], kHex[byte & 15]});
    }
  }
  return encoded;
}

std::optional<Fields> parse_form(std::string_view text) {
  Fields fields;
  while (!text.empty()) {
    const std::string_view item = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), item.size() + 1));
    if (item.empty()) continue;
    const auto equals = item.find('=');
    auto name = percent_decode(item.substr(0, equals), Plus::space);
    auto value = percent_decode(equals == std::string_view::npos ? "" : item.substr(equals + 1), Plus::space);
    if (!name || !value || fields.size() == kMostFields) return std::nullopt;
    fields.emplace_back(std::move(*name), std::move(*value));
  }
  return fields;
}

std::optional<Target> parse_target(std::string_view target) {
  target = without_authority(target);
  target = target.substr(0, target.find('#'));
  const std::string_view raw_path = target.substr(0, target.find('?'));
  std::string_view raw_query = target.substr(raw_path.size());
  if (!raw_query.empty()) raw_query.remove_prefix(1);
  if (!raw_path.empty() && !raw_path.starts_with('/')) return std::nullopt;
  auto path = parse_path(raw_path);
  auto query = parse_form(raw_query);
  if (!path || !query) return std::nullopt;
  return Target{std::move(*path), std::move(*query)};
}

std::optional<Language> language_of_path(std::string_view path) {
  if (!path.starts_with('/')) return std::nullopt;
  path.remove_prefix(1);
  return parse_language(path.substr(0, path.find('/')));
}

}  // namespace biroyna::http
