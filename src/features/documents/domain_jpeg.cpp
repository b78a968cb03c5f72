// JPEG (ITU-T T.81), segment by segment.
#include <array>
#include <optional>

#include "features/documents/domain_bytes.hpp"
#include "features/documents/domain_inspect.hpp"

namespace biroyna::documents {
namespace {

namespace marker {
constexpr std::uint8_t kBaseline = 0xc0, kExtended = 0xc1, kProgressive = 0xc2, kHuffman = 0xc4,
                       kFirstRestart = 0xd0, kLastRestart = 0xd7, kEnd = 0xd9, kScan = 0xda,
                       kQuantisation = 0xdb, kRestartInterval = 0xdd, kApp0 = 0xe0, kApp1 = 0xe1,
                       kApp2 = 0xe2, kApp14 = 0xee, kApp15 = 0xef, kComment = 0xfe;
}

constexpr std::string_view kExif{"Exif\0\0", 6};

// A whole APP1 segment whose Exif says only which way is up.
using OrientationSegment = std::array<char, 36>;
constexpr OrientationSegment orientation_segment(int orientation) {
  constexpr std::string_view kText{
      "\xff\xe1\x00\x22"
      "Exif\0\0"
      "MM\0*\0\0\0\x08"                         // most significant byte first, the directory follows
      "\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0"  // one entry: Orientation, one short
      "\0\0\0\0",                               // no further directory
      36};
  OrientationSegment segment{};
  for (std::size_t i = 0; i < segment.size(); ++i) segment[i] = kText[i];
  segment[29] = static_cast<char>(orientation);
  return segment;
}
// By orientation, of which 1 is the usual one.
constexpr std::array<OrientationSegment, 9> kOrientations = {
    orientation_segment(0), orientation_segment(1), orientation_segment(2),
    orientation_segment(3), orientation_segment(4), orientation_segment(5),
    orientation_segment(6), orientation_segment(7), orientation_segment(8)};

// Numbers of a TIFF file in either order of bytes.
class Tiff {
 public:
  explicit Tiff(std::string_view file) : file_(file), little_(file.starts_with("II*")) {}
  bool known() const { return little_ || file_.starts_with(std::string_view("MM\0*", 4)); }
  std::uint32_t number(std::size_t at, std::size_t bytes) const {
    if (at > file_.size() || bytes > file_.size() - at) return 0;
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i) {
      const auto byte = static_cast<unsigned char>(file_[at + (little_ ? bytes - 1 - i : i)]);
      value = value << 8 | byte;
    }
    return value;
  }

 private:
  std::string_view file_;
  bool little_;
};

// 2 to 8; nothing for the usual way or what cannot be read.
std::optional<int> orientation_of(std::string_view exif) {
  constexpr std::uint32_t kOrientation = 0x0112, kShort = 3;
  const Tiff tiff(exif);
  if (!tiff.known()) return std::nullopt;
  const std::size_t directory = tiff.number(4, 4);
  const std::uint32_t entries = tiff.number(directory, 2);
  for (std::uint32_t i = 0; i < entries; ++i) {
    const std::size_t entry = directory + 2 + std::size_t{12} * i;
    if (entry >= exif.size()) break;
    if (tiff.number(entry, 2) != kOrientation || tiff.number(entry + 2, 2) != kShort) continue;
    const std::uint32_t value = tiff.number(entry + 8, 2);
    if (value >= 2 && value <= 8) return static_cast<int>(value);
  }
  return std::nullopt;
}

// What of the segments besides the picture's own is needed to show it right.
bool is_kept(std::uint8_t kind, std::string_view content) {
  switch (kind) {
    case marker::kApp0:
      return content.starts_with(std::string_view("JFIF\0", 5));
    case marker::kApp2:
      return content.starts_with(std::string_view("ICC_PROFILE\0", 12));
    case marker::kApp14:
      return content.starts_with("Adobe");
    default:
      return false;
  }
}

class JpegReading {
 public:
  explicit JpegReading(std::string_view file) : file_(file), at_(2) { keep(0, 2); }

  Inspection run() {
    for (;;) {
      const std::size_t begin = at_;
      const auto kind = next_marker();
      if (!kind) return broken();
      if (*kind == marker::kEnd) {
        if (!scanned_) return broken();
        keep(begin, at_);
        return fits_ ? Inspection(std::move(kept_)) : broken();
      }
      const auto content = next_content();
      if (!content || !fits_) return broken();
      if (const auto wrong = take(*kind, begin, *content); !wrong.empty()) return tl::unexpected(wrong);
    }
  }

 private:
  std::optional<std::uint8_t> next_marker() {
    if (at_ >= file_.size() || byte(at_) != 0xff) return std::nullopt;
    while (at_ < file_.size() && byte(at_) == 0xff) ++at_;  // fill bytes may come before it
    if (at_ >= file_.size()) return std::nullopt;
    return byte(at_++);
  }

  std::optional<std::string_view> next_content() {
    Bytes bytes(file_.substr(at_));
    const std::uint16_t length = bytes.u16();
    if (length < 2) return std::nullopt;
    const auto content = bytes.take(length - 2u);
    if (!bytes.ok()) return std::nullopt;
    at_ += length;
    return content;
  }

  std::string take(std::uint8_t kind, std::size_t begin, std::string_view content) {
    switch (kind) {
      case marker::kBaseline:
      case marker::kExtended:
      case marker::kProgressive:
        keep(begin, at_);
        return take_frame(content);
      case marker::kScan:
        if (!framed_) return broken().value();
        skip_scan();
        scanned_ = true;
        keep(begin, at_);
        return {};
      case marker::kHuffman:
      case marker::kQuantisation:
      case marker::kRestartInterval:
        keep(begin, at_);
        return {};
      case marker::kComment:
        return {};
      case marker::kApp1:
        if (!oriented_ && content.starts_with(kExif)) keep_orientation(content.substr(kExif.size()));
        return {};
      default:
        if (kind < marker::kApp0 || kind > marker::kApp15) return broken().value();
        if (is_kept(kind, content)) keep(begin, at_);
        return {};
    }
  }

  std::string take_frame(std::string_view content) {
    Bytes bytes(content);
    bytes.u8();  // bits of a sample
    const std::uint64_t height = bytes.u16(), width = bytes.u16();
    const auto components = bytes.u8();
    if (!bytes.ok() || framed_ || height == 0 || width == 0 || components == 0 || components > 4)
      return broken().value();
    framed_ = true;
    kept_.width = width;
    kept_.height = height;
    return height * width > kMostPhotoPixels ? too_many_pixels().value() : std::string();
  }

  // To the next marker that does not belong to the coded picture.
  void skip_scan() {
    while (at_ < file_.size()) {
      const auto next = file_.find('\xff', at_);
      if (next == std::string_view::npos || next + 1 >= file_.size()) {
        at_ = file_.size();
        return;
      }
      const std::uint8_t after = byte(next + 1);
      const bool inside = after == 0 || (after >= marker::kFirstRestart && after <= marker::kLastRestart);
      if (!inside) {
        at_ = next;
        return;
      }
      at_ = next + 2;
    }
  }

  void keep_orientation(std::string_view exif) {
    const auto orientation = orientation_of(exif);
    if (!orientation) return;
    const auto& segment = kOrientations[static_cast<std::size_t>(*orientation)];
    kept_.keep({segment.data(), segment.size()});
    kept_.orientation = *orientation;
    oriented_ = true;
  }

  void keep(std::size_t begin, std::size_t end) {
    fits_ = kept_.keep(file_.substr(begin, end - begin)) && fits_;
  }
  std::uint8_t byte(std::size_t at) const { return static_cast<std::uint8_t>(file_[at]); }

  std::string_view file_;
  std::size_t at_;
  Kept kept_{MediaType::jpeg, {}};
  bool framed_ = false, scanned_ = false, oriented_ = false, fits_ = true;
};

}  // namespace

Inspection inspect_jpeg(std::string_view file) { return JpegReading(file).run(); }

}  // namespace biroyna::documents
