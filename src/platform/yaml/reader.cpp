#include "platform/yaml/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>
#include <new>
#include <span>

namespace biroyna::yaml {

namespace {

std::string_view text_of(const yaml_node_t& node) {
  if (node.type != YAML_SCALAR_NODE) return {};
  return {reinterpret_cast<const char*>(node.data.scalar.value), node.data.scalar.length};
}

int line_of(const yaml_mark_t& mark) { return static_cast<int>(mark.line) + 1; }

// Its documents, one after the other.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {
    if (yaml_parser_initialize(&parser_) == 0) throw std::bad_alloc();
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
  }
  ~Parser() { yaml_parser_delete(&parser_); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  // Null when the text is not YAML; a document without a node when there is none any more.
  std::shared_ptr<yaml_document_t> next() {
    std::shared_ptr<yaml_document_t> document(new yaml_document_t, [](yaml_document_t* made) {
      yaml_document_delete(made);
      delete made;
    });
    if (yaml_parser_load(&parser_, document.get()) == 0) {
      if (parser_.error == YAML_MEMORY_ERROR) throw std::bad_alloc();
      *document = {};  // it was let go of
      return nullptr;
    }
    return document;
  }

  Problem problem(std::string file) const {
    if (parser_.error == YAML_READER_ERROR) {
      const auto before = text_.substr(0, parser_.problem_offset);
      return {std::move(file), static_cast<int>(std::ranges::count(before, '\n')) + 1, parser_.problem};
    }
    const std::string_view context = parser_.context == nullptr ? "" : parser_.context;
    if (context == "while scanning a quoted scalar" && parser_.problem_mark.index >= end_of_lines())
      return {std::move(file), line_of(parser_.context_mark), "a quotation that begins here does not end"};
    return {std::move(file), line_of(parser_.problem_mark), parser_.problem};
  }

 private:
  // In characters, as marks are.
  std::size_t end_of_lines() const {
    const auto end = text_.find_last_not_of(" \t\r\n");
    return static_cast<std::size_t>(
        std::ranges::count_if(text_.substr(0, end == std::string_view::npos ? 0 : end + 1),
                              [](char c) { return (c & 0xc0) != 0x80; }));
  }

  const std::string_view text_;
  yaml_parser_t parser_{};
};

}  // namespace

std::string Problem::to_string() const {
  return line > 0 ? fmt::format("{}:{}: {}", file, line, reason) : fmt::format("{}: {}", file, reason);
}

Node::Node(std::shared_ptr<const Source> source, const yaml_node_t* node)
    : source_(std::move(source)), node_(node) {}

Node Node::load(const std::filesystem::path& path, std::string shown_as, Problems& problems) {
  std::ifstream file(path, std::ios::binary);
  if (!file || std::filesystem::is_directory(path)) {
    problems.push_back({shown_as, 0, "the file cannot be read"});
    return Node(std::make_shared<Source>(Source{{}, std::move(shown_as), &problems}), nullptr);
  }
  return parse({std::istreambuf_iterator<char>(file), {}}, std::move(shown_as), problems);
}

Node Node::parse(const std::string& text, std::string shown_as, Problems& problems) {
  Parser parser(text);
  auto document = parser.next();
  if (document != nullptr) {
    const auto second = parser.next();
    if (second != nullptr && yaml_document_get_root_node(second.get()) != nullptr)
      problems.push_back(
          {shown_as, line_of(second->start_mark), "a second document begins here; there may be one"});
    if (second == nullptr) document = nullptr;
  }
  if (document == nullptr) problems.push_back(parser.problem(shown_as));
  const yaml_node_t* root = document == nullptr ? nullptr : yaml_document_get_root_node(document.get());
  return Node(std::make_shared<Source>(Source{std::move(document), std::move(shown_as), &problems}), root);
}

int Node::line() const { return node_ == nullptr ? 0 : line_of(node_->start_mark); }

void Node::problem_of(const yaml_node_t* node, std::string reason) const {
  source_->problems->push_back(
      {source_->file, node == nullptr ? 0 : line_of(node->start_mark), std::move(reason)});
}

void Node::problem(std::string reason) const { problem_of(node_, std::move(reason)); }

void Node::problem_at(const std::string& key, std::string reason) const {
  const yaml_node_t* found = find(key);
  problem_of(found == nullptr ? node_ : found, std::move(reason));
}

const yaml_node_t* Node::node_number(int index) const {
  return yaml_document_get_node(source_->document.get(), index);
}

std::span<const yaml_node_pair_t> Node::pairs() const {
  if (!is(YAML_MAPPING_NODE)) return {};
  const auto& pairs = node_->data.mapping.pairs;
  return {pairs.start, pairs.top};
}

const yaml_node_t* Node::find(std::string_view key) const {
  for (const yaml_node_pair_t& pair : pairs()) {
    if (text_of(*node_number(pair.key)) == key) return node_number(pair.value);
  }
  return nullptr;
}

// Nothing, or what is written for it: null, ~ or nothing.
bool Node::is_nothing() const {
  if (node_ == nullptr) return true;
  if (node_->type != YAML_SCALAR_NODE || node_->data.scalar.style != YAML_PLAIN_SCALAR_STYLE) return false;
  constexpr std::string_view kNothing[] = {"", "~", "null", "Null", "NULL"};
  return std::ranges::find(kNothing, text_of(*node_)) != std::end(kNothing);
}

bool Node::has(const std::string& key) const { return find(key) != nullptr; }

Node Node::child(const std::string& key) {
  asked_.insert(key);
  const yaml_node_t* found = find(key);
  if (found == nullptr) problem(fmt::format("\"{}\" is missing", key));
  return at(found);
}

std::vector<Node> Node::items() {
  std::vector<Node> result;
  if (is_nothing()) return result;
  if (!is(YAML_SEQUENCE_NODE)) {
    problem("a list is expected here");
    return result;
  }
  const auto& items = node_->data.sequence.items;
  for (const yaml_node_item_t item : std::span(items.start, items.top))
    result.push_back(at(node_number(item)));
  return result;
}

std::vector<std::pair<std::string, Node>> Node::entries() {
  std::vector<std::pair<std::string, Node>> result;
  if (!is(YAML_MAPPING_NODE) && !is_nothing()) problem("a map is expected here");
  for (const yaml_node_pair_t& pair : pairs()) {
    const std::string key(text_of(*node_number(pair.key)));
    asked_.insert(key);
    result.emplace_back(key, at(node_number(pair.value)));
  }
  return result;
}

std::string Node::scalar() {
  if (is(YAML_SCALAR_NODE) && !is_nothing()) return std::string(text_of(*node_));
  problem("a plain value is expected here");
  return {};
}

std::optional<std::string> Node::scalar_of(const std::string& key) {
  asked_.insert(key);
  const yaml_node_t* found = find(key);
  if (found == nullptr) return std::nullopt;
  if (found->type == YAML_SCALAR_NODE && !at(found).is_nothing()) return std::string(text_of(*found));
  problem_of(found, fmt::format("\"{}\" must be a plain value", key));
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
  if (texts.is_nothing()) return result;
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
  if (!is(YAML_MAPPING_NODE) && !is_nothing()) problem("a map is expected here");
  std::set<std::string_view> seen;
  for (const yaml_node_pair_t& pair : pairs()) {
    const yaml_node_t* key = node_number(pair.key);
    const std::string name(text_of(*key));
    if (!asked_.contains(name)) problem_of(key, fmt::format("unknown key \"{}\"", name));
    if (!seen.insert(text_of(*key)).second) problem_of(key, fmt::format("\"{}\" stands here twice", name));
  }
}

}  // namespace biroyna::yaml
