#include "core/time.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace biroyna {
namespace {

using std::chrono::days;
using std::chrono::hours;
using namespace std::chrono_literals;

constexpr std::int64_t kYear0 = -62'167'219'200'000;
constexpr std::int64_t kYear10000 = 253'402'300'800'000;

rc::Gen<Time> any_time() {
  return rc::gen::map(rc::gen::inRange(kYear0, kYear10000), [](std::int64_t ms) { return from_ms(ms); });
}

TEST(Rfc3339, IsWrittenInUtcWithMilliseconds) {
  EXPECT_EQ(to_rfc3339(from_ms(0)), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(to_rfc3339(from_ms(-1)), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(to_rfc3339(from_ms(1'795'406'706'789)), "2026-11-23T04:05:06.789Z");
  EXPECT_EQ(to_rfc3339(from_ms(kYear10000 - 1)), "9999-12-31T23:59:59.999Z");
}

TEST(Rfc3339, EveryWayOfWritingOneMomentIsRead) {
  for (const char* written :
       {"2026-11-23T04:05:06.789Z", "2026-11-23t04:05:06.789z", "2026-11-23 04:05:06.789Z",
        "2026-11-23T09:05:06.789+05:00", "2026-11-22T23:35:06.789-04:30", "2026-11-23T04:05:06.789999999Z",
        "2026-11-23T04:05:06.789-00:00"}) {
    EXPECT_EQ(parse_rfc3339(written), from_ms(1'795'406'706'789)) << written;
  }
  EXPECT_EQ(parse_rfc3339("2026-11-23T04:05:06Z"), from_ms(1'795'406'706'000));
  EXPECT_EQ(parse_rfc3339("2026-11-23T04:05:06.7Z"), from_ms(1'795'406'706'700));
  EXPECT_EQ(parse_rfc3339("2016-12-31T23:59:60Z"), parse_rfc3339("2017-01-01T00:00:00Z"));  // a leap second
}

TEST(Rfc3339, EverythingElseIsNotRead) {
  for (const char* written : {"",
                              "2026-11-23",
                              "2026-11-23T04:05:06",
                              "2026-11-23T04:05Z",
                              "2026-11-23T04:05:06.Z",
                              "2026-11-23T04:05:06.1234567890Z",
                              "2026-11-23T24:00:00Z",
                              "2026-11-23T04:60:00Z",
                              "2026-11-23T04:05:61Z",
                              "2026-02-29T00:00:00Z",
                              "2026-13-01T00:00:00Z",
                              "2026-00-01T00:00:00Z",
                              "2026-11-23T04:05:06+0500",
                              "2026-11-23T04:05:06+24:00",
                              "2026-11-23T04:05:06+05:60",
                              "2026-11-23T04:05:06Z ",
                              " 2026-11-23T04:05:06Z",
                              "26-11-23T04:05:06Z",
                              "2026-1-23T04:05:06Z",
                              "2026-11-23T04:05:06,789Z",
                              "2026-11-23T+4:05:06Z",
                              "-2026-11-23T04:05:06Z"}) {
    EXPECT_EQ(parse_rfc3339(written), std::nullopt) << written;
  }
}

TEST(Rfc3339, WhatIsWrittenIsReadBack) {
  EXPECT_TRUE(rc::check("round trip", [] {
    const Time time = *any_time();
    RC_ASSERT(parse_rfc3339(to_rfc3339(time)) == time);
    RC_ASSERT(from_ms(to_ms(time)) == time);
  }));
  EXPECT_TRUE(rc::check("later is greater, as text too", [] {
    const Time a = *any_time();
    const Time b = *any_time();
    RC_ASSERT((a < b) == (to_rfc3339(a) < to_rfc3339(b)));
  }));
  EXPECT_TRUE(rc::check("any text", [](const std::string& any) {
    if (const auto time = parse_rfc3339(any)) RC_ASSERT(parse_rfc3339(to_rfc3339(*time)) == time);
  }));
}

TEST(IsoDay, IsReadAndWritten) {
  EXPECT_EQ(parse_iso_day("1970-01-02"), Day{days{1}});
  EXPECT_EQ(parse_iso_day("2028-02-29"), Day{days{21'243}});
  for (const char* written :
       {"", "2026-02-29", "2026-2-9", "2026-11-23T", "2026-11-32", "20261123", "2026-11"})
    EXPECT_EQ(parse_iso_day(written), std::nullopt) << written;
  EXPECT_TRUE(rc::check("round trip", [] {
    const Day day = std::chrono::floor<days>(*any_time());
    RC_ASSERT(parse_iso_day(to_iso(day)) == day);
  }));
}

TEST(TimeOfDay, IsReadAndWritten) {
  for (int minute = 0; minute <= 1440; ++minute)
    EXPECT_EQ(parse_hhmm(to_hhmm(Minutes{minute})), Minutes{minute});
  EXPECT_EQ(to_hhmm(9h + 5min), "09:05");
  EXPECT_EQ(to_hhmm(24h), "24:00");
  for (const char* written : {"", "9:00", "09:60", "24:01", "25:00", "09:00 ", "0900", "-9:00", "09:0"})
    EXPECT_EQ(parse_hhmm(written), std::nullopt) << written;
}

TEST(Zone, TashkentIsFiveHoursAhead) {
  const Zone tashkent("Asia/Tashkent");
  const Time evening = *parse_rfc3339("2026-11-23T19:30:45Z");
  EXPECT_EQ(tashkent.name(), "Asia/Tashkent");
  EXPECT_EQ(to_iso(tashkent.day(evening)), "2026-11-24");
  EXPECT_EQ(tashkent.time_of_day(evening), Minutes{30});
  EXPECT_EQ(to_rfc3339(tashkent.at(*parse_iso_day("2026-11-24"), 9h)), "2026-11-24T04:00:00.000Z");
  EXPECT_EQ(to_rfc3339(tashkent.at(*parse_iso_day("2026-11-24"), 24h)), "2026-11-24T19:00:00.000Z");
}

TEST(Zone, WhereClocksChangeEveryTimeOfDayHasAMoment) {
  const Zone berlin("Europe/Berlin");
  const auto at = [&](const char* day, Minutes minutes) {
    return to_rfc3339(berlin.at(*parse_iso_day(day), minutes));
  };
  EXPECT_EQ(at("2026-03-29", 2h + 30min), "2026-03-29T01:00:00.000Z");  // left out: the moment of the change
  EXPECT_EQ(at("2026-10-25", 2h + 30min), "2026-10-25T00:30:00.000Z");  // twice: the earlier one
  EXPECT_EQ(at("2026-10-25", 4h), "2026-10-25T03:00:00.000Z");
}

TEST(Zone, AnUnknownNameIsAFailure) { EXPECT_THROW(Zone("Asia/Atlantis"), std::runtime_error); }

TEST(Zone, DayAndTimeOfDayGiveTheMinuteBack) {
  EXPECT_TRUE(rc::check("round trip", [] {
    const Zone tashkent("Asia/Tashkent");
    // Uzbekistan's clocks have not changed since 1991.
    const Time time = from_ms(*rc::gen::inRange<std::int64_t>(725'846'400'000, 4'102'444'800'000));
    const Time back = tashkent.at(tashkent.day(time), tashkent.time_of_day(time));
    RC_ASSERT(back == std::chrono::floor<Minutes>(time));
  }));
}

TEST(Minutes, BetweenTwoTimesMayBeBrokenAndNegative) {
  EXPECT_DOUBLE_EQ(minutes_between(from_ms(0), from_ms(90'000)), 1.5);
  EXPECT_DOUBLE_EQ(minutes_between(from_ms(60'000), from_ms(0)), -1.0);
}

}  // namespace
}  // namespace biroyna
