#include "features/cases/domain_access.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace biroyna::cases {
namespace {

Case of_the_land_department(bool at_window) {
  return Case::submitted({.number = "7K4M9QX2",
                          .service = ServiceId("land"),
                          .catalogue_version = 1,
                          .channel = "window",
                          .route = {{"review", DepartmentId("land")}},
                          .working_days = 3,
                          .fee = {},
                          .at_window = at_window},
                         Actor{ActorKind::staff, "aziza"}, from_ms(1'795'000'000'000));
}

Viewer viewer(Party party, std::string department = {}) {
  Viewer made{.party = party, .staff = StaffId("aziza")};
  if (!department.empty()) made.departments.emplace_back(department);
  return made;
}

// Each action's parties, a letter each: stranger, applicant, representative, follower, operator, specialist
// of the department, specialist of another, head, administrator.
TEST(Access, IsAsTheTableSays) {
  const Viewer viewers[] = {viewer(Party::stranger),
                            viewer(Party::applicant),
                            viewer(Party::representative),
                            viewer(Party::follower),
                            viewer(Party::operator_),
                            viewer(Party::specialist, "land"),
                            viewer(Party::specialist, "sport"),
                            viewer(Party::head),
                            viewer(Party::administrator)};
  const std::string_view expected[kActions] = {
      "-arfos-hA",  // see
      "-ar-os-hA",  // download
      "----os-hA",  // see_work
      "----os---",  // work
      "-----s-h-",  // hand_on
      "----os-h-",  // note
      "-ar-os-h-",  // write
      "----o----",  // take_payment
      "----o----",  // hand_over
      "-ar-o----",  // answer
      "-ar-o----",  // withdraw
      "-------h-",  // extend
      "-------h-",  // reopen
      "-------h-",  // close
      "-a--os-hA",  // see_mandates
      "-a--o----",  // give_mandate
      "-------h-",  // hold_erasure
      "----o----",  // confirm_identity
  };
  const Case subject = of_the_land_department(false);
  for (int action = 0; action < kActions; ++action) {
    for (std::size_t i = 0; i < std::size(viewers); ++i) {
      EXPECT_EQ(may(viewers[i], static_cast<Action>(action), subject), expected[action][i] != '-')
          << "action " << action << ", viewer " << i;
    }
  }
}

TEST(Access, WhatIsForADepartmentsHeadIsForNoOtherSpecialist) {
  Case subject = of_the_land_department(false);
  subject.tasks[0].role = kByHead;
  Viewer one = viewer(Party::specialist, "land");
  EXPECT_TRUE(may(one, Action::see, subject));
  EXPECT_FALSE(may_work_on(one, subject, subject.tasks[0]));
  one.leads = true;
  EXPECT_TRUE(may_work_on(one, subject, subject.tasks[0]));
  one.departments = {DepartmentId("sport")};
  EXPECT_FALSE(may_work_on(one, subject, subject.tasks[0]));
}

TEST(Access, TasksAreTheirDepartmentsOrTheirOwn) {
  Case subject = of_the_land_department(false);
  EXPECT_TRUE(may_work_on(viewer(Party::specialist, "land"), subject, subject.tasks[0]));
  EXPECT_FALSE(may_work_on(viewer(Party::specialist, "sport"), subject, subject.tasks[0]));
  EXPECT_FALSE(may_work_on(viewer(Party::head), subject, subject.tasks[0]));
  EXPECT_FALSE(may_work_on(viewer(Party::operator_), subject, subject.tasks[0]));
  subject.tasks[0].assignee = StaffId("aziza");
  EXPECT_TRUE(may_work_on(viewer(Party::specialist, "sport"), subject, subject.tasks[0]))
      << "handed on to them";
  EXPECT_TRUE(may(viewer(Party::specialist, "sport"), Action::see, subject));
  subject.tasks[0].assignee = {};
  Viewer nobody = viewer(Party::specialist, "sport");
  nobody.staff = {};
  EXPECT_FALSE(may_work_on(nobody, subject, subject.tasks[0])) << "nobody's task is not everybody's";
}

TEST(Access, WhoStandsInSeesAndWorksOnWhatAnotherHas) {
  Case subject = of_the_land_department(false);
  subject.tasks[0].state = TaskState::claimed;
  subject.tasks[0].assignee = StaffId("bobur");
  Viewer substitute = viewer(Party::specialist, "sport");
  EXPECT_FALSE(may(substitute, Action::see, subject));
  substitute.stands_in_for = {StaffId("bobur")};
  EXPECT_TRUE(may(substitute, Action::see, subject));
  EXPECT_TRUE(may_work_on(substitute, subject, subject.tasks[0]));
  EXPECT_TRUE(may_take_over(substitute, subject.tasks[0]));
  subject.tasks[0].assignee = StaffId("dilnoza");
  EXPECT_FALSE(may_take_over(substitute, subject.tasks[0]));
}

TEST(Access, AnOperatorDecidesWhatIsDoneDuringTheVisit) {
  Case subject = of_the_land_department(true);
  EXPECT_TRUE(may_work_on(viewer(Party::operator_), subject, subject.tasks[0]));
  subject.begun.channel = "online";
  EXPECT_FALSE(may_work_on(viewer(Party::operator_), subject, subject.tasks[0]));
}

}  // namespace
}  // namespace biroyna::cases
