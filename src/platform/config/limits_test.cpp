#include "platform/config/limits.hpp"

#include <gmock/gmock.h>

#include "platform/yaml/reader.hpp"

namespace biroyna {
namespace {

struct ReadLimits {
  explicit ReadLimits(const std::string& text)
      : limits(read_limits(yaml::Node::parse(text, "BIROYNA_LIMITS", problems))) {}
  std::vector<std::string> said() const {
    std::vector<std::string> lines;
    for (const auto& problem : problems) lines.push_back(problem.to_string());
    return lines;
  }
  yaml::Problems problems;
  LimitSettings limits;
};

TEST(LimitsInSettings, ChangeWhatTheySayAndNothingElse) {
  const ReadLimits read("{streams_per_client: 20, free_networks: [10.1.0.0/16, '2001:db8::/32']}");
  EXPECT_THAT(read.said(), testing::IsEmpty());
  EXPECT_EQ(read.limits.streams_per_client, 20u);
  EXPECT_EQ(read.limits.connections_per_client, LimitSettings().connections_per_client);
  EXPECT_TRUE(contains(read.limits.free_networks, "10.1.2.3"));
  EXPECT_TRUE(contains(read.limits.free_networks, "2001:db8::1"));
  EXPECT_FALSE(contains(read.limits.free_networks, "10.2.0.1"));
}

TEST(LimitsInSettings, AreNamedWhenTheyAreWrong) {
  const ReadLimits read(
      "streams: many\nuploads_per_client: 0\nconections: 5\nfree_networks: [hall, 10.1.0.0/16]\n");
  EXPECT_THAT(read.said(), testing::UnorderedElementsAre(testing::StartsWith("BIROYNA_LIMITS:1: "),
                                                         testing::StartsWith("BIROYNA_LIMITS:2: "),
                                                         testing::StartsWith("BIROYNA_LIMITS:3: "),
                                                         testing::HasSubstr("not \"hall\"")));
}

TEST(LimitsInSettings, LeaveUploadsToThePublic) {
  EXPECT_THAT(
      ReadLimits("{uploads: 8, uploads_for_staff: 8}").said(),
      testing::ElementsAre(testing::HasSubstr("\"uploads_for_staff\" cannot be more than a quarter")));
}

}  // namespace
}  // namespace biroyna
