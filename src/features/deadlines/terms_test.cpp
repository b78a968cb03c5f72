#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "features/cases/test_centre.hpp"
#include "features/deadlines/deadlines.hpp"

namespace biroyna::deadlines {
namespace {

using namespace std::chrono_literals;
using cases::testing::kAziza;
using cases::testing::kPreschool;
using cases::testing::kSergeli;
using ::testing::IsEmpty;

class TheOverview : public cases::testing::CentreTest {
 protected:
  Terms terms{*db, program->catalogues, [this] { return now; }};
  static auth::Principal who(auth::Role role, std::vector<DepartmentId> departments = {}) {
    auth::Principal made;
    made.role = role;
    made.id = "somebody";
    made.centre = "sergeli";
    made.departments = std::move(departments);
    return made;
  }
  static auth::Principal head_of(const char* department) {
    return who(auth::Role::department_head, {DepartmentId(department)});
  }
  const auth::Principal kHead = who(auth::Role::head);
};

TEST_P(TheOverview, CountsWhatIsAtRiskOverdueAndInTime) {
  const std::string late = handed_in(1, Actor{ActorKind::staff, "desk"}), early = handed_in(1),
                    open = handed_in(1);
  for (const auto& number : {late, early}) ASSERT_EQ(claim(number, kAziza), "");
  ASSERT_EQ(approve(early, kAziza), "");
  now = moments(late).at_risk + 1min;
  auto load = terms.published(kSergeli).all;
  EXPECT_EQ(load.at_risk, 2);
  EXPECT_EQ(load.overdue, 0);
  now = moments(late).due + 1h;
  load = terms.published(kSergeli).all;
  EXPECT_EQ(load.at_risk, 0);
  EXPECT_EQ(load.overdue, 2);
  EXPECT_EQ(load.unclaimed, 1);
  ASSERT_EQ(approve(late, kAziza), "");
  const auto overview = terms.overview(kHead);
  ASSERT_EQ(overview.punctuality.size(), 1u);
  EXPECT_EQ(overview.punctuality[0].department, kPreschool);
  EXPECT_EQ(overview.punctuality[0].done, 2);
  EXPECT_EQ(overview.punctuality[0].in_term, 1);
  EXPECT_EQ(overview.outcomes.decided, 2);
  EXPECT_EQ(overview.outcomes.in_term, 1);
  EXPECT_EQ(overview.outcomes.visits, 1);
  ASSERT_EQ(overview.at_risk.size(), 1u);
  EXPECT_EQ(overview.at_risk[0].number, open);
  EXPECT_THAT(overview.by_person, IsEmpty()) << "nobody has anything";
  now += kPublishedDays + 24h;
  EXPECT_EQ(terms.published(kSergeli).outcomes.decided, 0) << "of thirty days";
  const auto figures = terms.figures();
  const auto overdue = std::ranges::find(figures, "biroyna_tasks_overdue", &metrics::Figure::name);
  ASSERT_NE(overdue, figures.end());
  EXPECT_EQ(overdue->value, 1);
}

TEST_P(TheOverview, AWithdrawnApplicationWasNeitherInTimeNorLate) {
  const std::string number = handed_in(1);
  ASSERT_EQ(
      program->change(number, [](const Case& subject, Time at) { return subject.withdraw(kApplicant, at); }),
      "");
  const auto outcomes = terms.published(kSergeli).outcomes;
  EXPECT_EQ(outcomes.decided, 0);
  EXPECT_EQ(outcomes.ended, 1);
}

TEST_P(TheOverview, ShowsAHeadOfADepartmentTheirDepartmentAlone) {
  const std::string number = handed_in(1);
  now = moments(number).due + 1h;
  const auto mine = terms.overview(head_of("preschool")), others = terms.overview(head_of("sport")),
             both = terms.overview(kHead);
  for (const auto* overview : {&mine, &both}) {
    EXPECT_EQ(overview->all.overdue, 1);
    EXPECT_EQ(overview->by_department.size(), 1u);
    EXPECT_EQ(overview->at_risk.size(), 1u);
    EXPECT_EQ(overview->unclaimed.size(), 1u);
  }
  EXPECT_FALSE(mine.hands_on);
  EXPECT_TRUE(both.hands_on);
  EXPECT_EQ(others.all.open, 0);
  EXPECT_THAT(others.by_department, IsEmpty());
  EXPECT_THAT(others.at_risk, IsEmpty());
  EXPECT_THAT(others.unclaimed, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Engines, TheOverview, db::testing::engines(), db::testing::engine_name);

}  // namespace
}  // namespace biroyna::deadlines
