// Two calendars: that of the hall, which works six days a week, and that of a department, which works five.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/term.hpp"
#include "features/catalogue/test_files.hpp"

namespace biroyna::catalogue {
namespace {

using ::testing::IsEmpty;

Day day(const char* iso) { return *parse_iso_day(iso); }

struct Works {
  const char* day;
  bool department, hall;
};

void expect_works(const Catalogue& catalogue, const std::vector<Works>& days) {
  const Calendar& department = calendar_of(catalogue, DepartmentId("preschool"));
  for (const auto& [iso, five, six] : days) {
    EXPECT_EQ(department.works(day(iso)), five) << iso << ", a department";
    EXPECT_EQ(catalogue.calendar.works(day(iso)), six) << iso << ", the hall";
  }
}

// The days off of Uzbekistan in 2026, and the days around them.
TEST(TwoCalendars, KnowTheYear2026) {
  expect_works(reference(),
               {{"2026-01-01", false, false}, {"2026-01-02", false, false}, {"2026-01-03", false, true},
                {"2026-01-04", false, false}, {"2026-01-05", true, true},   {"2026-03-07", false, true},
                {"2026-03-08", false, false}, {"2026-03-09", false, false}, {"2026-03-10", true, true},
                {"2026-03-19", true, true},   {"2026-03-20", false, false}, {"2026-03-21", false, false},
                {"2026-03-22", false, false}, {"2026-03-23", false, true},  {"2026-03-24", true, true},
                {"2026-05-08", true, true},   {"2026-05-09", false, false}, {"2026-05-10", false, false},
                {"2026-05-11", false, true},  {"2026-05-12", true, true},   {"2026-05-26", true, true},
                {"2026-05-27", false, false}, {"2026-05-28", false, false}, {"2026-05-29", false, false},
                {"2026-05-30", false, true},  {"2026-06-01", true, true},   {"2026-08-29", false, true},
                {"2026-08-31", false, false}, {"2026-09-01", false, false}, {"2026-09-02", true, true},
                {"2026-09-30", true, true},   {"2026-10-01", false, false}, {"2026-10-02", true, true},
                {"2026-12-05", false, true},  {"2026-12-08", false, false}, {"2026-12-09", true, true},
                {"2026-12-12", true, true},   {"2026-12-13", false, false}, {"2026-12-30", true, true},
                {"2026-12-31", false, false}});
}

constexpr const char* kInvented = R"(known_until: 2026-12-31
holidays:
  - {date: 2026-03-19, expected: true, names: {uz-Latn: Roʻza hayit, uz-Cyrl: Рўза ҳайит, ru: Рамазан хайит, en: Eid}}
  - {date: 2026-04-03, names: {uz-Latn: Kun, uz-Cyrl: Кун, ru: День, en: Day}}
  - {date: 2026-06-08, five_day_week: true, names: {uz-Latn: Kun, uz-Cyrl: Кун, ru: День, en: Day}}
  - {date: 2026-07-10, names: {uz-Latn: Kun, uz-Cyrl: Кун, ru: День, en: Day}}
working_days:
  - {date: 2026-07-11, hours: ["09:00-18:00"], names: {uz-Latn: Ish kuni, uz-Cyrl: Иш куни, ru: Рабочий день, en: Working day}}
  - {date: 2026-07-19, hours: ["09:00-13:00"], names: {uz-Latn: Ish kuni, uz-Cyrl: Иш куни, ru: Рабочий день, en: Working day}}
)";

Catalogue with_holidays(const std::string& holidays) {
  Files files = reference_files();
  files[kHolidays] = holidays;
  yaml::Problems problems;
  auto catalogue = read(files, problems);
  for (const auto& problem : problems) ADD_FAILURE() << problem.to_string();
  return catalogue.value();
}

TEST(TwoCalendars, FollowAnInventedDecree) {
  expect_works(with_holidays(kInvented),
               {{"2026-01-01", true, true},   {"2026-03-18", true, true},   {"2026-03-19", false, false},
                {"2026-03-20", true, true},   {"2026-03-21", false, true},  {"2026-04-02", true, true},
                {"2026-04-03", false, false}, {"2026-04-04", false, true},  {"2026-04-06", true, true},
                {"2026-06-05", true, true},   {"2026-06-06", false, true},  {"2026-06-08", false, true},
                {"2026-06-09", true, true},   {"2026-07-09", true, true},   {"2026-07-10", false, false},
                {"2026-07-11", true, true},   {"2026-07-12", false, false}, {"2026-07-18", false, true},
                {"2026-07-19", true, true},   {"2026-07-20", true, true}});
}

TEST(TwoCalendars, AFeastThatIsExpectedMovesTheTermsOverIt) {
  std::string moved = kInvented;
  replace_once(moved, "2026-03-19, expected: true,", "2026-03-20,");
  const Zone zone("Asia/Tashkent");
  const Term term{.begun = *parse_rfc3339("2026-03-18T10:00:00+05:00"), .working_days = 1};
  const DepartmentId department("preschool");
  const auto due = [&](const Catalogue& catalogue) {
    return to_iso(zone.day(due_at(term, calendar_of(catalogue, department), zone).value()));
  };
  const Catalogue expected = with_holidays(kInvented), announced = with_holidays(moved);
  EXPECT_EQ(due(expected), "2026-03-20");
  EXPECT_TRUE(may_move(expected, day("2026-03-18"), day("2026-03-20")));
  EXPECT_TRUE(may_move(expected, day("2026-03-16"), day("2026-03-17"))) << "it may come two days earlier";
  EXPECT_FALSE(may_move(expected, day("2026-03-10"), day("2026-03-16")));
  EXPECT_FALSE(may_move(expected, day("2026-03-20"), day("2026-03-24"))) << "it is over";
  EXPECT_EQ(due(announced), "2026-03-19");
  EXPECT_FALSE(may_move(announced, day("2026-03-18"), day("2026-03-19")));
  EXPECT_TRUE(may_move(announced, day("2026-12-30"), day("2027-01-04"))) << "nothing is known of 2027";
}

TEST(TwoCalendars, ThreeDaysFromThursdayEndOnTuesdayInADepartmentAndOnMondayInTheHall) {
  const Catalogue catalogue = reference();
  const Zone zone("Asia/Tashkent");
  const Term term{.begun = *parse_rfc3339("2026-11-19T16:30:00+05:00"), .working_days = 3};
  const auto due = [&](const Calendar& calendar) { return to_rfc3339(due_at(term, calendar, zone).value()); };
  EXPECT_EQ(due(calendar_of(catalogue, DepartmentId("preschool"))), "2026-11-24T13:00:00.000Z");
  EXPECT_EQ(due(catalogue.calendar), "2026-11-23T13:00:00.000Z");
}

TEST(TwoCalendars, ADepartmentMayHaveHoursOfItsOwn) {
  Files files = reference_files();
  replace_once(files.at("departments.yaml"), "  - id: preschool\n",
               "  - id: preschool\n    hours: {mon: [\"09:00-16:30\"], tue: [\"09:00-16:30\"], wed: [], thu: "
               "[\"09:00-16:30\"], fri: [\"09:00-12:30\"], sat: [\"09:00-12:00\"], sun: []}\n");
  yaml::Problems problems;
  const auto catalogue = read(files, problems);
  ASSERT_THAT(problems, IsEmpty());
  const Calendar& calendar = calendar_of(*catalogue, DepartmentId("preschool"));
  EXPECT_FALSE(calendar.works(day("2026-11-25")));
  EXPECT_TRUE(calendar.works(day("2026-11-28")));
  EXPECT_TRUE(calendar.works(day("2026-05-11"))) << "it works on Saturdays, nothing was moved for it";
  EXPECT_EQ(calendar.closes_at(day("2026-11-27")), Minutes(750));
  EXPECT_EQ(calendar_of(*catalogue, DepartmentId("no-such-one")), catalogue->office_calendar);
}

}  // namespace
}  // namespace biroyna::catalogue
