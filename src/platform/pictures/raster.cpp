#include "platform/pictures/raster.hpp"

#include <algorithm>
#include <cmath>

namespace biroyna::pictures {
namespace {

// How much of each old place goes into a new one: places of one line, the sum of a new one's shares is 1.
struct Share {
  std::size_t place;
  float weight;
};

std::vector<std::vector<Share>> shares_of(std::size_t before, std::size_t after) {
  std::vector<std::vector<Share>> all(after);
  const double step = static_cast<double>(before) / static_cast<double>(after);
  for (std::size_t i = 0; i < after; ++i) {
    const double begin = static_cast<double>(i) * step, end = std::min(begin + step, double(before));
    for (auto place = static_cast<std::size_t>(begin); static_cast<double>(place) < end; ++place) {
      const double part = std::min(end, double(place) + 1) - std::max(begin, double(place));
      if (part > 0) all[i].push_back({std::min(place, before - 1), static_cast<float>(part / step)});
    }
  }
  return all;
}

// One old row, as wide as the new picture.
void narrow(const std::uint8_t* from, const std::vector<std::vector<Share>>& columns,
            std::vector<float>& to) {
  for (std::size_t x = 0; x < columns.size(); ++x) {
    float sum[3] = {0, 0, 0};
    for (const Share& share : columns[x]) {
      const std::uint8_t* dot = from + 3 * share.place;
      for (int c = 0; c < 3; ++c) sum[c] += share.weight * static_cast<float>(dot[c]);
    }
    std::copy_n(sum, 3, to.begin() + static_cast<std::ptrdiff_t>(3 * x));
  }
}

Raster scaled(const Raster& from, std::size_t width, std::size_t height) {
  Raster to(width, height);
  to.profile = from.profile;
  const auto columns = shares_of(from.width, width), rows = shares_of(from.height, height);
  std::vector<float> line(3 * width), sum(3 * width);
  std::size_t narrowed = from.height;  // the row that `line` is of
  for (std::size_t y = 0; y < height; ++y) {
    std::ranges::fill(sum, 0.0F);
    for (const Share& share : rows[y]) {
      if (narrowed != share.place) narrow(from.row(share.place), columns, line);
      narrowed = share.place;
      for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += share.weight * line[i];
    }
    std::ranges::transform(sum, to.row(y), [](float value) {
      return static_cast<std::uint8_t>(std::clamp(std::lround(value), 0L, 255L));
    });
  }
  return to;
}

}  // namespace

bool is_larger_than_a4(std::uint64_t width, std::uint64_t height) {
  return std::min(width, height) > kShortSide || std::max(width, height) > kLongSide;
}

Raster fitted(Raster raster) {
  if (!is_larger_than_a4(raster.width, raster.height)) return raster;
  const auto short_side = static_cast<double>(std::min(raster.width, raster.height));
  const auto long_side = static_cast<double>(std::max(raster.width, raster.height));
  const double scale =
      std::min(static_cast<double>(kShortSide) / short_side, static_cast<double>(kLongSide) / long_side);
  const auto side = [&](std::size_t before) {
    return std::max<std::size_t>(1, static_cast<std::size_t>(static_cast<double>(before) * scale + 1e-6));
  };
  return scaled(raster, side(raster.width), side(raster.height));
}

// Exif's orientations are what must be done: 2 mirror, 3 turn half, 4 mirror and turn half, 5 to 8 exchange
// rows and columns. A quarter turn clockwise takes the dot at (x, y) of the new picture from (y, height - 1 -
// x) of the old one.
Raster placed(Raster raster, const Order& order) {
  const auto rebuilt = [&](bool exchange, auto from) {
    Raster to(exchange ? raster.height : raster.width, exchange ? raster.width : raster.height);
    to.profile = std::move(raster.profile);
    for (std::size_t y = 0; y < to.height; ++y) {
      for (std::size_t x = 0; x < to.width; ++x) {
        const auto [column, row] = from(x, y);
        std::copy_n(raster.row(row) + 3 * column, 3, to.row(y) + 3 * x);
      }
    }
    raster = std::move(to);
  };
  struct Place {
    std::size_t column, row;
  };
  // What Exif says is a mirroring, or none, and then quarter turns.
  constexpr struct {
    bool mirrored;
    int turns;
  } kMeaning[] = {{false, 0}, {false, 0}, {true, 0}, {false, 2}, {true, 2},
                  {true, 3},  {false, 1}, {true, 1}, {false, 3}};
  const auto& meaning = kMeaning[order.orientation >= 1 && order.orientation <= 8 ? order.orientation : 1];
  if (meaning.mirrored)
    rebuilt(false, [&](std::size_t x, std::size_t y) { return Place{raster.width - 1 - x, y}; });
  const int turns = (meaning.turns + order.quarter_turns % 4 + 4) % 4;
  for (int i = 0; i < turns; ++i)
    rebuilt(true, [&](std::size_t x, std::size_t y) { return Place{y, raster.height - 1 - x}; });
  return raster;
}

}  // namespace biroyna::pictures
