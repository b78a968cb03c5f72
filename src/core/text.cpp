#include "core/text.hpp"

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace biroyna {
namespace {

const icu::Transliterator& folding() {
  static const std::unique_ptr<icu::Transliterator> instance = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Transliterator> made(icu::Transliterator::createInstance(
        "uz_Cyrl-uz_Latn; Cyrillic-Latin; Lower; NFKD; ['`´ʹʻʼʽˊ‘’‛′[:M:]] Remove; Lower", UTRANS_FORWARD,
        status));
    if (U_FAILURE(status)) throw std::runtime_error("ICU has no uz_Cyrl-uz_Latn transliteration");
    return made;
  }();
  return *instance;
}

}  // namespace

std::string fold(std::string_view text) {
  icu::UnicodeString folded =
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  folding().transliterate(folded);
  std::string utf8;
  folded.toUTF8String(utf8);

  std::string words;
  words.reserve(utf8.size());
  for (const char c : utf8) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      words.push_back(c == 'x' ? 'h' : c);
    } else if (!words.empty() && words.back() != ' ') {
      words.push_back(' ');
    }
  }
  if (!words.empty() && words.back() == ' ') words.pop_back();
  return words;
}

std::vector<std::string> folded_words(std::string_view text) {
  std::vector<std::string> words;
  const std::string folded = fold(text);
  for (std::size_t begin = 0; begin < folded.size();) {
    const std::size_t end = std::min(folded.find(' ', begin), folded.size());
    words.push_back(folded.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > limit) return limit + 1;
  std::vector<std::size_t> before(a.size() + 1), last(a.size() + 1), row(a.size() + 1);
  for (std::size_t i = 0; i <= a.size(); ++i) last[i] = i;
  for (std::size_t j = 1; j <= b.size(); ++j) {
    row[0] = j;
    std::size_t least = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
      const std::size_t cost = a[i - 1] == b[j - 1] ? 0 : 1;
      row[i] = std::min({last[i] + 1, row[i - 1] + 1, last[i - 1] + cost});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[i] = std::min(row[i], before[i - 2] + 1);
      least = std::min(least, row[i]);
    }
    if (least > limit) return limit + 1;
    std::swap(before, last);
    std::swap(last, row);
  }
  return std::min(last[a.size()], limit + 1);
}

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    std::size_t more = 0;
    std::uint32_t code = lead;
    if (lead >= 0xf0 && lead <= 0xf4)
      more = 3, code = lead & 0x07u;
    else if (lead >= 0xe0)
      more = 2, code = lead & 0x0fu;
    else if (lead >= 0xc2)
      more = 1, code = lead & 0x1fu;
    else if (lead >= 0x80)
      return false;
    if (lead > 0xf4 || i + more >= text.size() + (more == 0 ? 1 : 0)) return false;
    for (std::size_t k = 1; k <= more; ++k) {
      const auto next = static_cast<unsigned char>(text[i + k]);
      if ((next & 0xc0u) != 0x80u) return false;
      code = code << 6 | (next & 0x3fu);
    }
    const bool too_long = (more == 2 && code < 0x800) || (more == 3 && (code < 0x10000 || code > 0x10ffff));
    if (too_long || (code >= 0xd800 && code <= 0xdfff)) return false;
    i += more + 1;
  }
  return true;
}

std::size_t length_utf8(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0u) != 0x80u; }));
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

}  // namespace biroyna
