#include "core/typed_day.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>

namespace biroyna {
namespace {

TEST(TypedDay, EveryUsualSpellingIsUnderstood) {
  for (const char* typed : {"27.03.1990",
                            "27.3.1990",
                            "27.3.90",
                            "27/3/1990",
                            "27-03-1990",
                            "27 03 1990",
                            "27031990",
                            "270390",
                            "1990-03-27",
                            "1990.03.27",
                            "19900327",
                            " 27 . 03 . 1990 ",
                            "27,03,1990",
                            "27 mart 1990",
                            "27-mart 1990-yil",
                            "1990-yil 27-mart",
                            "27-март, 1990 йил",
                            "27 марта 1990 г.",
                            "27 марта 1990 года",
                            "27 March 1990",
                            "March 27, 1990",
                            "27th March 1990",
                            "27\u00a0mar\u00a090"}) {
    const auto read = read_day(typed);
    ASSERT_TRUE(read.day) << typed;
    EXPECT_EQ(to_iso(*read.day), "1990-03-27") << typed;
  }
}

TEST(TypedDay, MonthsHaveNamesInFourLanguages) {
  const char* names[12][5] = {{"yanvar", "январь", "января", "January", "jan"},
                              {"fevral", "февраль", "февраля", "February", "feb"},
                              {"mart", "март", "марта", "March", "mar"},
                              {"aprel", "апрель", "апреля", "April", "apr"},
                              {"may", "май", "мая", "May", "may"},
                              {"iyun", "июнь", "июня", "June", "jun"},
                              {"iyul", "июль", "июля", "July", "jul"},
                              {"avgust", "август", "августа", "August", "aug"},
                              {"sentabr", "сентябрь", "сентября", "September", "sep"},
                              {"oktabr", "октябрь", "октября", "October", "oct"},
                              {"noyabr", "ноябрь", "ноября", "November", "nov"},
                              {"dekabr", "декабрь", "декабря", "December", "dec"}};
  for (unsigned month = 1; month <= 12; ++month) {
    for (const char* name : names[month - 1]) {
      const auto read = read_day(std::string("5 ") + name + " 2020");
      ASSERT_TRUE(read.day) << name;
      EXPECT_EQ(read.month, month) << name;
    }
  }
}

TEST(TypedDay, ADayThatNoCalendarHasIsKnownByItsParts) {
  for (const char* typed : {"31.02.1990", "31021990", "1990-02-31", "31 февраля 1990"}) {
    const auto read = read_day(typed);
    EXPECT_TRUE(read.is_no_such_day()) << typed;
    EXPECT_EQ(read.number, 31u);
    EXPECT_EQ(read.month, 2u);
    EXPECT_EQ(read.year, 1990);
    EXPECT_STREQ(day_fault(typed), "error.no_such_day");
  }
}

TEST(TypedDay, WhatIsNoDayIsNot) {
  for (const char* typed : {"soon", "27", "27.03", "27.03.199", "27.13.1990", "00.03.1990", "27.03.0990",
                            "27.03.1990.1", "march", "\xff", "2703199", "27 abc 1990", "1 2 3 4"}) {
    EXPECT_FALSE(read_day(typed).day) << typed;
    EXPECT_STREQ(day_fault(typed), "error.not_a_date") << typed;
  }
  EXPECT_STREQ(day_fault("  "), "error.required");
}

TEST(TypedDay, AnythingMayBeTypedAndIsoDaysComeBack) {
  EXPECT_TRUE(rc::check("any text", [](const std::string& any) { read_day(any); }));
  EXPECT_TRUE(rc::check("iso", [] {
    const Day day{std::chrono::days(*rc::gen::inRange(-30'000, 60'000))};
    RC_ASSERT(read_day(to_iso(day)).day == day);
  }));
}

}  // namespace
}  // namespace biroyna
