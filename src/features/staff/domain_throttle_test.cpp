#include "features/staff/domain_throttle.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "core/time.hpp"

namespace biroyna::staff {
namespace {

const Time kNow = *parse_rfc3339("2026-11-23T04:00:00Z");
constexpr const char* kHome = "192.0.2.1";

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

std::string address(int number) { return fmt::format("198.51.{}.{}", number / 250, number % 250); }

// How many of so many tries, one a second from kNow, may be made; the try of a second is what `make` says.
template <class F>
int let_through(Throttle& throttle, int tries, F&& make) {
  int through = 0;
  for (int second = 0; second < tries; ++second) {
    Throttle::Try attempt = make(second);
    attempt.at = kNow + Seconds(second);
    through += throttle.begin(attempt) ? 0 : 1;
  }
  return through;
}

TEST(BoundsOfGuessing, TheWaitGrowsWithTheFailures) {
  struct Case {
    int more;  // failures than are allowed
    Minutes wait;
  };
  for (const Bound& bound : {kOfPair, kOfAddress, kOfAccount}) {
    for (const auto& [more, wait] :
         {Case{-5, Minutes(0)}, Case{-1, Minutes(0)}, Case{0, Minutes(1)}, Case{1, Minutes(2)},
          Case{2, Minutes(4)}, Case{3, Minutes(8)}, Case{4, Minutes(15)}, Case{500, Minutes(15)}}) {
      const std::vector<Time> times(static_cast<std::size_t>(static_cast<int>(bound.allowed) + more), kNow);
      EXPECT_EQ(blocked_until(times, bound, kNow).value_or(kNow) - kNow, wait)
          << bound.allowed << " " << more;
    }
  }
}

RC_GTEST_PROP(BoundsOfGuessing, NobodyWaitsLongerThanAQuarterOfAnHour, ()) {
  const auto until = blocked_until(some_failures(), kOfPair, kNow);
  RC_ASSERT(!until || (*until > kNow && *until <= kNow + kLongestWait));
}

RC_GTEST_PROP(BoundsOfGuessing, FewFailuresWithinTheWindowMakeNobodyWait, ()) {
  const auto times = some_failures();
  const auto recent = std::ranges::count_if(times, [](Time at) { return kNow - at < kOfPair.window; });
  RC_ASSERT(!blocked_until(times, {static_cast<std::size_t>(recent + 1), kOfPair.window}, kNow));
}

RC_GTEST_PROP(BoundsOfGuessing, OneMoreFailureNeverShortensTheWait, ()) {
  auto times = some_failures();
  const auto before = blocked_until(times, kOfPair, kNow);
  times.push_back(kNow);
  const auto after = blocked_until(times, kOfPair, kNow);
  RC_ASSERT(before.value_or(kNow) <= after.value_or(kNow));
}

// Whatever others do, from elsewhere or beside them.
RC_GTEST_PROP(GuessingPasswords, NeverMakesWaitWhoSignedInInTheirBrowserBefore, ()) {
  Throttle throttle;
  const int tries = *rc::gen::inRange(0, 400).as("tries of others");
  Time at = kNow;
  for (int i = 0; i < tries; ++i) {
    at += Seconds(*rc::gen::inRange(0, 30));
    const Throttle::Try attempt{
        *rc::gen::element<std::string>("aziza", "bobur", "nobody"),
        *rc::gen::element<std::string>(kHome, "198.51.100.1", "198.51.100.2", "198.51.100.3"),
        *rc::gen::element<std::string>("", "", "of another"), at};
    if (!throttle.begin(attempt) && *rc::gen::inRange(0, 10) == 0) throttle.succeeded(attempt);
  }
  for (int wrong = 0; wrong < 5; ++wrong) RC_ASSERT(!throttle.begin({"aziza", kHome, "her own", at}));
  RC_ASSERT(throttle.begin({"aziza", kHome, "her own", at}) == Seconds(60));
}

TEST(GuessingPasswords, FromElsewhereNeverLocksTheOwnerOut) {
  Throttle throttle;
  const Throttle::Try owner{"aziza", kHome, "", kNow};
  for (int i = 0; i < 100; ++i) throttle.begin({"aziza", "198.51.100.1", "", kNow});
  EXPECT_TRUE(throttle.begin({"aziza", "198.51.100.1", "", kNow})) << "who guesses waits";
  EXPECT_FALSE(throttle.begin(owner)) << "who never signed in before, too";
}

TEST(GuessingPasswords, FromManyAddressesIsSlowedDownForTheAccount) {
  Throttle throttle;
  const Throttle::Try at_home{"aziza", kHome, "", kNow};
  EXPECT_FALSE(throttle.begin(at_home));
  throttle.succeeded(at_home);
  const int hours = 24;
  const int through = let_through(throttle, hours * 3600, [](int second) {
    return Throttle::Try{"aziza", address(second % 10'000), "", {}};
  });
  EXPECT_GE(through, 50);
  EXPECT_LE(through, hours * 60) << "of 86,400 in a day";
  const Time later = kNow + std::chrono::hours(hours);
  EXPECT_TRUE(throttle.begin({"aziza", "203.0.113.1", "", later})) << "a new address of a new browser waits";
  EXPECT_FALSE(throttle.begin({"aziza", "203.0.113.1", "known", later}));
  EXPECT_FALSE(throttle.begin({"aziza", kHome, "", later})) << "she signed in from there before";
  EXPECT_FALSE(throttle.begin({"bobur", "203.0.113.1", "", later})) << "another account";
}

TEST(GuessingPasswords, InOneBrowserIsSlowedDownEvenIfItIsKnown) {
  Throttle throttle;
  const int through = let_through(
      throttle, 3600, [](int second) { return Throttle::Try{"aziza", address(second), "stolen", {}}; });
  EXPECT_GE(through, 5);
  EXPECT_LE(through, 15) << "from whatever address";
}

TEST(GuessingPasswords, TriesAtTheSameMomentCount) {
  Throttle throttle;
  const Throttle::Try attempt{"aziza", kHome, "", kNow};
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(throttle.begin(attempt)) << i;
  EXPECT_EQ(throttle.begin(attempt), Seconds(60));
  EXPECT_FALSE(throttle.begin({"bobur", kHome, "", kNow})) << "another login";
  EXPECT_FALSE(throttle.begin({"aziza", kHome, "", kNow + Minutes(1)})) << "the wait is over";
  EXPECT_EQ(throttle.begin({"aziza", kHome, "", kNow + Minutes(1)}), Seconds(120));
}

TEST(GuessingPasswords, OneAddressCannotTryManyAccounts) {
  Throttle throttle;
  for (int i = 0; i < 20; ++i) EXPECT_FALSE(throttle.begin({std::to_string(i), kHome, "", kNow}));
  EXPECT_TRUE(throttle.begin({"aziza", kHome, "", kNow}));
  EXPECT_FALSE(throttle.begin({"aziza", "192.0.2.2", "", kNow}));
}

// Forty people behind one address, and somebody there who tries every account.
TEST(GuessingPasswords, InsideAnOfficeLocksNobodyOutWhoWorksThere) {
  Throttle throttle;
  for (int person = 0; person < 40; ++person) {
    const Throttle::Try own{fmt::format("person-{}", person), kHome, "", kNow};
    EXPECT_FALSE(throttle.begin(own)) << "rightly typed: " << person;
    throttle.succeeded(own);
  }
  for (int i = 0; i < 1000; ++i)
    throttle.begin({fmt::format("{}-{}", i % 2 == 0 ? "person" : "other", i % 40), kHome, "", kNow});
  EXPECT_TRUE(throttle.begin({"other-40", kHome, "", kNow})) << "an account of nobody there";
  for (int person = 0; person < 40; ++person) {
    const std::string login = fmt::format("person-{}", person);
    EXPECT_FALSE(throttle.begin({login, kHome, "browser of " + login, kNow})) << login;
  }
}

TEST(GuessingPasswords, SuccessForgetsThePairButNotTheAddress) {
  Throttle throttle;
  for (int i = 0; i < 19; ++i) throttle.begin({"guess" + std::to_string(i), kHome, "", kNow});
  for (int i = 0; i < 3; ++i) {
    const Throttle::Try own{"aziza", kHome, "", kNow};
    EXPECT_FALSE(throttle.begin(own)) << i;
    throttle.succeeded(own);
  }
  EXPECT_FALSE(throttle.begin({"guess20", kHome, "", kNow}));
  EXPECT_TRUE(throttle.begin({"guess21", kHome, "", kNow}));
}

TEST(GuessingPasswords, ARefusalIsToldOnceUntilTheNextFailure) {
  Throttle throttle;
  const Throttle::Try now{"aziza", kHome, "", kNow};
  EXPECT_FALSE(throttle.first_refusal(now)) << "it never failed";
  for (int i = 0; i < 5; ++i) throttle.begin(now);
  EXPECT_TRUE(throttle.first_refusal(now));
  EXPECT_FALSE(throttle.first_refusal(now));
  throttle.begin({"aziza", kHome, "", kNow + Minutes(1)});
  EXPECT_TRUE(throttle.first_refusal(now));
}

// A flood of other logins must not wash the failures of one away.
TEST(GuessingPasswords, ManyOthersMakeTheQuietestForgotten) {
  Throttle throttle;
  for (int i = 0; i < 5; ++i) throttle.begin({"aziza", kHome, "", kNow + Seconds(1)});
  throttle.begin({"quiet", kHome, "", kNow});
  for (std::size_t i = 0; i < Throttle::kMostRemembered - 1; ++i)
    throttle.begin({std::to_string(i), address(static_cast<int>(i)), "", kNow + Seconds(2)});
  EXPECT_TRUE(throttle.begin({"aziza", kHome, "", kNow + Seconds(3)}));
  EXPECT_FALSE(throttle.first_refusal({"quiet", kHome, "", kNow})) << "forgotten";
}

}  // namespace
}  // namespace biroyna::staff
