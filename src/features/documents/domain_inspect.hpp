// What kind of file a document is, by its content alone, and what of it is kept.
//
// Images are never decoded here (platform/pictures does that, in a process of its own): size and structure
// are read from their headers, so that a small file that unfolds to gigabytes costs nothing here. What a
// picture tells of its place, device and maker is left out, without touching the picture: whole segments of
// JPEG (APPn but for the colour profile, comments), chunks of PNG; items of HEIC are overwritten with zeros
// where they lie. The way up is kept: JPEG gets a minimal Exif that says nothing else, HEIC has it among the
// picture's own properties. What comes after the end of a picture is cut off.
//
// Pure and thread-safe. What is kept are views of the file (and of constants): it must live as long.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace biroyna::documents {

enum class MediaType : std::uint8_t { pdf, jpeg, png, heic };
std::string_view name(MediaType type);       // "application/pdf"
std::string_view extension(MediaType type);  // "pdf"
bool parse_media_type(std::string_view name, MediaType& type);

inline constexpr std::uint64_t kMostBytes = 20'000'000;
// Of a picture that is kept as it is, and of a photo, which is drawn anew in a readable size.
inline constexpr std::uint64_t kMostPixels = 50'000'000;
inline constexpr std::uint64_t kMostPhotoPixels = 120'000'000;
inline constexpr int kMostPages = 200;

struct Kept {
  MediaType type = MediaType::pdf;
  std::vector<std::string_view> pieces;  // in order
  std::uint64_t width = 0, height = 0;   // of a picture, as it is coded
  int orientation = 1;                   // of a JPEG: how it lies, as Exif counts it

  // Adds a piece, to the last one when it lies right behind it. False when there are far more than any camera
  // makes.
  bool keep(std::string_view piece);
};
// Why a file is no document, as the name of a message: error.document_empty, error.document_too_large,
// error.document_format, error.document_broken, error.document_too_many_pixels.
using Inspection = tl::expected<Kept, std::string>;

// A PDF is only recognised here and kept as it is; whether it is a good one says platform/pdf_check.
Inspection inspect(std::string_view file);

Inspection inspect_jpeg(std::string_view file);
Inspection inspect_png(std::string_view file);
Inspection inspect_heic(std::string_view file);
bool looks_like_heic(std::string_view file);

inline tl::unexpected<std::string> broken() { return tl::unexpected(std::string("error.document_broken")); }
inline tl::unexpected<std::string> too_many_pixels() {
  return tl::unexpected(std::string("error.document_too_many_pixels"));
}

}  // namespace biroyna::documents
