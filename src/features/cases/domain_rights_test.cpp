// What applicants have a right to: to be heard before a refusal, to a decision in term, to their turn, to get
// back what they do not owe, and to know from when on they may complain.
#include <gmock/gmock.h>

#include "features/cases/domain_test_case.hpp"

namespace biroyna::cases {
namespace {

using namespace std::chrono_literals;
using namespace testing;
using ::testing::IsEmpty;

const Time kHandedIn = from_ms(1'795'000'000'000);
const Actor kAtTheDesk{ActorKind::staff, "desk"};

CaseStart start(std::vector<RouteStep> route = {{"review", DepartmentId("land"), "specialist", 3}}) {
  return {.number = "7K4M9QX2",
          .service = ServiceId("land"),
          .catalogue_version = 1,
          .channel = "online",
          .route = std::move(route),
          .working_days = 5,
          .fee = {}};
}
Case submitted(CaseStart begun) { return Case::submitted(std::move(begun), kApplicant, kHandedIn); }

std::string refused_with(const Case::Decided& decided) { return decided ? "" : decided.error().code; }

Case with_hearing() {
  CaseStart begun = start();
  begun.hearing_days = 5;
  Case subject = submitted(std::move(begun));
  run(subject, subject.claim("review", kAziza, kHandedIn));
  return subject;
}

// Told now, with two days to answer.
void tell(Case& subject, const std::string& ground, Time now = kHandedIn) {
  auto events =
      subject.intend_refusal("review", kAziza, ground, "The plan shows a road.", now, "paragraph 7");
  ASSERT_TRUE(events);
  EXPECT_EQ(events->front().working_days, 5) << "the time is the service's";
  events->front().due = now + 48h;
  run(subject, events);
}

TEST(Hearing, NobodyIsRefusedByAGroundThatTheyWereNotToldOf) {
  Case subject = with_hearing();
  EXPECT_EQ(refused_with(subject.refuse("review", kAziza, "against-rules", "No.", kHandedIn)), "not_heard");
  tell(subject, "against-rules");
  EXPECT_EQ(subject.state, CaseState::awaiting_applicant);
  EXPECT_TRUE(subject.term.paused());
  EXPECT_EQ(subject.open_question()->point, "paragraph 7");
  EXPECT_EQ(refused_with(subject.refuse("review", kAziza, "against-rules", "No.", kHandedIn + 1h)),
            "case_state")
      << "while they may still answer";
  run(subject, subject.answer(kApplicant, kHandedIn + 2h, "The road was moved."));
  EXPECT_EQ(refused_with(subject.refuse("review", kAziza, "wrong-data", "No.", kHandedIn + 3h)), "not_heard")
      << "of another ground they were not told";
  Case granted = subject;
  run(granted, granted.approve("review", kAziza, "", kHandedIn + 3h));
  EXPECT_EQ(granted.state, CaseState::granted) << "after all";
  run(subject, subject.refuse("review", kAziza, "against-rules", "It was not.", kHandedIn + 3h));
  EXPECT_EQ(subject.state, CaseState::refused);
}

TEST(Hearing, WhoDoesNotAnswerWasHeard) {
  Case subject = with_hearing();
  tell(subject, "against-rules");
  EXPECT_THAT(subject.end_question(kHandedIn + 48h).value(), IsEmpty());
  run(subject, subject.end_question(kHandedIn + 49h));
  EXPECT_FALSE(subject.term.paused());
  run(subject, subject.refuse("review", kAziza, "against-rules", "No word came.", kHandedIn + 50h));
  EXPECT_EQ(subject.state, CaseState::refused);
}

TEST(Hearing, AReopenedDecisionIsHeardAnew) {
  Case subject = with_hearing();
  tell(subject, "against-rules");
  run(subject, subject.answer(kApplicant, kHandedIn + 2h, "It is within the rules."));
  run(subject, subject.refuse("review", kAziza, "against-rules", "No.", kHandedIn + 3h));
  run(subject, subject.issue("CODE", kProgram, kHandedIn + 3h));
  run(subject, subject.reopen("A new plan came.", kAtTheDesk, kHandedIn + 100h));
  run(subject, subject.claim("review", kAziza, kHandedIn + 101h));
  EXPECT_EQ(refused_with(subject.refuse("review", kAziza, "against-rules", "No.", kHandedIn + 102h)),
            "not_heard");
}

TEST(Hearing, IsOnlyForDecisionsOfServicesThatHear) {
  Case plain = submitted(start());
  run(plain, plain.claim("review", kAziza, kHandedIn));
  EXPECT_EQ(refused_with(plain.intend_refusal("review", kAziza, "against-rules", "No.", kHandedIn)),
            "no_hearing");
  CaseStart begun = start({{"opinion", DepartmentId("land"), "specialist", 1, {}, StepKind::opinion},
                           {"review", DepartmentId("land"), "specialist", 1, {"opinion"}}});
  begun.hearing_days = 5;
  Case subject = submitted(std::move(begun));
  run(subject, subject.claim("opinion", kAziza, kHandedIn));
  EXPECT_EQ(refused_with(subject.intend_refusal("opinion", kAziza, "against-rules", "No.", kHandedIn)),
            "no_hearing");
  run(subject, subject.refuse("opinion", kAziza, "against-rules", "I am against it.", kHandedIn));
}

TEST(Proposal, GoesToTheHeadOfTheDepartmentAndMayComeBack) {
  Case subject = submitted(start());
  run(subject, subject.claim("review", kAziza, kHandedIn));
  run(subject, subject.propose_refusal("review", kAziza, "against-rules", "A road.", kHandedIn, "7"));
  const Task& task = subject.tasks.front();
  EXPECT_EQ(task.state, TaskState::open);
  EXPECT_TRUE(is_for_head_of_department(task));
  EXPECT_EQ(task.proposed->explanation, "A road.");
  Case handed_back = subject;
  run(handed_back, handed_back.claim("review", kZuhra, kHandedIn));
  run(handed_back, handed_back.hand_on("review", kAziza, {ActorKind::staff, "zuhra"}, kHandedIn));
  EXPECT_FALSE(is_for_head_of_department(handed_back.tasks.front()));
  run(subject, subject.claim("review", kZuhra, kHandedIn));
  run(subject, subject.refuse("review", kZuhra, "against-rules", "A road.", kHandedIn));
  EXPECT_EQ(subject.state, CaseState::refused);
  EXPECT_FALSE(subject.tasks.front().proposed);
}

TEST(Silence, GrantsWhatIsNotDecidedInTerm) {
  CaseStart begun = start();
  begun.silence = true;
  Case subject = submitted(begun);
  const Time due = kHandedIn + 72h;
  EXPECT_THAT(subject.grant_by_silence(due, due).value(), IsEmpty()) << "it may still be decided";
  run(subject, subject.claim("review", kAziza, kHandedIn));
  Case asked = subject;
  run(asked, asked.ask_applicant("review", kAziza, {}, "Which plan?", kHandedIn));
  EXPECT_THAT(asked.grant_by_silence(due, due + 1h).value(), IsEmpty()) << "the clock stands";
  run(subject, subject.grant_by_silence(due, due + 1h));
  EXPECT_EQ(subject.state, CaseState::granted);
  EXPECT_EQ(subject.decided_at(), due + 1h);
  EXPECT_EQ(subject.tasks.front().state, TaskState::cancelled);
  run(subject, subject.issue("CODE", kProgram, due + 1h));
  EXPECT_EQ(subject.outcome(), CaseState::granted) << "although nobody granted it";
  EXPECT_THAT(subject.grant_by_silence(due, due + 2h).value(), IsEmpty()) << "once";
  run(subject, subject.reopen("It endangers the neighbours.", kAtTheDesk, due + 3h));
  run(subject, subject.claim("review", kAziza, due + 3h));
  run(subject, subject.refuse("review", kAziza, "safety-rules", "The wall bears the house.", due + 4h));
  EXPECT_EQ(subject.state, CaseState::refused) << "what was silent is decided anew";
  Case plain = submitted(start());
  EXPECT_THAT(plain.grant_by_silence(due, due + 1h).value(), IsEmpty()) << "not where nobody says so";
}

TEST(Silence, KeepsWhatWasRefusedBefore) {
  CaseStart begun = start(
      {{"wall", DepartmentId("land"), "specialist", 1}, {"roof", DepartmentId("land"), "specialist", 1}});
  begun.silence = true;
  Case subject = submitted(begun);
  run(subject, subject.claim("wall", kAziza, kHandedIn));
  run(subject, subject.refuse("wall", kAziza, "safety-rules", "It bears the house.", kHandedIn));
  run(subject, subject.grant_by_silence(kHandedIn + 72h, kHandedIn + 73h));
  EXPECT_EQ(subject.state, CaseState::partly);
}

TEST(Turn, IsWaitedForBeforeAnythingRuns) {
  CaseStart begun = start();
  begun.waits_for_turn = true;
  begun.fee = Tiyin{4'120'000};
  Case subject = submitted(begun);
  EXPECT_EQ(subject.state, CaseState::awaiting_payment) << "what is owed is paid first";
  run(subject, subject.pay("1", kAtTheDesk, kHandedIn + 1h));
  EXPECT_EQ(subject.state, CaseState::awaiting_turn);
  EXPECT_TRUE(subject.term.paused());
  EXPECT_EQ(refused_with(subject.claim("review", kAziza, kHandedIn + 2h)), "case_state");
  run(subject, subject.give_turn(kAtTheDesk, kHandedIn + 500h));
  EXPECT_EQ(subject.state, CaseState::submitted);
  ASSERT_EQ(subject.term.pauses.size(), 1u) << "one pause, from the beginning to the turn";
  EXPECT_EQ(subject.term.pauses[0].to, kHandedIn + 500h);
  EXPECT_EQ(refused_with(subject.give_turn(kAtTheDesk, kHandedIn + 501h)), "case_state") << "once";
  Case taken_back = submitted(begun);
  run(taken_back, taken_back.pay("1", kAtTheDesk, kHandedIn));
  run(taken_back, taken_back.withdraw(kApplicant, kHandedIn + 2h));
  EXPECT_EQ(taken_back.state, CaseState::withdrawn);
}

TEST(Visit, NothingIsDecidedForSomebodyWhomNobodyHasSeen) {
  CaseStart begun = start({{"opinion", DepartmentId("land"), "specialist", 1, {}, StepKind::opinion},
                           {"review", DepartmentId("land"), "specialist", 1, {"opinion"}}});
  begun.needs_identity = true;
  Case subject = submitted(begun);
  EXPECT_EQ(subject.state, CaseState::submitted) << "what decides nothing is done meanwhile";
  run(subject, subject.claim("opinion", kAziza, kHandedIn));
  Case seen = subject;
  run(subject, subject.approve("opinion", kAziza, "", kHandedIn + 1h));
  EXPECT_EQ(subject.state, CaseState::awaiting_visit);
  EXPECT_TRUE(subject.term.paused());
  EXPECT_EQ(subject.find("review")->state, TaskState::waiting);
  run(subject, subject.confirm_identity(kAtTheDesk, kHandedIn + 30h));
  EXPECT_EQ(subject.state, CaseState::in_work);
  EXPECT_FALSE(subject.term.paused());
  EXPECT_EQ(subject.find("review")->state, TaskState::open);
  EXPECT_EQ(refused_with(subject.confirm_identity(kAtTheDesk, kHandedIn + 31h)), "identity_known");
  run(seen, seen.confirm_identity(kAtTheDesk, kHandedIn));
  run(seen, seen.approve("opinion", kAziza, "", kHandedIn + 1h));
  EXPECT_EQ(seen.find("review")->state, TaskState::open) << "who came before is not waited for";
  begun.channel = "window";
  EXPECT_TRUE(submitted(begun).identified);
  begun.channel = "online";
  begun.route.erase(begun.route.begin());
  begun.route[0].after.clear();
  EXPECT_EQ(submitted(begun).state, CaseState::awaiting_visit);
}

TEST(Delivery, BeginsTheTimeForAComplaintOnce) {
  Case subject = submitted(start());
  EXPECT_EQ(refused_with(subject.deliver(kOpenedOnline, kApplicant, kHandedIn)), "case_state");
  run(subject, subject.claim("review", kAziza, kHandedIn));
  run(subject, subject.refuse("review", kAziza, "against-rules", "No.", kHandedIn));
  run(subject, subject.issue("CODE", kProgram, kHandedIn));
  EXPECT_FALSE(subject.delivered_at());
  run(subject, subject.deliver(kPosted, kAtTheDesk, kHandedIn + 10h));
  EXPECT_EQ(refused_with(subject.deliver(kOpenedOnline, kApplicant, kHandedIn + 20h)), "delivered_before");
  EXPECT_EQ(subject.delivered_at(), kHandedIn + 10h);
  run(subject, subject.hand_over(kAtTheDesk, kHandedIn + 30h));
  EXPECT_EQ(subject.delivered_at(), kHandedIn + 10h);
  run(subject, subject.reopen("Anew.", kAtTheDesk, kHandedIn + 40h));
  EXPECT_FALSE(subject.delivered_at());
}

TEST(Forwarding, EndsWithoutARefusalAndTellsWhereItWent) {
  Case subject = submitted(start());
  run(subject, subject.claim("review", kAziza, kHandedIn));
  EXPECT_EQ(refused_with(subject.forward("review", kAziza, "", "Another district.", kHandedIn)), "invalid");
  run(subject,
      subject.forward("review", kAziza, "Yakkasaroy district", "The house stands there.", kHandedIn));
  EXPECT_EQ(subject.state, CaseState::closed);
  EXPECT_TRUE(subject.left);
  EXPECT_EQ(subject.outcome(), std::nullopt);
  EXPECT_EQ(subject.timeline.back().reference, "Yakkasaroy district");
  Case opinion = submitted(start({{"opinion", DepartmentId("land"), "specialist", 1, {}, StepKind::opinion},
                                  {"review", DepartmentId("land"), "specialist", 1, {"opinion"}}}));
  run(opinion, opinion.claim("opinion", kAziza, kHandedIn));
  EXPECT_EQ(refused_with(opinion.forward("opinion", kAziza, "Elsewhere", "Not ours.", kHandedIn)),
            "not_decided_here");
}

TEST(Fee, WhatIsNotOwedIsGivenBackOnce) {
  CaseStart begun = start();
  begun.fee = Tiyin{4'120'000};
  begun.fee_back = true;
  Case subject = submitted(begun);
  run(subject, subject.pay("1", kAtTheDesk, kHandedIn));
  EXPECT_EQ(refused_with(subject.return_fee("2", kAtTheDesk, kHandedIn)), "nothing_to_return");
  Case cheaper = subject;
  run(cheaper, cheaper.change_route(begun.route, Tiyin{2'060'000}, kHandedIn + 1h));
  EXPECT_EQ(cheaper.to_return().amount, 2'060'000) << "a concession that was found after it was paid";
  run(cheaper, cheaper.return_fee("2", kAtTheDesk, kHandedIn + 2h));
  EXPECT_EQ(cheaper.to_return().amount, 0);
  EXPECT_EQ(cheaper.paid.amount, 2'060'000);
  run(cheaper, cheaper.change_route(begun.route, Tiyin{4'120'000}, kHandedIn + 3h));
  EXPECT_EQ(cheaper.unpaid().amount, 2'060'000)
      << "its paper was false: the difference is owed before it goes on";
  EXPECT_EQ(cheaper.state, CaseState::awaiting_payment);
  run(subject, subject.claim("review", kAziza, kHandedIn));
  run(subject, subject.refuse("review", kAziza, "against-rules", "No.", kHandedIn));
  EXPECT_EQ(subject.to_return().amount, 4'120'000);
  run(subject, subject.issue("CODE", kProgram, kHandedIn));
  run(subject, subject.return_fee("3", kAtTheDesk, kHandedIn + 1h));
  EXPECT_EQ(refused_with(subject.return_fee("3", kAtTheDesk, kHandedIn + 2h)), "nothing_to_return");
}

}  // namespace
}  // namespace biroyna::cases
