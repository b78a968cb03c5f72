#include "core/term.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

namespace biroyna {
namespace {

using namespace std::chrono_literals;

const Zone kZone("Asia/Tashkent");
constexpr Day kMonday{std::chrono::year(2026) / 11 / 23};

constexpr Day day_after(int days) { return kMonday + std::chrono::days(days); }

Calendar five_days(std::set<Day> holidays = {}, std::map<Day, std::vector<Hours>> working = {}) {
  const std::vector<Hours> day = {{9h, 13h}, {14h, 18h}};
  return {{day, day, day, day, day, {}, {}}, std::move(holidays), std::move(working)};
}
Time at(Day day, Minutes time) { return kZone.at(day, time); }

struct Case {
  const char* what;
  Time begun;
  int working_days;
  std::vector<Pause> pauses;
  Time due;
};

TEST(Term, EndsAtClosingOfItsLastWorkingDay) {
  const Calendar calendar = five_days({day_after(15)}, {{day_after(19), {{9h, 15h}}}});
  const auto day = day_after;
  const Case cases[] = {
      {"the same day", at(day(0), 10h), 0, {}, at(day(0), 18h)},
      {"in the lunch break", at(day(0), 13h + 30min), 1, {}, at(day(1), 18h)},
      {"after closing it comes in the next day", at(day(0), 18h), 0, {}, at(day(1), 18h)},
      {"after closing on Friday", at(day(4), 19h), 1, {}, at(day(8), 18h)},
      {"on a Saturday", at(day(5), 10h), 3, {}, at(day(10), 18h)},
      {"over a weekend", at(day(3), 10h), 2, {}, at(day(7), 18h)},
      {"over a holiday", at(day(14), 10h), 1, {}, at(day(16), 18h)},
      {"a working Saturday counts, to its own closing", at(day(17), 10h), 2, {}, at(day(19), 15h)},
      {"the days of a question and of its answer are not counted",
       at(day(0), 10h),
       2,
       {{at(day(1), 12h), at(day(3), 9h)}},
       at(day(7), 18h)},
      {"an answer in the first minute of a day",
       at(day(0), 10h),
       1,
       {{at(day(0), 12h), at(day(1), 0h)}},
       at(day(2), 18h)},
      {"an answer after closing comes in the next day",
       at(day(0), 10h),
       1,
       {{at(day(0), 12h), at(day(1), 18h)}},
       at(day(3), 18h)},
      {"question and answer on one day",
       at(day(0), 10h),
       1,
       {{at(day(1), 10h), at(day(1), 12h)}},
       at(day(2), 18h)},
      {"a question after closing leaves its day alone",
       at(day(0), 10h),
       2,
       {{at(day(1), 18h), at(day(2), 9h)}},
       at(day(3), 18h)},
      {"a question after the end changes nothing",
       at(day(0), 10h),
       1,
       {{at(day(1), 18h), at(day(9), 9h)}},
       at(day(1), 18h)},
      {"a pause over the closing of the day itself",
       at(day(0), 10h),
       0,
       {{at(day(0), 11h), at(day(2), 8h)}},
       at(day(2), 18h)},
      {"an answer on a Sunday comes in on Monday",
       at(day(3), 10h),
       2,
       {{at(day(5), 1h), at(day(6), 1h)}},
       at(day(8), 18h)},
  };
  for (const auto& [what, begun, working_days, pauses, due] : cases)
    EXPECT_EQ(due_at({begun, working_days, 0, pauses}, calendar, kZone), due) << what;
}

TEST(Term, HasNoEndWhileTheClockStands) {
  const Term term{at(kMonday, 10h), 3, 0, {{at(kMonday, 12h)}}};
  EXPECT_EQ(due_at(term, five_days(), kZone), std::nullopt);
  EXPECT_EQ(working_days_left(term, five_days(), kZone, at(kMonday, 15h)), std::nullopt);
  EXPECT_EQ(urgency(term, five_days(), kZone, at(day_after(100), 15h)), Urgency::calm);
}

TEST(Term, TellsHowManyDaysAreLeft) {
  const Term term{at(kMonday, 10h), 3};
  const auto left = [&](int day, Minutes time) {
    return working_days_left(term, five_days(), kZone, at(day_after(day), time));
  };
  EXPECT_EQ(left(0, 10h), 4);
  EXPECT_EQ(left(0, 19h), 3);
  EXPECT_EQ(left(3, 17h), 1);
  EXPECT_EQ(left(3, 18h), 0);
  EXPECT_EQ(left(4, 9h), -1);
  EXPECT_EQ(left(7, 9h), -2);
}

TEST(Term, IsAtRiskInItsLastFifthAndAtLeastOnItsLastDay) {
  const auto on = [](int working_days, int day, Minutes time) {
    return urgency({at(kMonday, 10h), working_days}, five_days(), kZone, at(day_after(day), time));
  };
  EXPECT_EQ(on(3, 2, 10h), Urgency::calm);
  EXPECT_EQ(on(3, 2, 18h), Urgency::at_risk);
  EXPECT_EQ(on(3, 3, 18h), Urgency::at_risk);
  EXPECT_EQ(on(3, 3, 18h + 1min), Urgency::overdue);
  EXPECT_EQ(on(15, 16, 10h), Urgency::calm);
  EXPECT_EQ(on(15, 16, 19h), Urgency::at_risk);
}

TEST(Term, NeedsACalendarThatWorks) {
  EXPECT_THROW(due_at({at(kMonday, 10h), 1}, Calendar(), kZone), std::domain_error);
}

// The rule as one would do it with a wall calendar, over twenty years.
constexpr Day kFirst{std::chrono::year(2020) / 1 / 1};
constexpr int kDays = 20 * 365;

struct World {
  Calendar calendar;
  Term term;
};

std::vector<Pause> some_pauses(Time begun) {
  std::vector<Pause> pauses;
  Time from = begun;
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
    from += Minutes(*rc::gen::inRange(1, 20 * 24 * 60));
    const Time to = from + Minutes(*rc::gen::inRange(1, 20 * 24 * 60));
    pauses.push_back({from, to});
    from = to;
  }
  return pauses;
}

World some_world() {
  std::set<Day> holidays;
  for (int i = *rc::gen::inRange(0, 200); i > 0; --i)
    holidays.insert(kFirst + std::chrono::days(*rc::gen::inRange(0, kDays)));
  std::map<Day, std::vector<Hours>> working;
  for (int i = *rc::gen::inRange(0, 50); i > 0; --i)
    working[kFirst + std::chrono::days(*rc::gen::inRange(0, kDays))] = {{9h, 14h}};
  const Time begun = kZone.at(kFirst + std::chrono::days(*rc::gen::inRange(0, kDays - 400)),
                              Minutes(*rc::gen::inRange(0, 1440)));
  return {five_days(holidays, working),
          {begun, *rc::gen::inRange(0, 40), *rc::gen::inRange(0, 10), some_pauses(begun)}};
}

Time naive_due(const World& world) {
  const auto& [calendar, term] = world;
  const int days = term.working_days + term.extended_by;
  int counted = -1;  // the day of coming in is day 0
  for (Day day = kZone.day(term.begun);; day += std::chrono::days(1)) {
    const auto& hours = calendar.hours(day);
    if (hours.empty()) continue;
    const Time closing = kZone.at(day, hours.back().to);
    if (term.begun >= closing) continue;
    bool stood = false, went_on = false;
    for (const auto& pause : term.pauses) {
      if (pause.from >= closing) continue;
      stood |= *pause.to >= closing;
      // On this day, or since the closing of the working day before.
      bool since = *pause.to < closing;
      for (Day before = day - std::chrono::days(1); since; before -= std::chrono::days(1)) {
        const auto& then = calendar.hours(before);
        if (then.empty()) continue;
        since = *pause.to >= kZone.at(before, then.back().to);
        break;
      }
      went_on |= since;
    }
    if (counted < 0) {
      counted = 0;
      if (days > 0 || stood) continue;
      return closing;
    }
    if (stood) continue;
    if (days == 0) return closing;
    if (went_on) continue;
    if (++counted == days) return closing;
  }
}

RC_GTEST_PROP(TermProperties, AgreesWithAWallCalendar, ()) {
  const World world = some_world();
  RC_ASSERT(due_at(world.term, world.calendar, kZone) == naive_due(world));
}

RC_GTEST_PROP(TermProperties, NeverGetsShorter, ()) {
  const World world = some_world();
  const Time due = *due_at(world.term, world.calendar, kZone);
  Term longer = world.term, later = world.term, unpaused = world.term;
  ++longer.working_days;
  RC_ASSERT(*due_at(longer, world.calendar, kZone) > due);
  later.begun += Minutes(*rc::gen::inRange(0, 5000));
  RC_ASSERT(*due_at(later, world.calendar, kZone) >= due);
  if (!unpaused.pauses.empty()) {
    unpaused.pauses.erase(unpaused.pauses.begin() +
                          *rc::gen::inRange(0, static_cast<int>(unpaused.pauses.size())));
    RC_ASSERT(*due_at(unpaused, world.calendar, kZone) <= due);
  }
}

}  // namespace
}  // namespace biroyna
