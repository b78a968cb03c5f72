#include "features/staff/domain.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace biroyna::staff {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Time kNow = *parse_rfc3339("2026-11-23T04:00:00Z");

std::vector<Time> failures_before(Time now, const std::vector<int>& seconds_ago) {
  std::vector<Time> times;
  times.reserve(seconds_ago.size());
  for (const int ago : seconds_ago) times.push_back(now - Seconds(ago));
  std::ranges::sort(times);
  return times;
}

std::vector<Time> some_failures() {
  return failures_before(
      kNow, *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 2 * 60 * 60)).as("seconds ago"));
}

TEST(Throttling, TheWaitGrowsWithTheFailures) {
  struct Case {
    int failures;
    Minutes wait;
  };
  for (const auto& [failures, wait] :
       {Case{0, Minutes(0)}, Case{4, Minutes(0)}, Case{5, Minutes(1)}, Case{6, Minutes(2)},
        Case{7, Minutes(4)}, Case{8, Minutes(8)}, Case{9, Minutes(15)}, Case{500, Minutes(15)}}) {
    const std::vector<Time> times(static_cast<std::size_t>(failures), kNow);
    EXPECT_EQ(blocked_until(times, 5, kNow).value_or(kNow) - kNow, wait) << failures;
  }
}

RC_GTEST_PROP(Throttling, NobodyWaitsLongerThanTheWindow, ()) {
  const auto until = blocked_until(some_failures(), 5, kNow);
  RC_ASSERT(!until || (*until > kNow && *until <= kNow + kFailureWindow));
}

RC_GTEST_PROP(Throttling, FewFailuresWithinTheWindowMakeNobodyWait, ()) {
  const auto times = some_failures();
  const auto recent = std::ranges::count_if(times, [](Time at) { return kNow - at < kFailureWindow; });
  const auto allowed = static_cast<std::size_t>(recent + 1);
  RC_ASSERT(!blocked_until(times, allowed, kNow));
}

RC_GTEST_PROP(Throttling, OneMoreFailureNeverShortensTheWait, ()) {
  auto times = some_failures();
  const auto before = blocked_until(times, 5, kNow);
  times.push_back(kNow);
  const auto after = blocked_until(times, 5, kNow);
  RC_ASSERT(before.value_or(kNow) <= after.value_or(kNow));
}

TEST(Throttling, TriesAtTheSameMomentCount) {
  Throttle throttle;
  const Throttle::Try attempt{"aziza", "192.0.2.1", kNow};
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(throttle.begin(attempt)) << i;
  EXPECT_EQ(throttle.begin(attempt), Seconds(60));
  EXPECT_FALSE(throttle.begin({"bobur", "192.0.2.1", kNow})) << "another login";
  EXPECT_FALSE(throttle.begin({"aziza", "192.0.2.1", kNow + Minutes(1)})) << "the wait is over";
  EXPECT_EQ(throttle.begin({"aziza", "192.0.2.2", kNow + Minutes(1)}), Seconds(120)) << "from anywhere";
}

TEST(Throttling, OneAddressCannotTryManyLogins) {
  Throttle throttle;
  for (int i = 0; i < 20; ++i) EXPECT_FALSE(throttle.begin({std::to_string(i), "192.0.2.1", kNow}));
  EXPECT_TRUE(throttle.begin({"aziza", "192.0.2.1", kNow}));
  EXPECT_FALSE(throttle.begin({"aziza", "192.0.2.2", kNow}));
}

TEST(Throttling, SuccessForgetsTheLoginButNotTheAddress) {
  Throttle throttle;
  for (int i = 0; i < 19; ++i) throttle.begin({"guess" + std::to_string(i), "192.0.2.1", kNow});
  for (int i = 0; i < 3; ++i) {
    const Throttle::Try own{"aziza", "192.0.2.1", kNow};
    EXPECT_FALSE(throttle.begin(own)) << i;
    throttle.succeeded(own);
  }
  EXPECT_FALSE(throttle.begin({"guess20", "192.0.2.1", kNow}));
  EXPECT_TRUE(throttle.begin({"guess21", "192.0.2.1", kNow}));
}

TEST(Throttling, ARefusalIsToldOnceUntilTheNextFailure) {
  Throttle throttle;
  EXPECT_FALSE(throttle.first_refusal("aziza")) << "it never failed";
  for (int i = 0; i < 5; ++i) throttle.begin({"aziza", "", kNow});
  EXPECT_TRUE(throttle.first_refusal("aziza"));
  EXPECT_FALSE(throttle.first_refusal("aziza"));
  throttle.begin({"aziza", "", kNow + Minutes(1)});
  EXPECT_TRUE(throttle.first_refusal("aziza"));
}

// A flood of other logins must not wash the failures of one away.
TEST(Throttling, ManyOtherLoginsMakeTheQuietestForgotten) {
  Throttle throttle;
  for (int i = 0; i < 5; ++i) throttle.begin({"aziza", "", kNow + Seconds(1)});
  throttle.begin({"quiet", "", kNow});
  for (std::size_t i = 0; i < Throttle::kMostRemembered - 1; ++i)
    throttle.begin({std::to_string(i), "", kNow + Seconds(2)});
  EXPECT_TRUE(throttle.begin({"aziza", "", kNow + Seconds(3)}));
  EXPECT_FALSE(throttle.first_refusal("quiet")) << "forgotten";
}

TEST(Logins, AreWhatWasMeant) {
  EXPECT_EQ(login_of(" Aziza.K "), "aziza.k");
  EXPECT_EQ(login_of(""), "");
}

std::vector<std::string> codes(std::string_view login, std::string_view name, std::string_view password) {
  std::vector<std::string> found;
  for (const auto& error : wrong_fields(login, name, password))
    found.push_back(error.pointer + " " + error.code);
  return found;
}

TEST(People, EveryWrongFieldIsNamed) {
  EXPECT_THAT(codes("aziza.k-1_x", "Азиза Каримова", "o'n ikki oy"), IsEmpty());
  EXPECT_THAT(codes("", " ", "short"), ElementsAre("/login error.bad_login", "/name error.no_name",
                                                   "/password error.password_too_short"));
  for (const char* login : {"Aziza", "a b", "азиза", "a/b", "a\"b"})
    EXPECT_THAT(codes(login, "A", "long enough"), ElementsAre("/login error.bad_login")) << login;
  EXPECT_THAT(codes("a", std::string(101, 'n'), std::string(257, 'p')),
              ElementsAre("/name error.too_long", "/password error.too_long"));
  // Ten characters, whatever their bytes.
  EXPECT_THAT(codes("a", "A", "ўқғҳўқғҳў"), ElementsAre("/password error.password_too_short"));
  EXPECT_THAT(codes("a", "A", "ўқғҳўқғҳўқ"), IsEmpty());
}

}  // namespace
}  // namespace biroyna::staff
