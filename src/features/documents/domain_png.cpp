// PNG (ISO/IEC 15948), chunk by chunk.
#include <algorithm>
#include <array>
#include <boost/crc.hpp>

#include "features/documents/domain_bytes.hpp"
#include "features/documents/domain_inspect.hpp"

namespace biroyna::documents {
namespace {

constexpr std::size_t kSignature = 8;
constexpr std::uint32_t kLongestChunk = 0x7fffffff;

// All that a picture needs to be shown right. Not kept: texts, Exif, times, animation, what nobody knows.
constexpr std::array<std::string_view, 15> kKept = {"IHDR", "PLTE", "IDAT", "IEND", "tRNS",
                                                    "cHRM", "gAMA", "iCCP", "sBIT", "sRGB",
                                                    "cICP", "bKGD", "hIST", "pHYs", "sPLT"};

bool is_depth_of(std::uint8_t depth, std::uint8_t colour) {
  switch (colour) {
    case 0:
      return depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
    case 3:
      return depth == 1 || depth == 2 || depth == 4 || depth == 8;
    case 2:
    case 4:
    case 6:
      return depth == 8 || depth == 16;
    default:
      return false;
  }
}

std::string wrong_header(std::string_view content) {
  Bytes bytes(content);
  const std::uint64_t width = bytes.u32(), height = bytes.u32();
  const std::uint8_t depth = bytes.u8(), colour = bytes.u8();
  const std::uint8_t compression = bytes.u8(), filter = bytes.u8(), interlace = bytes.u8();
  const bool right = bytes.ok() && bytes.empty() && width > 0 && height > 0 && width <= kLongestChunk &&
                     height <= kLongestChunk && is_depth_of(depth, colour) && compression == 0 &&
                     filter == 0 && interlace <= 1;
  if (!right) return broken().value();
  return width * height > kMostPixels ? too_many_pixels().value() : std::string();
}

bool is_intact(std::string_view kind_and_content, std::uint32_t expected) {
  boost::crc_32_type sum;
  sum.process_bytes(kind_and_content.data(), kind_and_content.size());
  return sum.checksum() == expected;
}

}  // namespace

Inspection inspect_png(std::string_view file) {
  Kept kept{MediaType::png, {file.substr(0, kSignature)}};
  Bytes bytes(file.substr(std::min(kSignature, file.size())));
  bool header = false, data = false;
  while (!bytes.empty()) {
    const std::string_view whole = bytes.rest();
    const std::uint32_t length = bytes.u32();
    const std::string_view kind_and_content = bytes.take(std::uint64_t{length} + 4);
    const std::uint32_t sum = bytes.u32();
    if (!bytes.ok() || length > kLongestChunk || !is_intact(kind_and_content, sum)) return broken();
    const std::string_view kind = kind_and_content.substr(0, 4), content = kind_and_content.substr(4);
    if (header == (kind == "IHDR")) return broken();  // the first, and only once
    if (!header) {
      if (auto wrong = wrong_header(content); !wrong.empty()) return tl::unexpected(std::move(wrong));
      header = true;
    }
    data = data || kind == "IDAT";
    const bool known = std::ranges::find(kKept, kind) != kKept.end();
    if (!known && kind[0] >= 'A' && kind[0] <= 'Z') return broken();  // a critical chunk that nobody knows
    if (known && !kept.keep(whole.substr(0, whole.size() - bytes.rest().size()))) return broken();
    if (kind == "IEND") return data && content.empty() ? Inspection(std::move(kept)) : broken();
  }
  return broken();
}

}  // namespace biroyna::documents
