#include "features/deadlines/overview_page.hpp"

#include <gmock/gmock.h>

#include "features/catalogue/test_files.hpp"

namespace biroyna::deadlines {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr Time kNow{Milliseconds(1'795'410'000'000)};  // 23 November 2026

class OverviewPageTest : public ::testing::Test {
 protected:
  OverviewPageTest() : edition(std::make_shared<const catalogue::Edition>(catalogue::reference())) {}
  OverviewPage page() const { return overview_page(overview, {*edition, i18n::Speaker(Language::en)}, kNow); }
  static TaskRow task(std::optional<Time> due) {
    TaskRow row;
    row.number = "7K4M9QX2";
    row.assignee = StaffId("aziza");
    row.due_at = due;
    return row;
  }

  const catalogue::EditionPtr edition;
  Terms::Overview overview;
};

TEST_F(OverviewPageTest, ATileWarnsOnlyOfWhatIsThere) {
  overview.all.open = 3;
  EXPECT_THAT(page().tiles, ::testing::Each(Field(&Tile::alert, false)));
  overview.all.overdue = 1;
  EXPECT_TRUE(page().tiles.front().alert);
}

TEST_F(OverviewPageTest, ATaskIsOverdueOnceItsDeadlineHasPassed) {
  overview.at_risk = {task(kNow), task(kNow - Seconds(1)), task({})};
  const auto lines = page().sections[1].lines;
  EXPECT_THAT(lines, ElementsAre(Field(&TaskLine::overdue, false), Field(&TaskLine::overdue, true),
                                 Field(&TaskLine::overdue, false)));
  EXPECT_EQ(lines.front().due, "23 November 2026");
  EXPECT_EQ(lines.front().assignee, "aziza") << "of whom nothing but the id is known";
}

TEST_F(OverviewPageTest, AllAreLinkedToWhenOnlyTheFirstAreListed) {
  overview.unclaimed = {task(kNow)};
  overview.all.unclaimed = 1;
  EXPECT_THAT(page().sections[2].all, IsEmpty());
  overview.all.unclaimed = 30;
  EXPECT_THAT(page().sections[2].all, HasSubstr("30"));
}

TEST_F(OverviewPageTest, WhoHandsNothingOnIsNotAskedTo) {
  const std::size_t tiles = page().tiles.size(), sections = page().sections.size();
  overview.hands_on = false;
  EXPECT_EQ(page().tiles.size(), tiles - 1);
  EXPECT_EQ(page().sections.size(), sections - 1);
  EXPECT_EQ(page().sections.front().title, "terms.at_risk_title");
}

TEST_F(OverviewPageTest, NothingIsAveragedOfNothing) {
  const i18n::Speaker ru(Language::ru);
  EXPECT_EQ(outcome_tiles({}, ru)[1].figure, "–");
  EXPECT_EQ(outcome_tiles({.ended = 2, .contacts = 3}, ru)[1].figure, "1,5");
}

}  // namespace
}  // namespace biroyna::deadlines
