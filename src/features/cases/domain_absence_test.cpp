#include "features/cases/domain_absence.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "features/cases/domain_test_case.hpp"

namespace biroyna::cases {
namespace {

using testing::kAziza;
using testing::kBobur;
using testing::kToday;
using testing::kZuhra;

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

Absence away(const StaffId& person, const StaffId& substitute, int from, int to) {
  return {"x", person, substitute, kToday + std::chrono::days(from), kToday + std::chrono::days(to)};
}
std::string refusal(const Absence& absence, const Absences& others = {}) {
  const auto checked = check(absence, others, kToday);
  if (checked) return "";
  return checked.error().fields.empty() ? checked.error().code : checked.error().fields.front().code;
}

TEST(Absence, IsFromItsFirstDayToItsLast) {
  const Absences absences = {away(kAziza, kBobur, 1, 3)};
  EXPECT_FALSE(is_absent(absences, kAziza, kToday));
  for (int day = 1; day <= 3; ++day)
    EXPECT_EQ(stand_in(absences, kAziza, kToday + std::chrono::days(day)), kBobur) << day;
  EXPECT_FALSE(is_absent(absences, kAziza, kToday + std::chrono::days(4)));
  EXPECT_EQ(stand_in(absences, kAziza, kToday), StaffId()) << "she is there";
}

TEST(Absence, TheSubstituteOfASubstituteStandsInForBoth) {
  const Absences absences = {away(kAziza, kBobur, 0, 3), away(kBobur, kZuhra, 0, 1)};
  EXPECT_EQ(stand_in(absences, kAziza, kToday), kZuhra);
  EXPECT_THAT(stands_in_for(absences, kZuhra, kToday), UnorderedElementsAre(kAziza, kBobur));
  EXPECT_THAT(stands_in_for(absences, kBobur, kToday), IsEmpty());
  EXPECT_THAT(stands_in_for(absences, kBobur, kToday + std::chrono::days(2)), ElementsAre(kAziza));
  EXPECT_THAT(stands_in_for(absences, StaffId(), kToday), IsEmpty());
}

TEST(Absence, IsRefusedWhereItCannotBe) {
  const Absences others = {away(kBobur, kZuhra, 0, 5), away(kZuhra, kAziza, 10, 12)};
  struct Row {
    Absence absence;
    const char* expected;
  };
  for (const auto& [absence, expected] :
       {Row{away(kAziza, kBobur, 0, 3), ""}, Row{away(kAziza, kAziza, 0, 3), "error.own_substitute"},
        Row{away(kAziza, kBobur, 3, 2), "error.days_order"},
        Row{away(kAziza, kBobur, -9, -1), "error.in_the_past"},
        Row{away(kAziza, kBobur, 0, 366), "error.too_long_away"},
        Row{away(kAziza, kBobur, 0, 365), "substitution_circle"},
        Row{away(kZuhra, kBobur, 5, 6), "substitution_circle"}, Row{away(kZuhra, kBobur, 6, 9), ""},
        Row{away(kBobur, kAziza, 5, 6), "absent_already"}, Row{away(kBobur, kAziza, 6, 7), ""}})
    EXPECT_EQ(refusal(absence, others), expected) << to_iso(absence.from) << " " << absence.person.str();
}

TEST(Absence, WhoIsAwayOnOneOfTheDaysIsNotThere) {
  const Absences absences = {away(kAziza, kBobur, 2, 4)};
  const auto there = [&](const StaffId& person, int from, int to) {
    return is_present(absences, person, kToday + std::chrono::days(from), kToday + std::chrono::days(to));
  };
  EXPECT_TRUE(there(kAziza, 0, 1));
  EXPECT_TRUE(there(kAziza, 5, 9));
  EXPECT_FALSE(there(kAziza, 0, 2));
  EXPECT_FALSE(there(kAziza, 4, 9));
  EXPECT_FALSE(there(kAziza, 3, 3));
  EXPECT_TRUE(there(kBobur, 0, 9));
}

TEST(Absence, EndsEarlyWhenThePersonIsBack) {
  const Absence absence = away(kAziza, kBobur, -3, 5);
  const auto left = until_back(absence, kToday);
  ASSERT_TRUE(left);
  EXPECT_EQ(left->from, absence.from);
  EXPECT_EQ(left->to, kToday - std::chrono::days(1));
  EXPECT_EQ(until_back(away(kAziza, kBobur, -3, -2), kToday)->to, kToday - std::chrono::days(2));
  EXPECT_FALSE(until_back(away(kAziza, kBobur, 0, 5), kToday)) << "nothing of it has passed";
  EXPECT_FALSE(until_back(away(kAziza, kBobur, 3, 5), kToday));
}

TEST(Absence, CanBeWithoutASubstitute) {
  const Absences absences = {away(kAziza, StaffId(), 0, 3)};
  EXPECT_EQ(refusal(away(kAziza, StaffId(), 0, 3)), "");
  EXPECT_EQ(refusal(away(kBobur, StaffId(), 0, 3), absences), "");
  EXPECT_EQ(stand_in(absences, kAziza, kToday), StaffId());
  EXPECT_THAT(stands_in_for(absences, StaffId(), kToday), IsEmpty());
}

// Whatever was accepted in whatever order: who is away and has somebody on their way who is there finds them.
RC_GTEST_PROP(AbsenceProperties, NobodyStandsInForThemselves, ()) {
  const std::vector<StaffId> people = {kAziza, kBobur, kZuhra, StaffId("dilnoza")};
  Absences accepted;
  for (int i = *rc::gen::inRange(1, 15); i > 0; --i) {
    const int from = *rc::gen::inRange(0, 10);
    const Absence absence =
        away(*rc::gen::elementOf(people), *rc::gen::elementOf(people), from, from + *rc::gen::inRange(0, 6));
    if (check(absence, accepted, kToday)) accepted.push_back(absence);
  }
  for (int day = 0; day < 20; ++day) {
    const Day today = kToday + std::chrono::days(day);
    for (const auto& person : people) {
      const StaffId found = stand_in(accepted, person, today);
      RC_ASSERT(found != person);
      RC_ASSERT(found.empty() != is_absent(accepted, person, today));
      RC_ASSERT(!is_absent(accepted, found, today));
    }
  }
}

}  // namespace
}  // namespace biroyna::cases
