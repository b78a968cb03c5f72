#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>
#include <utility>

#include "platform/html/testing/fixtures.hpp"

namespace biroyna::html::testing {
namespace {

using Named = std::pair<std::string_view, std::string_view>;

constexpr std::array<Named, 7> kNamed = {{{"amp", "&"},
                                          {"lt", "<"},
                                          {"gt", ">"},
                                          {"quot", "\""},
                                          {"nbsp", "\u00a0"},
                                          {"ctdot", "⋯"},
                                          {"copy", "©"}}};

std::string decoded(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = text.find(';');
    if (text.front() != '&' || end == std::string_view::npos || end > 8) {
      out += text.front();
      text.remove_prefix(1);
      continue;
    }
    const std::string_view name = text.substr(1, end - 1);
    text.remove_prefix(end + 1);
    if (const auto* found = std::ranges::find(kNamed, name, &Named::first); found != kNamed.end()) {
      out += found->second;
    } else {
      int code = 0;
      if (!name.starts_with('#')) throw std::runtime_error("unknown reference &" + std::string(name) + ";");
      std::from_chars(name.data() + 1, name.data() + name.size(), code);
      if (code <= 0 || code > 127) throw std::runtime_error("unexpected &" + std::string(name) + ";");
      out += static_cast<char>(code);
    }
  }
  return out;
}

// Collapses the blanks of one run of inline text, which may go through several elements.
class Lines {
 public:
  void tag(std::string line, bool is_block) {
    if (is_block) end_run();
    lines_.push_back({std::move(line), false});
  }
  void verbatim(const std::string& text) {
    end_run();
    lines_.push_back({"\"" + text + "\"", false});
  }
  void text(std::string_view text) {
    for (const char c : text) {
      if (is_blank(c)) {
        blank_ = begun_;
        continue;
      }
      if (lines_.empty() || !lines_.back().is_text) lines_.push_back({"", true});
      if (blank_) lines_.back().text += ' ';
      lines_.back().text += c;
      begun_ = true;
      blank_ = false;
    }
  }
  std::string joined() {
    std::string out;
    for (const Line& line : lines_) out += line.is_text ? "\"" + line.text + "\"\n" : line.text + "\n";
    return out;
  }

 private:
  struct Line {
    std::string text;
    bool is_text;
  };

  // A blank at the end of a run is not shown, nor is one at its beginning.
  void end_run() { begun_ = blank_ = false; }

  std::vector<Line> lines_;
  bool begun_ = false;  // the run has shown something
  bool blank_ = false;  // a blank is due before what comes next, in whichever element that is
};

std::string_view take_until(std::string_view& html, std::string_view end) {
  const std::size_t at = html.find(end);
  if (at == std::string_view::npos) throw std::runtime_error("no " + std::string(end));
  const std::string_view taken = html.substr(0, at);
  html.remove_prefix(at + end.size());
  return taken;
}

void skip_blanks(std::string_view& html) {
  while (!html.empty() && is_blank(html.front())) html.remove_prefix(1);
}

std::string_view take_name(std::string_view& html) {
  const std::size_t end = std::min(html.find_first_of(" \n\t\r/>="), html.size());
  const std::string_view name = html.substr(0, end);
  html.remove_prefix(end);
  return name;
}

// Behind a tag's name. True for "/>".
bool take_attributes(std::string_view& html, std::string& line) {
  std::vector<std::string> attributes;
  bool closed = false;
  for (skip_blanks(html); !html.empty() && html.front() != '>'; skip_blanks(html)) {
    if (html.front() == '/') {
      closed = true;
      html.remove_prefix(1);
      continue;
    }
    std::string attribute(take_name(html));
    if (html.starts_with("=\"")) {
      html.remove_prefix(2);
      attribute += "=\"" + decoded(take_until(html, "\"")) + "\"";
    }
    attributes.push_back(std::move(attribute));
  }
  take_until(html, ">");
  std::ranges::sort(attributes);
  for (const std::string& attribute : attributes) line += " " + attribute;
  return closed;
}

}  // namespace

std::string normal_form(std::string_view html) {
  constexpr std::array<std::string_view, 5> kInline = {"a", "b", "em", "span", "strong"};
  Lines lines;
  while (!html.empty()) {
    if (html.front() != '<') {
      const std::size_t end = std::min(html.find('<'), html.size());
      lines.text(decoded(html.substr(0, end)));
      html.remove_prefix(end);
    } else if (html.starts_with("<!--")) {
      take_until(html, "-->");
    } else if (html.starts_with("</")) {
      html.remove_prefix(2);
      const std::string_view name = take_until(html, ">");
      lines.tag("</" + std::string(name) + ">", !one_of(name, kInline));
    } else {
      html.remove_prefix(1);
      const std::string name(take_name(html));
      std::string line = "<" + name;
      const bool closed = take_attributes(html, line);
      lines.tag(line + ">", !one_of(name, kInline));
      if (closed) lines.tag("</" + name + ">", true);
      if (name == "textarea") {
        std::string_view content = take_until(html, "</textarea>");
        if (content.starts_with('\n')) content.remove_prefix(1);
        lines.verbatim(decoded(content));
        lines.tag("</textarea>", true);
      }
    }
  }
  return lines.joined();
}

}  // namespace biroyna::html::testing
