#include "platform/http/multipart.hpp"

#include <algorithm>
#include <utility>

#include "core/text.hpp"
#include "platform/http/header_text.hpp"

namespace biroyna::http {
namespace {

constexpr std::size_t kLongestBoundary = 70;  // RFC 2046, 5.1.1

// Takes `mark` off the front, if it is there.
bool skip(std::string_view& text, std::string_view mark) {
  if (!text.starts_with(mark)) return false;
  text.remove_prefix(mark.size());
  return true;
}

void skip_blanks(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
}

bool is_boundary(std::string_view text) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("'()+_,-./:=? ").find(c) != std::string_view::npos;
  };
  return !text.empty() && text.size() <= kLongestBoundary && text.back() != ' ' &&
         std::ranges::all_of(text, fits);
}

struct Parameter {
  std::string_view name;
  std::string value;
};

// ;name=token or ;name="quoted"; nothing when there is none, or not a whole one. Old browsers send
// file names with bare backslashes, so one stands for itself but before a quote or another.
std::optional<Parameter> next_parameter(std::string_view& rest) {
  skip_blanks(rest);
  if (!skip(rest, ";")) return std::nullopt;
  skip_blanks(rest);
  const auto equals = rest.find('=');
  if (equals == std::string_view::npos) return std::nullopt;
  Parameter parameter{trimmed(rest.substr(0, equals)), {}};
  rest.remove_prefix(equals + 1);
  if (!skip(rest, "\"")) {
    const std::string_view token = rest.substr(0, rest.find_first_of("; \t"));
    parameter.value = token;
    rest.remove_prefix(token.size());
    return parameter;
  }
  while (!rest.empty() && rest.front() != '"') {
    if (rest.starts_with("\\\"") || rest.starts_with("\\\\")) rest.remove_prefix(1);
    parameter.value.push_back(rest.front());
    rest.remove_prefix(1);
  }
  if (!skip(rest, "\"")) return std::nullopt;
  return parameter;
}

// Browsers escape these three, and only these (HTML, "multipart/form-data encoding algorithm").
std::string unescape(std::string text) {
  for (const auto& [escape, sign] : {std::pair{"%22", '"'}, {"%0D", '\r'}, {"%0A", '\n'}}) {
    for (auto at = text.find(escape); at != std::string::npos; at = text.find(escape, at + 1)) {
      text.replace(at, 3, 1, sign);
    }
  }
  return text;
}

bool is_plain_text(std::string_view text) {
  return is_utf8(text) && text.find('\0') == std::string_view::npos;
}

bool read_disposition(std::string_view value, Part& part) {
  const auto type = value.substr(0, value.find(';'));
  if (!same_ignoring_case(trimmed(type), "form-data")) return false;
  value.remove_prefix(type.size());
  bool named = false;
  while (!value.empty()) {
    auto parameter = next_parameter(value);
    if (!parameter) return false;
    std::string text = unescape(std::move(parameter->value));
    if (!is_plain_text(text)) return false;
    if (same_ignoring_case(parameter->name, "name")) {
      if (std::exchange(named, true)) return false;
      part.name = std::move(text);
    } else if (same_ignoring_case(parameter->name, "filename")) {
      if (part.filename) return false;
      part.filename = std::move(text);
    }
  }
  return !part.name.empty();
}

// The lines before the empty one.
bool read_headers(std::string_view lines, Part& part) {
  bool disposed = false;
  while (!lines.empty()) {
    const auto end = lines.find("\r\n");
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 2);
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || line.find_first_of("\r\n") != std::string_view::npos) return false;
    const std::string_view name = line.substr(0, colon);
    if (same_ignoring_case(name, "content-transfer-encoding")) {
      const auto coding = trimmed(line.substr(colon + 1));
      if (!same_ignoring_case(coding, "binary") && !same_ignoring_case(coding, "8bit") &&
          !same_ignoring_case(coding, "7bit"))
        return false;
    }
    if (!same_ignoring_case(name, "content-disposition")) continue;
    if (std::exchange(disposed, true) || !read_disposition(trimmed(line.substr(colon + 1)), part))
      return false;
  }
  return disposed;
}

// After a delimiter: "--" ends the whole, a line break begins a part.
enum class After { part, end, neither };
After after_delimiter(std::string_view& rest) {
  if (skip(rest, "--")) return After::end;
  skip_blanks(rest);
  return skip(rest, "\r\n") ? After::part : After::neither;
}

}  // namespace

std::optional<std::string> multipart_boundary(std::string_view content_type) {
  const auto type = content_type.substr(0, content_type.find(';'));
  if (!same_ignoring_case(trimmed(type), "multipart/form-data")) return std::nullopt;
  content_type.remove_prefix(type.size());
  std::optional<std::string> boundary;
  while (!content_type.empty()) {
    auto parameter = next_parameter(content_type);
    if (!parameter) return std::nullopt;
    if (!same_ignoring_case(parameter->name, "boundary")) continue;
    if (boundary || !is_boundary(parameter->value)) return std::nullopt;
    boundary = std::move(parameter->value);
  }
  return boundary;
}

std::optional<std::vector<Part>> parse_multipart(std::string_view body, std::string_view boundary) {
  const std::string delimiter = "\r\n--" + std::string(boundary);
  std::string_view rest = body;
  // The first one needs no line break before it.
  if (!skip(rest, std::string_view(delimiter).substr(2))) return std::nullopt;
  std::vector<Part> parts;
  for (;;) {
    const After after = after_delimiter(rest);
    if (after == After::end) return parts;
    if (after == After::neither || parts.size() == kMostParts) return std::nullopt;
    const auto end_of_headers = rest.substr(0, kLongestPartHeader).find("\r\n\r\n");
    if (end_of_headers == std::string_view::npos) return std::nullopt;
    Part part;
    if (!read_headers(rest.substr(0, end_of_headers), part)) return std::nullopt;
    // The empty line's break stays, so that a delimiter right behind it is not taken for one without content.
    rest.remove_prefix(end_of_headers + 2);
    const auto end = rest.find(delimiter);
    if (end == std::string_view::npos || end == 0) return std::nullopt;
    part.content = rest.substr(2, end - 2);
    rest.remove_prefix(end + delimiter.size());
    parts.push_back(std::move(part));
  }
}

}  // namespace biroyna::http
