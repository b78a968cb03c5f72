// Days off that change while terms run: a decree comes late, a feast is on another day than expected.
#include <gmock/gmock.h>

#include "features/cases/test_centre.hpp"
#include "features/catalogue/test_files.hpp"

namespace biroyna::cases {
namespace {

using namespace std::chrono_literals;
using namespace testing;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class DaysOff : public CentreTest {
 protected:
  // Tashkent's closing time of a day: "2026-11-27".
  static Time closing(const char* day) { return parse_rfc3339(std::string(day) + "T18:00:00+05:00").value(); }
  static Time at(const char* day, const char* time) {
    return parse_rfc3339(std::string(day) + "T" + time + ":00+05:00").value();
  }
  void decree(std::string_view old, std::string_view with) {
    std::string holidays = catalogue::reference_files().at(catalogue::kHolidays);
    catalogue::replace_once(holidays, old, with);
    yaml::Problems problems;
    program->catalogues.import_holidays(holidays, "test", now, problems);
    ASSERT_THAT(problems, IsEmpty());
    db->write_and_wait([&](db::Tx& tx) { look_at_all_tasks(tx, kSergeli, now); });
    program->applications.tick();
  }
  void day_off_on(const char* day) {
    decree("holidays:\n", std::string("holidays:\n  - date: ") + day +
                              "\n    names: {uz-Latn: Bayram, uz-Cyrl: Байрам, ru: Праздник, en: Feast}\n");
  }
  std::optional<Time> due(const std::string& number) const {
    return program->applications.due_times(stored(number)).of_case;
  }
  std::vector<std::string> moved(const std::string& number) const {
    std::vector<std::string> days;
    for (const Event& event : stored(number).process.timeline)
      if (event.kind == EventKind::term_moved) days.push_back(to_iso(Zone("Asia/Tashkent").day(*event.due)));
    return days;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, DaysOff, db::testing::program_engines(), db::testing::engine_name);

TEST_P(DaysOff, ANewOneMovesTheTermsThatRun) {
  const std::string number = handed_in(3), soon = handed_in(1);
  EXPECT_EQ(due(number), closing("2026-11-27"));
  day_off_on("2026-11-26");
  EXPECT_EQ(due(number), closing("2026-11-30"));
  EXPECT_THAT(moved(number), ElementsAre("2026-11-30"));
  EXPECT_EQ(moments(number).due, closing("2026-11-30"));
  EXPECT_THAT(moved(soon), IsEmpty()) << "it ends before";
  EXPECT_THAT(events("term_moved"),
              ElementsAre(AllOf(HasSubstr("application:" + number + " program"), HasSubstr("placement"))));
  const auto rows = program->applications.tasks({.centre = kSergeli, .text = number}).rows;
  ASSERT_THAT(rows, SizeIs(1));
  EXPECT_EQ(rows[0].due_at, closing("2026-11-30")) << "in the worklist too";
  restart();
  EXPECT_EQ(due(number), closing("2026-11-30"));
}

TEST_P(DaysOff, WhoWasLateIsNotLateAnyMore) {
  const std::string number = handed_in(1);
  ASSERT_EQ(claim(number, kAziza), "");
  go_on(at("2026-11-26", "10:00"));
  EXPECT_THAT(said(number), Contains("overdue"));
  day_off_on("2026-11-25");
  EXPECT_EQ(due(number), closing("2026-11-26"));
  EXPECT_TRUE(stored(number).process.tasks[0].notices.contains(Notice::last_day));
  EXPECT_FALSE(stored(number).process.tasks[0].notices.contains(Notice::overdue));
  ASSERT_EQ(approve(number, kAziza), "");
  EXPECT_EQ(program->applications.due_times(stored(number)).in_term.at(0), true);
}

TEST_P(DaysOff, WhoWasNotLateIsWhenTheDayOffIsTakenBack) {
  now = at("2026-12-07", "10:00");
  const std::string number = handed_in(1);
  ASSERT_EQ(claim(number, kAziza), "");
  EXPECT_EQ(due(number), closing("2026-12-09"));
  go_on(at("2026-12-09", "09:00"));
  EXPECT_THAT(said(number), Not(Contains("overdue")));
  decree("- date: 2026-12-08\n", "- date: 2026-12-10\n");
  EXPECT_EQ(due(number), closing("2026-12-08"));
  EXPECT_THAT(said(number), Contains("overdue"));
  ASSERT_EQ(approve(number, kAziza), "");
  EXPECT_EQ(program->applications.due_times(stored(number)).in_term.at(0), false);
}

TEST_P(DaysOff, WhatIsOverKeepsItsOwn) {
  const std::string number = handed_in(1);
  ASSERT_EQ(claim(number, kAziza), "");
  now = at("2026-11-26", "10:00");
  ASSERT_EQ(approve(number, kAziza), "");
  const auto in_term = [&] { return program->applications.due_times(stored(number)).end->in_term; };
  EXPECT_EQ(in_term(), false);
  day_off_on("2026-11-25");
  EXPECT_EQ(in_term(), false) << "it was late when it ended";
  EXPECT_THAT(moved(number), IsEmpty());
}

TEST_P(DaysOff, WhatIsPausedFollowsWhenItGoesOn) {
  const std::string number = handed_in(1);
  ASSERT_EQ(claim(number, kAziza), "");
  ASSERT_EQ(program->change(number,
                            [&](const Case& subject, Time time) {
                              return subject.ask_applicant("placement", kAziza, {}, "Which one?", time);
                            }),
            "");
  day_off_on("2026-11-27");
  EXPECT_THAT(moved(number), IsEmpty());
  now = at("2026-11-26", "10:00");
  ASSERT_EQ(program->change(number,
                            [](const Case& subject, Time time) { return subject.answer(kApplicant, time); }),
            "");
  EXPECT_EQ(due(number), closing("2026-11-30")) << "neither the day of the answer nor the new day off counts";
  EXPECT_THAT(moved(number), ElementsAre("2026-11-30"));
}

TEST_P(DaysOff, ATermThatReachesIntoWhatIsNotKnownSaysSo) {
  now = at("2026-12-28", "10:00");
  const auto may_move = [&](const std::string& number) {
    return program->applications.due_times(stored(number)).may_move;
  };
  EXPECT_FALSE(may_move(handed_in(2)));
  EXPECT_TRUE(may_move(handed_in(3))) << "the decree of 2027 is not there";
}

}  // namespace
}  // namespace biroyna::cases
