// When the dashboard's figures are marked, and what stands in their place while there are none.
#include "features/board/dashboard_view.hpp"

#include <gtest/gtest.h>

namespace biroyna::board {
namespace {

constexpr Seconds kPromise{900};

std::vector<Tile> tiles(const Figures& figures) {
  return dashboard_tiles(i18n::Speaker(Language::en), figures, kPromise);
}

TEST(DashboardTiles, AWaitBeyondThePromiseIsMarked) {
  Figures figures;
  figures.longest_wait = kPromise;
  EXPECT_EQ(tiles(figures)[1].mark, Tile::Mark::plain);
  EXPECT_EQ(tiles(figures)[1].value, "15 minutes");
  figures.longest_wait = kPromise + Seconds(1);
  EXPECT_EQ(tiles(figures)[1].mark, Tile::Mark::alert);
}

TEST(DashboardTiles, TheShareIsGoodFromTheGoalOn) {
  const struct {
    int kept;
    Tile::Mark mark;
  } cases[] = {{100, Tile::Mark::good},
               {kGoal, Tile::Mark::good},
               {kGoal - 1, Tile::Mark::alert},
               {0, Tile::Mark::alert}};
  for (const auto& [kept, mark] : cases) {
    Figures figures;
    figures.promise.kept = kept;
    figures.promise.counted = 100;
    EXPECT_EQ(tiles(figures)[2].mark, mark) << kept;
    EXPECT_EQ(tiles(figures)[2].value, std::to_string(kept) + "%");
  }
}

TEST(DashboardTiles, BeforeAnybodyWasCalledThereIsNoShare) {
  const Tile share = tiles({})[2];
  EXPECT_EQ(share.value, "–");
  EXPECT_EQ(share.detail, "");
  EXPECT_EQ(share.mark, Tile::Mark::plain);
}

TEST(DashboardTiles, CountTheWindowsByState) {
  Figures figures;
  figures.windows.resize(3);
  figures.windows[0].state = WindowState::open;
  figures.windows[1].state = WindowState::on_break;
  EXPECT_EQ(tiles(figures)[3].value, "1");
}

}  // namespace
}  // namespace biroyna::board
