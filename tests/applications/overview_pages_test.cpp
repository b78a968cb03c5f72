// The head's overview of terms, where there is more than a page should hold.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/answers.hpp"
#include "tests/support/json.hpp"
#include "tests/support/program.hpp"

namespace biroyna::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(OverviewPages, ListsTheFirstAndLeadsToAll) {
  const Installation centre(db::Engine::sqlite);
  const Server server(centre);
  Api desk(server.port(), centre.token("operator")), head(server.port(), centre.token("head"));
  const std::string wanted = application_for(*reference().find(ServiceId("kindergarten-referral")));
  constexpr const char* kLink = "href=\"/en/sergeli/worklist?view=unassigned\"";
  const auto hand_in = [&] { ASSERT_EQ(desk.post(kApplications, wanted).status, 201); };
  for (int i = 0; i < 20; ++i) hand_in();
  EXPECT_THAT(head.get("/en/sergeli/terms").body, Not(HasSubstr(kLink)));
  hand_in();
  const std::string page = head.get("/en/sergeli/terms").body;
  EXPECT_THAT(page, HasSubstr(kLink));
  EXPECT_THAT(page, HasSubstr("All 21 in the list of tasks"));
  std::size_t cases = 0;
  for (std::size_t at = 0; (at = page.find("/en/sergeli/cases/", at)) != std::string::npos; ++at) ++cases;
  EXPECT_EQ(cases, 20u);
}

}  // namespace
}  // namespace biroyna::testing
