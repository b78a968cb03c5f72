#include "platform/log/log.hpp"

#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <limits>
#include <sstream>
#include <thread>

#include "core/time.hpp"
#include "platform/log/repeats.hpp"

namespace biroyna::log {
namespace {

namespace json = boost::json;

class LogTest : public ::testing::Test {
 protected:
  void TearDown() override { set_level(Level::info); }

  // Each line that `write` logs, read as JSON; fails when one is none.
  template <class Write>
  std::vector<json::object> logged(Write write) {
    ::testing::internal::CaptureStderr();
    write();
    std::istringstream all(::testing::internal::GetCapturedStderr());
    std::vector<json::object> lines;
    for (std::string line; std::getline(all, line);) lines.push_back(json::parse(line).as_object());
    return lines;
  }
};

TEST_F(LogTest, OneEventIsOneLineOfJson) {
  const auto lines = logged([] {
    info("http.started", {{"port", std::int64_t{8080}}, {"address", "127.0.0.1"}, {"seconds", 0.25}});
  });
  ASSERT_EQ(lines.size(), 1u);
  const json::object& line = lines[0];
  EXPECT_TRUE(parse_rfc3339(std::string(line.at("at").as_string())));
  EXPECT_EQ(line.at("level"), "info");
  EXPECT_EQ(line.at("event"), "http.started");
  EXPECT_EQ(line.at("port"), 8080);
  EXPECT_EQ(line.at("address"), "127.0.0.1");
  EXPECT_EQ(line.at("seconds"), 0.25);
}

TEST_F(LogTest, AFailureThatComesAgainAndAgainFillsNothing) {
  const auto lines = logged([] {
    for (int i = 0; i < 3000; ++i)
      error("storm", {{"reason", "the disk is full"}, {"times", std::int64_t{i}}});
    for (int i = 0; i < 30; ++i) info("quiet", {{"reason", "as it should be"}});
  });
  EXPECT_EQ(lines.size(), Repeats::kOfOneText + 30u);
}

TEST_F(LogTest, NoTextBreaksTheLine) {
  using std::string_view_literals::operator""sv;
  for (const std::string_view text : {"two\nlines"sv, "\"quoted\" \\ \t \r"sv, "nul \0 escape \x1b[31m"sv,
                                      "боғча oʻgʻil 😀"sv, ""sv, "{} {0} %v"sv}) {
    const auto lines = logged([&] { error("event", {{"text", text}}); });
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ(lines[0].at("text").as_string(), text);
  }
}

TEST_F(LogTest, WhatIsNotUtf8IsStillJson) {
  const auto lines = logged([] { warning("event", {{"text", "a\xff\xc3"}}); });
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].at("text"), "a\uFFFD\uFFFD");
}

TEST_F(LogTest, NumbersKeepTheirDigits) {
  const auto lines = logged([] {
    info("event", {{"large", 1234567.5},
                   {"none", std::numeric_limits<double>::quiet_NaN()},
                   {"endless", std::numeric_limits<double>::infinity()},
                   {"least", std::numeric_limits<std::int64_t>::min()}});
  });
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].at("large"), 1234567.5);
  EXPECT_TRUE(lines[0].at("none").is_null());
  EXPECT_TRUE(lines[0].at("endless").is_null());
  EXPECT_EQ(lines[0].at("least"), std::numeric_limits<std::int64_t>::min());
}

TEST_F(LogTest, TellsOnlyWhatIsImportantEnough) {
  const auto all = [] {
    write(Level::debug, "debug");
    info("info");
    warning("warning");
    error("error");
  };
  EXPECT_EQ(logged(all).size(), 3u);
  set_level(Level::error);
  EXPECT_EQ(logged(all).size(), 1u);
  set_level(Level::debug);
  EXPECT_EQ(logged(all).size(), 4u);
}

TEST_F(LogTest, LinesOfSeveralThreadsDoNotMix) {
  const auto lines = logged([] {
    std::vector<std::thread> threads;
    threads.reserve(4);
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([] {
        for (int k = 0; k < 100; ++k) info("event", {{"text", "some text that is long enough to be cut"}});
      });
    }
    for (auto& thread : threads) thread.join();
  });
  EXPECT_EQ(lines.size(), 400u);
}

TEST_F(LogTest, LevelsHaveNames) {
  EXPECT_EQ(parse_level("warning"), Level::warning);
  EXPECT_THROW(parse_level("loud"), std::invalid_argument);
}

}  // namespace
}  // namespace biroyna::log
