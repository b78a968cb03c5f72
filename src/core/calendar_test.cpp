#include "core/calendar.hpp"

#include <gtest/gtest.h>

namespace biroyna {
namespace {

using std::chrono::days;

Day day(const char* iso) { return *parse_iso_day(iso); }

Calendar office() {
  const std::vector<Hours> full = {{Minutes(540), Minutes(780)}, {Minutes(840), Minutes(1080)}};
  return {{full, full, full, full, full, {}, {}},
          {day("2026-12-08")},
          {{day("2026-12-12"), {{Minutes(540), Minutes(900)}}}}};
}

TEST(Calendar, AHolidayIsClosedAndAMakeUpSaturdayWorks) {
  const Calendar calendar = office();
  EXPECT_TRUE(calendar.works(day("2026-12-07")));
  EXPECT_FALSE(calendar.works(day("2026-12-08")));
  EXPECT_TRUE(calendar.works(day("2026-12-12")));
  EXPECT_FALSE(calendar.works(day("2026-12-13")));
  EXPECT_EQ(calendar.closes_at(day("2026-12-12")), Minutes(900));
  EXPECT_EQ(calendar.closes_at(day("2026-12-08")), std::nullopt);
}

TEST(Calendar, LunchIsClosedAndTheLastMinuteIsNotOpen) {
  const Calendar calendar = office();
  EXPECT_TRUE(calendar.open_at(day("2026-12-07"), Minutes(540)));
  EXPECT_FALSE(calendar.open_at(day("2026-12-07"), Minutes(790)));
  EXPECT_FALSE(calendar.open_at(day("2026-12-07"), Minutes(1080)));
}

TEST(Calendar, WorkingDaysAreCountedFromTheDayAfter) {
  const Calendar calendar = office();
  EXPECT_EQ(calendar.add_working_days(day("2026-12-07"), 0), day("2026-12-07"));
  EXPECT_EQ(calendar.add_working_days(day("2026-12-07"), 1), day("2026-12-09"));
  EXPECT_EQ(calendar.add_working_days(day("2026-12-11"), 2), day("2026-12-14"));
  EXPECT_THROW(Calendar().add_working_days(day("2026-12-07"), 1), std::domain_error);
}

}  // namespace
}  // namespace biroyna
