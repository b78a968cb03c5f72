// The examples that the package govuk-frontend brings for each of its components: options, and the HTML that
// its own templates make of them.
#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "platform/html/content.hpp"

namespace biroyna::html::testing {

struct Fixture {
  std::string name;
  boost::json::value options;
  std::string html;
};

// Throws std::runtime_error with what to do when the package is not there.
std::vector<Fixture> load_fixtures(const std::string& folder, const std::string& component);

// HTML so that two documents are equal when a browser shows and says the same: a line each tag and text,
// attributes in the order of their names, blanks collapsed as CSS does it, no character references.
std::string normal_form(std::string_view html);

// Markup from text, as it stands.
Html raw(std::string_view html);

// The options of one fixture. Values that JavaScript counts as false are as good as left out. What nobody
// asked for is in unread(), so that no option is overlooked.
class Options {
 public:
  explicit Options(const boost::json::value& options);

  std::string text(std::string_view key, std::string_view otherwise = "") const;
  std::optional<std::string> text_if(std::string_view key) const;  // also one that counts as false
  Content content(std::string_view otherwise = "") const;          // "html" or "text"
  Content content(std::string_view text_key, std::string_view html_key) const;
  Html html(std::string_view key) const;
  bool flag(std::string_view key) const;
  std::optional<bool> flag_if(std::string_view key) const;
  int number(std::string_view key, int otherwise) const;
  Attribute attributes() const;

  bool has(std::string_view key) const;
  Options at(std::string_view key) const;  // empty when left out
  std::vector<Options> items(std::string_view key) const;
  std::vector<Options> items() const;  // of this itself
  std::vector<std::string> texts(std::string_view key) const;

  std::vector<std::string> unread() const;

 private:
  Options(const boost::json::value* value, std::string path, std::set<std::string>* asked)
      : value_(value), path_(std::move(path)), asked_(asked) {}
  const boost::json::value* find(std::string_view key) const;

  const boost::json::value* value_;
  std::string path_;
  std::set<std::string> own_;
  std::set<std::string>* asked_ = &own_;
};

// A component, and how ours draws the package's options.
struct Component {
  std::string name;
  Html (*draw)(const Options& options);
};
std::vector<Component> form_components();
std::vector<Component> page_components();

}  // namespace biroyna::html::testing
