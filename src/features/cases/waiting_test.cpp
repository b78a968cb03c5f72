// What comes of a time that runs out for the applicant, and of what waits to be collected, over a database.
#include <gmock/gmock.h>

#include "features/cases/test_centre.hpp"
#include "features/catalogue/test_form.hpp"

namespace biroyna::cases {
namespace {

using namespace std::chrono_literals;
using namespace testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const ServiceId kFelling("tree-felling");
const Actor kTaker{ActorKind::staff, "aziza"};

class Waiting : public CentreTest {
 protected:
  void import(const catalogue::Files& files) {
    yaml::Problems problems;
    program->catalogues.import(files, "test", now, problems);
    for (const auto& problem : problems) ADD_FAILURE() << problem.to_string();
  }
  std::string apply(catalogue::Channel channel = catalogue::Channel::window) {
    NewApplication wanted{
        .centre = kSergeli, .service = kFelling, .applicant = {}, .answers = {}, .documents = {}};
    wanted.applicant.family_name = "Karimova";
    wanted.applicant.given_name = "Zuhra";
    wanted.applicant.birth_date = parse_iso_day("1990-03-02");
    wanted.applicant.passport = "AA1234567";
    wanted.applicant.phone = "+998901234567";
    wanted.answers = {{"t_tree", "fruit"}, {"t_planted", std::vector<catalogue::Answers>{{{"height", 2}}}}};
    std::string number = make_number();
    db->write_and_wait([&](db::Tx& tx) {
      const auto made = program->applications.submit(
          tx, wanted, channel, channel == catalogue::Channel::window ? kTaker : kApplicant, number, {});
      if (!made) number = made.error().fields.empty() ? made.error().code : made.error().fields[0].pointer;
    });
    return number;
  }
  std::string pay(const std::string& number) {
    return program->change(number, [](const Case& c, Time at) { return c.pay("7", kTaker, at); });
  }
  Time until(const std::string& number) const {
    return program->applications.due_times(stored(number)).of_applicant.value();
  }
  std::vector<Time> reminders(const std::string& number) const {
    std::vector<Time> at;
    for (const Event& event : stored(number).process.timeline)
      if (event.kind == EventKind::applicant_reminded) at.push_back(event.at);
    return at;
  }
  void tick_at(Time time) {
    now = time;
    while (program->applications.tick()) continue;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, Waiting, db::testing::program_engines(), db::testing::engine_name);

TEST_P(Waiting, AnApplicationThatNobodyPaysForEnds) {
  import(catalogue::files_with_form());
  const std::string number = apply();
  ASSERT_EQ(stored(number).process.state, CaseState::awaiting_payment);
  // Ten working days of a hall that works six days a week, without the 8th of December.
  const Time end = until(number);
  EXPECT_EQ(end, *parse_rfc3339("2026-12-05T14:00:00+05:00"));
  tick_at(end - kReminder - 1s);
  EXPECT_THAT(reminders(number), IsEmpty());
  tick_at(end - kReminder);
  EXPECT_THAT(reminders(number), SizeIs(1));
  tick_at(end - 1h);
  EXPECT_THAT(reminders(number), SizeIs(1)) << "once";
  tick_at(end);
  EXPECT_EQ(stored(number).process.state, CaseState::awaiting_payment) << "until then it can be paid";
  tick_at(end + 1s);
  const Case ended = stored(number).process;
  EXPECT_EQ(ended.state, CaseState::closed);
  EXPECT_TRUE(ended.left);
  EXPECT_EQ(ended.outcome(), std::nullopt);
  EXPECT_EQ(ended.timeline.back().reference, "awaiting_payment");
  EXPECT_EQ(pay(number), "case_state");
  tick_at(end + 24h);
  EXPECT_THAT(events("case_lapsed"), SizeIs(1));
}

TEST_P(Waiting, WhatIsPaidInTimeGoesOn) {
  import(catalogue::files_with_form());
  const std::string number = apply();
  const Time end = until(number);
  tick_at(end - kReminder + 1h);
  ASSERT_EQ(pay(number), "");
  tick_at(end + 1s);
  EXPECT_EQ(stored(number).process.state, CaseState::submitted);
  EXPECT_THAT(events("case_lapsed"), IsEmpty());
}

TEST_P(Waiting, AnApplicationOpenedAgainHasItsTimeToPayAnew) {
  import(catalogue::files_with_form());
  const std::string number = apply();
  tick_at(until(number) + 1s);
  ASSERT_EQ(
      program->change(number, [](const Case& c, Time at) { return c.reopen("They were ill.", kTaker, at); }),
      "");
  EXPECT_EQ(stored(number).process.state, CaseState::awaiting_payment);
  EXPECT_GT(until(number), now + 24h * 7);
}

TEST_P(Waiting, WhoNeverComesWithTheirPapersIsNotWaitedForForEver) {
  catalogue::Files files = catalogue::files_with_form();
  std::string& text = files.at(catalogue::kTreeFelling);
  catalogue::replace_once(text, "if(t_height > 10, 0.5, 0.25)", "0");
  catalogue::replace_once(text, "  - identity\n  - {id: power-of-attorney, when: \"not t_own_land\"}\n",
                          "  - {id: power-of-attorney, when: \"given(t_own_land)\"}\n");
  text += "identity: visit\n";
  import(files);
  const std::string number = apply(catalogue::Channel::online);
  db->write_and_wait([&](db::Tx& tx) {
    program->applications.answered(tx, kSergeli, number, "registry", Confirmation::confirmed, "",
                                   R"({"planted_on":"2010-01-01"})");
  });
  ASSERT_EQ(stored(number).process.state, CaseState::awaiting_visit);
  const Time end = until(number);
  tick_at(end - kReminder);
  EXPECT_THAT(reminders(number), SizeIs(1));
  tick_at(end + 1s);
  EXPECT_EQ(stored(number).process.state, CaseState::closed);
  EXPECT_EQ(stored(number).process.timeline.back().reference, "awaiting_visit");
}

TEST(WaitingForAPayment, BeginsWhenTheAmountIsOwedAndNotWithAVisit) {
  const Time begun = *parse_rfc3339("2026-11-24T05:00:00Z"), later = begun + 24h * 15;
  Case subject = Case::submitted({.number = "7K4M9QX2",
                                  .service = kFelling,
                                  .channel = "online",
                                  .route = {{"decide", DepartmentId("architecture")}},
                                  .working_days = 5,
                                  .fee = {},
                                  .needs_identity = true,
                                  .days_to_pay = 10,
                                  .days_to_visit = 20},
                                 kApplicant, begun);
  ASSERT_EQ(subject.state, CaseState::awaiting_visit);
  EXPECT_EQ(subject.term_to_come()->begun, begun);
  const auto dearer = subject.change_route(subject.begun.route, Tiyin{500}, later).value();
  for (const Event& event : dearer) subject.apply(event);
  ASSERT_EQ(subject.state, CaseState::awaiting_payment);
  EXPECT_EQ(subject.term_to_come()->begun, later);
  EXPECT_EQ(subject.term_to_come()->working_days, 10);
}

TEST_P(Waiting, WhatWasPaidOfAnApplicationThatLapsesIsGivenBack) {
  import(catalogue::files_with_form());
  const std::string number = apply();
  ASSERT_EQ(pay(number), "");
  const Tiyin paid = stored(number).process.paid;
  ASSERT_EQ(program->change(number,
                            [](const Case& c, Time at) {
                              return c.change_route(c.begun.route, Tiyin{c.fee.amount + 100}, at);
                            }),
            "");
  tick_at(until(number) + 1s);
  EXPECT_EQ(stored(number).process.state, CaseState::closed);
  EXPECT_EQ(stored(number).process.to_return(), paid);
}

TEST_P(Waiting, AnOriginalThatCameAfterTheEndIsWaitedForFromThen) {
  const std::string number = handed_in(3);
  ASSERT_EQ(program->change(number, [](const Case& c, Time at) { return c.withdraw(kApplicant, at); }), "");
  now += 24h * 15;
  ASSERT_EQ(program->change(number, [](const Case& c,
                                       Time at) { return c.take_original("Diploma", "Safe 2", kTaker, at); }),
            "");
  EXPECT_EQ(program->applications.to_collect(kSergeli).at(0).since, now);
  tick_at(now + 1h);
  EXPECT_THAT(reminders(number), IsEmpty());
}

TEST_P(Waiting, WhoIsAskedIsRemindedOnceBeforeTheTimeIsOver) {
  const std::string number = handed_in(3);
  ASSERT_EQ(claim(number, kAziza), "");
  ASSERT_EQ(program->change(number,
                            [](const Case& c, Time at) {
                              return c.ask_applicant("placement", kAziza, {}, "Which one?", at, 5);
                            }),
            "");
  const Time end = until(number);
  tick_at(end - kReminder);
  tick_at(end - 1h);
  EXPECT_THAT(reminders(number), ElementsAre(end - kReminder));
  EXPECT_EQ(stored(number).process.timeline.back().due, end);
  tick_at(end + 1s);
  EXPECT_EQ(stored(number).process.state, CaseState::in_work) << "it is decided by what is known";
}

TEST_P(Waiting, AnOriginalIsKeptInItsPlaceUntilItIsGivenBack) {
  const std::string number = handed_in(3);
  const auto take = [&](std::string what, std::string place) {
    return program->change(number,
                           [&](const Case& c, Time at) { return c.take_original(what, place, kTaker, at); });
  };
  const auto give_back = [&](std::size_t which) {
    return program->change(number,
                           [&](const Case& c, Time at) { return c.return_original(which, kTaker, at); });
  };
  EXPECT_EQ(take(" ", "Safe 2"), "invalid");
  EXPECT_EQ(take("Diploma", std::string(kMostPlace + 1, 'x')), "invalid");
  ASSERT_EQ(take(" Diploma B 123 ", "Safe 2"), "");
  ASSERT_EQ(take("Birth certificate", "Folder 7"), "");
  restart();
  EXPECT_EQ(stored(number).process.originals[0].what, "Diploma B 123");
  EXPECT_EQ(stored(number).process.originals[1].place, "Folder 7");
  EXPECT_EQ(give_back(3), "original_not_kept");
  EXPECT_EQ(give_back(0), "original_not_kept");
  ASSERT_EQ(give_back(2), "");
  EXPECT_EQ(give_back(2), "original_not_kept") << "twice";
  EXPECT_TRUE(stored(number).process.keeps_originals());
  // It ends, and is not erased while something of it is kept.
  ASSERT_EQ(program->change(number, [](const Case& c, Time at) { return c.withdraw(kApplicant, at); }), "");
  EXPECT_THAT(program->applications.to_collect(kSergeli), SizeIs(1));
  const Time ended = now;
  now += 24h * 365 * 20;
  EXPECT_EQ(erased_after_notice(), 0u);
  now = ended + 1h;
  ASSERT_EQ(give_back(1), "");
  EXPECT_THAT(program->applications.to_collect(kSergeli), IsEmpty());
  now += 24h * 365 * 20;
  EXPECT_EQ(erased_after_notice(), 1u);
  EXPECT_EQ(stored(number).process.originals[0].what, "");
}

TEST_P(Waiting, AResultThatNobodyCollectsIsListedAndRemindedOf) {
  const std::string number = handed_in(3);
  ASSERT_EQ(claim(number, kAziza), "");
  EXPECT_THAT(program->applications.to_collect(kSergeli), IsEmpty()) << "it is still worked on";
  ASSERT_EQ(approve(number, kAziza), "");
  const Time issued = now;
  const auto waiting = program->applications.to_collect(kSergeli);
  ASSERT_THAT(waiting, SizeIs(1));
  EXPECT_EQ(waiting[0].number, number);
  EXPECT_EQ(waiting[0].since, issued);
  tick_at(issued + kCollectReminder - 1s);
  EXPECT_THAT(reminders(number), IsEmpty());
  tick_at(issued + kCollectReminder);
  tick_at(issued + 2 * kCollectReminder);
  EXPECT_THAT(reminders(number), SizeIs(1));
  ASSERT_EQ(program->change(number, [](const Case& c, Time at) { return c.hand_over(kTaker, at); }), "");
  EXPECT_THAT(program->applications.to_collect(kSergeli), IsEmpty());
}

TEST_P(Waiting, WhoStandsInALineThatIsGoneGetsTheirTurn) {
  catalogue::Files files = catalogue::files_with_form();
  catalogue::replace_once(files.at(catalogue::kTreeFelling), "if(t_height > 10, 0.5, 0.25)", "0");
  const catalogue::Files without = files;
  files.at(catalogue::kTreeFelling) += "waiting_list: {by: t_tree}\n";
  import(files);
  ASSERT_TRUE(program->applications.set_line(kSergeli, kFelling, "fruit", true, kTaker));
  const std::string first = apply(), second = apply();
  ASSERT_EQ(stored(second).process.state, CaseState::awaiting_turn);
  import(without);
  db->write_and_wait([&](db::Tx& tx) {
    program->applications.dissolve_lines(tx, program->catalogues.current(kSergeli)->catalogue);
  });
  EXPECT_EQ(stored(first).process.state, CaseState::submitted);
  EXPECT_EQ(stored(second).process.state, CaseState::submitted);
}

TEST_P(Waiting, AnAnswerToAWarningSaysSomething) {
  catalogue::Files files = catalogue::files_with_form();
  catalogue::replace_once(files.at(catalogue::kTreeFelling), "if(t_height > 10, 0.5, 0.25)", "0");
  files.at(catalogue::kTreeFelling) += "hearing: {working_days: 3}\n";
  import(files);
  const std::string number = apply();
  db->write_and_wait([&](db::Tx& tx) {
    program->applications.answered(tx, kSergeli, number, "registry", Confirmation::confirmed, "",
                                   R"({"planted_on":"2010-01-01"})");
  });
  ASSERT_EQ(program->change(number, [](const Case& c, Time at) { return c.claim("decide", kAziza, at); }),
            "");
  ASSERT_EQ(program->change(number,
                            [](const Case& c, Time at) {
                              return c.intend_refusal("decide", kAziza, "t-protected", "It is old.", at);
                            }),
            "");
  for (const char* nothing : {"", "   ", "\u200b\u2060"})
    EXPECT_EQ(
        program->change(number, [&](const Case& c, Time at) { return c.answer(kApplicant, at, nothing); }),
        "invalid");
  EXPECT_EQ(program->change(number,
                            [](const Case& c, Time at) { return c.answer(kApplicant, at, "It is young."); }),
            "");
}

}  // namespace
}  // namespace biroyna::cases
