#include "features/cases/commands.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

namespace biroyna::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Time kNow = from_ms(1'795'000'000'000);

Case two_departments(bool at_window, std::int64_t fee) {
  return Case::submitted(
      {.number = "7K4M9QX2",
       .service = ServiceId("land"),
       .catalogue_version = 1,
       .channel = "window",
       .route = {{"site", DepartmentId("architecture"), "specialist", 3, {}, StepKind::opinion},
                 {"decision", DepartmentId("land"), "specialist", 3, {"site"}}},
       .working_days = 9,
       .fee = Tiyin{fee},
       .at_window = at_window},
      Actor{ActorKind::staff, "aziza"}, kNow);
}

Viewer viewer(Party party, std::string staff, std::string department = {}) {
  Viewer made{.party = party, .staff = StaffId(std::move(staff))};
  if (!department.empty()) made.departments.emplace_back(std::move(department));
  return made;
}
const std::vector<Viewer>& viewers() {
  static const std::vector<Viewer> all = {viewer(Party::stranger, ""),
                                          viewer(Party::applicant, ""),
                                          viewer(Party::operator_, "operator"),
                                          viewer(Party::specialist, "zarina", "land"),
                                          viewer(Party::specialist, "kamola", "land"),
                                          viewer(Party::specialist, "botir", "architecture"),
                                          viewer(Party::head, "sardor"),
                                          viewer(Party::administrator, "jasur"),
                                          viewer(Party::representative, ""),
                                          viewer(Party::follower, "")};
  return all;
}

// An order with all that any command needs.
Order order_of(const Command& command, const Task* task, const Case& subject) {
  const auto kept =
      std::ranges::find_if(subject.originals, [](const Original& one) { return !one.returned; });
  const bool gives_back = command.causes == EventKind::original_returned;
  return {.command = &command,
          .number = "7K4M9QX2",
          .task = task == nullptr ? std::string() : task->id,
          .input = {.text = "Words.",
                    .ground = "not-entitled",
                    .receipt = "R-1",
                    .addressee = "Another district",
                    .original = gives_back ? std::to_string(kept - subject.originals.begin() + 1) : "Diploma",
                    .place = "Safe 2",
                    .marked = {},
                    .department = DepartmentId("health"),
                    .working_days = 2,
                    .assignee = StaffId("kamola"),
                    .applicant = {},
                    .answers = {},
                    .documents = {},
                    .findings = {{"height", 12}}}};
}
Case::Decided decided(const Command& command, const Viewer& by, const Case& subject, const Task* task) {
  Viewer acting = by;
  acting.actor = {ActorKind::staff, by.staff.str()};
  return command.decide(subject, order_of(command, task, subject), acting, kNow);
}

struct Offer {
  const Command* command;
  const Viewer* by;
  const Task* task;
};
// Everything that might be ordered, offered or not.
std::vector<Offer> everything(const Case& subject) {
  std::vector<Offer> all;
  for (const auto& by : viewers()) {
    for (const Command& command : commands()) {
      if (command.target == Target::application) {
        all.push_back({&command, &by, nullptr});
        continue;
      }
      for (const Task& task : subject.tasks) all.push_back({&command, &by, &task});
    }
  }
  return all;
}

// A case somewhere on its way, led there by what is offered.
Case somewhere() {
  Case subject = two_departments(*rc::gen::arbitrary<bool>(), *rc::gen::element<std::int64_t>(0, 4'120'000));
  const int steps = *rc::gen::inRange(0, 12);
  for (int i = 0; i < steps; ++i) {
    if (subject.allows(EventKind::result_issued))
      subject.apply(subject.issue("CODE", kProgram, kNow)->front());
    auto offers = everything(subject);
    std::erase_if(offers, [&](const Offer& offer) {
      return offer.command->name == "close" || offer.command->name == "withdraw" ||
             !offered(*offer.command, *offer.by, subject, offer.task);
    });
    if (offers.empty()) break;
    const Offer chosen = *rc::gen::elementOf(offers);
    const auto events = decided(*chosen.command, *chosen.by, subject, chosen.task);
    RC_ASSERT(events.has_value());
    for (const Event& event : *events) subject.apply(event);
  }
  return subject;
}

RC_GTEST_PROP(Commands, WhatIsOfferedCanBeDoneAndCausesWhatTheTableSays, ()) {
  const Case subject = somewhere();
  for (const auto& [command, by, task] : everything(subject)) {
    if (!offered(*command, *by, subject, task)) continue;
    const auto events = decided(*command, *by, subject, task);
    RC_ASSERT(events.has_value());
    // What is found comes before what is decided by it; the same again is no event.
    if (events->empty()) {
      RC_ASSERT(command->causes == EventKind::findings_recorded);
      continue;
    }
    RC_ASSERT(events->back().kind == command->causes);
    RC_ASSERT(events->size() == 1u || events->front().kind == EventKind::findings_recorded);
  }
}

RC_GTEST_PROP(Commands, WhatIsNotOfferedIsNotByRightOrRefusedAsThingsStand, ()) {
  const Case subject = somewhere();
  for (const auto& [command, by, task] : everything(subject)) {
    // To take what one has is a repeat, and the case does not know whose business it is to hand on.
    if (command->name == "claim" || command->name == "hand-on" || offered(*command, *by, subject, task))
      continue;
    const bool by_right =
        task == nullptr ? may(*by, command->action, subject) : may_work_on(*by, subject, *task);
    if (by_right) RC_ASSERT(!decided(*command, *by, subject, task).has_value());
  }
}

std::vector<std::string_view> offered_to(const Viewer& by, const Case& subject, const Task* task) {
  std::vector<std::string_view> names;
  for (const Command& command : commands()) {
    if (offered(command, by, subject, task)) names.push_back(command.name);
  }
  return names;
}

TEST(Commands, AreFoundByTheirNameOnWhatTheyAreAbout) {
  std::set<std::pair<Target, std::string_view>> names;
  for (const Command& command : commands()) {
    EXPECT_TRUE(names.emplace(command.target, command.name).second) << command.name;
    EXPECT_EQ(find_command(command.target, command.name), &command);
  }
  EXPECT_EQ(find_command(Target::application, "claim"), nullptr);
  EXPECT_EQ(find_command(Target::task, "pay"), nullptr);
}

TEST(Commands, AreOfferedByRightStateAndWhoHasTheTask) {
  Case subject = two_departments(false, 0);
  const Task& site = subject.tasks[0];
  const Viewer &zarina = viewers()[3], &botir = viewers()[5], &head = viewers()[6], &desk = viewers()[2];
  EXPECT_THAT(offered_to(botir, subject, &site), ElementsAre("claim", "hand-on"));
  EXPECT_THAT(offered_to(zarina, subject, &site), IsEmpty()) << "of another department";
  EXPECT_THAT(offered_to(zarina, subject, &subject.tasks[1]), IsEmpty()) << "it waits";
  EXPECT_THAT(offered_to(head, subject, &site), ElementsAre("hand-on"));
  EXPECT_THAT(offered_to(desk, subject, nullptr),
              ElementsAre("take-original", "note", "message", "withdraw"));
  subject.apply(subject.claim("site", botir.staff, kNow)->front());
  EXPECT_THAT(offered_to(botir, subject, &site),
              ElementsAre("approve", "record", "ask", "refuse", "ask-department", "hand-on", "release"));
  subject.apply(subject.ask_applicant("site", botir.staff, {}, "Which?", kNow)->front());
  EXPECT_THAT(offered_to(botir, subject, &site), ElementsAre("record", "hand-on", "release"));
  EXPECT_THAT(offered_to(viewers()[1], subject, nullptr), ElementsAre("answer", "message", "withdraw"));
  EXPECT_THAT(offered_to(head, subject, nullptr), ElementsAre("note", "message", "extend", "close"))
      << "an applicant who never answers";
}

TEST(Commands, TheTermIsExtendedOnce) {
  Case subject = two_departments(false, 0);
  const Viewer& head = viewers()[6];
  EXPECT_THAT(offered_to(head, subject, nullptr), ElementsAre("note", "message", "extend"));
  subject.apply(subject.extend(2, "Study.", Actor{ActorKind::staff, "sardor"}, kNow)->front());
  EXPECT_THAT(offered_to(head, subject, nullptr), ElementsAre("note", "message"));
}

TEST(Commands, WhatIsMarkedIsAFieldOrADocumentOfTheServiceOrSaidByTheApplicant) {
  catalogue::Service service;
  service.form = {{.id = "child", .title = {}, .fields = {{.field = "child"}, {.field = "relation"}}}};
  service.documents = {{.type = DocumentTypeId("identity")}};
  EXPECT_THAT(markable(service, catalogue::ApplicantKind::individual),
              ElementsAre("answers/child", "answers/relation", "documents/identity", "applicant/family_name",
                          "applicant/given_name", "applicant/middle_name", "applicant/birth_date",
                          "applicant/pinfl", "applicant/passport", "applicant/phone", "applicant/address"));
  EXPECT_THAT(markable({}, catalogue::ApplicantKind::business), ::testing::Contains("applicant/tin"));
}

}  // namespace
}  // namespace biroyna::cases
