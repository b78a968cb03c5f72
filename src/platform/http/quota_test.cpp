#include "platform/http/quota.hpp"

#include <gtest/gtest.h>

namespace biroyna::http {
namespace {

using enum Quota::Answer;

const Claimant kGreedy{"192.0.2.1"}, kOther{"192.0.2.2"}, kAziza{"staff aziza", true},
    kHall{"10.1.0.1", false, true};

TEST(Quotas, LeaveToOthersWhatOneClientMayNotHave) {
  Quota quota({.all = 10, .each = 4});
  EXPECT_EQ(quota.take(kGreedy, 3), taken);
  EXPECT_EQ(quota.take(kGreedy, 2), client_has_enough);
  EXPECT_EQ(quota.take(kGreedy, 1), taken);
  EXPECT_EQ(quota.take(kGreedy, 1), client_has_enough);
  EXPECT_EQ(quota.take(kOther, 4), taken);
  quota.give_back(kGreedy, 4);
  EXPECT_EQ(quota.take(kGreedy, 4), taken);
  EXPECT_EQ(quota.taken(), 8u);
}

TEST(Quotas, KeepSomeForTheStaff) {
  Quota quota({.all = 10, .each = 10, .for_staff = 4});
  EXPECT_EQ(quota.take(kGreedy, 6), taken);
  EXPECT_EQ(quota.take(kOther, 1), none_left);
  EXPECT_EQ(quota.take(kAziza, 4), taken);
  EXPECT_EQ(quota.take(kAziza, 1), none_left);
  quota.give_back(kAziza, 4);
  EXPECT_EQ(quota.take(kOther, 1), none_left) << "it is kept for the staff again";
  EXPECT_EQ(quota.take(kAziza, 3), taken);
  quota.give_back(kGreedy, 1);
  EXPECT_EQ(quota.take(kOther, 1), taken) << "what the staff have is not kept a second time";
}

TEST(Quotas, DoNotCountTogetherWhoStandsBehindOneFreeAddress) {
  Quota quota({.all = 10, .each = 1});
  for (int i = 0; i < 10; ++i) EXPECT_EQ(quota.take(kHall, 1), taken);
  EXPECT_EQ(quota.take(kHall, 1), none_left) << "there is no more than there is";
}

TEST(Quotas, HaveAShareBackWhenItEnds) {
  Quota quota({.all = 10, .each = 10});
  {
    Share share(quota);
    EXPECT_TRUE(share.empty());
    EXPECT_EQ(share.grow(kGreedy, 4), taken);
    EXPECT_EQ(share.grow(kGreedy, 7), client_has_enough);
    EXPECT_EQ(share.grow(kGreedy, 6), taken);
    EXPECT_EQ(quota.taken(), 10u);
  }
  EXPECT_EQ(quota.taken(), 0u);
  Share share(quota);
  EXPECT_EQ(share.grow(kGreedy, 10), taken);
  share.give_back();
  share.give_back();
  EXPECT_EQ(quota.taken(), 0u);
}

}  // namespace
}  // namespace biroyna::http
