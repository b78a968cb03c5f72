// Writes HTML so that text cannot become markup.
//
//   Html rows;
//   for (const Ticket& ticket : tickets)
//     html::to(rows, "<li data-n=\"{}\"><a href=\"/tickets/{}\">{}</a></li>", ticket.number, ticket.id.str(),
//     ticket.name);
//   const Html list = html::make("<ul{}>{}</ul>", html::attribute("id", id), rows);
//
// The literal is read while the program is compiled: each "{}" is escaped for the place where it stands, and
// what cannot be safe does not compile (the error names the fault, see literal.hpp). "{{" and "}}" are
// braces. Every element must be closed in the literal that opens it; nest by passing Html. What may stand
// where:
//   text                            text, whole numbers, Html
//   <title>, <textarea>             text, whole numbers
//   a="{}"                          text, whole numbers
//   href="{}" and the like          a whole address: relative, http(s), mailto or tel; anything else becomes
//   "#" href="/a/{}?b={}"               one part of an address: percent-encoded, a "/" too between attributes
//   Attribute
// Text is UTF-8; U+0000 becomes U+FFFD. Thread-safe as std::string is.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "platform/html/literal.hpp"

namespace biroyna {

class Html;
namespace html {
class Argument;
struct Template;
void write(Html& out, const Template& pattern, std::span<const Argument> arguments);
}  // namespace html

// Finished markup. Only this module makes it from text.
class Html {
 public:
  Html() = default;

  const std::string& str() const& { return markup_; }
  std::string str() && { return std::move(markup_); }
  bool empty() const { return markup_.empty(); }
  void reserve(std::size_t bytes) { markup_.reserve(bytes); }
  Html& operator+=(const Html& other) {
    markup_ += other.markup_;
    return *this;
  }
  friend Html operator+(Html a, const Html& b) {
    a += b;
    return a;
  }
  friend bool operator==(const Html&, const Html&) = default;

 private:
  friend void html::write(Html& out, const html::Template& pattern,
                          std::span<const html::Argument> arguments);
  std::string markup_;
};

}  // namespace biroyna

namespace biroyna::html {

// The name of an attribute, checked while compiling: no event handler, style, embedded document or list of
// addresses.
class AttributeName {
 public:
  template <class S>
    requires std::convertible_to<const S&, std::string_view>
  consteval AttributeName(const S& name) : name_(name) {
    if (name_.empty()) fault::malformed_tag();
    for (const char c : name_)
      if (!is_attribute_name_char(c)) fault::malformed_tag();
    switch (kind_of_attribute(name_)) {
      case AttributeKind::plain:
        break;
      case AttributeKind::address:
        context_ = Context::address;
        break;
      case AttributeKind::addresses:
        fault::argument_in_list_of_addresses();
        break;
      case AttributeKind::event:
        fault::event_attribute();
        break;
      case AttributeKind::style:
        fault::style_attribute();
        break;
      case AttributeKind::embedded_document:
        fault::embedded_document_attribute();
        break;
    }
  }

  std::string_view str() const { return name_; }
  Context context() const { return context_; }

 private:
  std::string_view name_;
  Context context_ = Context::attribute;
};

// Some finished attributes of a tag, or none: each with a blank in front.
class Attribute {
 public:
  Attribute() = default;

  const std::string& str() const { return text_; }
  bool empty() const { return text_.empty(); }
  Attribute& operator+=(const Attribute& other) {
    text_ += other.text_;
    return *this;
  }
  friend Attribute operator+(Attribute a, const Attribute& b) {
    a += b;
    return a;
  }
  friend bool operator==(const Attribute&, const Attribute&) = default;

 private:
  friend Attribute attribute_if(AttributeName name, bool present);
  friend Attribute attribute(AttributeName name, std::string_view text);
  friend Attribute data_attribute(std::string_view name, std::string_view text);
  std::string text_;
};

// ` checked`, or nothing.
Attribute attribute_if(AttributeName name, bool present);
// ` data-x="text"`; nothing for an empty text. Escaped as in a literal: attribute("href", …) is a whole
// address.
Attribute attribute(AttributeName name, std::string_view text);

// The same for a name that is known only at run time: "data-" and small letters, digits or "-". Throws
// std::logic_error for any other.
Attribute data_attribute(std::string_view name, std::string_view text);

// One argument on its way into the markup.
class Argument {
 public:
  Argument(std::string_view text) : kind_(Kind::text), text_(text) {}
  template <std::integral T>
  Argument(T number)
      : kind_(Kind::number), negative_(number < T{}), number_(static_cast<std::uint64_t>(number)) {}
  Argument(const Html& markup) : kind_(Kind::markup), text_(markup.str()) {}
  Argument(const Attribute& attribute) : kind_(Kind::attribute), text_(attribute.str()) {}

  Kind kind() const { return kind_; }
  std::string_view text() const { return text_; }
  std::uint64_t number() const { return number_; }  // two's complement when negative
  bool negative() const { return negative_; }

 private:
  Kind kind_;
  bool negative_ = false;
  std::uint64_t number_ = 0;
  std::string_view text_ = {};
};

template <class T>
consteval Kind kind_of() {
  constexpr bool kCharacter = std::same_as<T, bool> || std::same_as<T, char> || std::same_as<T, wchar_t> ||
                              std::same_as<T, char8_t> || std::same_as<T, char16_t> ||
                              std::same_as<T, char32_t>;
  if constexpr (std::same_as<T, Html>)
    return Kind::markup;
  else if constexpr (std::same_as<T, Attribute>)
    return Kind::attribute;
  else if constexpr (std::integral<T> && !kCharacter)
    return Kind::number;
  else {
    static_assert(std::convertible_to<const T&, std::string_view>,
                  "only text, whole numbers, Html and html::Attribute can be written");
    return Kind::text;
  }
}

// A checked literal.
struct Template {
  std::string_view text;
  std::span<const Slot> slots;
  bool double_braces;
};

template <class... Args>
class Format {
 public:
  template <class S>
    requires std::convertible_to<const S&, std::string_view>
  consteval Format(const S& text) : text_(text) {
    constexpr std::array<Kind, sizeof...(Args)> kKinds = {kind_of<Args>()...};
    Walker walker(text_, kKinds, slots_);
    if (const Fault found = walker.walk()) found();
    double_braces_ = walker.has_double_braces();
  }

  Template pattern() const { return {text_, slots_, double_braces_}; }

 private:
  std::string_view text_;
  std::array<Slot, sizeof...(Args)> slots_{};
  bool double_braces_ = false;
};

// Appends to `out`.
template <class... Args>
void to(Html& out, Format<std::type_identity_t<Args>...> format, const Args&... args) {
  const std::array<Argument, sizeof...(Args)> arguments = {Argument(args)...};
  write(out, format.pattern(), arguments);
}

template <class... Args>
Html make(Format<std::type_identity_t<Args>...> format, const Args&... args) {
  Html out;
  to<Args...>(out, format, args...);
  return out;
}

}  // namespace biroyna::html
