#include "features/results/codes.hpp"

#include <gmock/gmock.h>

#include <set>

#include "features/results/domain.hpp"
#include "features/results/test_register.hpp"

namespace biroyna::results {
namespace {

using testing::certificate;
using testing::kSergeli;

const Time kIssuedAt = parse_rfc3339("2026-11-30T08:12:34Z").value();
const auth::CheckedSecrets kOurs(auth::Digest{1}), kOthers(auth::Digest{2});

TEST(ResultCodes, TellTheirMinuteToWhoMadeThemAlone) {
  const Codes codes(kOurs);
  std::set<std::string> made;
  for (int i = 0; i < 200; ++i) {
    const std::string code = codes.make(kIssuedAt);
    ASSERT_TRUE(is_code(code)) << code;
    EXPECT_TRUE(made.insert(code).second);
    EXPECT_EQ(codes.made_at(code), parse_rfc3339("2026-11-30T08:12:00Z"));
    EXPECT_EQ(Codes(kOthers).made_at(code), std::nullopt);
  }
  // The sign at each place varies, also where the minute is the same.
  for (std::size_t place = 0; place < kCodeSigns; ++place) {
    std::set<char> signs;
    for (const auto& code : made) signs.insert(code[place]);
    EXPECT_GT(signs.size(), 20u) << place;
  }
}

TEST(ResultCodes, OfBeforeHadNoMinute) {
  EXPECT_EQ(Codes(kOurs).made_at(make_code("0123456789ABCDEFGHJ")), std::nullopt);
  EXPECT_EQ(Codes(kOurs).made_at("nothing"), std::nullopt);
}

class RestoredRegister : public ::testing::TestWithParam<db::testing::Where>, protected testing::Register {
 protected:
  RestoredRegister() : Register(GetParam()) {}
  void restore(Time until, Time at) {
    db->write_and_wait([&](db::Tx& tx) { audit::mark_restored(tx, {until, at}); });
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, RestoredRegister, db::testing::engines(), db::testing::engine_name);

TEST_P(RestoredRegister, GoesOnBeyondNumbersThatMayBeOnPaper) {
  EXPECT_EQ(issue(certificate()).number, "2026/000001");
  restore(now - std::chrono::hours(3), now);
  EXPECT_EQ(refusal_of(certificate()), "busy") << "no moment has passed";
  now += Seconds(2);
  // Seconds since New Year's midnight in Tashkent, above ten million.
  const auto seconds = std::chrono::floor<Seconds>(now - *parse_rfc3339("2025-12-31T19:00:00Z")).count();
  const Issued first = issue(certificate());
  EXPECT_EQ(first.number, register_number(2026, 10'000'000 + seconds - 1));
  EXPECT_EQ(issue(certificate()).number, register_number(2026, 10'000'000 + seconds));
  EXPECT_EQ(issue(certificate()).number, register_number(2026, 100'000'000 + (seconds - 2) * 10 + 1))
      << "many at once";
  NewResult right = certificate();
  right.supersedes = first.code;
  EXPECT_EQ(issue(right).number, first.number) << "a corrected one keeps its number";
  now = *parse_rfc3339("2026-12-31T19:30:00Z");
  EXPECT_EQ(issue(certificate()).number, "2027/000001") << "nothing of the new year is lost";
}

TEST_P(RestoredRegister, CannotConfirmWhatWasIssuedSinceTheCopy) {
  const Codes codes{auth::CheckedSecrets(auth::Digest{7})};  // as the register has it
  const Time until = now - std::chrono::hours(3);
  const std::string lost = codes.make(now - std::chrono::hours(1)), earlier = codes.make(until - Minutes(2)),
                    later = codes.make(now + Minutes(2));
  EXPECT_EQ(results.check(lost).state, State::unknown) << "nothing was restored";
  restore(until, now);
  EXPECT_EQ(results.check(lost).state, State::cannot_be_confirmed);
  EXPECT_EQ(results.check(in_groups(lost)).state, State::cannot_be_confirmed);
  EXPECT_EQ(results.check(earlier).state, State::unknown);
  EXPECT_EQ(results.check(later).state, State::unknown);
  EXPECT_EQ(results.check(make_code("0123456789ABCDEFGHJ")).state, State::unknown);
  EXPECT_EQ(results.check(codes.make(until)).state, State::cannot_be_confirmed)
      << "in the minute of the copy";
  now += Seconds(5);
  EXPECT_EQ(results.check(issue(certificate()).code).state, State::valid);
}

}  // namespace
}  // namespace biroyna::results
