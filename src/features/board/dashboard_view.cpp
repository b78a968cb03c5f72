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
    tile.value = i18n::percent(say.language(), *percent);
    tile.detail = say("dashboard.share_of", {{"kept", i18n::number(figures.promise.kept)},
                                             {"counted", i18n::number(figures.promise.counted)}});
    tile.mark = *percent < kGoal ? Tile::Mark::alert : Tile::Mark::good;
  }
  return tile;
}

Tile windows_tile(const i18n::Speaker& say, const Figures& figures) {
  return {.name = std::string(say("dashboard.open_windows")),
          .value = i18n::number(figures.windows_in(WindowState::open)),
          .detail = say("dashboard.windows_of",
                        {{"all", i18n::number(static_cast<std::int64_t>(figures.windows.size()))},
                         {"on_break", i18n::number(figures.windows_in(WindowState::on_break))}})};
}

}  // namespace

std::vector<Tile> dashboard_tiles(const i18n::Speaker& say, const Figures& figures, Seconds promise) {
  return {{.name = std::string(say("host.waiting")), .value = i18n::number(figures.waiting)},
          longest_tile(say, figures, promise),
          share_tile(say, figures, promise),
          windows_tile(say, figures)};
}

}  // namespace biroyna::board
