// What was really built and put into the program: complete, and light enough for a cheap phone.
#include "web.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include "platform/assets/assets.hpp"

namespace biroyna {
namespace {

std::string_view content(std::string_view name) {
  const auto files = embedded::web();
  const auto found = std::ranges::find(files, name, &embedded::File::name);
  return found == files.end() ? std::string_view() : found->content;
}

std::set<std::string> matches(const std::string& text, const char* pattern) {
  const std::regex regex(pattern);
  std::set<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), regex), end; at != end; ++at) found.insert((*at)[1]);
  return found;
}

TEST(Web, CanBeServed) { EXPECT_NO_THROW(Assets{embedded::web()}); }

TEST(Web, ACitizensFirstPageIsLight) {
  ASSERT_FALSE(content("citizen.css.br").empty());
  EXPECT_LE(content("citizen.css.br").size(), 16u * 1024);
  const std::size_t fonts = content("fonts/inter-400.woff2").size() + content("fonts/inter-600.woff2").size();
  EXPECT_GT(fonts, 10u * 1024);
  EXPECT_LE(fonts, 30u * 1024);
}

TEST(Web, WhatAStyleSheetNamesIsThere) {
  for (const auto* style : {"citizen.css", "kiosk.css", "board.css", "console.css"}) {
    const auto named = matches(std::string(content(style)), "url\\(\"?([^\")]+)\"?\\)");
    EXPECT_TRUE(named.contains("icons/all.svg")) << style;
    EXPECT_GT(named.size(), 2u) << style;  // and the fonts
    for (const auto& name : named) EXPECT_FALSE(content(name).empty()) << style << " " << name;
  }
}

TEST(Web, NothingOfTheGovernmentWhoseComponentsTheseAreIsShown) {
  for (const auto& file : embedded::web()) {
    for (const auto* part : {"GDS Transport", "#1d70b8", "#0f7a52", "#fd0", "#ffdd00", "crest", "crown"})
      EXPECT_EQ(file.content.find(part), std::string_view::npos) << file.name << " " << part;
  }
}

TEST(Web, EveryIconThatAPageNamesIsDrawn) {
  std::set<std::string> named;
  for (const auto& entry : std::filesystem::recursive_directory_iterator("src")) {
    if (entry.path().extension() != ".cpp") continue;
    std::ifstream in(entry.path());
    named.merge(matches({std::istreambuf_iterator<char>(in), {}}, "b-icon--([a-z][a-z-]*)"));
  }
  // Those of the groups of a kiosk, and of its modes.
  named.insert({"family", "home", "work", "health", "school", "land", "business", "document"});
  named.insert({"text", "contrast", "low"});
  EXPECT_GT(named.size(), 20u);
  const std::string styles(content("citizen.css"));
  for (const auto& name : named) {
    EXPECT_TRUE(std::filesystem::exists("web/icons/" + name + ".svg")) << name;
    EXPECT_NE(styles.find(".b-icon--" + name + "{"), std::string::npos) << name;
  }
}

}  // namespace
}  // namespace biroyna
