#include "features/documents/domain_inspect.hpp"

#include <array>

namespace biroyna::documents {
namespace {

struct Names {
  std::string_view name, extension;
};
constexpr std::array<Names, 4> kNames = {
    {{"application/pdf", "pdf"}, {"image/jpeg", "jpg"}, {"image/png", "png"}, {"image/heic", "heic"}}};

}  // namespace

std::string_view name(MediaType type) { return kNames[static_cast<std::size_t>(type)].name; }
std::string_view extension(MediaType type) { return kNames[static_cast<std::size_t>(type)].extension; }

bool parse_media_type(std::string_view text, MediaType& type) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i].name != text) continue;
    type = static_cast<MediaType>(i);
    return true;
  }
  return false;
}

namespace {

// Mails and scanners put a byte-order mark or an empty line before it; readers look into the first 1,024
// bytes.
bool is_pdf(std::string_view file) {
  if (file.starts_with("\xef\xbb\xbf")) file.remove_prefix(3);
  const auto begin = file.substr(0, 1024).find_first_not_of("\r\n");
  return begin != std::string_view::npos && file.substr(begin).starts_with("%PDF-");
}

}  // namespace

bool Kept::keep(std::string_view piece) {
  constexpr std::size_t kMostPieces = 100'000;
  if (!pieces.empty() && pieces.back().data() + pieces.back().size() == piece.data()) {
    pieces.back() = {pieces.back().data(), pieces.back().size() + piece.size()};
    return true;
  }
  pieces.push_back(piece);
  return pieces.size() <= kMostPieces;
}

Inspection inspect(std::string_view file) {
  if (file.empty()) return tl::unexpected(std::string("error.document_empty"));
  if (file.size() > kMostBytes) return tl::unexpected(std::string("error.document_too_large"));
  if (is_pdf(file)) return Kept{MediaType::pdf, {file}};
  if (file.starts_with("\xff\xd8\xff")) return inspect_jpeg(file);
  if (file.starts_with("\x89PNG\r\n\x1a\n")) return inspect_png(file);
  if (looks_like_heic(file)) return inspect_heic(file);
  return tl::unexpected(std::string("error.document_format"));
}

}  // namespace biroyna::documents
