// Reads a YAML file so that every mistake is found at once and has its place.
//
// A Node asks for what it expects; what is missing or of the wrong kind becomes a Problem with file and line,
// and the reading goes on with a default. `finish()` complains about keys that nobody asked for. Not
// thread-safe.
#pragma once

#include <yaml.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/language.hpp"
#include "platform/yaml/problem.hpp"

namespace biroyna::yaml {

class Node {
 public:
  // Reads the file; a syntax error or a missing file becomes a problem and an empty node.
  static Node load(const std::filesystem::path& path, std::string shown_as, Problems& problems);
  static Node parse(const std::string& text, std::string shown_as, Problems& problems);

  bool has(const std::string& key) const;
  Node child(const std::string& key);                   // a missing one is a problem
  std::vector<Node> items();                            // of a sequence
  std::vector<std::pair<std::string, Node>> entries();  // of a map, in order

  std::string text(const std::string& key);  // required, not empty
  std::optional<std::string> text_if(const std::string& key);
  std::int64_t integer(const std::string& key, std::int64_t least, std::int64_t most);
  double number(const std::string& key, double least, double most);
  bool flag(const std::string& key);
  Names names(const std::string& key);                     // all four languages
  std::vector<std::string> texts(const std::string& key);  // a list of texts, may be empty
  std::string scalar();                                    // this node itself as text

  void problem(std::string reason) const;
  void problem_at(const std::string& key, std::string reason) const;  // at the key's value
  void finish() const;
  int line() const;
  const std::string& file() const { return source_->file; }

 private:
  struct Source {
    std::shared_ptr<yaml_document_t> document;  // null when there is none
    std::string file;
    Problems* problems;
  };
  Node(std::shared_ptr<const Source> source, const yaml_node_t* node);

  Node at(const yaml_node_t* node) const { return {source_, node}; }
  const yaml_node_t* node_number(int index) const;
  std::span<const yaml_node_pair_t> pairs() const;      // of a map
  const yaml_node_t* find(std::string_view key) const;  // null when it is missing
  bool is(yaml_node_type_t type) const { return node_ != nullptr && node_->type == type; }
  bool is_nothing() const;
  void problem_of(const yaml_node_t* node, std::string reason) const;
  std::optional<std::string> scalar_of(const std::string& key);        // nothing when it is missing
  std::optional<std::string> required_scalar(const std::string& key);  // a missing one is a problem

  std::shared_ptr<const Source> source_;
  const yaml_node_t* node_;  // null when nothing is there
  std::set<std::string> asked_;
};

}  // namespace biroyna::yaml
