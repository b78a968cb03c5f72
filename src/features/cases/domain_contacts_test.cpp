#include "features/cases/domain_contacts.hpp"

#include <gtest/gtest.h>

#include "features/cases/domain_test_case.hpp"

namespace biroyna::cases {
namespace {

using testing::kAziza;
using testing::kTashkent;
using testing::run;

using namespace std::chrono_literals;

const DepartmentId kOwn("land");
const Actor kDesk{ActorKind::staff, "desk"};
const Time kMorning = *parse_rfc3339("2026-11-24T05:00:00Z");

std::vector<RouteStep> route() {
  return {{"sanitary", DepartmentId("health"), "specialist", 3, {}, StepKind::opinion},
          {"registry", kOwn, "specialist", 1, {}, StepKind::automatic},
          {"decision", kOwn, "specialist", 3, {"sanitary", "registry"}}};
}
Case handed_in(const Actor& actor, std::int64_t fee = 0) {
  return Case::submitted({.number = "7K4M9QX2",
                          .service = ServiceId("land"),
                          .catalogue_version = 1,
                          .channel = actor == kApplicant ? "online" : "window",
                          .route = route(),
                          .working_days = 15,
                          .fee = Tiyin{fee}},
                         actor, kMorning);
}
void finish(Case& subject, Time now) {
  run(subject, subject.claim("sanitary", kAziza, now));
  run(subject, subject.approve("sanitary", kAziza, "", now));
  run(subject, subject.answer_automatic("registry", Confirmation::confirmed, "", now));
  run(subject, subject.claim("decision", kAziza, now));
  run(subject, subject.approve("decision", kAziza, "", now));
  run(subject, subject.issue("CODE", kProgram, now));
}
Contacts of(const Case& subject) { return contacts_of(subject, kOwn, kTashkent); }

TEST(Contacts, OnlineNobodyIsMet) {
  Case subject = handed_in(kApplicant);
  EXPECT_EQ(of(subject), (Contacts{0, 0, 0}));
  finish(subject, kMorning + 24h);
  EXPECT_EQ(of(subject), (Contacts{0, 0, 2})) << "the health department and the registry";
}

TEST(Contacts, WhatIsDoneOnOneDayIsOneVisit) {
  Case subject = handed_in(kDesk, 4'120'000);
  run(subject, subject.pay("R-1", kDesk, kMorning + 1h));
  EXPECT_EQ(of(subject), (Contacts{1, 1, 0}));
  finish(subject, kMorning + 48h);
  run(subject, subject.hand_over(kDesk, kMorning + 72h));
  EXPECT_EQ(of(subject), (Contacts{2, 2, 2}));
}

TEST(Contacts, ADayIsTheCentres) {
  Case subject = handed_in(kDesk);
  finish(subject, kMorning);
  run(subject, subject.hand_over(kDesk, kMorning + 14h + 1min));  // 00:01 in Tashkent
  EXPECT_EQ(of(subject).visits, 2);
}

TEST(Contacts, AnAnswerFromAfarIsAContactAndNoVisit) {
  Case subject = handed_in(kApplicant);
  run(subject, subject.claim("sanitary", kAziza, kMorning));
  run(subject, subject.ask_applicant("sanitary", kAziza, {}, "Which one?", kMorning));
  run(subject, subject.answer(kApplicant, kMorning + 2h));
  EXPECT_EQ(of(subject), (Contacts{1, 0, 0}));
  run(subject, subject.ask_applicant("sanitary", kAziza, {}, "And this?", kMorning + 3h));
  run(subject, subject.answer(kDesk, kMorning + 4h));
  EXPECT_EQ(of(subject), (Contacts{2, 1, 0}));
}

TEST(Contacts, WhatWasNotDoneReplacesNothing) {
  Case subject = handed_in(kApplicant);
  run(subject, subject.claim("sanitary", kAziza, kMorning));
  run(subject, subject.withdraw(kApplicant, kMorning + 1h));
  EXPECT_EQ(of(subject), (Contacts{0, 0, 0}));
}

TEST(Contacts, AnOpinionOfAnotherDepartmentReplacesAVisit) {
  Case subject = handed_in(kApplicant);
  run(subject, subject.claim("sanitary", kAziza, kMorning));
  run(subject,
      subject.ask_department("sanitary", kAziza, DepartmentId("water"), 2, "Is there water?", kMorning));
  const std::string asked = subject.tasks.back().id;
  run(subject, subject.claim(asked, kAziza, kMorning));
  run(subject, subject.approve(asked, kAziza, "", kMorning));
  EXPECT_EQ(of(subject).visits_replaced, 1);
}

}  // namespace
}  // namespace biroyna::cases
