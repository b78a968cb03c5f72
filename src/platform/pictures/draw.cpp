#include <fmt/format.h>

#include <cstdio>
#include <new>

#include "platform/pictures/raster.hpp"

namespace biroyna::pictures {
namespace {

// The picture of 48 megapixels of a telephone takes some seconds on a small computer.
constexpr apart::Limits kDrawLimits{.memory_bytes = std::size_t{1024} << 20, .processor_seconds = 30};
constexpr int kDrawPatienceSeconds = 40;

std::optional<Raster> read_picture(std::string_view file) {
  if (file.starts_with("\xff\xd8\xff")) return read_jpeg(file);
  if (file.starts_with("\x89PNG")) return read_png(file);
  if (file.substr(0, 12).substr(std::min<std::size_t>(file.size(), 4)).starts_with("ftyp"))
    return read_heic(file);
  return std::nullopt;
}

}  // namespace

std::optional<std::string> draw(std::string_view file, const Order& order) {
  auto raster = read_picture(file);
  if (!raster) return std::nullopt;
  return jpeg_of(placed(fitted(*std::move(raster)), order));
}

// First the orientation and the turns, a line; then the file.
std::optional<std::string> DrawApart::operator()(std::string_view file, const Order& order) const {
  return apart::run(program_, kArguments, fmt::format("{} {}\n", order.orientation, order.quarter_turns),
                    file, kDrawPatienceSeconds);
}

int serve_draw() {
  return apart::serve(kDrawLimits, [](std::string_view input) -> std::optional<std::string> {
    const auto line = input.find('\n');
    Order order;
    if (line == std::string_view::npos || std::sscanf(std::string(input.substr(0, line)).c_str(), "%d %d",
                                                      &order.orientation, &order.quarter_turns) != 2)
      return std::nullopt;
    return draw(input.substr(line + 1), order);
  });
}

}  // namespace biroyna::pictures
