#include "features/board/dashboard_view.hpp"

#include <fmt/format.h>

#include "features/hall/hall.hpp"

namespace biroyna::board {
namespace {

Tile longest_tile(const i18n::Speaker& say, const Figures& figures, Seconds promise) {
  const bool late = figures.longest_wait > promise;
  return {.name = std::string(say("host.longest")),
          .value = hall::minutes_text(say, figures.longest_wait),
          .detail = say(late ? "dashboard.over_promise" : "dashboard.of_promise",
                        {{"time", hall::minutes_text(say, promise)}}),
          .mark = late ? Tile::Mark::alert : Tile::Mark::plain};
}

Tile share_tile(const i18n::Speaker& say, const Figures& figures, Seconds promise) {
  Tile tile{.name = say("dashboard.share", {{"time", hall::minutes_text(say, promise)}}), .value = "–"};
  if (const auto percent = figures.promise.percent()) {
    tile.value = fmt::format("{} %", *percent);
    tile.detail = say("dashboard.share_of", {{"kept", std::to_string(figures.promise.kept)},
                                             {"counted", std::to_string(figures.promise.counted)}});
    tile.mark = *percent < kGoal ? Tile::Mark::alert : Tile::Mark::good;
  }
  return tile;
}

Tile windows_tile(const i18n::Speaker& say, const Figures& figures) {
  return {.name = std::string(say("dashboard.open_windows")),
          .value = std::to_string(figures.windows_in(WindowState::open)),
          .detail = say("dashboard.windows_of",
                        {{"all", std::to_string(figures.windows.size())},
                         {"on_break", std::to_string(figures.windows_in(WindowState::on_break))}})};
}

}  // namespace

std::vector<Tile> dashboard_tiles(const i18n::Speaker& say, const Figures& figures, Seconds promise) {
  return {{.name = std::string(say("host.waiting")), .value = std::to_string(figures.waiting)},
          longest_tile(say, figures, promise),
          share_tile(say, figures, promise),
          windows_tile(say, figures)};
}

}  // namespace biroyna::board
