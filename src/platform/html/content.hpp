// The words of a component.
//
// Both types own what they hold, so that lists of items can be collected from temporaries. Neither has a
// default: a component's field without "= …" is required, and leaving it out does not compile.
#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <utility>

#include "platform/html/html.hpp"

namespace biroyna::html {

class Text {
 public:
  template <class T>
    requires std::convertible_to<const T&, std::string_view>
  Text(const T& text) : text_(static_cast<std::string_view>(text)) {}
  Text(std::string text) : text_(std::move(text)) {}

  operator std::string_view() const { return text_; }
  std::string_view str() const { return text_; }
  bool empty() const { return text_.empty(); }

 private:
  std::string text_;
};

// A text, or markup: "Save", or html::make("<b>{}</b>", name).
class Content {
 public:
  template <class T>
    requires std::convertible_to<const T&, std::string_view>
  Content(const T& text) : html_(make("{}", static_cast<std::string_view>(text))) {}
  Content(Html html) : html_(std::move(html)), is_markup_(true) {}

  const Html& html() const { return html_; }
  bool is_markup() const { return is_markup_; }
  bool empty() const { return html_.empty(); }

 private:
  Html html_;
  bool is_markup_ = false;
};

}  // namespace biroyna::html
