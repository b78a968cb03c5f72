// What steps find: by whom, until when, and what it means for the decision.
#include "features/cases/domain_findings.hpp"

#include <gmock/gmock.h>

#include "features/cases/domain_test_case.hpp"

namespace biroyna::cases {
namespace {

using namespace testing;
using catalogue::Answers;
using catalogue::FindingUse;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Time kNow = kTashkent.at(kToday, Minutes(10 * 60));
const Answers kSum = {{"amount", 1'240'000}}, kOther = {{"amount", 1'500'000}};

FindingUse use(const char* field) {
  FindingUse made;
  made.field = field;
  return made;
}

// A registry says the sum, a doctor says the group, and somebody decides: both stand on the document.
class Findings : public ::testing::Test {
 protected:
  Findings() {
    service.steps = {{"fund", DepartmentId("pension"), 0, {}},
                     {"doctor", DepartmentId("health"), 1, {}},
                     {"decide", DepartmentId("pension"), 1, {"fund", "doctor"}}};
    service.steps[0].kind = StepKind::automatic;
    service.steps[0].findings = {use("amount")};
    service.steps[1].kind = StepKind::opinion;
    service.steps[1].findings = {use("group")};
    service.steps[2].findings = {use("from_day")};
    service.issues.facts = {"findings.amount", "findings.group"};
    subject = Case::submitted(
        {.number = "7K4M9QX2",
         .service = ServiceId("pension"),
         .catalogue_version = 1,
         .channel = "online",
         .route = {{"fund", DepartmentId("pension"), "specialist", 0, {}, StepKind::automatic, "fund"},
                   {"doctor", DepartmentId("health"), "specialist", 1, {}, StepKind::opinion},
                   {"decide", DepartmentId("pension"), "specialist", 1, {"fund", "doctor"}}},
         .working_days = 2,
         .fee = {}},
        kApplicant, kNow);
  }
  std::vector<RouteStep> without_doctor() const {
    auto route = subject.begun.route;
    route.erase(route.begin() + 1);
    route.back().after = {"fund"};
    return route;
  }
  std::vector<std::string> due(const char* task) const {
    std::vector<std::string> fields;
    for (const auto* one : findings_due(service, subject, *subject.find(task), {}, facts))
      fields.push_back(one->field);
    return fields;
  }
  void approve(const char* task, const Answers& found) {
    run(subject, subject.claim(task, kAziza, kNow));
    run(subject, subject.approve(task, kAziza, "", kNow, found));
  }

  catalogue::Service service;
  catalogue::Facts facts{.today = kToday, .applicant_birth_date = {}};
  Case subject;
};

TEST_F(Findings, ComeWithTheDecisionAndStayInTheHistory) {
  run(subject, subject.answer_automatic("fund", Confirmation::confirmed, "", kNow, kSum));
  EXPECT_EQ(subject.findings(), kSum);
  EXPECT_EQ(subject.find("fund")->state, TaskState::done);
  const Event& recorded = subject.timeline[subject.timeline.size() - 2];
  EXPECT_EQ(recorded.kind, EventKind::findings_recorded);
  EXPECT_EQ(recorded.found, kSum);
  approve("doctor", {{"group", 2}});
  EXPECT_EQ(subject.findings().size(), 2u);
}

TEST_F(Findings, TheSameAgainIsNoEvent) {
  run(subject, subject.claim("doctor", kAziza, kNow));
  run(subject, subject.record("doctor", kAziza, {{"group", 2}}, kNow));
  const auto events = subject.approve("doctor", kAziza, "", kNow, {{"group", 2}}).value();
  EXPECT_EQ(events.size(), 1u);
  EXPECT_THAT(subject.record("doctor", kAziza, {{"group", 2}}, kNow).value(), IsEmpty());
}

TEST_F(Findings, AreCorrectedByWhoMadeThemWhileTheCaseIsWorkedOn) {
  approve("doctor", {{"group", 2}});
  EXPECT_EQ(subject.record("doctor", kBobur, {{"group", 1}}, kNow).error().code, "task_state");
  run(subject, subject.record("doctor", kAziza, {{"group", 1}}, kNow));
  EXPECT_EQ(subject.findings(), (Answers{{"group", 1}}));
  run(subject, subject.answer_automatic("fund", Confirmation::confirmed, "", kNow, kSum));
  approve("decide", {{"from_day", "2026-12-01"}});
  EXPECT_EQ(subject.record("doctor", kAziza, {{"group", 3}}, kNow).error().code, "case_state")
      << "it is decided";
}

TEST_F(Findings, OfATaskAreForWhoHasIt) {
  EXPECT_EQ(subject.record("doctor", kAziza, {{"group", 1}}, kNow).error().code, "task_state");
  run(subject, subject.claim("doctor", kAziza, kNow));
  EXPECT_EQ(subject.record("doctor", kBobur, {{"group", 1}}, kNow).error().code, "other_assignee");
}

TEST_F(Findings, AnAnswerThatDoesNotFitIsForPeopleToRead) {
  run(subject, subject.answer_automatic("fund", Confirmation::confirmed, "amount: a lot", kNow, {},
                                        {"findings/amount"}));
  EXPECT_EQ(subject.find("fund")->state, TaskState::open);
  EXPECT_EQ(subject.timeline.back().reference, "unknown");
  EXPECT_THAT(subject.timeline.back().marked, ElementsAre("findings/amount"));
  EXPECT_THAT(subject.findings(), IsEmpty());
}

TEST_F(Findings, AnAnswerThatComesAfterAPersonFoundItChangesNothing) {
  run(subject, subject.claim("fund", kAziza, kNow));
  run(subject, subject.record("fund", kAziza, kSum, kNow));
  run(subject, subject.answer_automatic("fund", Confirmation::confirmed, "1 500 000", kNow, kOther));
  EXPECT_EQ(subject.findings(), kSum);
  EXPECT_EQ(subject.timeline.back().text, "1 500 000") << "it is there to be read";
}

TEST_F(Findings, WhatTheRegistryDeniesFindsNothingAndNeedsNothing) {
  run(subject, subject.answer_automatic("fund", Confirmation::denied, "", kNow, {}, {"findings/amount"}));
  EXPECT_EQ(subject.find("fund")->state, TaskState::done);
  EXPECT_FALSE(subject.find("fund")->outcome->approved);
}

TEST_F(Findings, WhoDecidesFindsWhatTheDocumentNeedsAndNobodyFound) {
  EXPECT_THAT(due("doctor"), ElementsAre("group"));
  EXPECT_THAT(due("decide"), ElementsAre("from_day")) << "the others are still to find theirs";
  run(subject, subject.answer_automatic("fund", Confirmation::denied, "", kNow));
  EXPECT_THAT(due("decide"), ElementsAre("from_day", "amount"));
  approve("doctor", {{"group", 2}});
  EXPECT_THAT(due("decide"), ElementsAre("from_day", "amount"));
}

TEST_F(Findings, OfADepartmentThatIsOnlyAskedThereAreNone) {
  run(subject, subject.claim("doctor", kAziza, kNow));
  run(subject, subject.ask_department("doctor", kAziza, DepartmentId("sport"), 1, "Is he fit?", kNow));
  EXPECT_THAT(findings_due(service, subject, subject.tasks.back(), {}, facts), IsEmpty());
}

TEST_F(Findings, OfAStepThatDoesNotApplyAnyMoreDoNotCount) {
  approve("doctor", {{"group", 2}});
  auto route = subject.begun.route;
  route.erase(route.begin() + 1);
  run(subject, subject.change_route(route, Tiyin{0}, kNow));
  EXPECT_THAT(subject.findings(), IsEmpty());
}

TEST_F(Findings, AHigherFeeIsPaidWhenTheApplicantHasAnswered) {
  run(subject, subject.claim("doctor", kAziza, kNow));
  run(subject, subject.ask_applicant("doctor", kAziza, {}, "Since when?", kNow));
  run(subject, subject.change_route(subject.begun.route, Tiyin{500}, kNow));
  EXPECT_EQ(subject.state, CaseState::awaiting_applicant);
  run(subject, subject.answer(kApplicant, kNow));
  EXPECT_EQ(subject.state, CaseState::awaiting_payment);
  run(subject, subject.pay("1", Actor{ActorKind::staff, "desk"}, kNow));
  EXPECT_EQ(subject.state, CaseState::in_work);
  EXPECT_FALSE(subject.term.paused());
}

// Of a mistyped finding that was mended: its steps fell away, and came back.
TEST_F(Findings, AStepThatFellAwayAndAppliesAgainIsStillToBeDone) {
  const auto whole = subject.begun.route;
  const auto without = without_doctor();
  run(subject, subject.claim("doctor", kAziza, kNow));
  run(subject, subject.change_route(without, Tiyin{0}, kNow));
  run(subject, subject.change_route(whole, Tiyin{0}, kNow));
  EXPECT_EQ(subject.find("doctor")->state, TaskState::open);
  run(subject, subject.answer_automatic("fund", Confirmation::confirmed, "", kNow, kSum));
  EXPECT_EQ(subject.find("decide")->state, TaskState::waiting) << "for the doctor";
  EXPECT_EQ(subject.state, CaseState::in_work) << "nobody has decided";
  approve("doctor", {{"group", 2}});
  approve("decide", {{"from_day", "2026-12-01"}});
  EXPECT_EQ(subject.state, CaseState::granted);
}

TEST_F(Findings, WhoHasBegunWhatComesAfterANewStepWaitsForIt) {
  const auto whole = subject.begun.route;
  const auto without = without_doctor();
  run(subject, subject.change_route(without, Tiyin{0}, kNow));
  run(subject, subject.answer_automatic("fund", Confirmation::confirmed, "", kNow, kSum));
  run(subject, subject.claim("decide", kAziza, kNow));
  run(subject, subject.change_route(whole, Tiyin{0}, kNow));
  EXPECT_EQ(subject.find("decide")->state, TaskState::waiting);
  EXPECT_EQ(subject.approve("decide", kAziza, "", kNow).error().code, "task_state");
}

TEST_F(Findings, NothingIsGrantedOrBegunWhileTheFeeThatRoseIsOwed) {
  run(subject, subject.answer_automatic("fund", Confirmation::confirmed, "", kNow, kSum));
  run(subject, subject.claim("doctor", kAziza, kNow));
  run(subject, subject.change_route(subject.begun.route, Tiyin{500}, kNow));
  subject.apply({.kind = EventKind::task_decided,
                 .at = kNow,
                 .actor = {ActorKind::staff, "aziza"},
                 .task = "doctor",
                 .approved = true});
  EXPECT_EQ(subject.state, CaseState::awaiting_payment);
  EXPECT_EQ(subject.find("decide")->state, TaskState::waiting);
  run(subject, subject.pay("1", Actor{ActorKind::staff, "desk"}, kNow));
  EXPECT_EQ(subject.find("decide")->state, TaskState::open);
  run(subject, subject.claim("decide", kAziza, kNow));
  run(subject, subject.change_route(subject.begun.route, Tiyin{900}, kNow));
  subject.apply({.kind = EventKind::task_decided,
                 .at = kNow,
                 .actor = {ActorKind::staff, "aziza"},
                 .task = "decide",
                 .approved = true});
  EXPECT_EQ(subject.state, CaseState::awaiting_payment) << "the document is issued when it is paid";
  run(subject, subject.pay("2", Actor{ActorKind::staff, "desk"}, kNow));
  EXPECT_EQ(subject.state, CaseState::granted);
}

TEST_F(Findings, AMistypedOneIsMendedBeforeItsFeeIsPaid) {
  run(subject, subject.claim("doctor", kAziza, kNow));
  run(subject, subject.record("doctor", kAziza, {{"group", 1}}, kNow));
  run(subject, subject.change_route(subject.begun.route, Tiyin{500}, kNow));
  EXPECT_EQ(subject.state, CaseState::awaiting_payment);
  run(subject, subject.record("doctor", kAziza, {{"group", 3}}, kNow));
  run(subject, subject.change_route(subject.begun.route, Tiyin{0}, kNow));
  EXPECT_EQ(subject.state, CaseState::in_work);
  EXPECT_FALSE(subject.term.paused());
}

TEST_F(Findings, ARegistryThatAnswersWhileTheFeeIsOwedIsHeard) {
  run(subject, subject.change_route(subject.begun.route, Tiyin{500}, kNow));
  run(subject, subject.answer_automatic("fund", Confirmation::confirmed, "", kNow, kSum));
  EXPECT_EQ(subject.findings(), kSum);
  EXPECT_EQ(subject.state, CaseState::awaiting_payment);
  run(subject, subject.pay("1", Actor{ActorKind::staff, "desk"}, kNow));
  EXPECT_EQ(subject.find("fund")->state, TaskState::done);
}

TEST_F(Findings, AStepThatOpensWhileTheApplicantIsAskedHasNoRunningClock) {
  const auto whole = subject.begun.route;
  auto more = whole;
  more.push_back({"visit", DepartmentId("sport"), "specialist", 1, {}, StepKind::opinion});
  more[2].after.push_back("visit");
  run(subject, subject.claim("doctor", kAziza, kNow));
  run(subject, subject.ask_applicant("doctor", kAziza, {}, "Since when?", kNow));
  run(subject, subject.change_route(more, Tiyin{0}, kNow));
  EXPECT_TRUE(subject.find("visit")->term->paused());
  run(subject, subject.answer(kApplicant, kNow));
  EXPECT_FALSE(subject.find("visit")->term->paused());
}

TEST_F(Findings, ThatAreNotAskedAnyMoreDoNotCount) {
  service.steps[1].findings.push_back(use("note"));
  service.steps[1].findings.back().when = catalogue::parse_expression("findings.group > 1").value();
  service.steps[1].findings.push_back(use("why"));
  service.steps[1].findings.back().when = catalogue::parse_expression("given(findings.note)").value();
  const Answers all = {{"group", 1}, {"note", "x"}, {"why", "y"}};
  EXPECT_EQ(findings_that_count(service, all, {}, facts), (Answers{{"group", 1}}));
}

TEST_F(Findings, OfARefusedDecisionAreLackingOnTheDocument) {
  service.issues.facts = {"findings.from_day"};
  EXPECT_TRUE(lacks_findings(service, subject, {}, facts));
  facts.findings = {{"from_day", "2026-12-01"}};
  EXPECT_FALSE(lacks_findings(service, subject, {}, facts));
}

TEST_F(Findings, AreGoneFromAnErasedCase) {
  approve("doctor", {{"group", 2}});
  subject.apply({.kind = EventKind::case_erased, .at = kNow, .actor = kProgram});
  EXPECT_THAT(subject.findings(), IsEmpty());
  for (const Event& event : subject.timeline) EXPECT_THAT(event.found, IsEmpty());
}

TEST_F(Findings, OneThatIsNothingIsTakenBack) {
  EXPECT_EQ(with_findings({{"a", 1}, {"b", 2}}, {{"b", catalogue::Value()}, {"c", 3}}),
            (Answers{{"a", 1}, {"c", 3}}));
}

}  // namespace
}  // namespace biroyna::cases
