#include "features/cases/domain_power.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "features/cases/domain_test_case.hpp"

namespace biroyna::cases {
namespace {

using testing::kToday;

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Day day(const char* iso) { return parse_iso_day(iso).value(); }

Power until(Day last, std::string person = "Karimov Olim") {
  return {.id = "p", .number = "7K4M9QX2", .person = std::move(person), .until = last, .secret_sha256 = {}};
}
std::vector<std::string> wrong(const Power& power, Day today = kToday) {
  std::vector<std::string> lines;
  for (const auto& fault : faults(power, today)) lines.push_back(fault.pointer + " " + fault.code);
  return lines;
}

TEST(Powers, LastUntilTheirDayThisOneIncluded) {
  Power power = until(kToday);
  EXPECT_EQ(state_of(power, kToday), PowerState::valid);
  EXPECT_EQ(state_of(power, kToday + std::chrono::days(1)), PowerState::expired);
  power.revoked = from_ms(1'795'000'000'000);
  EXPECT_EQ(state_of(power, kToday), PowerState::revoked);
  EXPECT_EQ(state_of(power, kToday + std::chrono::days(1)), PowerState::revoked);
}

TEST(Powers, AreGivenToSomebodyWithANameForAYearAtMost) {
  EXPECT_THAT(wrong(until(kToday)), IsEmpty());
  EXPECT_THAT(wrong(until(day("2027-11-24"))), IsEmpty());
  EXPECT_THAT(wrong(until(day("2027-11-25"))), ElementsAre("/until error.too_far_ahead"));
  EXPECT_THAT(wrong(until(day("2026-11-23"), " ")),
              ElementsAre("/name error.required", "/until error.in_the_past"));
  EXPECT_THAT(wrong(until(kToday, std::string(101, 'x'))), ElementsAre("/name error.too_long"));
  EXPECT_EQ(last_day(day("2028-02-29")), day("2029-02-28"));
}

TEST(Powers, AreTenAtATime) {
  Powers given(kMostPowers, until(kToday));
  const auto refused = check(until(kToday), given, kToday);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "too_many_powers");
  given.back().revoked = from_ms(1'795'000'000'000);
  EXPECT_TRUE(check(until(kToday), given, kToday)) << "one is taken back";
}

RC_GTEST_PROP(Powers, WhatMayBeGivenIsValidFromTheFirstDayToTheLast, ()) {
  const Day today = kToday + std::chrono::days(*rc::gen::inRange(0, 3000));
  const Power power = until(today + std::chrono::days(*rc::gen::inRange(-30, 400)));
  const bool valid_today = state_of(power, today) == PowerState::valid;
  const bool within_a_year = power.until <= last_day(today);
  RC_ASSERT(faults(power, today).empty() == (valid_today && within_a_year));
  RC_ASSERT((last_day(today) - today).count() >= 365 && (last_day(today) - today).count() <= 366);
}

TEST(Powers, HaveNamesForAll) {
  for (int i = 0; i < kRelations; ++i) {
    const auto relation = static_cast<Relation>(i);
    EXPECT_EQ(parse_relation(name(relation)), relation);
  }
  EXPECT_EQ(parse_extent("act"), Extent::act);
  EXPECT_EQ(parse_reach("bundle"), Reach::bundle);
  EXPECT_EQ(parse_relation("neighbour"), std::nullopt);
}

}  // namespace
}  // namespace biroyna::cases
