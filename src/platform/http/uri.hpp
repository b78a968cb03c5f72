// The parts of an address and of a form, decoded.
//
// Everything decoded here is well-formed UTF-8 without NUL, so that it can be stored and shown; what is not
// is malformed. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "platform/http/http.hpp"

namespace biroyna::http {

enum class Plus : std::uint8_t { kept, space };

// "bog%CA%BBcha" -> "bogʻcha"; nothing for a broken escape.
std::optional<std::string> percent_decode(std::string_view text, Plus plus = Plus::kept);

// The text as one value of a query.
std::string percent_encode(std::string_view text);

// "q=a+b&lang=ru" -> fields (WHATWG URL, application/x-www-form-urlencoded). Nothing when an escape is broken
// or there are more than kMostFields.
inline constexpr std::size_t kMostFields = 2000;
std::optional<Fields> parse_form(std::string_view text);

struct Target {
  std::string path;
  Fields query;
};
// A request target in origin or absolute form (RFC 9112, 3.2). Empty and "." segments go, ".." takes its
// parent away but never leaves the root. An escaped slash, backslash or NUL is malformed, as it would be
// taken for structure.
std::optional<Target> parse_target(std::string_view target);

// The language that an address begins with: "/ru/services" -> ru.
std::optional<Language> language_of_path(std::string_view path);

}  // namespace biroyna::http
