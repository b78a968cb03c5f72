#include "features/cases/domain_case.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "features/cases/domain_test_case.hpp"

namespace biroyna::cases {
namespace {

using testing::kAziza;
using testing::kBobur;
using testing::run;

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Time kStart = from_ms(1'795'000'000'000);
constexpr int kFee = 4'120'000;

// Three opinions in parallel, then a decision, then what follows from it.
std::vector<RouteStep> land_route() {
  const auto step = [](std::string id, std::vector<std::string> after, StepKind kind) {
    return RouteStep{std::move(id), DepartmentId("land"), "specialist", 3, std::move(after), kind, {}};
  };
  return {step("architecture", {}, StepKind::opinion), step("cadastre", {}, StepKind::opinion),
          step("sanitary", {}, StepKind::opinion),
          step("decision", {"architecture", "cadastre", "sanitary"}, StepKind::decision),
          step("entry", {"decision"}, StepKind::automatic)};
}

Case submitted(std::vector<RouteStep> route, std::int64_t fee = 0) {
  return Case::submitted({"7K4M9QX2", ServiceId("land"), 1, "online", std::move(route), 15, Tiyin{fee}},
                         kApplicant, kStart);
}
Case one_step() { return submitted({{"review", DepartmentId("preschool"), "specialist", 1}}); }

std::string refusal(const Case::Decided& decided) { return decided ? "" : decided.error().code; }

void decide(Case& subject, std::string_view task, bool approve, Time now = kStart) {
  run(subject, subject.claim(task, kAziza, now));
  run(subject, approve ? subject.approve(task, kAziza, "", now)
                       : subject.refuse(task, kAziza, "not-entitled", "No.", now));
}

std::vector<std::string> in_state(const Case& subject, TaskState state) {
  std::vector<std::string> ids;
  for (const auto& task : subject.tasks) {
    if (task.state == state) ids.push_back(task.id);
  }
  return ids;
}

TEST(Case, OpensWhatWaitsForNothingAndThenWhatFollows) {
  Case subject = submitted(land_route());
  EXPECT_EQ(subject.state, CaseState::submitted);
  EXPECT_THAT(in_state(subject, TaskState::open), ElementsAre("architecture", "cadastre", "sanitary"));
  decide(subject, "cadastre", true);
  decide(subject, "architecture", true);
  EXPECT_THAT(in_state(subject, TaskState::waiting), ElementsAre("decision", "entry"));
  decide(subject, "sanitary", false);
  EXPECT_THAT(in_state(subject, TaskState::open), ElementsAre("decision"))
      << "a negative opinion is heard, it does not end the case";
  decide(subject, "decision", true, kStart + 24h);
  ASSERT_THAT(in_state(subject, TaskState::open), ElementsAre("entry"));
  EXPECT_EQ(subject.find("entry")->term->begun, kStart + 24h);
  EXPECT_EQ(subject.state, CaseState::in_work);
  ASSERT_EQ(subject.automatic_now().size(), 1u);
  run(subject, subject.answer_automatic("entry", Confirmation::confirmed, "", kStart + 25h));
  EXPECT_EQ(subject.state, CaseState::granted);
}

TEST(Case, ARefusedDecisionCancelsWhatComesAfterIt) {
  Case subject = submitted(land_route());
  for (const auto* task : {"architecture", "cadastre", "sanitary"}) decide(subject, task, true);
  decide(subject, "decision", false);
  EXPECT_THAT(in_state(subject, TaskState::cancelled), ElementsAre("entry"));
  EXPECT_EQ(subject.state, CaseState::refused);
  EXPECT_EQ(subject.find("decision")->outcome->ground, "not-entitled");
}

TEST(Case, SomeGrantedAndSomeRefusedIsPartly) {
  const auto route = [] {
    return std::vector<RouteStep>{{"first", DepartmentId("a")}, {"second", DepartmentId("b")}};
  };
  Case subject = submitted(route());
  decide(subject, "first", true);
  EXPECT_EQ(subject.state, CaseState::in_work);
  decide(subject, "second", false);
  EXPECT_EQ(subject.state, CaseState::partly);
  EXPECT_EQ(subject.outcome(), CaseState::partly);
  run(subject, subject.issue("code", kProgram, kStart));
  EXPECT_EQ(subject.state, CaseState::issued);
  EXPECT_EQ(subject.outcome(), CaseState::partly) << "how it was decided stays";
  EXPECT_FALSE(submitted(route()).outcome());
}

TEST(Case, WaitsForItsFeeWithItsClockStanding) {
  Case subject = submitted(land_route(), kFee);
  EXPECT_EQ(subject.state, CaseState::awaiting_payment);
  EXPECT_TRUE(subject.term.paused());
  EXPECT_THAT(in_state(subject, TaskState::open), IsEmpty());
  EXPECT_EQ(refusal(subject.claim("cadastre", kAziza, kStart)), "case_state");
  run(subject, subject.pay("R-17", Actor{ActorKind::staff, "aziza"}, kStart + 48h));
  EXPECT_EQ(subject.state, CaseState::submitted);
  EXPECT_EQ(subject.receipt, "R-17");
  EXPECT_THAT(subject.term.pauses, ElementsAre(Pause{kStart, kStart + 48h}));
  EXPECT_EQ(subject.find("cadastre")->term->begun, kStart + 48h);
  EXPECT_EQ(refusal(subject.pay("R-18", Actor{ActorKind::staff, "aziza"}, kStart + 49h)), "case_state");
}

TEST(Case, OnlyWhoHasATaskWorksOnIt) {
  Case subject = one_step();
  EXPECT_EQ(refusal(subject.approve("review", kAziza, "", kStart)), "task_state") << "unclaimed";
  run(subject, subject.claim("review", kAziza, kStart));
  run(subject, subject.claim("review", kAziza, kStart));
  EXPECT_EQ(subject.timeline.size(), 2u) << "claiming twice is no second event";
  const auto other = subject.claim("review", kBobur, kStart);
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, "other_assignee");
  EXPECT_EQ(other.error().subject, "aziza");
  EXPECT_EQ(refusal(subject.release("review", kBobur, kStart)), "other_assignee");
  run(subject, subject.hand_on("review", kBobur, Actor{ActorKind::staff, "head"}, kStart));
  EXPECT_EQ(refusal(subject.approve("review", kAziza, "", kStart)), "other_assignee");
  run(subject, subject.release("review", kBobur, kStart));
  EXPECT_THAT(in_state(subject, TaskState::open), ElementsAre("review"));
  EXPECT_EQ(refusal(subject.claim("nothing", kAziza, kStart)), "not_found");
}

TEST(Case, ARefusalHasAGroundAndWords) {
  Case subject = one_step();
  run(subject, subject.claim("review", kAziza, kStart));
  EXPECT_EQ(subject.refuse("review", kAziza, "", "No.", kStart).error().fields.front().pointer, "/ground");
  EXPECT_EQ(subject.refuse("review", kAziza, "not-entitled", "", kStart).error().fields.front().pointer,
            "/text");
  EXPECT_EQ(subject.refuse("review", kAziza, "not-entitled", std::string(kMostText + 1, 'x'), kStart)
                .error()
                .fields.front()
                .code,
            "error.too_long");
  EXPECT_EQ(subject.timeline.size(), 2u);
}

TEST(Case, StopsAllClocksWhileTheApplicantIsAsked) {
  Case subject = submitted(land_route());
  run(subject, subject.claim("cadastre", kAziza, kStart));
  run(subject,
      subject.ask_applicant("cadastre", kAziza, {"documents/plan"}, "The plan cannot be read.", kStart + 1h));
  EXPECT_EQ(subject.state, CaseState::awaiting_applicant);
  ASSERT_NE(subject.open_question(), nullptr);
  EXPECT_THAT(subject.open_question()->marked, ElementsAre("documents/plan"));
  EXPECT_TRUE(subject.term.paused());
  for (const auto* task : {"architecture", "cadastre", "sanitary"})
    EXPECT_TRUE(subject.find(task)->term->paused()) << task;
  EXPECT_EQ(refusal(subject.approve("cadastre", kAziza, "", kStart + 2h)), "case_state");
  run(subject, subject.answer(kApplicant, kStart + 72h));
  EXPECT_EQ(subject.state, CaseState::in_work);
  EXPECT_EQ(subject.open_question(), nullptr);
  EXPECT_THAT(subject.find("sanitary")->term->pauses, ElementsAre(Pause{kStart + 1h, kStart + 72h}));
  decide(subject, "sanitary", true, kStart + 73h);
}

TEST(Case, AsksAnotherDepartmentForItsOpinion) {
  Case subject = one_step();
  run(subject, subject.claim("review", kAziza, kStart));
  run(subject,
      subject.ask_department("review", kAziza, DepartmentId("health"), 2, "Is the child healthy?", kStart));
  ASSERT_EQ(subject.tasks.size(), 2u);
  EXPECT_EQ(subject.tasks[1].department, DepartmentId("health"));
  EXPECT_EQ(subject.tasks[1].kind, StepKind::opinion);
  EXPECT_EQ(subject.tasks[1].asked_by, "review");
  run(subject, subject.approve("review", kAziza, "", kStart));
  EXPECT_EQ(subject.state, CaseState::in_work) << "the opinion is awaited";
  decide(subject, subject.tasks[1].id, true);
  EXPECT_EQ(subject.state, CaseState::granted);
}

TEST(Case, WithdrawingEndsItsTasks) {
  Case subject = submitted(land_route());
  run(subject, subject.withdraw(kApplicant, kStart));
  EXPECT_EQ(subject.state, CaseState::withdrawn);
  EXPECT_EQ(in_state(subject, TaskState::cancelled).size(), 5u);
  EXPECT_TRUE(subject.over());
  EXPECT_EQ(refusal(subject.withdraw(kApplicant, kStart)), "case_state");
  EXPECT_EQ(refusal(subject.reopen("Why?", Actor{ActorKind::staff, "head"}, kStart)), "case_state");
}

TEST(Case, IsExtendedOnceAndWithAReason) {
  Case subject = submitted(land_route());
  EXPECT_EQ(refusal(subject.extend(5, "", Actor{ActorKind::staff, "head"}, kStart)), "invalid");
  const auto both = subject.extend(0, "", Actor{ActorKind::staff, "head"}, kStart);
  ASSERT_FALSE(both);
  EXPECT_EQ(both.error().fields.size(), 2u) << "both fields were empty, and one was said";
  EXPECT_EQ(refusal(subject.extend(0, "Study.", Actor{ActorKind::staff, "head"}, kStart)), "invalid");
  run(subject, subject.extend(5, "Study.", Actor{ActorKind::staff, "head"}, kStart));
  EXPECT_EQ(subject.term.extended_by, 5);
  EXPECT_EQ(subject.find("cadastre")->term->extended_by, 5) << "who is at work has as much longer";
  for (const auto* task : {"architecture", "cadastre", "sanitary"}) decide(subject, task, true);
  EXPECT_EQ(subject.find("decision")->term->extended_by, 0) << "opens with its own days";
  EXPECT_EQ(refusal(subject.extend(5, "Again.", Actor{ActorKind::staff, "head"}, kStart)), "extended_before");
}

TEST(Case, IsIssuedHandedOverClosedAndReopenedByRight) {
  Case subject = one_step();
  EXPECT_EQ(refusal(subject.issue("CODE", Actor{ActorKind::staff, "aziza"}, kStart)), "case_state");
  decide(subject, "review", false);
  run(subject, subject.issue("CODE1", Actor{ActorKind::staff, "aziza"}, kStart));
  run(subject, subject.hand_over(Actor{ActorKind::staff, "aziza"}, kStart));
  run(subject, subject.close("", kProgram, kStart));
  EXPECT_EQ(subject.state, CaseState::closed);
  run(subject, subject.reopen("The court has said so.", Actor{ActorKind::staff, "head"}, kStart + 100h));
  EXPECT_EQ(subject.state, CaseState::in_work);
  EXPECT_THAT(in_state(subject, TaskState::open), ElementsAre("review"));
  EXPECT_EQ(subject.term.begun, kStart + 100h);
  decide(subject, "review", true, kStart + 101h);
  run(subject, subject.issue("CODE2", Actor{ActorKind::staff, "aziza"}, kStart + 101h));
  EXPECT_THAT(subject.results, ElementsAre("CODE1", "CODE2"));
}

TEST(Case, ReopeningBeginsTheDecisionsAndWhatFollowsThemAnew) {
  Case subject = submitted(land_route());
  for (const auto* task : {"architecture", "cadastre", "sanitary"}) decide(subject, task, true);
  decide(subject, "decision", false);
  run(subject, subject.reopen("The court has said so.", Actor{ActorKind::staff, "head"}, kStart));
  EXPECT_THAT(in_state(subject, TaskState::done), ElementsAre("architecture", "cadastre", "sanitary"));
  EXPECT_THAT(in_state(subject, TaskState::open), ElementsAre("decision"));
  EXPECT_THAT(in_state(subject, TaskState::waiting), ElementsAre("entry"));
}

TEST(Case, ThatItsApplicantLeavesIsClosedWithAReasonAndGoesOnWhereItStood) {
  Case subject = submitted(land_route());
  decide(subject, "architecture", true);
  run(subject, subject.claim("cadastre", kAziza, kStart));
  EXPECT_EQ(refusal(subject.close("No.", Actor{ActorKind::staff, "head"}, kStart)), "case_state")
      << "it is worked on";
  run(subject, subject.ask_applicant("cadastre", kAziza, {}, "A photograph.", kStart));
  EXPECT_EQ(refusal(subject.close("", Actor{ActorKind::staff, "head"}, kStart)), "invalid")
      << "the applicant reads why";
  run(subject, subject.close("No answer for 60 days.", Actor{ActorKind::staff, "head"}, kStart + 100h));
  EXPECT_EQ(subject.state, CaseState::closed);
  EXPECT_EQ(subject.open_question(), nullptr);
  EXPECT_EQ(subject.outcome(), std::nullopt);
  EXPECT_EQ(subject.decided_at(), std::nullopt);
  EXPECT_EQ(subject.ended_at(), kStart + 100h);
  EXPECT_EQ(refusal(subject.answer(kApplicant, kStart + 101h)), "case_state");
  run(subject, subject.reopen("They were ill.", Actor{ActorKind::staff, "head"}, kStart + 200h));
  EXPECT_THAT(in_state(subject, TaskState::done), ElementsAre("architecture"));
  EXPECT_THAT(in_state(subject, TaskState::open), ElementsAre("cadastre", "sanitary"));
  EXPECT_TRUE(subject.find("cadastre")->assignee.empty());
  for (const auto* task : {"cadastre", "sanitary", "decision"}) decide(subject, task, true, kStart + 201h);
  run(subject, subject.answer_automatic("entry", Confirmation::confirmed, "", kStart + 202h));
  EXPECT_NE(subject.decided_at(), std::nullopt);
}

TEST(Case, ThatIsNotPaidIsClosedAndStillToBePaidWhenItIsOpenedAgain) {
  Case subject = submitted(land_route(), kFee);
  run(subject, subject.close("Not paid.", Actor{ActorKind::staff, "head"}, kStart));
  EXPECT_EQ(subject.outcome(), std::nullopt);
  run(subject, subject.reopen("Paid late.", Actor{ActorKind::staff, "head"}, kStart + 1h));
  EXPECT_EQ(subject.state, CaseState::awaiting_payment);
  EXPECT_TRUE(subject.term.paused());
  EXPECT_THAT(in_state(subject, TaskState::open), IsEmpty());
  run(subject, subject.pay("K-1", Actor{ActorKind::staff, "aziza"}, kStart + 2h));
  EXPECT_THAT(in_state(subject, TaskState::open), ElementsAre("architecture", "cadastre", "sanitary"));
}

TEST(Case, AnAnswerMayAskForOtherSteps) {
  const auto step = [](std::string id, std::vector<std::string> after) {
    return RouteStep{
        std::move(id), DepartmentId("land"), "specialist", 3, std::move(after), StepKind::opinion, {}};
  };
  Case subject = submitted(land_route(), kFee);
  run(subject, subject.pay("K-1", Actor{ActorKind::staff, "aziza"}, kStart));
  decide(subject, "architecture", true);
  run(subject, subject.claim("cadastre", kAziza, kStart));
  EXPECT_EQ(refusal(subject.change_route({}, Tiyin{kFee}, kStart)), "") << "while it is in work";
  std::vector<RouteStep> route = {step("architecture", {}),
                                  step("fire", {"architecture"}),
                                  step("cadastre", {}),
                                  {"decision", DepartmentId("land"), "specialist", 3, {"fire", "cadastre"}}};
  run(subject, subject.change_route(route, Tiyin{kFee + 100}, kStart));
  EXPECT_EQ(subject.state, CaseState::awaiting_payment);
  EXPECT_EQ(subject.unpaid(), Tiyin{100});
  EXPECT_THAT(in_state(subject, TaskState::cancelled), ElementsAre("sanitary", "entry"));
  EXPECT_THAT(in_state(subject, TaskState::open), IsEmpty()) << "first it is paid";
  run(subject, subject.pay("K-2", Actor{ActorKind::staff, "aziza"}, kStart + 1h));
  EXPECT_EQ(subject.state, CaseState::in_work);
  EXPECT_EQ(subject.unpaid(), Tiyin{0});
  EXPECT_THAT(in_state(subject, TaskState::open), ElementsAre("fire"));
  EXPECT_EQ(subject.find("cadastre")->assignee, kAziza) << "who was at work goes on";
  run(subject, subject.approve("cadastre", kAziza, "", kStart + 1h));
  decide(subject, "fire", true, kStart + 1h);
  decide(subject, "decision", true, kStart + 1h);
  EXPECT_EQ(subject.state, CaseState::granted) << "what does not apply holds nothing up";
  run(subject, subject.reopen("x", Actor{ActorKind::staff, "head"}, kStart + 2h));
  EXPECT_THAT(in_state(subject, TaskState::cancelled), ElementsAre("sanitary", "entry"));
}

TEST(Case, WhatARegistryDoesNotKnowAndWhatComesLateIsForPeople) {
  Case subject =
      submitted({{"check", DepartmentId("land"), "specialist", 1, {}, StepKind::automatic, "cadastre"},
                 {"decision", DepartmentId("land"), "specialist", 1, {"check"}}});
  run(subject, subject.answer_automatic("check", Confirmation::unknown, "No such plot.", kStart));
  EXPECT_EQ(subject.find("check")->state, TaskState::open);
  EXPECT_EQ(subject.timeline.back().kind, EventKind::registry_finding);
  EXPECT_EQ(subject.timeline.back().reference, "unknown");
  run(subject, subject.claim("check", kAziza, kStart));
  run(subject, subject.answer_automatic("check", Confirmation::denied, "Found after all.", kStart));
  EXPECT_EQ(subject.find("check")->state, TaskState::claimed) << "who has it decides";
  run(subject, subject.approve("check", kAziza, "", kStart));
  EXPECT_EQ(refusal(subject.answer_automatic("check", Confirmation::confirmed, "", kStart)), "not_found");
}

TEST(Case, MessagesChangeNothingElseAndAreAnswered) {
  Case subject = one_step();
  for (int i = 0; i < kMostUnanswered; ++i) run(subject, subject.write("When?", kApplicant, kStart));
  EXPECT_EQ(subject.unanswered(), kMostUnanswered);
  EXPECT_EQ(refusal(subject.write("When?", Actor{ActorKind::representative, "7"}, kStart)),
            "too_many_messages");
  EXPECT_EQ(refusal(subject.write("", Actor{ActorKind::staff, "aziza"}, kStart)), "invalid");
  run(subject, subject.write("Soon.", Actor{ActorKind::staff, "aziza"}, kStart));
  EXPECT_EQ(subject.unanswered(), 0);
  EXPECT_EQ(subject.state, CaseState::submitted);
  run(subject, subject.write("Thank you.", kApplicant, kStart));
}

TEST(Case, SaysEachNoticeOnceForEachOpeningOfATask) {
  Case subject = one_step();
  run(subject, subject.warn("review", Notice::unclaimed, kStart));
  run(subject, subject.warn("review", Notice::unclaimed, kStart));
  EXPECT_EQ(subject.timeline.size(), 2u);
  EXPECT_EQ(subject.timeline.back().reference, "unclaimed");
  EXPECT_EQ(subject.state, CaseState::submitted) << "a warning is no work";
  run(subject, subject.escalate("review", StaffId(), kStart));
  run(subject, subject.escalate("review", StaffId(), kStart));
  EXPECT_EQ(subject.timeline.size(), 3u);
  EXPECT_TRUE(subject.find("review")->for_head);
  EXPECT_EQ(subject.find("review")->state, TaskState::open)
      << "whoever is quicker than the head may claim it";
  decide(subject, "review", true);
  EXPECT_FALSE(subject.find("review")->for_head);
  EXPECT_EQ(refusal(subject.warn("review", Notice::overdue, kStart)), "case_state");
  run(subject, subject.reopen("x", Actor{ActorKind::staff, "head"}, kStart));
  EXPECT_EQ(subject.find("review")->notices, Notices());
}

TEST(Case, AnEscalatedTaskIsWhoStandsIns) {
  Case subject = one_step();
  run(subject, subject.claim("review", kAziza, kStart));
  run(subject, subject.escalate("review", kBobur, kStart));
  EXPECT_EQ(subject.find("review")->assignee, kBobur);
  EXPECT_FALSE(subject.find("review")->for_head);
  EXPECT_EQ(refusal(subject.approve("review", kAziza, "", kStart)), "other_assignee");
  run(subject, subject.approve("review", kBobur, "", kStart));
}

TEST(Case, WhoStandsInTakesATaskOver) {
  Case subject = one_step();
  run(subject, subject.claim("review", kAziza, kStart));
  EXPECT_EQ(refusal(subject.claim("review", kBobur, kStart, {StaffId("zuhra")})), "other_assignee");
  run(subject, subject.claim("review", kBobur, kStart, {kAziza}));
  EXPECT_EQ(subject.find("review")->assignee, kBobur);
}

TEST(Case, KeepsNoWordsOnceItIsErased) {
  Case subject = one_step();
  run(subject, subject.claim("review", kAziza, kStart));
  EXPECT_EQ(refusal(subject.erase(kStart)), "case_state");
  run(subject, subject.ask_applicant("review", kAziza, {}, "Whose child is it?", kStart));
  run(subject, subject.answer(kApplicant, kStart));
  run(subject, subject.refuse("review", kAziza, "not-entitled", "It is Karimova's.", kStart));
  run(subject, subject.announce_erasure(kStart));
  run(subject, subject.erase(kStart + kErasureNotice));
  EXPECT_EQ(subject.find("review")->outcome->explanation, "");
  EXPECT_EQ(subject.find("review")->outcome->ground, "not-entitled");
  EXPECT_EQ(subject.questions.front().text, "");
  for (const auto& event : subject.timeline) EXPECT_EQ(event.text, "") << name(event.kind);
  EXPECT_EQ(refusal(subject.reopen("x", Actor{ActorKind::staff, "head"}, kStart)), "case_erased");
  EXPECT_EQ(refusal(subject.erase(kStart)), "case_erased");
}

TEST(Case, IsErasedOnlySomeDaysAfterItWasAnnounced) {
  Case subject = one_step();
  EXPECT_EQ(refusal(subject.announce_erasure(kStart)), "case_state") << "it is worked on";
  run(subject, subject.claim("review", kAziza, kStart));
  run(subject, subject.approve("review", kAziza, "", kStart));
  EXPECT_EQ(refusal(subject.erase(kStart + 10'000h)), "erasure_not_announced");
  run(subject, subject.announce_erasure(kStart));
  EXPECT_TRUE(subject.announce_erasure(kStart + 1h)->empty()) << "it is announced once";
  EXPECT_EQ(refusal(subject.erase(kStart + kErasureNotice - 1ms)), "erasure_not_announced");
  Case again = subject;
  run(again, again.reopen("x", Actor{ActorKind::staff, "head"}, kStart + 1h));
  EXPECT_FALSE(again.erasure_announced_at);
  run(subject, subject.erase(kStart + kErasureNotice));
  EXPECT_TRUE(subject.erased);
}

TEST(Case, ThatIsHeldIsNotErasedUntilThatIsAllowedAgain) {
  const Actor head{ActorKind::staff, "head"};
  Case subject = one_step();
  run(subject, subject.claim("review", kAziza, kStart));
  run(subject, subject.approve("review", kAziza, "", kStart));
  run(subject, subject.announce_erasure(kStart));
  EXPECT_EQ(refusal(subject.hold_erasure("", head, kStart)), "invalid") << "it needs a reason";
  run(subject, subject.hold_erasure("The court asks for it.", head, kStart + 1h));
  EXPECT_TRUE(subject.erasure_held);
  EXPECT_EQ(refusal(subject.hold_erasure("Once more.", head, kStart + 2h)), "erasure_held");
  EXPECT_EQ(refusal(subject.erase(kStart + 10'000h)), "erasure_held");
  EXPECT_EQ(refusal(subject.announce_erasure(kStart + 10'000h)), "erasure_held");
  run(subject, subject.allow_erasure("The court is done.", head, kStart + 10'000h));
  EXPECT_EQ(refusal(subject.erase(kStart + 10'000h)), "erasure_not_announced") << "it is announced anew";
  run(subject, subject.announce_erasure(kStart + 10'000h));
  run(subject, subject.erase(kStart + 10'000h + kErasureNotice));
  for (const auto& event : subject.timeline) EXPECT_EQ(event.text, "") << name(event.kind);
}

TEST(Case, EndsWithItsLastDecisionAndWithWhatFollowsIt) {
  Case subject = one_step();
  EXPECT_EQ(subject.ended_at(), std::nullopt);
  decide(subject, "review", true, kStart + 1h);
  run(subject, subject.issue("CODE", kProgram, kStart + 2h));
  run(subject, subject.hand_over(Actor{ActorKind::staff, "a"}, kStart + 3h));
  run(subject, subject.note("x", Actor{ActorKind::staff, "a"}, kStart + 4h));
  EXPECT_EQ(subject.decided_at(), kStart + 1h);
  EXPECT_EQ(subject.ended_at(), kStart + 3h);
  Case withdrawn = submitted(land_route());
  decide(withdrawn, "cadastre", true);
  run(withdrawn, withdrawn.withdraw(kApplicant, kStart + 5h));
  EXPECT_EQ(withdrawn.decided_at(), std::nullopt);
  EXPECT_EQ(withdrawn.ended_at(), kStart + 5h);
}

// A case under commands in any order, allowed or not.
RC_GTEST_PROP(CaseProperties, KeepsItsInvariantsWhateverIsOrdered, ()) {
  Case subject = submitted(land_route(), *rc::gen::element(0, kFee));
  std::vector<Event> applied;
  Time now = kStart;
  for (int i = *rc::gen::inRange(1, 60); i > 0; --i) {
    now += Minutes(*rc::gen::inRange(0, 3000));
    const std::string task = (*rc::gen::elementOf(subject.tasks)).id;
    const StaffId by = *rc::gen::element(kAziza, kBobur);
    Case::Decided decided;
    switch (*rc::gen::inRange(0, 21)) {
      case 0:
        decided = subject.pay("R", Actor{ActorKind::staff, "a"}, now);
        break;
      case 1:
      case 2:
      case 3:
        decided = subject.claim(task, by, now);
        break;
      case 4:
        decided = subject.release(task, by, now);
        break;
      case 5:
        decided = subject.hand_on(task, by, Actor{ActorKind::staff, "head"}, now);
        break;
      case 6:
      case 7:
      case 8:
        decided = subject.approve(task, by, "", now);
        break;
      case 9:
        decided = subject.refuse(task, by, "wrong-data", "x", now);
        break;
      case 10:
        decided = subject.ask_applicant(task, by, {}, "x", now);
        break;
      case 11:
        decided = subject.answer(kApplicant, now);
        break;
      case 12:
        decided = subject.ask_department(task, by, DepartmentId("x"), 2, "x", now);
        break;
      case 13:
        decided = subject.answer_automatic(
            task, *rc::gen::element(Confirmation::confirmed, Confirmation::denied, Confirmation::unknown), "",
            now);
        break;
      case 14:
        decided = subject.reopen("x", Actor{ActorKind::staff, "head"}, now);
        break;
      case 15:
        decided = subject.warn(task, static_cast<Notice>(*rc::gen::inRange(0, kNotices)), now);
        break;
      case 16:
        decided = subject.escalate(task, *rc::gen::element(kBobur, StaffId()), now);
        break;
      case 17:
        decided = *rc::gen::element(0, 1, 2) == 0 ? subject.announce_erasure(now) : subject.erase(now);
        break;
      case 18:
        decided = subject.give_mandate("mandate", kApplicant, now);
        break;
      case 19:
        decided = subject.revoke_mandate("mandate", kApplicant, now);
        break;
      default:
        decided = subject.issue("CODE", Actor{ActorKind::staff, "a"}, now);
        break;
    }
    if (!decided) continue;
    for (const auto& event : *decided) subject.apply(event), applied.push_back(event);
    for (const auto& each : subject.tasks) {
      const bool worked_on = each.state == TaskState::open || each.state == TaskState::claimed;
      RC_ASSERT((!worked_on || each.term));
      RC_ASSERT((!worked_on || !subject.over()));
      RC_ASSERT((each.state == TaskState::done) == each.outcome.has_value());
      RC_ASSERT((!worked_on || each.term->paused() == subject.term.paused()));
      if (each.state == TaskState::waiting) continue;
      for (const auto& before : each.after) {
        const Task* found = subject.find(before);
        RC_ASSERT((each.state == TaskState::cancelled || found->state == TaskState::done ||
                   found->state == TaskState::cancelled));
      }
    }
    RC_ASSERT((subject.state == CaseState::awaiting_applicant) == (subject.open_question() != nullptr));
    RC_ASSERT(subject.over() == subject.ended_at().has_value());
    RC_ASSERT((!subject.decided_at() || *subject.decided_at() <= *subject.ended_at()));
    RC_ASSERT((!subject.erased || subject.over()));
    if (subject.erased) {
      RC_ASSERT(subject.timeline.back().kind == EventKind::case_erased);
      for (const auto& event : subject.timeline) RC_ASSERT(event.text.empty());
    }
  }
  Case again = submitted(land_route(), subject.begun.fee.amount);
  for (const auto& event : applied) again.apply(event);
  RC_ASSERT(again == subject);
}

}  // namespace
}  // namespace biroyna::cases
