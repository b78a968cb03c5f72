#include "platform/config/config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

namespace biroyna {
namespace {

const Environment kEmpty = [](const char*) { return std::nullopt; };

std::filesystem::path write(const std::string& text) {
  const auto path = std::filesystem::path(testing::TempDir()) / "biroyna.yaml";
  std::ofstream(path) << text;
  return path;
}

TEST(Config, TheEnvironmentHasTheLastWord) {
  yaml::Problems problems;
  const Config config = read_config(
      write("listen: 127.0.0.1:9000\nlog_level: warning\n"),
      [](const char* name) -> std::optional<std::string> {
        if (std::string(name) == "BIROYNA_LISTEN") return ":81";
        return std::nullopt;
      },
      problems);
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(config.listen_address, "0.0.0.0");
  EXPECT_EQ(config.listen_port, 81);
  EXPECT_EQ(config.log_level, "warning");
  EXPECT_EQ(config.pool_threads, 2);
}

TEST(Config, TheKeyOfDocumentsIsFoundUnderItsOldName) {
  yaml::Problems problems;
  EXPECT_EQ(read_config(write("papers_key: /old\n"), kEmpty, problems).documents_key, "/old");
  EXPECT_EQ(read_config(write("papers_key: /old\ndocuments_key: /new\n"), kEmpty, problems).documents_key,
            "/new");
  EXPECT_TRUE(problems.empty());
}

TEST(Config, CopiesAreSealedOnlyForAKey) {
  yaml::Problems problems;
  const std::string key(64, 'a');
  const Config config =
      read_config(write("archive: /mnt/second\nbackup_recipient: " + key + "\n"), kEmpty, problems);
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(config.archive, "/mnt/second");
  EXPECT_EQ(config.backup_recipient, key);
  for (const std::string& wrong : {key.substr(1), key + "a", std::string(64, 'x'), std::string("secret")}) {
    problems.clear();
    read_config(write("backup_recipient: " + wrong + "\n"), kEmpty, problems);
    EXPECT_EQ(problems.size(), 1u) << wrong;
  }
}

TEST(Config, EveryMistakeIsFoundAtOnceWithItsPlace) {
  yaml::Problems problems;
  read_config(
      write("listen: here\n\ncolour: red\npool_threads: 1000\n"),
      [](const char* name) -> std::optional<std::string> {
        if (std::string(name) == "BIROYNA_PUBLIC_URL") return "queue";
        if (std::string(name) == "BIROYNA_CLAMAV") return "yes";
        return std::nullopt;
      },
      problems);
  std::vector<std::string> found;
  for (const auto& problem : problems) {
    found.push_back(problem.file.substr(problem.file.rfind('/') + 1) + ":" + std::to_string(problem.line));
  }
  EXPECT_THAT(found, testing::UnorderedElementsAre("biroyna.yaml:1", "biroyna.yaml:3", "biroyna.yaml:4",
                                                   "BIROYNA_PUBLIC_URL:0", "BIROYNA_CLAMAV:0"));
}

std::vector<std::string> problems_of(const std::string& text) {
  yaml::Problems problems;
  read_config(write(text), kEmpty, problems);
  std::vector<std::string> found;
  for (const auto& problem : problems) {
    const std::string line = problem.to_string();
    found.push_back(line.substr(line.rfind("biroyna.yaml")));
  }
  return found;
}

TEST(Config, WhatWasTakenWithoutAWordIsNamedWithItsPlace) {
  using testing::ElementsAre;
  using testing::StartsWith;
  EXPECT_THAT(problems_of("log_level: info\npublic_url: https://\n"),
              ElementsAre("biroyna.yaml:2: \"public_url\": an address is written like "
                          "https://queue.example.uz, not \"https://\""));
  EXPECT_THAT(problems_of("listen: 127.0.0.1:80\n---\nlisten: 127.0.0.1:81\n"),
              ElementsAre("biroyna.yaml:2: a second document begins here; there may be one"));
  EXPECT_THAT(problems_of("listen: queue.example.uz:80\n"), ElementsAre(StartsWith("biroyna.yaml:1: ")));
  EXPECT_THAT(problems_of("data: here\nlisten: 127.0.0.1:80\ndata: there\n"),
              ElementsAre("biroyna.yaml:3: \"data\" stands here twice"));
  for (const char* open :
       {"data: \"/srv/biroyna\nlog_level: info\n", "data: '/srv/biroyna\n", "data: /srv\nlog_level: \"info",
        "data: \"/srv\" biroyna\n", "registries: [\n", "just words\n", "- a list\n"})
    EXPECT_THAT(problems_of(open), ElementsAre(StartsWith("biroyna.yaml:"))) << open;
  EXPECT_THAT(problems_of("data: /srv/biroyna\npublic_url: \"https://queue.example.uz/\"\n"),
              testing::IsEmpty());
  EXPECT_THAT(problems_of("log_level: info\ndata: \"/srv/biroyna\nlisten: 127.0.0.1:80\n"),
              ElementsAre("biroyna.yaml:2: a quotation that begins here does not end"));
  EXPECT_THAT(problems_of(""), testing::IsEmpty());
}

TEST(Config, AMisspeltVariableIsNoSetting) {
  yaml::Problems problems;
  find_unknown_variables({"HOME", "BIROYNA_LISTEN", "BIROYNA_REGISTRIES", "BIROYNA_PROGRAM", "BIROYNA_LISTN"},
                         {"BIROYNA_DATA", "BIROYNA_LISTEN", "BIROYNA_REGISTRIES"}, problems);
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems.front().to_string(),
            "BIROYNA_LISTN: there is no such setting; BIROYNA_LISTEN is the nearest");
}

TEST(Config, AMissingFileIsAMistake) {
  yaml::Problems problems;
  read_config("/nonexistent/biroyna.yaml", kEmpty, problems);
  EXPECT_EQ(problems.size(), 1u);
}

TEST(Config, TheEnvironmentsRegistriesReplaceTheFiles) {
  yaml::Problems problems;
  const auto file = write("registries:\n  - {id: a, url: https://a.uz}\n  - {id: b, mode: poll}\n");
  EXPECT_EQ(read_config(file, kEmpty, problems).registries.size(), 2u);
  const auto environment = [](const char* name) -> std::optional<std::string> {
    if (std::string(name) == "BIROYNA_REGISTRIES")
      return "[{id: c, mode: poll}, {id: d, mode: guess, url: 'https://d.uz'}]";
    return std::nullopt;
  };
  EXPECT_EQ(read_config(file, environment, problems).registries.front().id, "c");
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems.front().to_string(),
            "BIROYNA_REGISTRIES:1: \"mode\" must be call or poll, not \"guess\"");
}

TEST(Config, ListenAddresses) {
  std::string address;
  std::uint16_t port = 0;
  EXPECT_TRUE(parse_listen("[::1]:80", address, port));
  EXPECT_EQ(address, "::1");
  for (const char* wrong :
       {"", "80", "host:", "host:99999", "::1:80", "host:8x", "host:80", "[host]:80", "1.2.3:80"}) {
    EXPECT_FALSE(parse_listen(wrong, address, port)) << wrong;
  }
}

}  // namespace
}  // namespace biroyna
