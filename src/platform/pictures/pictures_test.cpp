#include "platform/pictures/pictures.hpp"

#include <gtest/gtest.h>
#include <libheif/heif.h>

#include <algorithm>
#include <system_error>

#include "platform/pictures/raster.hpp"

namespace biroyna::pictures {
namespace {

// Left half red, right half blue, and the upper quarter of it white.
Raster drawing(std::size_t width, std::size_t height) {
  Raster raster(width, height);
  for (std::size_t y = 0; y < height; ++y) {
    for (std::size_t x = 0; x < width; ++x) {
      std::uint8_t* dot = raster.row(y) + 3 * x;
      const bool white = y < height / 4;
      dot[0] = white || x < width / 2 ? 255 : 0;
      dot[1] = white ? 255 : 0;
      dot[2] = white || x >= width / 2 ? 255 : 0;
    }
  }
  return raster;
}

// "white", "red" or "blue" at a place in per cent.
std::string colour_at(const Raster& raster, std::size_t x, std::size_t y) {
  const std::uint8_t* dot = raster.row(raster.height * y / 100) + 3 * (raster.width * x / 100);
  if (dot[1] > 128) return "white";
  return dot[0] > dot[2] ? "red" : "blue";
}

// Of the corners, clockwise from the upper left one.
std::string corners(const std::string& jpeg) {
  const auto raster = read_jpeg(jpeg);
  if (!raster) return "unreadable";
  return colour_at(*raster, 10, 10) + " " + colour_at(*raster, 90, 10) + " " + colour_at(*raster, 90, 90) +
         " " + colour_at(*raster, 10, 90);
}

std::string heic_of(const Raster& raster) {
  heif_context* context = heif_context_alloc();
  heif_encoder* encoder = nullptr;
  heif_image* image = nullptr;
  heif_context_get_encoder_for_format(context, heif_compression_HEVC, &encoder);
  if (encoder == nullptr) {
    heif_context_free(context);
    return {};
  }
  const int width = static_cast<int>(raster.width), height = static_cast<int>(raster.height);
  heif_image_create(width, height, heif_colorspace_RGB, heif_chroma_interleaved_RGB, &image);
  heif_image_add_plane(image, heif_channel_interleaved, width, height, 24);
  int stride = 0;
  std::uint8_t* dots = heif_image_get_plane(image, heif_channel_interleaved, &stride);
  for (std::size_t y = 0; y < raster.height; ++y)
    std::copy_n(raster.row(y), 3 * raster.width, dots + y * static_cast<std::size_t>(stride));
  heif_context_encode_image(context, image, encoder, nullptr, nullptr);
  std::string file;
  heif_writer writer{1, [](heif_context*, const void* data, std::size_t size, void* to) {
                       static_cast<std::string*>(to)->assign(static_cast<const char*>(data), size);
                       return heif_error{heif_error_Ok, heif_suberror_Unspecified, ""};
                     }};
  heif_context_write(context, &writer, &file);
  heif_image_release(image);
  heif_encoder_release(encoder);
  heif_context_free(context);
  return file;
}

TEST(Pictures, AHeicWasOnlyADownloadThatBrowsersCannotShow) {
  const std::string heic = heic_of(drawing(320, 240));
  ASSERT_FALSE(heic.empty()) << "libheif has no coder";
  const auto drawn = draw(heic, {});
  ASSERT_TRUE(drawn);
  EXPECT_TRUE(drawn->starts_with("\xff\xd8\xff"));
  EXPECT_EQ(corners(*drawn), "white white blue red");
}

TEST(Pictures, APhotoOf48MegapixelsIsDrawnInAReadableSize) {
  const std::string photo = jpeg_of(drawing(8064, 6048));
  const auto drawn = draw(photo, {});
  ASSERT_TRUE(drawn);
  const auto raster = read_jpeg(*drawn);
  ASSERT_TRUE(raster);
  EXPECT_LE(raster->width, kLongSide);
  EXPECT_LE(raster->height, kShortSide);
  EXPECT_GE(raster->height, kShortSide - 1);
  EXPECT_NEAR(static_cast<double>(raster->width) / static_cast<double>(raster->height), 4.0 / 3, 0.01);
  EXPECT_EQ(corners(*drawn), "white white blue red");
}

TEST(Pictures, AreDrawnTheRightWayUp) {
  const std::string jpeg = jpeg_of(drawing(80, 60));
  const auto drawn = [&](int orientation, int turns) {
    return corners(draw(jpeg, {.orientation = orientation, .quarter_turns = turns}).value_or(""));
  };
  EXPECT_EQ(drawn(1, 0), "white white blue red");
  EXPECT_EQ(drawn(2, 0), "white white red blue");  // mirrored
  EXPECT_EQ(drawn(3, 0), "blue red white white");
  EXPECT_EQ(drawn(4, 0), "red blue white white");
  EXPECT_EQ(drawn(5, 0), "white red blue white");
  EXPECT_EQ(drawn(6, 0), "red white white blue");
  EXPECT_EQ(drawn(7, 0), "blue white white red");
  EXPECT_EQ(drawn(8, 0), "white blue red white");
  EXPECT_EQ(drawn(1, 1), drawn(6, 0));
  EXPECT_EQ(drawn(6, 3), drawn(1, 0));
  EXPECT_EQ(drawn(3, 2), drawn(1, 0));
}

TEST(Pictures, WhatIsBrokenIsNoPicture) {
  const std::string jpeg = jpeg_of(drawing(80, 60));
  for (const std::string& file : {std::string(), std::string("\xff\xd8\xff"), jpeg.substr(0, 100),
                                  std::string("\x89PNG"), std::string("%PDF-1.4"),
                                  std::string("\0\0\0\x18"
                                              "ftypheic",
                                              12)})
    EXPECT_FALSE(draw(file, {})) << file.size();
}

TEST(DrawApart, AProcessThatSaysNothingDrawsNothing) {
  for (const char* program : {"/bin/true", "/bin/false"})
    EXPECT_FALSE(DrawApart(program)("x", {})) << program;
  EXPECT_THROW(DrawApart("/nonexistent")("x", {}), std::system_error);
}

}  // namespace
}  // namespace biroyna::pictures
