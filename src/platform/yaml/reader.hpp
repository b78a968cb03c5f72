// Reads a YAML file so that every mistake is found at once and has its place.
//
// A Node asks for what it expects; what is missing or of the wrong kind becomes a Problem with file and line,
// and the reading goes on with a default. `finish()` complains about keys that nobody asked for. Not
// thread-safe.
#pragma once

#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/language.hpp"

namespace biroyna::yaml {

struct Problem {
  std::string file;  // as given, relative to where the reader began
  int line = 0;      // from 1; 0: the file as a whole
  std::string reason;

  std::string to_string() const;  // "services/birth.yaml:12: unknown department \"zags\""
};
using Problems = std::vector<Problem>;

class Node {
 public:
  Node(const YAML::Node& node, std::string file, Problems& problems);

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
  const std::string& file() const { return file_; }

 private:
  std::optional<std::string> scalar_of(const std::string& key);        // nothing when it is missing
  std::optional<std::string> required_scalar(const std::string& key);  // a missing one is a problem

  YAML::Node node_;
  std::string file_;
  Problems* problems_;
  std::set<std::string> asked_;
};

}  // namespace biroyna::yaml
