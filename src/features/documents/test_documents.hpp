// Small pictures for tests, built piece by piece, with whatever a phone writes into them.
#pragma once

#include <boost/crc.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "features/documents/domain_inspect.hpp"

namespace biroyna::documents::testing {

// Stands for a place in every kind of metadata: it must be gone from what is kept.
inline constexpr std::string_view kPlace = "41.2227N 69.2242E";

inline std::string be(std::uint64_t number, std::size_t bytes) {
  std::string text;
  while (bytes-- > 0) text.push_back(static_cast<char>(number >> 8 * bytes));
  return text;
}

inline std::string joined(const Kept& kept) {
  std::string all;
  for (const auto piece : kept.pieces) all += piece;
  return all;
}
// What is kept of it, or the code of the refusal.
inline std::string kept_of(std::string_view file) {
  const auto inspected = inspect(file);
  return inspected ? joined(*inspected) : inspected.error();
}

// JPEG
inline std::string segment(int marker, std::string_view content) {
  return std::string("\xff") + static_cast<char>(marker) + be(content.size() + 2, 2) + std::string(content);
}
// With an orientation, and a place behind it; in either order of bytes.
inline std::string exif(int orientation, bool little = false) {
  const auto number = [&](std::uint64_t value, std::size_t bytes) {
    std::string text = be(value, bytes);
    return little ? std::string(text.rbegin(), text.rend()) : text;
  };
  return std::string("Exif\0\0", 6) + (little ? "II" : "MM") + number(42, 2) + number(8, 4) + number(2, 2) +
         number(0x010f, 2) + number(2, 2) + number(5, 4) + number(100, 4) +  // the maker
         number(0x0112, 2) + number(3, 2) + number(1, 4) +
         number(static_cast<std::uint64_t>(orientation), 2) + number(0, 2) + number(0, 4) +
         std::string(kPlace);
}
inline std::string frame(std::uint64_t width, std::uint64_t height, int marker = 0xc0) {
  return segment(marker, be(8, 1) + be(height, 2) + be(width, 2) + be(3, 1) +
                             std::string("\1\x22\0\2\x11\1\3\x11\1", 9));
}
inline std::string scan(std::string_view coded = "\x12\xff\0\x34\xff\xd0\x56") {
  return segment(0xda, std::string("\3\1\0\2\x11\3\x11\0\x3f\0", 10)) + std::string(coded);
}
inline std::string jpeg(const std::string& metadata = "", std::uint64_t width = 4, std::uint64_t height = 3) {
  return "\xff\xd8" + segment(0xe0, std::string("JFIF\0\1\2\0\0\1\0\1\0\0", 14)) + metadata +
         segment(0xdb, std::string(65, '\1')) + frame(width, height) + segment(0xc4, std::string(20, '\0')) +
         scan() + "\xff\xd9";
}

// PNG
inline std::string chunk(const std::string& kind, const std::string& content) {
  boost::crc_32_type sum;
  sum.process_bytes((kind + content).data(), kind.size() + content.size());
  return be(content.size(), 4) + kind + content + be(sum.checksum(), 4);
}
inline std::string png_header(std::uint64_t width, std::uint64_t height) {
  return std::string("\x89PNG\r\n\x1a\n") +
         chunk("IHDR", be(width, 4) + be(height, 4) + std::string("\x08\x02\0\0\0", 5));
}
inline std::string png(const std::string& metadata = "", std::uint64_t width = 4, std::uint64_t height = 3) {
  return png_header(width, height) + chunk("gAMA", be(45455, 4)) + metadata + chunk("IDAT", "coded") +
         chunk("IEND", "");
}

// HEIC
inline std::string box(const std::string& kind, const std::string& content) {
  return be(content.size() + 8, 4) + kind + content;
}
inline std::string full_box(const std::string& kind, int version, const std::string& content) {
  return box(kind, be(static_cast<std::uint64_t>(version), 1) + be(0, 3) + content);
}
struct Item {
  std::string kind;
  std::string content;
  bool in_idat = false;
};
struct Heic {
  std::vector<Item> items = {{"hvc1", "the coded picture"}, {"Exif", std::string(kPlace)}};
  std::uint64_t width = 4, height = 3;
  std::string more_properties = {};
  std::string more_boxes = {};
  std::string brands = "mif1heic";
};
inline std::string heic(const Heic& what = {}) {
  const std::string brand = box("ftyp", "heic" + be(0, 4) + what.brands);
  std::string entries, idat, data;
  for (std::size_t i = 0; i < what.items.size(); ++i) {
    entries += full_box("infe", 2, be(i + 1, 2) + be(0, 2) + what.items[i].kind + std::string(1, '\0'));
    (what.items[i].in_idat ? idat : data) += what.items[i].content;
  }
  const auto meta_at = [&](std::uint64_t data_begin) {
    std::string places;
    std::uint64_t in_file = data_begin, in_idat = 0;
    for (std::size_t i = 0; i < what.items.size(); ++i) {
      std::uint64_t& at = what.items[i].in_idat ? in_idat : in_file;
      places += be(i + 1, 2) + be(what.items[i].in_idat ? 1 : 0, 2) + be(0, 2) + be(1, 2) + be(at, 4) +
                be(what.items[i].content.size(), 4);
      at += what.items[i].content.size();
    }
    return full_box("meta", 0,
                    full_box("hdlr", 0, be(0, 4) + "pict" + std::string(13, '\0')) +
                        full_box("pitm", 0, be(1, 2)) +
                        full_box("iinf", 0, be(what.items.size(), 2) + entries) +
                        box("iprp", box("ipco", full_box("ispe", 0, be(what.width, 4) + be(what.height, 4)) +
                                                    what.more_properties)) +
                        box("idat", idat) +
                        full_box("iloc", 1, be(0x44, 1) + be(0, 1) + be(what.items.size(), 2) + places));
  };
  const std::size_t data_begin = brand.size() + meta_at(0).size() + 8;
  return brand + meta_at(data_begin) + box("mdat", data) + what.more_boxes;
}

}  // namespace biroyna::documents::testing
