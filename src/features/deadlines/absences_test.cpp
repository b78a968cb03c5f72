// Who may be named as a substitute.
#include "features/deadlines/absences.hpp"

#include <gtest/gtest.h>

namespace biroyna::deadlines {
namespace {

using auth::Role;

staff::Person worker(const char* id, Role role, std::vector<DepartmentId> departments = {}) {
  staff::Person person;
  person.id = StaffId(id);
  person.role = role;
  person.departments = std::move(departments);
  return person;
}

TEST(Substitutes, OnlyWhoMayDoAllOfTheWorkStandsIn) {
  const DepartmentId health("health"), pension("pension");
  const auto specialist = worker("zarina", Role::specialist, {health});
  const auto colleague = worker("kamola", Role::specialist, {health, pension});
  const auto elsewhere = worker("shuhrat", Role::specialist, {pension});
  const auto leader = worker("oybek", Role::department_head, {health});
  const auto aziza = worker("aziza", Role::operator_), bobur = worker("bobur", Role::operator_);
  const auto head = worker("sardor", Role::head);
  EXPECT_TRUE(can_stand_in(colleague, specialist));
  EXPECT_TRUE(can_stand_in(leader, specialist)) << "a department's head may do what its specialists may";
  EXPECT_TRUE(can_stand_in(bobur, aziza));
  EXPECT_FALSE(can_stand_in(specialist, leader)) << "some steps are only the head's";
  EXPECT_FALSE(can_stand_in(elsewhere, specialist));
  EXPECT_FALSE(can_stand_in(specialist, specialist));
  EXPECT_FALSE(can_stand_in(aziza, specialist));
  EXPECT_FALSE(can_stand_in(head, aziza));
  auto gone = colleague;
  gone.active = false;
  EXPECT_FALSE(can_stand_in(gone, specialist));
}

}  // namespace
}  // namespace biroyna::deadlines
