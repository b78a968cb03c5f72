#include "features/cases/numbers.hpp"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "core/code.hpp"

namespace biroyna::cases {
namespace {

const auth::CheckedSecrets kKey(auth::Digest{1}), kOtherKey(auth::Digest{2});
const Time kMadeAt = parse_rfc3339("2026-11-30T08:12:00Z").value();

TEST(CaseNumbers, AreCodesThatTellTheirMinute) {
  const Numbers numbers(kKey);
  std::set<std::string> made;
  for (int i = 0; i < 100; ++i) {
    const std::string number = numbers.make(kMadeAt + Seconds(i % 60));
    EXPECT_EQ(read_code(number, kNumberSigns), number);
    EXPECT_EQ(numbers.made_at(number), kMadeAt);
    made.insert(number);
  }
  EXPECT_GT(made.size(), 80u);
  // To others they are in no order.
  std::set<Time> minutes;
  for (const auto& number : made) minutes.insert(Numbers(kOtherKey).made_at(number));
  EXPECT_GT(minutes.size(), 75u);
}

RC_GTEST_PROP(CaseNumbers, RepeatNoneOfAnotherMinute, ()) {
  const Numbers numbers(kKey);
  const Time time = kMadeAt + Minutes(*rc::gen::inRange(-3'000'000, 20'000'000));
  const std::string number = numbers.make(time);
  RC_ASSERT(read_code(number, kNumberSigns) == number);
  RC_ASSERT(numbers.made_at(number) == time);
}

}  // namespace
}  // namespace biroyna::cases
