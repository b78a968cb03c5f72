#include "features/cases/domain_mandate.hpp"

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

Mandate until(Day last, std::string person = "Karimov Olim") {
  return {.id = "p", .number = "7K4M9QX2", .person = std::move(person), .until = last, .secret_sha256 = {}};
}
std::vector<std::string> wrong(const Mandate& mandate, Day today = kToday) {
  std::vector<std::string> lines;
  for (const auto& fault : faults(mandate, today)) lines.push_back(fault.pointer + " " + fault.code);
  return lines;
}

TEST(Mandates, LastUntilTheirDayThisOneIncluded) {
  Mandate mandate = until(kToday);
  EXPECT_EQ(state_of(mandate, kToday), MandateState::valid);
  EXPECT_EQ(state_of(mandate, kToday + std::chrono::days(1)), MandateState::expired);
  mandate.revoked = from_ms(1'795'000'000'000);
  EXPECT_EQ(state_of(mandate, kToday), MandateState::revoked);
  EXPECT_EQ(state_of(mandate, kToday + std::chrono::days(1)), MandateState::revoked);
}

TEST(Mandates, AreGivenToSomebodyWithANameForAYearAtMost) {
  EXPECT_THAT(wrong(until(kToday)), IsEmpty());
  EXPECT_THAT(wrong(until(day("2027-11-24"))), IsEmpty());
  EXPECT_THAT(wrong(until(day("2027-11-25"))), ElementsAre("/until error.too_far_ahead"));
  EXPECT_THAT(wrong(until(day("2026-11-23"), " ")),
              ElementsAre("/name error.required", "/until error.in_the_past"));
  EXPECT_THAT(wrong(until(kToday, std::string(101, 'x'))), ElementsAre("/name error.too_long"));
  EXPECT_EQ(last_day(day("2028-02-29")), day("2029-02-28"));
}

TEST(Mandates, AreTenAtATime) {
  Mandates existing(kMostMandates, until(kToday));
  const auto refused = check(until(kToday), existing, kToday);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "too_many_mandates");
  existing.back().revoked = from_ms(1'795'000'000'000);
  EXPECT_TRUE(check(until(kToday), existing, kToday)) << "one is taken back";
}

TEST(Mandates, NobodyGivesAndTakesBackForGood) {
  Mandate over = until(kToday);
  over.revoked = from_ms(1'795'000'000'000);
  EXPECT_TRUE(check(until(kToday), Mandates(kMostMandatesEver - 1, over), kToday));
  const auto refused = check(until(kToday), Mandates(kMostMandatesEver, over), kToday);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "too_many_mandates");
}

RC_GTEST_PROP(Mandates, WhatMayBeGivenIsValidFromTheFirstDayToTheLast, ()) {
  const Day today = kToday + std::chrono::days(*rc::gen::inRange(0, 3000));
  const Mandate mandate = until(today + std::chrono::days(*rc::gen::inRange(-30, 400)));
  const bool valid_today = state_of(mandate, today) == MandateState::valid;
  const bool within_a_year = mandate.until <= last_day(today);
  RC_ASSERT(faults(mandate, today).empty() == (valid_today && within_a_year));
  RC_ASSERT((last_day(today) - today).count() >= 365 && (last_day(today) - today).count() <= 366);
}

TEST(Mandates, HaveNamesForAll) {
  for (int i = 0; i < kRelations; ++i) {
    const auto relation = static_cast<Relation>(i);
    EXPECT_EQ(parse_relation(name(relation)), relation);
  }
  EXPECT_EQ(parse_extent("act"), Extent::act);
  EXPECT_EQ(parse_reach("submission"), Reach::submission);
  EXPECT_EQ(parse_relation("neighbour"), std::nullopt);
}

}  // namespace
}  // namespace biroyna::cases
