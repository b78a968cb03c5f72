#include "platform/yaml/reader.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace biroyna::yaml {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

std::vector<std::string> shown(const Problems& problems) {
  std::vector<std::string> lines;
  for (const Problem& problem : problems) lines.push_back(problem.to_string());
  return lines;
}

TEST(Yaml, WhatIsRightIsRead) {
  Problems problems;
  Node root = Node::parse(R"(
id: birth
minutes: 15
share: 0.5
open: true
names: {uz-Latn: Tugʻilish, uz-Cyrl: Туғилиш, ru: Рождение, en: Birth}
tags: [family, "2"]
windows:
  - {name: A}
  - {name: B}
hours:
  mon: 09:00
  tue: 10:00
)",
                          "a.yaml", problems);
  EXPECT_EQ(root.text("id"), "birth");
  EXPECT_EQ(root.text_if("id"), "birth");
  EXPECT_EQ(root.text_if("note"), std::nullopt);
  EXPECT_EQ(root.integer("minutes", 1, 60), 15);
  EXPECT_EQ(root.number("share", 0, 1), 0.5);
  EXPECT_TRUE(root.flag("open"));
  EXPECT_EQ(root.names("names").in(Language::uz_cyrl), "Туғилиш");
  EXPECT_THAT(root.texts("tags"), ElementsAre("family", "2"));
  std::vector<std::string> names;
  for (Node& window : root.child("windows").items()) names.push_back(window.text("name"));
  EXPECT_THAT(names, ElementsAre("A", "B"));
  std::vector<std::string> hours;
  for (auto& [day, time] : root.child("hours").entries()) hours.push_back(day + " " + time.scalar());
  EXPECT_THAT(hours, ElementsAre("mon 09:00", "tue 10:00"));
  root.finish();
  EXPECT_THAT(shown(problems), IsEmpty());
}

// Each mistake is one problem, at its own line, and the reading goes on with the least value.
TEST(Yaml, EveryMistakeIsFoundAtOnceWithItsLine) {
  Problems problems;
  Node root = Node::parse(
      "id: ''\n"
      "minutes: 61\n"
      "seats: 1.5\n"
      "share: nan\n"
      "open: yes\n"
      "note: [a]\n"
      "names: {uz-Latn: A, uz-Cyrl: Б, ru: '', fr: D}\n"
      "tags: {a: b}\n"
      "hours: [1]\n"
      "colour: red\n"
      "open: no\n",
      "a.yaml", problems);
  EXPECT_EQ(root.text("id"), "");
  EXPECT_EQ(root.integer("minutes", 1, 60), 1);
  EXPECT_EQ(root.integer("seats", 2, 60), 2);
  EXPECT_EQ(root.integer("floors", 3, 60), 3);
  EXPECT_EQ(root.number("share", 0.25, 1), 0.25);
  EXPECT_FALSE(root.flag("open"));
  EXPECT_EQ(root.text("note"), "");
  EXPECT_EQ(root.names("names").in(Language::en), "");
  EXPECT_THAT(root.texts("tags"), IsEmpty());
  EXPECT_THAT(root.child("hours").entries(), IsEmpty());
  EXPECT_THAT(root.child("windows").items(), IsEmpty());
  root.finish();
  EXPECT_THAT(
      shown(problems),
      ElementsAre("a.yaml:1: \"id\" is empty",
                  "a.yaml:2: \"minutes\" must be a whole number from 1 to 60, not \"61\"",
                  "a.yaml:3: \"seats\" must be a whole number from 2 to 60, not \"1.5\"",
                  "a.yaml:1: \"floors\" is missing",
                  "a.yaml:4: \"share\" must be a number from 0.25 to 1, not \"nan\"",
                  "a.yaml:5: \"open\" must be true or false", "a.yaml:6: \"note\" must be a plain value",
                  "a.yaml:7: \"ru\" is empty",     //
                  "a.yaml:7: \"en\" is missing",   //
                  "a.yaml:7: unknown key \"fr\"",  //
                  "a.yaml:8: a list is expected here", "a.yaml:9: a map is expected here",
                  "a.yaml:1: \"windows\" is missing", "a.yaml:10: unknown key \"colour\"",
                  "a.yaml:11: \"open\" stands here twice"));
}

TEST(Yaml, ASyntaxErrorHasItsLineAndTheReadingGoesOn) {
  Problems problems;
  Node root = Node::parse("a: 1\nb: [1, 2\nc: 3\n", "a.yaml", problems);
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].file, "a.yaml");
  EXPECT_EQ(problems[0].line, 3);
  EXPECT_FALSE(root.has("a"));
  root.finish();
  EXPECT_EQ(problems.size(), 1u);
}

TEST(Yaml, AFileThatIsNotThereIsAProblemOfItsName) {
  Problems problems;
  Node::load("/nowhere/a.yaml", "a.yaml", problems);
  Node::load("/", "b.yaml", problems);
  EXPECT_THAT(shown(problems),
              ElementsAre("a.yaml: the file cannot be read", "b.yaml: the file cannot be read"));
}

TEST(Yaml, AnEmptyFileLacksEverything) {
  Problems problems;
  Node root = Node::parse("", "a.yaml", problems);
  EXPECT_EQ(root.text("id"), "");
  EXPECT_THAT(root.entries(), IsEmpty());
  root.finish();
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_THAT(problems[0].to_string(), HasSubstr("\"id\" is missing"));
}

TEST(Yaml, AListIsNoMap) {
  Problems problems;
  Node root = Node::parse("- a\n- b\n", "a.yaml", problems);
  root.finish();
  EXPECT_THAT(shown(problems), ElementsAre("a.yaml:1: a map is expected here"));
}

TEST(Yaml, ACallersOwnProblemStandsAtTheKeysLine) {
  Problems problems;
  Node root = Node::parse("a: 1\nb: 2\n", "a.yaml", problems);
  root.problem_at("b", "unknown department");
  root.problem_at("c", "no such key");
  EXPECT_THAT(shown(problems), ElementsAre("a.yaml:2: unknown department", "a.yaml:1: no such key"));
}

TEST(Yaml, AWholeNumberIsReadWhereItFitsAndAProblemElsewhere) {
  EXPECT_TRUE(rc::check("integer", [](std::int64_t number, std::int64_t a, std::int64_t b) {
    Problems problems;
    Node root = Node::parse(fmt::format("n: {}", number), "a.yaml", problems);
    const auto [least, most] = std::minmax(a, b);
    const bool fits = least <= number && number <= most;
    RC_ASSERT(root.integer("n", least, most) == (fits ? number : least));
    RC_ASSERT(problems.empty() == fits);
  }));
}

TEST(Yaml, NoTextStopsTheProgram) {
  EXPECT_TRUE(rc::check("any text", [] {
    const auto text =
        *rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab:-[]{},'\"&*!|>%@ \n\t#?")));
    Problems problems;
    Node root = Node::parse(text, "a.yaml", problems);
    root.text("a");
    root.items();
    root.entries();
    root.finish();
  }));
}

}  // namespace
}  // namespace biroyna::yaml
