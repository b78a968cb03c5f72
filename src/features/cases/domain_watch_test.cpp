#include "features/cases/domain_watch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "features/cases/domain_test_case.hpp"

namespace biroyna::cases {
namespace {

using testing::kAziza;
using testing::kBobur;
using testing::kTashkent;
using testing::kZuhra;

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Monday to Friday 9:00-18:00 with an hour at noon, and a holiday now and then.
Calendar calendar(std::set<Day> holidays = {}) {
  const std::vector<Hours> day = {{9h, 13h}, {14h, 18h}};
  return Calendar({day, day, day, day, day, {}, {}}, std::move(holidays), {});
}
const Day kMonday = *parse_iso_day("2026-11-23");
Time at(Day day, Minutes time) { return kTashkent.at(day, time); }

Task task_of(int working_days, Time begun, StaffId assignee = kAziza) {
  Task task;
  task.id = "review";
  task.working_days = working_days;
  task.state = assignee.empty() ? TaskState::open : TaskState::claimed;
  task.assignee = std::move(assignee);
  task.term = Term{begun, working_days};
  return task;
}

void note(Task& task, const Due& due) {
  if (due.warning) task.notices = task.notices | Notices{*due.warning};
  if (!due.escalation) return;
  task.notices = task.notices | Notices{Notice::escalated};
  if (!due.to.empty()) task.assignee = due.to;
}

// "2026-11-24 09:00 last_day", for everything that is said of a task which nobody does.
std::vector<std::string> said(Task task, const Absences& absences = {},
                              const Calendar& calendar = cases::calendar()) {
  std::vector<std::string> lines;
  const auto moments = cases::moments(*task.term, calendar, kTashkent).value();
  for (auto now = next_look(task, moments, task.term->begun); now; now = next_look(task, moments, *now)) {
    const Day today = kTashkent.day(*now);
    const Due due = due_now(task, moments, absences, today, *now);
    const std::string when = to_iso(today) + " " + to_hhmm(kTashkent.time_of_day(*now)) + " ";
    if (due.warning) lines.push_back(when + std::string(name(*due.warning)));
    if (due.escalation)
      lines.push_back(when + "escalated to " + (due.to.empty() ? "the head" : due.to.str()));
    note(task, due);
  }
  return lines;
}

TEST(Watch, WarnsOfAShortTermOnItsLastDayAndEscalatesBeforeItEnds) {
  EXPECT_THAT(said(task_of(1, at(kMonday, 10h))),
              ElementsAre("2026-11-24 09:00 last_day", "2026-11-24 14:00 escalated to the head",
                          "2026-11-24 18:00 overdue"));
}

TEST(Watch, WarnsWhenAThirdIsLeftAndAgainOnTheLastDay) {
  EXPECT_THAT(said(task_of(3, at(kMonday, 10h))),
              ElementsAre("2026-11-25 15:40 third_left", "2026-11-26 09:00 last_day",
                          "2026-11-26 11:50 escalated to the head", "2026-11-26 18:00 overdue"));
  EXPECT_THAT(said(task_of(15, at(kMonday, 9h))),
              ElementsAre("2026-12-07 15:20 third_left", "2026-12-10 11:40 escalated to the head",
                          "2026-12-14 09:00 last_day", "2026-12-14 18:00 overdue"));
}

TEST(Watch, SaysWhenNobodyHasClaimedATask) {
  EXPECT_THAT(
      said(task_of(3, at(kMonday, 10h), {})),
      ElementsAre("2026-11-25 09:30 unclaimed", "2026-11-25 15:40 third_left", "2026-11-26 09:00 last_day",
                  "2026-11-26 11:50 escalated to the head", "2026-11-26 18:00 overdue"));
  Task automatic = task_of(3, at(kMonday, 10h), {});
  automatic.kind = StepKind::automatic;
  EXPECT_EQ(said(automatic).front(), "2026-11-25 15:40 third_left") << "a registry claims nothing";
}

TEST(Watch, SaysOnlyTheGravestOfWhatIsDueTogether) {
  const Task task = task_of(3, at(kMonday, 10h), {});
  const auto moments = cases::moments(*task.term, calendar(), kTashkent).value();
  const Due due = due_now(task, moments, {}, kMonday + std::chrono::days(30), moments.due + 24h);
  EXPECT_EQ(due.warning, Notice::overdue);
  EXPECT_TRUE(due.escalation) << "late is better than never";
  Task warned = task;
  note(warned, due);
  EXPECT_TRUE(due_now(warned, moments, {}, kMonday, moments.due + 48h).empty());
  EXPECT_EQ(next_look(warned, moments, moments.due + 48h), std::nullopt);
}

TEST(Watch, WhatAnAbsentPersonHasGoesToTheirSubstituteSooner) {
  const Absences away = {{"1", kAziza, kBobur, kMonday, kMonday + std::chrono::days(10)}};
  EXPECT_THAT(said(task_of(3, at(kMonday, 10h)), away),
              ElementsAre("2026-11-25 15:40 third_left", "2026-11-25 15:40 escalated to bobur",
                          "2026-11-26 09:00 last_day", "2026-11-26 18:00 overdue"));
  Absences both = away;
  both.push_back({"2", kBobur, kZuhra, kMonday, kMonday + std::chrono::days(10)});
  EXPECT_EQ(said(task_of(3, at(kMonday, 10h)), both)[1], "2026-11-25 15:40 escalated to zuhra");
}

TEST(Watch, NothingIsDueWhileTheClockStands) {
  Term term{at(kMonday, 10h), 3};
  term.pauses = {{at(kMonday, 12h)}};
  EXPECT_EQ(moments(term, calendar(), kTashkent), std::nullopt);
}

TEST(Watch, APauseMovesEverythingWithTheDeadline) {
  Task task = task_of(3, at(kMonday, 10h));
  task.term->pauses = {{at(kMonday, 12h), at(kMonday + std::chrono::days(7), 12h)}};
  const Day wednesday = kMonday + std::chrono::days(9), thursday = wednesday + std::chrono::days(1);
  const auto after = moments(*task.term, calendar(), kTashkent).value();
  EXPECT_EQ(after.due, at(thursday, 18h));
  EXPECT_EQ(after.last_day, at(thursday, 9h));
  EXPECT_EQ(after.third_left, at(wednesday, 15h + 40min)) << "of the 31 hours in which the clock ran";
}

TEST(WorkingTime, LeavesOutNightsNoonsAndHolidays) {
  const Calendar open = calendar({kMonday + std::chrono::days(1)});
  const auto time = [&](Time from, Time to) { return working_time(open, kTashkent, from, to); };
  EXPECT_EQ(time(at(kMonday, 12h), at(kMonday, 15h)), 2h);
  EXPECT_EQ(time(at(kMonday, 17h), at(kMonday + std::chrono::days(2), 10h)), 2h);
  EXPECT_EQ(time(at(kMonday, 15h), at(kMonday, 12h)), 0h);
  EXPECT_EQ(working_time_before(open, kTashkent, at(kMonday + std::chrono::days(2), 10h), 2h),
            at(kMonday, 17h));
  EXPECT_THROW(working_time_before(Calendar(), kTashkent, at(kMonday, 10h), 1h), std::domain_error);
}

Calendar some_calendar() {
  std::set<Day> holidays;
  for (int i = *rc::gen::inRange(0, 6); i > 0; --i)
    holidays.insert(kMonday + std::chrono::days(*rc::gen::inRange(0, 40)));
  return calendar(std::move(holidays));
}

Term some_term() {
  Term term{at(kMonday, 0h) + Minutes(*rc::gen::inRange(0, 10 * 24 * 60)), *rc::gen::inRange(0, 31)};
  Time from = term.begun;
  for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
    from += Minutes(*rc::gen::inRange(1, 4000));
    const Time to = from + Minutes(*rc::gen::inRange(1, 8000));
    term.pauses.push_back({from, to});
    from = to;
  }
  return term;
}

// The same with a minute taken at a time.
RC_GTEST_PROP(WorkingTimeProperties, IsWhatCountingMinutesFinds, ()) {
  const Calendar calendar = some_calendar();
  const Time from = at(kMonday, 0h) + Minutes(*rc::gen::inRange(0, 3 * 24 * 60));
  const int minutes = *rc::gen::inRange(0, 5 * 24 * 60);
  Milliseconds counted{0};
  for (int i = 0; i < minutes; ++i) {
    const Time now = from + Minutes(i);
    if (calendar.open_at(kTashkent.day(now), kTashkent.time_of_day(now))) counted += 1min;
  }
  const Time to = from + Minutes(minutes);
  RC_ASSERT(working_time(calendar, kTashkent, from, to) == counted);
  if (counted > 0ms) {
    const Time begin = working_time_before(calendar, kTashkent, to, counted);
    RC_ASSERT(begin >= from && working_time(calendar, kTashkent, begin, to) == counted);
  }
}

RC_GTEST_PROP(WatchProperties, EveryTaskThatNobodyDoesIsEscalatedBeforeItsDeadlineAndSaidOnce, ()) {
  const Calendar calendar = some_calendar();
  Task task = task_of(0, {}, *rc::gen::element(kAziza, StaffId()));
  task.term = some_term();
  Absences absences;
  for (const auto& [person, substitute] : {std::pair(kAziza, kBobur), std::pair(kBobur, kZuhra)}) {
    const Day from = kMonday + std::chrono::days(*rc::gen::inRange(0, 60));
    if (*rc::gen::arbitrary<bool>())
      absences.push_back({"x", person, substitute, from, from + std::chrono::days(*rc::gen::inRange(0, 30))});
  }
  const auto moments = cases::moments(*task.term, calendar, kTashkent).value();
  RC_ASSERT(moments.escalated < moments.due);
  RC_ASSERT(moments.third_left <= moments.due && moments.unclaimed <= moments.third_left);
  std::optional<Time> escalated;
  Notices noticed;
  int looks = 0;
  for (auto now = next_look(task, moments, task.term->begun); now; now = next_look(task, moments, *now)) {
    RC_ASSERT(++looks < 20);
    const Day today = kTashkent.day(*now);
    const Due due = due_now(task, moments, absences, today, *now);
    if (due.warning) {
      RC_ASSERT(!noticed.contains(*due.warning));
      RC_ASSERT((*due.warning == Notice::overdue) == (*now > moments.due));
      noticed = noticed | Notices{*due.warning};
    }
    if (due.escalation) {
      RC_ASSERT(!escalated);
      escalated = *now;
      RC_ASSERT(!is_absent(absences, due.to, today) || due.to.empty());
      RC_ASSERT(due.to.empty() || is_absent(absences, task.assignee, today));
    }
    note(task, due);
  }
  RC_ASSERT((escalated && *escalated < moments.due));
  RC_ASSERT(noticed.contains(Notice::overdue));
}

RC_GTEST_PROP(WatchProperties, AtRiskIsWhatTheTermSaysOfIt, ()) {
  const Calendar calendar = some_calendar();
  const Term term = some_term();
  const auto moments = cases::moments(term, calendar, kTashkent).value();
  const Time now = term.begun + Minutes(*rc::gen::inRange(0, 60 * 24 * 60));
  const Urgency urgency = biroyna::urgency(term, calendar, kTashkent, now);
  RC_ASSERT((urgency == Urgency::overdue) == (now > moments.due));
  if (urgency != Urgency::overdue) RC_ASSERT((urgency == Urgency::at_risk) == (now >= moments.at_risk));
}

// The one before it was finished late: the applicant waits for the whole.
TEST(Watch, ATaskIsDueWithItsCaseAtTheLatest) {
  const Term term{at(kMonday, 10h), 5};
  const auto due_by = [&](Time latest) { return moments(term, calendar(), kTashkent, latest).value(); };
  const Time own = moments(term, calendar(), kTashkent)->due;
  EXPECT_EQ(due_by(own - 48h).due, own - 48h);
  EXPECT_LT(due_by(own - 48h).escalated, own - 48h);
  EXPECT_EQ(due_by(own + 48h).due, own);
  EXPECT_EQ(due_by(at(kMonday, 9h)).due, at(kMonday, 9h)) << "it was over before this one opened";
  EXPECT_LE(due_by(at(kMonday, 9h)).escalated, at(kMonday, 9h));
}

}  // namespace
}  // namespace biroyna::cases
