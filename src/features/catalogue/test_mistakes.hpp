// Catalogues with one mistake, and what the reader says of them, for tests.
#pragma once

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include "features/catalogue/test_files.hpp"

namespace biroyna::catalogue {

inline std::vector<std::string> mistakes(const Files& files) {
  yaml::Problems problems;
  const bool accepted = read(files, problems).has_value();
  EXPECT_EQ(accepted, problems.empty());
  std::vector<std::string> lines;
  for (const auto& problem : problems) lines.push_back(problem.to_string());
  return lines;
}

// One text of a file replaced by another, and what is then said of it; `line` is how the line that is named
// begins, null: that of the change.
struct Mistaken {
  const char* name;
  const char* file;
  const char* text;
  const char* instead;
  const char* reason;
  const char* line = nullptr;
};
inline void PrintTo(const Mistaken& mistaken, std::ostream* out) { *out << mistaken.name; }

inline void expect_found(const Mistaken& mistaken, Files files) {
  std::string& text = files.at(mistaken.file);
  const std::string before = text;
  replace_once(text, mistaken.text, mistaken.instead);
  const auto changed = std::ranges::mismatch(before, text).in1;
  const auto line =
      mistaken.line != nullptr ? line_of(text, mistaken.line) : 1 + std::count(before.begin(), changed, '\n');
  EXPECT_THAT(mistakes(files),
              ::testing::ElementsAre(fmt::format("{}:{}: {}", mistaken.file, line, mistaken.reason)));
}

}  // namespace biroyna::catalogue
