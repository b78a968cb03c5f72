#include "platform/yaml/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>
#include <sstream>

namespace biroyna::yaml {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

bool is_mark(std::string_view line, std::string_view mark) {
  return line.starts_with(mark) && (line.size() == mark.size() || is_blank(line[mark.size()]));
}

// 0: there is none. A line that begins with a mark is one wherever it stands (YAML 1.2, 9.1.2).
int line_of_second_document(const std::string& text) {
  std::istringstream lines(text);
  bool begun = false, ended = false;
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    const auto first = std::ranges::find_if_not(line, is_blank);
    if (first == line.end() || *first == '#' || (line.front() == '%' && !begun)) continue;
    if (ended || (begun && is_mark(line, "---"))) return number;
    ended = is_mark(line, "...");
    begun = true;
  }
  return 0;
}

// The last line with a quotation mark too many.
int line_of_open_quotation(const std::string& text) {
  std::istringstream lines(text);
  int found = 0, number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (std::ranges::count(line, '"') % 2 == 1 || std::ranges::count(line, '\'') % 2 == 1) found = number;
  }
  return found;
}

}  // namespace

std::string Problem::to_string() const {
  return line > 0 ? fmt::format("{}:{}: {}", file, line, reason) : fmt::format("{}: {}", file, reason);
}

Node::Node(const YAML::Node& node, std::string file, Problems& problems)
    : node_(node), file_(std::move(file)), problems_(&problems) {}

Node Node::load(const std::filesystem::path& path, std::string shown_as, Problems& problems) {
  std::ifstream file(path, std::ios::binary);
  if (!file || std::filesystem::is_directory(path)) {
    problems.push_back({shown_as, 0, "the file cannot be read"});
    return Node(YAML::Node(YAML::NodeType::Map), std::move(shown_as), problems);
  }
  return parse({std::istreambuf_iterator<char>(file), {}}, std::move(shown_as), problems);
}

Node Node::parse(const std::string& text, std::string shown_as, Problems& problems) {
  try {
    // yaml-cpp takes the end of the text for the end of a quotation, but not the beginning of a document. (It
    // may read for ever when it is asked for all documents of a text that is none.)
    YAML::Node root = YAML::Load(text + "\n--- the end\n");
    const bool none = root.Mark().line > std::ranges::count(text, '\n');
    if (const int line = line_of_second_document(text); line > 0)
      problems.push_back({shown_as, line, "a second document begins here; there may be one"});
    return Node(none ? YAML::Node() : root, std::move(shown_as), problems);
  } catch (const YAML::ParserException& error) {
    if (error.mark.line < std::ranges::count(text, '\n') + 1)
      problems.push_back({shown_as, error.mark.line + 1, error.msg});
    else
      problems.push_back(
          {shown_as, line_of_open_quotation(text), "a quotation that begins here does not end"});
  }
  return Node(YAML::Node(YAML::NodeType::Map), std::move(shown_as), problems);
}

int Node::line() const { return node_.IsDefined() ? node_.Mark().line + 1 : 0; }

void Node::problem(std::string reason) const { problems_->push_back({file_, line(), std::move(reason)}); }

void Node::problem_at(const std::string& key, std::string reason) const {
  (has(key) ? Node(node_[key], file_, *problems_) : *this).problem(std::move(reason));
}

bool Node::has(const std::string& key) const { return node_.IsMap() && node_[key].IsDefined(); }

Node Node::child(const std::string& key) {
  asked_.insert(key);
  if (has(key)) return Node(node_[key], file_, *problems_);
  problem(fmt::format("\"{}\" is missing", key));
  return Node(YAML::Node(YAML::NodeType::Null), file_, *problems_);
}

std::vector<Node> Node::items() {
  std::vector<Node> result;
  if (node_.IsNull()) return result;
  if (!node_.IsSequence()) {
    problem("a list is expected here");
    return result;
  }
  for (const auto& item : node_) result.emplace_back(item, file_, *problems_);
  return result;
}

std::vector<std::pair<std::string, Node>> Node::entries() {
  std::vector<std::pair<std::string, Node>> result;
  if (!node_.IsMap()) {
    if (!node_.IsNull()) problem("a map is expected here");
    return result;
  }
  for (const auto& entry : node_) {
    asked_.insert(entry.first.Scalar());
    result.emplace_back(entry.first.Scalar(), Node(entry.second, file_, *problems_));
  }
  return result;
}

std::string Node::scalar() {
  if (node_.IsScalar()) return node_.Scalar();
  problem("a plain value is expected here");
  return {};
}

std::optional<std::string> Node::scalar_of(const std::string& key) {
  asked_.insert(key);
  if (!has(key)) return std::nullopt;
  const YAML::Node value = node_[key];
  if (value.IsScalar()) return value.Scalar();
  problem_at(key, fmt::format("\"{}\" must be a plain value", key));
  return std::nullopt;
}

std::optional<std::string> Node::required_scalar(const std::string& key) {
  if (!has(key)) problem(fmt::format("\"{}\" is missing", key));
  return scalar_of(key);
}

std::string Node::text(const std::string& key) {
  const auto value = required_scalar(key);
  if (value && value->empty()) problem_at(key, fmt::format("\"{}\" is empty", key));
  return value.value_or("");
}

std::optional<std::string> Node::text_if(const std::string& key) { return scalar_of(key); }

std::int64_t Node::integer(const std::string& key, std::int64_t least, std::int64_t most) {
  const auto value = required_scalar(key);
  if (!value) return least;
  std::int64_t result = 0;
  const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), result);
  if (error != std::errc{} || end != value->data() + value->size() || result < least || result > most) {
    problem_at(key, fmt::format("\"{}\" must be a whole number from {} to {}, not \"{}\"", key, least, most,
                                *value));
    return least;
  }
  return result;
}

double Node::number(const std::string& key, double least, double most) {
  const auto value = required_scalar(key);
  if (!value) return least;
  double result = 0;
  const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), result);
  if (error != std::errc{} || end != value->data() + value->size() || !std::isfinite(result) ||
      result < least || result > most) {
    problem_at(key,
               fmt::format("\"{}\" must be a number from {} to {}, not \"{}\"", key, least, most, *value));
    return least;
  }
  return result;
}

bool Node::flag(const std::string& key) {
  const auto value = required_scalar(key);
  if (value && *value != "true" && *value != "false")
    problem_at(key, fmt::format("\"{}\" must be true or false", key));
  return value == "true";
}

Names Node::names(const std::string& key) {
  Names result;
  Node texts = child(key);
  if (texts.node_.IsNull()) return result;
  for (const Language language : kLanguages) result.in(language) = texts.text(std::string(tag(language)));
  texts.finish();
  return result;
}

std::vector<std::string> Node::texts(const std::string& key) {
  std::vector<std::string> result;
  for (Node& item : child(key).items()) result.push_back(item.scalar());
  return result;
}

void Node::finish() const {
  if (!node_.IsMap()) {
    if (!node_.IsNull()) problem("a map is expected here");
    return;
  }
  std::set<std::string> seen;
  for (const auto& entry : node_) {
    const std::string& key = entry.first.Scalar();
    const Node at(entry.first, file_, *problems_);
    if (!asked_.contains(key)) at.problem(fmt::format("unknown key \"{}\"", key));
    if (!seen.insert(key).second) at.problem(fmt::format("\"{}\" stands here twice", key));
  }
}

}  // namespace biroyna::yaml
