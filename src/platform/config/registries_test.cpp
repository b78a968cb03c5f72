#include "platform/config/registries.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/yaml/reader.hpp"

namespace biroyna {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Read {
  std::vector<RegistrySettings> registries;
  std::vector<std::string> problems;
};
Read read(const std::string& text) {
  yaml::Problems problems;
  Read result;
  result.registries = read_registries(yaml::Node::parse(text, "biroyna.yaml", problems),
                                      [](const char* name) -> std::optional<std::string> {
                                        if (std::string(name) == "TOKEN") return "secret";
                                        if (std::string(name) == "BROKEN") return "two words";
                                        return std::nullopt;
                                      });
  for (const auto& problem : problems) result.problems.push_back(problem.to_string());
  return result;
}

TEST(RegistrySettings, AreReadWhole) {
  const auto [registries, problems] = read(R"(
- id: civil-status
  names: {uz-Latn: FHDYO, uz-Cyrl: ФҲДЁ, ru: ЗАГС, en: Civil status}
  url: https://ss.example.uz:8443/
  timeout_ms: 2500
  attempts: 3
  token_variable: TOKEN
  x_road: {client: UZ/GOV/10001/biroyna, service: UZ/GOV/10002/civil/questions/v1}
- {id: cadastre, mode: poll}
)");
  EXPECT_THAT(problems, IsEmpty());
  ASSERT_EQ(registries.size(), 2u);
  const auto& civil = registries.front();
  EXPECT_EQ(civil.mode, RegistrySettings::Mode::call);
  EXPECT_EQ(civil.url, "https://ss.example.uz:8443");
  EXPECT_EQ(civil.timeout, std::chrono::milliseconds(2500));
  EXPECT_EQ(civil.attempts, 3);
  EXPECT_EQ(civil.token, "secret");
  EXPECT_EQ(civil.names->in(Language::ru), "ЗАГС");
  EXPECT_EQ(civil.x_road->service, "UZ/GOV/10002/civil/questions/v1");
  EXPECT_EQ(registries.back().mode, RegistrySettings::Mode::poll);
  EXPECT_FALSE(registries.back().x_road);
}

TEST(RegistrySettings, EveryMistakeHasItsPlace) {
  struct Case {
    const char* text;
    const char* problem;
  };
  const Case cases[] = {
      {"{id: a}", "1: a list is expected"},
      {"- {url: https://a.uz}", "1: \"id\" is missing"},
      {"- {id: A b, url: https://a.uz}", "1: \"A b\" must be small letters"},
      {"- {id: a, url: https://a.uz}\n- {id: a, url: https://a.uz}", "2: \"a\" stands here twice"},
      {"- id: a\n  mode: push\n  url: https://a.uz", "2: \"mode\" must be call or poll"},
      {"- id: a", "1: \"url\" is missing"},
      {"- id: a\n  url: ftp://a.uz", "2: \"url\" is written like"},
      {"- id: a\n  url: https://", "2: \"url\" is written like"},
      {"- id: a\n  url: https://me:secret@a.uz", "2: \"url\" is written like"},
      {"- id: a\n  url: https://a.uz\n  timeout_ms: 5", "3: \"timeout_ms\" must be a whole number"},
      {"- id: a\n  url: https://a.uz\n  attempts: 0", "3: \"attempts\" must be a whole number"},
      {"- id: a\n  url: https://a.uz\n  token_variable: BROKEN", "3: \"BROKEN\" holds no token"},
      {"- id: a\n  url: https://a.uz\n  x_road: {client: UZ/GOV, service: UZ/GOV/1/a/b}",
       "3: \"client\" is written like"},
      {"- id: a\n  url: https://a.uz\n  x_road: {client: UZ/GOV/1/a, service: UZ/GOV/1//b}",
       "3: \"service\" is written like"},
      {"- id: a\n  url: https://a.uz\n  x_road: {client: UZ/GOV/1/a}", "3: \"service\" is missing"},
      {"- id: a\n  mode: poll\n  url: https://a.uz", "3: \"url\" is only for registries that are called"},
      {"- id: a\n  url: https://a.uz\n  colour: red", "3: unknown key \"colour\""},
  };
  for (const auto& [text, problem] : cases) {
    const auto problems = read(text).problems;
    ASSERT_EQ(problems.size(), 1u) << text << "\n" << ::testing::PrintToString(problems);
    EXPECT_THAT(problems.front(), HasSubstr(std::string("biroyna.yaml:") + problem)) << text;
  }
}

TEST(RegistrySettings, AMissingTokenIsAMistakeOfWhoAsksOnly) {
  const auto [registries, problems] = read("- id: a\n  url: https://a.uz\n  token_variable: NONE");
  EXPECT_THAT(problems, IsEmpty());
  try {
    with_tokens(registries);
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "biroyna.yaml:3: the environment has no \"NONE\"");
  }
  EXPECT_EQ(with_tokens(read("- {id: a, url: https://a.uz, token_variable: TOKEN}").registries).size(), 1u);
}

}  // namespace
}  // namespace biroyna
