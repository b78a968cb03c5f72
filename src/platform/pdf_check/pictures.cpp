#include "platform/pdf_check/pictures.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <qpdf/Buffer.hh>
#include <qpdf/Pipeline.hh>
#include <stdexcept>
#include <string>
#include <string_view>

#include "platform/pdf_check/jbig2.hpp"

namespace biroyna::pdf_check {
namespace {

// A page of A0 in 300 dots an inch has 140 million; more is made to be slow. All together: 200 pages of A3.
constexpr std::uint64_t kMostPixels = 150'000'000, kMostPixelsTogether = 4'000'000'000;
constexpr std::uint64_t kMostScans = 4'000'000'000;  // dots times scans of a progressive JPEG
constexpr std::size_t kMostFilters = 3;
// Unfolded, of what is no picture: what pages draw, fonts, profiles of colours. And of pictures, inside of
// another compression.
constexpr std::uint64_t kMostUnfolded = 64u << 20, kMostUnfoldedTogether = 256u << 20;

// Takes bytes up to a limit, and keeps them if wanted.
class Bounded final : public Pipeline {
 public:
  Bounded(std::uint64_t most, std::string* kept) : Pipeline("bounded", nullptr), most_(most), kept_(kept) {}
  void write(unsigned char const* data, size_t size) override {
    taken_ += size;
    if (taken_ > most_) throw std::length_error("unfolds to too much");
    if (kept_ != nullptr) kept_->append(reinterpret_cast<const char*>(data), size);
  }
  void finish() override {}
  std::uint64_t taken() const { return taken_; }
  bool overflowed() const { return taken_ > most_; }

 private:
  const std::uint64_t most_;
  std::uint64_t taken_ = 0;
  std::string* const kept_;
};

std::vector<QPDFObjectHandle> items(QPDFObjectHandle value) {
  if (value.isArray()) return value.getArrayAsVector();
  if (value.isNull()) return {};
  return {value};
}

std::uint64_t product(std::uint64_t a, std::uint64_t b) {
  return a != 0 && b > UINT64_MAX / a ? UINT64_MAX : a * b;
}

// Of a key whose value is a number that is not negative.
std::optional<std::uint64_t> number(QPDFObjectHandle dictionary, const char* key) {
  if (!dictionary.isDictionary()) return std::nullopt;
  auto value = dictionary.getKey(key);
  if (!value.isInteger() || value.getIntValue() < 0) return std::nullopt;
  return static_cast<std::uint64_t>(value.getIntValue());
}

std::uint64_t big_endian(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size; ++i) value = value << 8u | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

// Width and height stand in the marker that begins a picture; each further scan draws all of it again.
bool is_slow_jpeg(std::string_view jpeg) {
  std::uint64_t dots = 0, scans = 0;
  for (std::size_t at = jpeg.find('\xFF'); at + 3 < jpeg.size();) {
    const auto marker = static_cast<unsigned char>(jpeg[at + 1]);
    const bool is_filling =
        marker == 0 || marker == 0xFF || marker == 1 || (marker >= 0xD0 && marker <= 0xD8);
    if (!is_filling) {
      const std::uint64_t length = big_endian(jpeg, at + 2, 2);
      const bool is_frame =
          marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
      if (is_frame && at + 9 <= jpeg.size())
        dots = std::max(dots, product(big_endian(jpeg, at + 5, 2), big_endian(jpeg, at + 7, 2)));
      if (marker == 0xDA) ++scans;
      if (dots > kMostPixels || product(dots, scans) > kMostScans) return true;
      at += 2 + length;
    } else {
      at += marker == 0xFF ? 1 : 2;
    }
    if (at >= jpeg.size()) break;
    at = jpeg.find('\xFF', at);
    if (at == std::string_view::npos) break;
  }
  return false;
}

// The first marker of a code stream says the size of its grid and how many components it has.
bool is_slow_jpeg2000(std::string_view jpeg) {
  const auto begin = jpeg.find("\xFF\x4F\xFF\x51");
  if (begin == std::string_view::npos || jpeg.size() < begin + 42) return true;
  const std::uint64_t width = big_endian(jpeg, begin + 8, 4), height = big_endian(jpeg, begin + 12, 4),
                      tile_width = big_endian(jpeg, begin + 24, 4),
                      tile_height = big_endian(jpeg, begin + 28, 4),
                      components = big_endian(jpeg, begin + 40, 2);
  if (tile_width == 0 || tile_height == 0 || components > 16) return true;
  const std::uint64_t tiles =
      product((width + tile_width - 1) / tile_width, (height + tile_height - 1) / tile_height);
  return product(width, height) > kMostPixels || tiles > 65535;
}

class Check {
 public:
  explicit Check(QPDF& pdf) : pdf_(pdf) {}

  bool is_slow(QPDFObjectHandle stream) {
    auto dictionary = stream.getDict();
    auto kind = dictionary.getKey("/Subtype");
    auto filters = items(dictionary.getKey("/Filter"));
    if (filters.size() > kMostFilters) return true;
    if (kind.isName() && kind.getName() == "/Image") return is_slow_picture(stream, filters);
    Bounded bytes(std::min(kMostUnfolded, kMostUnfoldedTogether - unfolded_), nullptr);
    return !unfold(stream, bytes);
  }

 private:
  // What cannot be unfolded is short; readers do not draw it.
  bool unfold(QPDFObjectHandle stream, Bounded& into) {
    bool attempted = false;
    stream.pipeStreamData(&into, &attempted, 0, qpdf_dl_generalized, true, true);
    if (attempted) unfolded_ += into.taken();
    return !into.overflowed();
  }

  bool is_slow_picture(QPDFObjectHandle stream, std::vector<QPDFObjectHandle>& filters) {
    auto dictionary = stream.getDict();
    auto width = dictionary.getKey("/Width"), height = dictionary.getKey("/Height");
    if (!width.isInteger() || !height.isInteger()) return false;  // readers do not draw it
    const auto across = number(dictionary, "/Width"), down = number(dictionary, "/Height");
    if (!across || !down) return true;
    const std::uint64_t dots = product(*across, *down);
    if (dots > kMostPixels) return true;
    dots_together_ += dots;
    if (dots_together_ > kMostPixelsTogether) return true;
    if (filters.empty() || !filters.back().isName()) return false;
    const std::string coding = filters.back().getName();
    const auto parameters = items(dictionary.getKey("/DecodeParms"));
    QPDFObjectHandle own =
        parameters.size() == filters.size() ? parameters.back() : QPDFObjectHandle::newNull();
    if (coding == "/CCITTFaxDecode" || coding == "/CCF") {
      const std::uint64_t columns = number(own, "/Columns").value_or(1728);
      return product(columns, std::max(number(own, "/Rows").value_or(0), *down)) > kMostPixels;
    }
    const bool jbig2 = coding == "/JBIG2Decode", jpeg = coding == "/DCTDecode" || coding == "/DCT",
               jpeg2000 = coding == "/JPXDecode";
    if (!jbig2 && !jpeg && !jpeg2000) return false;
    std::string content;
    if (!innermost(stream, filters, content)) return true;
    if (jpeg) return is_slow_jpeg(content);
    if (jpeg2000) return is_slow_jpeg2000(content);
    std::string globals;
    if (own.isDictionary()) {
      if (auto shared = own.getKey("/JBIG2Globals"); shared.isStream()) {
        Bounded bytes(kMostUnfolded, &globals);
        if (!unfold(shared, bytes)) return true;
      }
    }
    return jbig2_unfolds_slowly(content, globals, dots);
  }

  // What the last filter gets: without the compressions around it.
  bool innermost(QPDFObjectHandle stream, const std::vector<QPDFObjectHandle>& filters,
                 std::string& content) {
    const auto raw = stream.getRawStreamData();
    content.assign(reinterpret_cast<const char*>(raw->getBuffer()), raw->getSize());
    if (filters.size() == 1) return true;
    auto outer = QPDFObjectHandle::newStream(&pdf_, content);
    outer.getDict().replaceKey("/Filter", QPDFObjectHandle::newArray({filters.begin(), filters.end() - 1}));
    const auto parameters = items(stream.getDict().getKey("/DecodeParms"));
    if (parameters.size() == filters.size())
      outer.getDict().replaceKey("/DecodeParms",
                                 QPDFObjectHandle::newArray({parameters.begin(), parameters.end() - 1}));
    content.clear();
    Bounded bytes(kMostUnfolded, &content);
    return unfold(outer, bytes);
  }

  QPDF& pdf_;
  std::uint64_t dots_together_ = 0, unfolded_ = 0;
};

}  // namespace

bool takes_too_long(QPDF& pdf, const std::vector<QPDFObjectHandle>& objects) {
  Check check(pdf);
  for (const auto& object : objects)
    if (QPDFObjectHandle(object).isStream() && check.is_slow(object)) return true;
  return false;
}

}  // namespace biroyna::pdf_check
