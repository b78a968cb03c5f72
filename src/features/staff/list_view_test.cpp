// What the administrator's lists say and offer.
#include "features/staff/list_view.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace biroyna::staff {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const i18n::Speaker kEnglish(Language::en);
const std::vector<std::pair<DepartmentId, std::string>> kDepartments = {
    {DepartmentId("preschool"), "Preschool education"}, {DepartmentId("health"), "Health"}};

Person person(const char* id, bool active) {
  return {StaffId(id), CentreId("sergeli"), id, id, auth::Role::operator_, active};
}
PersonRow row_of(const Person& person) {
  return person_rows(kEnglish, {&person, 1}, kDepartments, StaffId("jasur")).front();
}

TEST(PersonRows, OfferToSwitchOthersButNotOneself) {
  EXPECT_EQ(row_of(person("aziza", true)).offered, PersonRow::Switch::off);
  EXPECT_EQ(row_of(person("aziza", false)).offered, PersonRow::Switch::on);
  EXPECT_EQ(row_of(person("jasur", true)).offered, PersonRow::Switch::none);
}

TEST(PersonRows, SayRoleStateAndDepartments) {
  Person kamola = person("kamola", false);
  EXPECT_THAT(row_of(kamola).departments, IsEmpty());
  kamola.departments = {DepartmentId("health"), DepartmentId("preschool"), DepartmentId("gone")};
  EXPECT_THAT(row_of(kamola).departments, ElementsAre("Preschool education", "Health"));
  EXPECT_EQ(row_of(kamola).role, "Operator");
  EXPECT_EQ(row_of(kamola).state, kEnglish("staff.inactive"));
}

TEST(DeviceRows, ARevokedDeviceIsNotRevokedAgain) {
  std::vector<Device> devices(2);
  devices[1].revoked = true;
  const auto rows = device_rows(kEnglish, devices);
  EXPECT_TRUE(rows[0].may_revoke);
  EXPECT_FALSE(rows[1].may_revoke);
  EXPECT_NE(rows[0].state, rows[1].state);
}

}  // namespace
}  // namespace biroyna::staff
