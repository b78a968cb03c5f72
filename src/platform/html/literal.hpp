// Reads a literal of HTML while the program is compiled and decides where each "{}" stands.
//
// The grammar is a strict part of HTML: every element is closed in the literal that opens it, every attribute
// value is quoted, tags and quotes are complete. What a browser would mend or guess is a fault here, as a
// guess is where markup and text get mixed up.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace biroyna::html {

// What a caller hands over for a "{}".
enum class Kind : std::uint8_t { text, number, markup, attribute };

// Where a "{}" stands, and so how its argument is written.
enum class Context : std::uint8_t {
  text,       // between tags
  plain,      // the content of <title> and <textarea>: text, but no markup
  attribute,  // in a quoted attribute value
  address,    // a whole address: href="{}"; a scheme that runs programs becomes "#"
  component,  // a part of an address: href="/tickets/{}"; percent-encoded
  contact,    // after "mailto:" or "tel:"; percent-encoded but for @ and +
  between,    // between the attributes of a tag
};

struct Slot {
  std::uint32_t at = 0;  // of the "{"
  Context context = Context::text;
};

// What can be wrong. None of these is constexpr, so calling one stops the compiler, which then names it.
namespace fault {
inline void too_few_arguments() {}
inline void too_many_arguments() {}
inline void brace_not_doubled() {}
inline void argument_in_script_or_style() {}
inline void argument_in_comment() {}
inline void argument_in_declaration() {}
inline void argument_in_tag_name() {}
inline void argument_in_attribute_name() {}
inline void argument_in_animation() {}
inline void unquoted_attribute_value() {}
inline void event_attribute() {}
inline void style_attribute() {}
inline void embedded_document_attribute() {}
inline void argument_in_list_of_addresses() {}
inline void argument_in_page_refresh() {}
inline void duplicate_attribute() {}
inline void malformed_tag() {}
inline void unclosed_tag() {}
inline void unclosed_quote() {}
inline void unclosed_comment() {}
inline void unclosed_element() {}
inline void stray_end_tag() {}
inline void self_closed_element() {}
inline void lone_less_than() {}
inline void too_deeply_nested() {}
inline void markup_outside_of_text() {}
inline void attribute_outside_of_tag() {}
inline void only_attributes_fit_between_attributes() {}
inline void address_begins_with_a_part() {}
inline void address_with_dangerous_scheme() {}
}  // namespace fault
using Fault = void (*)();  // one of the above; null when nothing is wrong

constexpr char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
constexpr bool is_letter(char c) { return to_lower(c) >= 'a' && to_lower(c) <= 'z'; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }

// `lower` is in lower case; HTML's names are compared without case.
constexpr bool same_name(std::string_view name, std::string_view lower) {
  if (name.size() != lower.size()) return false;
  for (std::size_t i = 0; i < name.size(); ++i)
    if (to_lower(name[i]) != lower[i]) return false;
  return true;
}

template <std::size_t N>
constexpr bool one_of(std::string_view name, const std::array<std::string_view, N>& names) {
  for (const std::string_view other : names)
    if (same_name(name, other)) return true;
  return false;
}

// What an attribute's name says about its value.
enum class AttributeKind : std::uint8_t { plain, address, addresses, event, style, embedded_document };

constexpr AttributeKind kind_of_attribute(std::string_view name) {
  constexpr std::array<std::string_view, 12> kAddresses = {"href",       "src",      "action",   "formaction",
                                                           "poster",     "cite",     "data",     "xlink:href",
                                                           "background", "longdesc", "manifest", "codebase"};
  constexpr std::array<std::string_view, 4> kLists = {"srcset", "imagesrcset", "ping", "archive"};
  constexpr std::array<std::string_view, 4> kEndings = {"-src", "-href", "-url", "-action"};
  if (name.size() > 2 && same_name(name.substr(0, 2), "on")) return AttributeKind::event;
  if (same_name(name, "style")) return AttributeKind::style;
  if (same_name(name, "srcdoc")) return AttributeKind::embedded_document;
  if (one_of(name, kLists)) return AttributeKind::addresses;
  if (one_of(name, kAddresses)) return AttributeKind::address;
  if (name.size() > 5 && same_name(name.substr(0, 5), "data-")) {
    for (const std::string_view ending : kEndings)
      if (name.size() >= ending.size() && same_name(name.substr(name.size() - ending.size()), ending))
        return AttributeKind::address;
  }
  return AttributeKind::plain;
}

constexpr bool is_attribute_name_char(char c) {
  return is_letter(c) || is_digit(c) || c == '-' || c == '_' || c == ':' || c == '.';
}

// The schemes that an address may have; without one it is relative.
constexpr bool is_harmless_scheme(std::string_view scheme) {
  constexpr std::array<std::string_view, 4> kSchemes = {"http", "https", "mailto", "tel"};
  return one_of(scheme, kSchemes);
}

// Walks one literal. `slots` has the size of `kinds`.
class Walker {
 public:
  constexpr Walker(std::string_view text, std::span<const Kind> kinds, std::span<Slot> slots)
      : text_(text), kinds_(kinds), slots_(slots) {}

  constexpr Fault walk() {
    while (more()) {
      if (ahead("<!--"))
        comment();
      else if (ahead("<!"))
        declaration();
      else if (ahead("</"))
        end_tag();
      else if (peek() == '<')
        start_tag();
      else
        character(Context::text);
    }
    if (depth_ > 0) fail(fault::unclosed_element);
    if (used_ < kinds_.size()) fail(fault::too_many_arguments);
    return fault_;
  }
  // Whether the literal has "{{" or "}}", which stand for one brace.
  constexpr bool has_double_braces() const { return double_braces_; }

 private:
  static constexpr std::size_t kDepth = 64;
  static constexpr std::size_t kAttributes = 32;

  constexpr bool more() const { return fault_ == nullptr && at_ < text_.size(); }
  constexpr char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  constexpr bool ahead(std::string_view what) const { return text_.substr(at_, what.size()) == what; }
  constexpr bool at_brace() const { return peek() == '{' || peek() == '}'; }
  constexpr bool at_argument() const { return peek() == '{' && peek(1) == '}'; }
  constexpr void fail(Fault fault) {
    if (fault_ == nullptr) fault_ = fault;
  }

  // At a brace: "{{" and "}}" are skipped, "{}" takes an argument.
  constexpr void brace(Context context) {
    if (peek(1) == peek()) {
      double_braces_ = true;
      at_ += 2;
    } else if (at_argument()) {
      argument(context);
    } else {
      fail(fault::brace_not_doubled);
    }
  }

  constexpr void argument(Context context) {
    if (used_ == kinds_.size()) return fail(fault::too_few_arguments);
    const Kind kind = kinds_[used_];
    if (kind == Kind::markup && context != Context::text) return fail(fault::markup_outside_of_text);
    if (kind == Kind::attribute && context != Context::between) return fail(fault::attribute_outside_of_tag);
    if (kind != Kind::attribute && context == Context::between)
      return fail(fault::only_attributes_fit_between_attributes);
    slots_[used_++] = {static_cast<std::uint32_t>(at_), context};
    at_ += 2;
  }

  // At a brace where no argument may stand.
  constexpr void brace_without_argument(Fault fault) {
    if (at_argument())
      fail(fault);
    else
      brace(Context::text);
  }

  constexpr void character(Context context) {
    if (at_brace())
      brace(context);
    else
      ++at_;
  }

  constexpr void comment() {
    at_ += 4;
    while (more()) {
      if (ahead("-->")) {
        at_ += 3;
        return;
      }
      if (at_brace())
        brace_without_argument(fault::argument_in_comment);
      else
        ++at_;
    }
    fail(fault::unclosed_comment);
  }

  constexpr void declaration() {
    if (!same_name(text_.substr(at_, 9), "<!doctype")) return fail(fault::malformed_tag);
    while (more() && peek() != '>') {
      if (at_brace())
        brace_without_argument(fault::argument_in_declaration);
      else
        ++at_;
    }
    if (!more()) return fail(fault::unclosed_tag);
    ++at_;
  }

  constexpr std::string_view tag_name() {
    const std::size_t begin = at_;
    while (is_letter(peek()) || is_digit(peek()) || peek() == '-') ++at_;
    return text_.substr(begin, at_ - begin);
  }

  constexpr void end_tag() {
    at_ += 2;
    if (at_argument()) return fail(fault::argument_in_tag_name);
    const std::string_view name = tag_name();
    if (at_argument()) return fail(fault::argument_in_tag_name);
    if (peek() != '>') return fail(at_ < text_.size() ? fault::malformed_tag : fault::unclosed_tag);
    ++at_;
    if (depth_ == 0 || open_[depth_ - 1] != name) return fail(fault::stray_end_tag);
    if (--depth_ == foreign_) foreign_ = kDepth;
  }

  constexpr void start_tag() {
    constexpr std::array<std::string_view, 13> kVoid = {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"};
    constexpr std::array<std::string_view, 7> kRaw = {"script",  "style",    "xmp",      "iframe",
                                                      "noembed", "noframes", "plaintext"};
    constexpr std::array<std::string_view, 2> kPlain = {"title", "textarea"};
    ++at_;
    if (at_argument()) return fail(fault::argument_in_tag_name);
    if (!is_letter(peek())) return fail(fault::lone_less_than);
    const std::string_view name = tag_name();
    if (at_argument() && used_ < kinds_.size() && kinds_[used_] != Kind::attribute)
      return fail(fault::argument_in_tag_name);
    const bool self_closed = attributes(name);
    if (fault_ != nullptr) return;

    const bool foreign_element = same_name(name, "svg") || same_name(name, "math");
    const bool inside_foreign = foreign_ != kDepth;
    if (one_of(name, kVoid)) return;
    if (self_closed) {
      if (!inside_foreign && !foreign_element) fail(fault::self_closed_element);
      return;
    }
    if (one_of(name, kRaw)) return content(name, fault::argument_in_script_or_style);
    if (one_of(name, kPlain)) return content(name, nullptr);
    if (depth_ == kDepth) return fail(fault::too_deeply_nested);
    if (foreign_element && !inside_foreign) foreign_ = depth_;
    open_[depth_++] = name;
  }

  // The content of an element without child elements, up to and with its end tag. `fault` is that of an
  // argument in it.
  constexpr void content(std::string_view name, Fault fault) {
    while (more()) {
      if (ahead("</") && text_.substr(at_ + 2, name.size()) == name && peek(2 + name.size()) == '>') {
        at_ += name.size() + 3;
        return;
      }
      if (at_brace()) {
        if (fault == nullptr)
          brace(Context::plain);
        else
          brace_without_argument(fault);
      } else if (peek() == '<' && fault == nullptr) {
        fail(fault::lone_less_than);
      } else {
        ++at_;
      }
    }
    fail(fault::unclosed_element);
  }

  // Everything after a tag's name, with the ">". True for "/>".
  constexpr bool attributes(std::string_view element) {
    std::array<std::string_view, kAttributes> seen{};
    std::size_t count = 0;
    bool refresh = false;
    while (more()) {
      const bool after_blank = is_blank(peek());
      while (is_blank(peek())) ++at_;
      if (peek() == '>') {
        ++at_;
        return false;
      }
      if (ahead("/>")) {
        at_ += 2;
        return true;
      }
      if (at_argument()) {
        argument(Context::between);
        if (more() && !is_blank(peek()) && peek() != '>' && peek() != '/' && !at_argument())
          fail(fault::argument_in_attribute_name);
        continue;
      }
      if (!more()) break;
      if (!after_blank) {
        fail(fault::malformed_tag);
        break;
      }
      const std::string_view name = attribute_name();
      if (fault_ != nullptr) break;
      for (std::size_t i = 0; i < count; ++i)
        if (same_name(seen[i], name) || seen[i] == name) fail(fault::duplicate_attribute);
      if (count == kAttributes)
        fail(fault::malformed_tag);
      else
        seen[count++] = name;
      if (same_name(name, "http-equiv")) refresh = true;
      if (peek() == '=') {
        ++at_;
        value(element, name, refresh);
      }
    }
    fail(fault::unclosed_tag);
    return false;
  }

  constexpr std::string_view attribute_name() {
    const std::size_t begin = at_;
    while (is_attribute_name_char(peek())) ++at_;
    const std::string_view name = text_.substr(begin, at_ - begin);
    if (at_argument())
      fail(fault::argument_in_attribute_name);
    else if (name.empty())
      fail(fault::malformed_tag);
    switch (kind_of_attribute(name)) {
      case AttributeKind::event:
        fail(fault::event_attribute);
        break;
      case AttributeKind::style:
        fail(fault::style_attribute);
        break;
      case AttributeKind::embedded_document:
        fail(fault::embedded_document_attribute);
        break;
      default:
        break;
    }
    return name;
  }

  constexpr void value(std::string_view element, std::string_view name, bool refresh) {
    constexpr std::array<std::string_view, 4> kAnimations = {"animate", "set", "animatemotion",
                                                             "animatetransform"};
    const char quote = peek();
    if (quote != '"' && quote != '\'') return fail(fault::unquoted_attribute_value);
    const std::size_t begin = ++at_;
    const AttributeKind kind = kind_of_attribute(name);
    bool address_given = false;
    while (more() && peek() != quote) {
      if (!at_argument()) {
        character(Context::attribute);
      } else if (one_of(element, kAnimations)) {
        fail(fault::argument_in_animation);
      } else if (kind == AttributeKind::addresses) {
        fail(fault::argument_in_list_of_addresses);
      } else if (refresh && same_name(name, "content")) {
        fail(fault::argument_in_page_refresh);
      } else if (kind != AttributeKind::address) {
        argument(Context::attribute);
      } else {
        if (at_ == begin) address_given = true;
        address_argument(text_.substr(begin, at_ - begin), address_given, quote);
      }
    }
    if (fault_ == nullptr && at_ >= text_.size()) return fail(fault::unclosed_quote);
    ++at_;
  }

  // `before` is what stands in the value before the argument.
  constexpr void address_argument(std::string_view before, bool address_given, char quote) {
    if (before.empty()) {
      argument(Context::address);
      constexpr std::string_view kEnds = "/?#&";
      const bool ended = peek() == quote || at_argument() || kEnds.find(peek()) != std::string_view::npos;
      if (more() && !ended) fail(fault::address_begins_with_a_part);
      return;
    }
    if (address_given) return argument(Context::component);
    const std::size_t end = before.find_first_of(":/?#");
    if (end == std::string_view::npos) return fail(fault::address_begins_with_a_part);
    if (before[end] != ':') return argument(Context::component);
    const std::string_view scheme = before.substr(0, end);
    if (!is_harmless_scheme(scheme)) return fail(fault::address_with_dangerous_scheme);
    const bool contact = (same_name(scheme, "mailto") || same_name(scheme, "tel")) &&
                         before.find('?') == std::string_view::npos;
    argument(contact ? Context::contact : Context::component);
  }

  std::string_view text_;
  std::span<const Kind> kinds_;
  std::span<Slot> slots_;
  std::size_t at_ = 0;
  std::size_t used_ = 0;
  Fault fault_ = nullptr;
  bool double_braces_ = false;
  std::array<std::string_view, kDepth> open_{};
  std::size_t depth_ = 0;
  std::size_t foreign_ = kDepth;  // the depth at which <svg> or <math> was opened; kDepth outside of them
};

}  // namespace biroyna::html
