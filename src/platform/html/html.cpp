#include "platform/html/html.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace biroyna::html {
namespace {

// One bit a way of escaping; a byte whose bit is set is replaced.
enum Escape : std::uint8_t { kText = 1, kAttribute = 2, kAddress = 4, kComponent = 8, kContact = 16 };

constexpr std::array<std::uint8_t, 256> kReplaced = [] {
  std::array<std::uint8_t, 256> table{};
  for (std::size_t i = 0; i < table.size(); ++i) {
    const char c = static_cast<char>(i);
    const bool unreserved =
        is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';  // RFC 3986
    if (!unreserved) table[i] |= kComponent;
    if (!unreserved && c != '@' && c != '+') table[i] |= kContact;
  }
  for (const unsigned char c : {'&', '<', '>', '\0'}) table[c] |= kText | kAttribute | kAddress;
  for (const unsigned char c : {'"', '\''}) table[c] |= kAttribute | kAddress;
  table['\r'] |= kAttribute;
  table[' '] |= kAddress;
  return table;
}();

void append_replacement(std::string& out, char c, Escape way) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  if (way == kComponent || way == kContact) {
    out.append({'%', kDigits[byte >> 4], kDigits[byte & 15]});
    return;
  }
  switch (c) {
    case '&':
      out += "&amp;";
      break;
    case '<':
      out += "&lt;";
      break;
    case '>':
      out += "&gt;";
      break;
    case '"':
      out += "&#34;";
      break;
    case '\'':
      out += "&#39;";
      break;
    case '\r':
      out += "&#13;";
      break;  // a parser would turn a plain one into a line feed
    case ' ':
      out += "%20";
      break;
    default:
      out += "\xEF\xBF\xBD";
      break;
  }
}

void append_escaped(std::string& out, std::string_view text, Escape way) {
  const char* run = text.data();
  const char* const end = run + text.size();
  for (const char* at = run; at != end; ++at) {
    if ((kReplaced[static_cast<unsigned char>(*at)] & way) == 0) continue;
    out.append(run, at);
    append_replacement(out, *at, way);
    run = at + 1;
  }
  out.append(run, end);
}

// Browsers drop blanks and control characters in front of an address, and tabs and line feeds anywhere in it,
// before they look for the scheme.
bool is_harmless_address(std::string_view address) {
  if (!address.empty() && address.front() == ' ') return false;
  for (const char c : address)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return false;
  const std::size_t end = address.find_first_of(":/?#");
  if (end == std::string_view::npos || address[end] != ':') return true;
  return is_harmless_scheme(address.substr(0, end));
}

void append_text(std::string& out, std::string_view text, Context context) {
  switch (context) {
    case Context::text:
    case Context::plain:
      append_escaped(out, text, kText);
      break;
    case Context::attribute:
      append_escaped(out, text, kAttribute);
      break;
    case Context::address:
      append_escaped(out, is_harmless_address(text) ? text : "#", kAddress);
      break;
    case Context::component:
      append_escaped(out, text, kComponent);
      break;
    case Context::contact:
      append_escaped(out, text, kContact);
      break;
    case Context::between:
      break;
  }
}

void append_number(std::string& out, const Argument& argument) {
  std::array<char, 24> digits;
  const auto [end, error] =
      argument.negative() ? std::to_chars(digits.data(), digits.data() + digits.size(),
                                          static_cast<std::int64_t>(argument.number()))
                          : std::to_chars(digits.data(), digits.data() + digits.size(), argument.number());
  static_cast<void>(error);  // 24 characters hold any 64-bit number
  out.append(digits.data(), end);
}

void append_literal(std::string& out, std::string_view literal, bool double_braces) {
  if (!double_braces) {
    out += literal;
    return;
  }
  for (std::size_t i = 0; i < literal.size(); ++i) {
    out.push_back(literal[i]);
    if (literal[i] == '{' || literal[i] == '}') ++i;
  }
}

}  // namespace

void write(Html& out, const Template& pattern, std::span<const Argument> arguments) {
  std::string& markup = out.markup_;
  std::size_t from = 0;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const Slot slot = pattern.slots[i];
    append_literal(markup, pattern.text.substr(from, slot.at - from), pattern.double_braces);
    from = slot.at + 2;
    const Argument& argument = arguments[i];
    switch (argument.kind()) {
      case Kind::text:
        append_text(markup, argument.text(), slot.context);
        break;
      case Kind::number:
        append_number(markup, argument);
        break;
      case Kind::markup:
      case Kind::attribute:
        markup += argument.text();
        break;
    }
  }
  append_literal(markup, pattern.text.substr(from), pattern.double_braces);
}

Attribute attribute_if(AttributeName name, bool present) {
  Attribute made;
  if (present) {
    made.text_ = ' ';
    made.text_ += name.str();
  }
  return made;
}

Attribute attribute(AttributeName name, std::string_view text) {
  Attribute made;
  if (text.empty()) return made;
  made.text_ = ' ';
  made.text_ += name.str();
  made.text_ += "=\"";
  append_text(made.text_, text, name.context());
  made.text_ += '"';
  return made;
}

Attribute data_attribute(std::string_view name, std::string_view text) {
  constexpr std::string_view kPrefix = "data-";
  const auto harmless = [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-'; };
  if (!name.starts_with(kPrefix) || name.size() == kPrefix.size() || !std::ranges::all_of(name, harmless))
    throw std::logic_error("no data attribute: " + std::string(name));
  Attribute made;
  if (text.empty()) return made;
  const bool address = kind_of_attribute(name) == AttributeKind::address;
  made.text_.append(" ").append(name).append("=\"");
  append_text(made.text_, text, address ? Context::address : Context::attribute);
  made.text_ += '"';
  return made;
}

}  // namespace biroyna::html
