// JPEG by libjpeg (ITU-T T.81).
// clang-format off: the second needs the first before it
#include <cstdio>
#include <jpeglib.h>
// clang-format on

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

#include "platform/pictures/raster.hpp"

namespace biroyna::pictures {
namespace {

constexpr int kQuality = 85;

// libjpeg ends a program by itself where it finds no way on.
[[noreturn]] void throw_jpeg_failure(j_common_ptr) { throw std::runtime_error("libjpeg"); }

jpeg_error_mgr* quiet(jpeg_error_mgr& errors) {
  jpeg_std_error(&errors);
  errors.error_exit = throw_jpeg_failure;
  errors.output_message = [](j_common_ptr) {};
  errors.emit_message = [](j_common_ptr, int) {};
  return &errors;
}

struct Decoder {
  jpeg_error_mgr errors{};
  jpeg_decompress_struct info{};

  explicit Decoder(std::string_view file) {
    info.err = quiet(errors);
    jpeg_create_decompress(&info);
    jpeg_mem_src(&info, reinterpret_cast<const unsigned char*>(file.data()), file.size());
  }
  ~Decoder() { jpeg_destroy_decompress(&info); }
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;
};

// The smallest of the scales that libjpeg offers at which nothing of A4 is lost yet.
void choose_scale(jpeg_decompress_struct& info) {
  for (info.scale_num = 1, info.scale_denom = 8; info.scale_num < 8; ++info.scale_num) {
    jpeg_calc_output_dimensions(&info);
    if (is_larger_than_a4(info.output_width, info.output_height)) return;
  }
}

// Adobe's four inks are written inverted: what is left of the white.
void from_inks(const std::vector<std::uint8_t>& inks, std::uint8_t* to, std::size_t width) {
  for (std::size_t x = 0; x < width; ++x) {
    for (std::size_t c = 0; c < 3; ++c)
      to[3 * x + c] = static_cast<std::uint8_t>(inks[4 * x + c] * inks[4 * x + 3] / 255);
  }
}

std::string profile_of(jpeg_decompress_struct& info) {
  JOCTET* data = nullptr;
  unsigned size = 0;
  if (!jpeg_read_icc_profile(&info, &data, &size)) return {};
  std::string profile(reinterpret_cast<const char*>(data), size);
  std::free(data);
  return profile;
}

}  // namespace

std::optional<Raster> read_jpeg(std::string_view file) try {
  Decoder decoder(file);
  auto& info = decoder.info;
  jpeg_save_markers(&info, JPEG_APP0 + 2, 0xffff);
  if (jpeg_read_header(&info, TRUE) != JPEG_HEADER_OK) return std::nullopt;
  const bool inks = info.jpeg_color_space == JCS_CMYK || info.jpeg_color_space == JCS_YCCK;
  info.out_color_space = inks ? JCS_CMYK : JCS_RGB;
  choose_scale(info);
  jpeg_start_decompress(&info);
  Raster raster(info.output_width, info.output_height);
  if (!inks) raster.profile = profile_of(info);
  std::vector<std::uint8_t> line(inks ? 4 * raster.width : 0);
  while (info.output_scanline < info.output_height) {
    std::uint8_t* row = raster.row(info.output_scanline);
    JSAMPROW target = inks ? line.data() : row;
    if (jpeg_read_scanlines(&info, &target, 1) != 1) return std::nullopt;
    if (inks) from_inks(line, row, raster.width);
  }
  jpeg_finish_decompress(&info);
  return raster;
} catch (const std::runtime_error&) {
  return std::nullopt;
}

std::string jpeg_of(const Raster& raster) {
  jpeg_error_mgr errors{};
  jpeg_compress_struct info{};
  info.err = quiet(errors);
  jpeg_create_compress(&info);
  unsigned char* data = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&info, &data, &size);
  info.image_width = static_cast<JDIMENSION>(raster.width);
  info.image_height = static_cast<JDIMENSION>(raster.height);
  info.input_components = 3;
  info.in_color_space = JCS_RGB;
  jpeg_set_defaults(&info);
  jpeg_set_quality(&info, kQuality, TRUE);
  info.optimize_coding = TRUE;
  jpeg_start_compress(&info, TRUE);
  if (!raster.profile.empty())
    jpeg_write_icc_profile(&info, reinterpret_cast<const JOCTET*>(raster.profile.data()),
                           static_cast<unsigned>(raster.profile.size()));
  while (info.next_scanline < info.image_height) {
    auto* row = const_cast<JSAMPROW>(raster.row(info.next_scanline));
    jpeg_write_scanlines(&info, &row, 1);
  }
  jpeg_finish_compress(&info);
  jpeg_destroy_compress(&info);
  std::string jpeg(reinterpret_cast<const char*>(data), size);
  std::free(data);
  return jpeg;
}

}  // namespace biroyna::pictures
