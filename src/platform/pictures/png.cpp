// PNG by libpng, on white where one can see through it.
#include <png.h>

#include "platform/pictures/raster.hpp"

namespace biroyna::pictures {

std::optional<Raster> read_png(std::string_view file) {
  constexpr png_color kWhite{255, 255, 255};
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_memory(&image, file.data(), file.size()) == 0) return std::nullopt;
  image.format = PNG_FORMAT_RGB;
  Raster raster(image.width, image.height);
  const bool read = png_image_finish_read(&image, &kWhite, raster.dots.data(), 0, nullptr) != 0;
  png_image_free(&image);
  return read ? std::optional(std::move(raster)) : std::nullopt;
}

}  // namespace biroyna::pictures
