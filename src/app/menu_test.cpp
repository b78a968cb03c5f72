// What the menu offers to whom, and in which order.
#include "app/menu.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "app/test_app.hpp"
#include "features/staff/staff.hpp"

namespace biroyna {
namespace {

using auth::Role;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Role kStaffRoles[] = {Role::host,   Role::operator_, Role::specialist,   Role::department_head,
                                Role::editor, Role::head,      Role::administrator};

pages::Menu menu_of(Role role, Language language = Language::en, const std::string& page = "/worklist") {
  http::Request request;
  request.language = language;
  request.path = "/" + std::string(tag(language)) + "/sergeli" + page;
  request.principal.role = role;
  request.principal.centre = "sergeli";
  return menu(request, {"Sergeli", "/" + std::string(tag(language)) + "/sergeli"});
}

std::vector<std::string> pages_of(const std::vector<html::NavigationItem>& items) {
  std::vector<std::string> pages;
  for (const auto& item : items) {
    const std::string address(item.href.str());
    pages.push_back(address.substr(address.rfind('/') + 1));
  }
  return pages;
}

std::vector<html::NavigationItem> all_of(const pages::Menu& menu) {
  auto all = menu.items;
  all.insert(all.end(), menu.more.begin(), menu.more.end());
  return all;
}

TEST(Menu, OfTheStaffDoesNotBeginWithPublicPages) {
  EXPECT_THAT(pages_of(menu_of(Role::operator_).items),
              ElementsAre("console", "intake", "worklist", "cases", "results", "absences", "account"));
  EXPECT_THAT(pages_of(menu_of(Role::specialist).items), ElementsAre("worklist", "absences", "account"));
  EXPECT_THAT(pages_of(menu_of(Role::host).items), ElementsAre("host", "account"));
  EXPECT_EQ(pages_of(menu_of(Role::head).items).front(), "dashboard");
  EXPECT_EQ(pages_of(menu_of(Role::administrator).items).front(), "staff");
  for (const Role role : kStaffRoles) {
    const auto more = pages_of(menu_of(role).more);
    ASSERT_GE(more.size(), 2u) << name(role);
    EXPECT_EQ(more[more.size() - 2], "services") << name(role);
    EXPECT_EQ(more.back(), "life-events") << name(role);
  }
}

TEST(Menu, OfElevenEntriesDoesNotWrap) {
  for (const Role role : kStaffRoles) EXPECT_LE(menu_of(role).items.size(), kShownInMenu) << name(role);
  EXPECT_GT(menu_of(Role::administrator).more.size(), 2u);
}

TEST(Menu, OfVisitorsIsWhatItWas) {
  const auto menu = menu_of(Role::anonymous, Language::ru, "/services");
  EXPECT_THAT(pages_of(menu.items), ElementsAre("services", "life-events", "my", "verify"));
  EXPECT_THAT(menu.more, IsEmpty());
}

TEST(Menu, HasNoTwoEntriesOfOneName) {
  for (const Language language : kLanguages) {
    for (int role = 0; role < auth::kRoles; ++role) {
      std::set<std::string> names;
      for (const auto& item : all_of(menu_of(static_cast<Role>(role), language)))
        EXPECT_TRUE(names.insert(item.text.html().str()).second)
            << tag(language) << " " << item.text.html().str();
    }
  }
}

TEST(Menu, MarksThePageThatIsShown) {
  const auto marked = [](Role role, const std::string& page) {
    std::vector<std::string> found;
    for (const auto& item : all_of(menu_of(role, Language::en, page))) {
      if (item.current) found.push_back(pages_of({item}).front());
      if (item.active) found.push_back("within " + pages_of({item}).front());
    }
    return found;
  };
  EXPECT_THAT(marked(Role::operator_, "/worklist"), ElementsAre("worklist"));
  EXPECT_THAT(marked(Role::operator_, "/cases/2F7K9QX2"), ElementsAre("within cases"));
  EXPECT_THAT(marked(Role::specialist, "/cases/2F7K9QX2"), ElementsAre("within worklist"));
  EXPECT_THAT(marked(Role::head, "/registries"), ElementsAre("registries"));
  EXPECT_THAT(marked(Role::head, "/erasures"), ElementsAre("within terms"));
  EXPECT_THAT(marked(Role::head, "/services"), ElementsAre("services"));
}

using MenuRoutes = testing::AppTest;

TEST_F(MenuRoutes, NobodyIsOfferedAPageThatIsNotForThem) {
  for (int number = 0; number < auth::kRoles; ++number) {
    const auto role = static_cast<Role>(number);
    for (const auto& item : all_of(menu_of(role))) {
      const auto match = app.router().match(http::Method::get, item.href.str());
      ASSERT_NE(match.route, nullptr) << item.href.str();
      EXPECT_TRUE(match.route->allowed.contains(role)) << name(role) << " " << item.href.str();
    }
  }
}

}  // namespace
}  // namespace biroyna
