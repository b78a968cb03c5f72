#include <gmock/gmock.h>

#include "features/cases/store_figures.hpp"
#include "features/cases/test_centre.hpp"

namespace biroyna::cases {
namespace {

using namespace std::chrono_literals;
using namespace testing;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class TheWatch : public CentreTest {};
INSTANTIATE_TEST_SUITE_P(Engines, TheWatch, db::testing::program_engines(), db::testing::engine_name);

TEST_P(TheWatch, WarnsAndEscalatesOnceAlsoAfterARestart) {
  const std::string number = handed_in(3);
  ASSERT_EQ(claim(number, kAziza), "");
  const Moments at = moments(number);
  go_on(at.third_left - 20min);
  EXPECT_THAT(said(number), IsEmpty());
  go_on(at.third_left + 20min);
  EXPECT_THAT(said(number), ElementsAre("third_left"));
  restart();
  go_on(at.last_day + 20min);
  EXPECT_THAT(said(number), ElementsAre("third_left", "last_day"));
  go_on(at.due - 1min);
  EXPECT_THAT(said(number), ElementsAre("third_left", "last_day", "escalated to "));
  EXPECT_TRUE(stored(number).process.tasks[0].for_head);
  restart();
  go_on(at.due + 24h);
  EXPECT_THAT(said(number), ElementsAre("third_left", "last_day", "escalated to ", "overdue"));
  EXPECT_THAT(events("task_warned"), SizeIs(3)) << "each is in the log as well";
  EXPECT_THAT(events("task_escalated"), ElementsAre(HasSubstr("application:" + number + " program")));
}

TEST_P(TheWatch, SaysNothingOfWhatIsDoneOrStands) {
  const std::string done = handed_in(1), asked = handed_in(1);
  for (const auto& number : {done, asked}) ASSERT_EQ(claim(number, kAziza), "");
  ASSERT_EQ(approve(done, kAziza), "");
  ASSERT_EQ(program->change(asked,
                            [&](const Case& subject, Time at) {
                              return subject.ask_applicant("placement", kAziza, {}, "Which one?", at);
                            }),
            "");
  go_on(now + 96h);
  EXPECT_THAT(said(done), IsEmpty());
  EXPECT_THAT(said(asked), IsEmpty());
  ASSERT_EQ(
      program->change(asked, [](const Case& subject, Time at) { return subject.answer(kApplicant, at); }),
      "");
  go_on(moments(asked).due);
  EXPECT_THAT(said(asked), Contains("escalated to ")) << "the clock runs again";
}

TEST_P(TheWatch, AQuestionEndsAndTheClockGoesOnByItself) {
  const std::string number = handed_in(3);
  ASSERT_EQ(claim(number, kAziza), "");
  ASSERT_EQ(program->change(number,
                            [&](const Case& subject, Time at) {
                              return subject.ask_applicant("placement", kAziza, {}, "Which one?", at, 2);
                            }),
            "");
  // A Tuesday; two working days of the hall.
  const Time until = *parse_rfc3339("2026-11-26T18:00:00+05:00");
  EXPECT_EQ(stored(number).process.open_question()->until, until);
  go_on(until);
  EXPECT_EQ(stored(number).process.state, CaseState::awaiting_applicant);
  restart();
  go_on(until + 10min);
  const Application application = stored(number);
  EXPECT_EQ(application.process.state, CaseState::in_work);
  EXPECT_EQ(application.process.term.pauses.back().to, until) << "from when the time was over";
  EXPECT_THAT(events("question_ended"), SizeIs(1));
  EXPECT_EQ(
      program->change(number, [](const Case& subject, Time at) { return subject.answer(kApplicant, at); }),
      "case_state");
  go_on(moments(number).due + 10min);
  EXPECT_THAT(said(number), Contains("overdue")) << "who asked has to decide in time";
  EXPECT_EQ(approve(number, kAziza), "");
}

TEST_P(TheWatch, WhatNobodyHasClaimedGoesToTheHead) {
  const std::string number = handed_in(3);
  go_on(moments(number).due);
  EXPECT_THAT(said(number), ElementsAre("unclaimed", "third_left", "last_day", "escalated to "));
  const auto for_head = db->reading([](db::Tx& tx) { return tasks_for_head(tx, kSergeli, {}, 20); });
  ASSERT_EQ(for_head.size(), 1u);
  EXPECT_EQ(for_head[0].number, number);
}

TEST_P(TheWatch, WhatAnAbsentPersonHasGoesToWhoStandsIn) {
  const std::string number = handed_in(3);
  ASSERT_EQ(claim(number, kAziza), "");
  away(kAziza, kBobur);
  away(kBobur, kZuhra);
  go_on(moments(number).third_left + 10min);
  EXPECT_THAT(said(number), ElementsAre("third_left", "escalated to zuhra"));
  EXPECT_EQ(stored(number).process.tasks[0].assignee, kZuhra);
  EXPECT_EQ(approve(number, kZuhra), "");
}

TEST_P(TheWatch, WarnsOfATaskThatIsGivenToSomebodyWhoIsAway) {
  const std::string number = handed_in(3), other = handed_in(3);
  away(kBobur, kZuhra);
  const auto hand_on = [&](const std::string& to_whom, const StaffId& to) {
    return program->change(to_whom, [&](const Case& subject, Time at) {
      return subject.hand_on("placement", to, Actor{ActorKind::staff, "head"}, at);
    });
  };
  ASSERT_EQ(hand_on(number, kBobur), "");
  EXPECT_THAT(said(number), ElementsAre("assignee_absent"));
  ASSERT_EQ(hand_on(other, kAziza), "");
  EXPECT_THAT(said(other), IsEmpty());
}

TEST_P(TheWatch, GetsThroughAnyNumberAFewAtATime) {
  std::vector<std::string> numbers;
  for (int i = 0; i < 2 * static_cast<int>(kLooksAtOnce) + 10; ++i) numbers.push_back(handed_in(1));
  now = moments(numbers[0]).due + 1h;
  for (int tick = 0; tick < 3; ++tick, now += 1s) program->applications.tick();
  for (const auto& number : numbers) ASSERT_THAT(said(number), ElementsAre("overdue", "escalated to "));
}

TEST_P(TheWatch, ACaseThatCannotBeReadKeepsNoOtherWaiting) {
  const std::string damaged = handed_in(1), other = handed_in(1);
  const std::string events =
      db->reading([&](db::Tx& tx) {
          return tx.first("SELECT events FROM applications WHERE number = $1", {damaged},
                          [](const db::Row& row) { return std::string(row.text(0)); });
        }).value();
  const auto write = [&](const std::string& text) {
    db->write_and_wait([&](db::Tx& tx) {
      tx.exec("UPDATE applications SET events = $2 WHERE number = $1", {damaged, text});
    });
  };
  const Time due = moments(other).due;
  write("{}");
  now = due + 1h;
  program->applications.tick();
  EXPECT_THAT(said(other), ElementsAre("overdue", "escalated to "));
  write(events);
  now += kLookAgain + kBetweenLooks;
  program->applications.tick();
  EXPECT_THAT(said(damaged), ElementsAre("overdue", "escalated to ")) << "it is looked at again";
}

TEST_P(TheWatch, TwoProgramsSayItOnce) {
  const std::string number = handed_in(1);
  Program second(*db, folder.path(), [this] { return now; });
  now = moments(number).due + 1h;
  program->applications.tick();
  second.applications.tick();
  EXPECT_THAT(said(number), SizeIs(2));
}

TEST_P(TheWatch, ErasesWhatWasKeptLongEnough) {
  const std::string old = handed_in(1), open = handed_in(1);
  ASSERT_EQ(claim(old, kAziza), "");
  ASSERT_EQ(approve(old, kAziza), "");
  const auto keep = program->catalogues.current(kSergeli)->catalogue.find(kReferral)->keep_years;
  now += std::chrono::days(365 * keep);
  program->retention.tick();
  EXPECT_EQ(stored(old).applicant.family_name, "Karimova") << "not a day too early";
  const std::string recent = handed_in(1);
  ASSERT_EQ(claim(recent, kAziza), "");
  ASSERT_EQ(approve(recent, kAziza), "");
  now += std::chrono::days(3);
  EXPECT_EQ(program->retention.due(), 1);
  program->retention.tick();
  EXPECT_THAT(program->retention.list(kSergeli), SizeIs(1));
  now += kErasureNotice - 1h;
  program->retention.tick();
  EXPECT_EQ(stored(old).applicant.family_name, "Karimova") << "its erasure is announced";
  now += 1h;
  program->retention.tick();
  EXPECT_THAT(program->retention.list(kSergeli), IsEmpty());
  EXPECT_EQ(program->retention.due(), 0);
  const Application erased = stored(old);
  EXPECT_TRUE(erased.process.erased);
  EXPECT_EQ(erased.applicant.name(), "");
  EXPECT_EQ(erased.applicant.passport, "");
  EXPECT_EQ(erased.secret_sha256, "");
  EXPECT_THAT(erased.answers, IsEmpty());
  EXPECT_EQ(erased.process.tasks[0].outcome->explanation, "");
  EXPECT_THAT(program->applications.cases({.centre = kSergeli, .text = "karimova"}).rows, SizeIs(2));
  EXPECT_EQ(stored(open).applicant.family_name, "Karimova") << "it has not ended";
  EXPECT_EQ(stored(recent).applicant.family_name, "Karimova");
  EXPECT_THAT(events("case_erased"), ElementsAre(HasSubstr(old)));
  EXPECT_EQ(
      program->change(old, [](const Case& subject,
                              Time at) { return subject.reopen("x", Actor{ActorKind::staff, "head"}, at); }),
      "case_erased");
  EXPECT_EQ(program->retention.erase(10), 0u);
  EXPECT_THAT(program->results.of_case(kSergeli, old), SizeIs(1)) << "the register keeps its own";
  const auto verified = db->reading([](db::Tx& tx) { return audit::verify(tx, kSergeli); });
  EXPECT_EQ(verified.broken_at, 0) << verified.reason;
}

TEST_P(TheWatch, ErasesNothingThatTheHeadHolds) {
  const std::string number = handed_in(1);
  ASSERT_EQ(claim(number, kAziza), "");
  ASSERT_EQ(approve(number, kAziza), "");
  now += std::chrono::years(100);
  program->retention.tick();
  ASSERT_TRUE(program->retention.list(kSergeli).at(0).erased_from());
  ASSERT_EQ(program->change(number,
                            [](const Case& subject, Time at) {
                              return subject.hold_erasure("The court asks for it.",
                                                          Actor{ActorKind::staff, "head"}, at);
                            }),
            "");
  EXPECT_TRUE(program->retention.list(kSergeli).at(0).held);
  now += std::chrono::years(1);
  program->retention.tick();
  EXPECT_FALSE(stored(number).process.erased);
  ASSERT_EQ(program->change(number,
                            [](const Case& subject, Time at) {
                              return subject.allow_erasure("It is done.", Actor{ActorKind::staff, "head"},
                                                           at);
                            }),
            "");
  program->retention.tick();
  EXPECT_FALSE(stored(number).process.erased) << "it is announced anew";
  now += kErasureNotice;
  program->retention.tick();
  EXPECT_TRUE(stored(number).process.erased);
}

TEST_P(TheWatch, ReopenedApplicationsAreNotErased) {
  const std::string number = handed_in(1);
  ASSERT_EQ(claim(number, kAziza), "");
  ASSERT_EQ(approve(number, kAziza), "");
  ASSERT_EQ(program->change(number,
                            [](const Case& subject, Time at) {
                              return subject.reopen("x", Actor{ActorKind::staff, "head"}, at);
                            }),
            "");
  now += std::chrono::days(50 * 365);
  EXPECT_EQ(program->retention.due(), 0);
}

TEST_P(TheWatch, TheEventLogHoldsNothingPersonal) {
  const std::string number = handed_in(3);
  ASSERT_EQ(claim(number, kAziza), "");
  ASSERT_EQ(program->change(number,
                            [](const Case& subject, Time at) {
                              return subject.ask_applicant("placement", kAziza, {}, "Is Karimova the mother?",
                                                           at);
                            }),
            "");
  ASSERT_EQ(
      program->change(number, [](const Case& subject, Time at) { return subject.answer(kApplicant, at); }),
      "");
  ASSERT_EQ(program->change(number,
                            [](const Case& subject, Time at) {
                              return subject.note("Zuhra called.", Actor{ActorKind::staff, "a"}, at);
                            }),
            "");
  go_on(moments(number).due + 1h);
  ASSERT_EQ(approve(number, kAziza), "");
  const auto all = events();
  ASSERT_THAT(all, Contains(HasSubstr("result_issued")));
  EXPECT_THAT(all,
              Each(AllOf(Not(HasSubstr("Karimova")), Not(HasSubstr("Zuhra")), Not(HasSubstr("AA1234567")),
                         Not(HasSubstr("901234567")), Not(HasSubstr("next door")))));
}

}  // namespace
}  // namespace biroyna::cases
