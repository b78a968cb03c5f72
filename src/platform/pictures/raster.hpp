// A picture in memory. Private to this folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/pictures/pictures.hpp"

namespace biroyna::pictures {

// Red, green and blue of each dot, row by row from the top.
struct Raster {
  std::size_t width = 0, height = 0;
  std::vector<std::uint8_t> dots;
  std::string profile = {};  // of its colours (ICC), may be empty

  Raster() = default;
  Raster(std::size_t columns, std::size_t rows) : width(columns), height(rows), dots(3 * columns * rows) {}
  std::uint8_t* row(std::size_t y) { return dots.data() + 3 * width * y; }
  const std::uint8_t* row(std::size_t y) const { return dots.data() + 3 * width * y; }
};

// Not larger than A4. Each dot is the mean of those that it takes the place of.
Raster fitted(Raster raster);
Raster placed(Raster raster, const Order& order);

// Nothing for what cannot be read. A JPEG may come out smaller already, but not smaller than A4.
std::optional<Raster> read_jpeg(std::string_view file);
std::optional<Raster> read_png(std::string_view file);
std::optional<Raster> read_heic(std::string_view file);

std::string jpeg_of(const Raster& raster);

}  // namespace biroyna::pictures
