#include "core/clean_text.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "core/text.hpp"

namespace biroyna {
namespace {

const icu::Normalizer2& composition() {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* found = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status) || found == nullptr) throw std::runtime_error("ICU has no NFC");
  return *found;
}

void append(std::string& text, UChar32 sign) {
  std::array<char, U8_MAX_LENGTH> bytes{};
  std::size_t length = 0;
  U8_APPEND_UNSAFE(bytes.data(), length, sign);
  text.append(bytes.data(), length);
}

// The sign at `at`, and moves there behind it. `text` is UTF-8.
UChar32 take_sign(std::string_view text, std::size_t& at) {
  UChar32 sign = 0;
  const auto size = text.size();
  U8_NEXT(text.data(), at, size, sign);
  return sign;
}

bool is_invisible(UChar32 sign) {
  return u_hasBinaryProperty(sign, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0 ||
         u_charType(sign) == U_CONTROL_CHAR || u_charType(sign) == U_FORMAT_CHAR;
}

bool is_line_break(UChar32 sign) {
  return sign == '\n' || sign == 0x0b || sign == 0x0c || sign == 0x85 || sign == 0x2028 || sign == 0x2029;
}

std::string composed(std::string_view text) {
  if (std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
    return std::string(text);
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString made = composition().normalize(
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size()))), status);
  if (U_FAILURE(status)) return std::string(text);
  std::string utf8;
  made.toUTF8String(utf8);
  return utf8;
}

std::string cleaned(std::string_view raw, bool lines) {
  if (!is_utf8(raw)) return std::string(raw);
  const std::string text = composed(raw);
  std::string out;
  bool blank = false;
  std::size_t breaks = 0;
  for (std::size_t at = 0; at < text.size();) {
    const UChar32 sign = take_sign(text, at);
    // "\r\n" is one line break, a lone "\r" too.
    if (sign == '\r' && at < text.size() && text[at] == '\n') continue;
    const bool is_plain = sign > ' ' && sign < 0x7f;  // most are, and nothing need be looked up for them
    const bool line_end = !is_plain && (is_line_break(sign) || sign == '\r');
    if (line_end && lines) {
      ++breaks;
      blank = false;
    } else if (!is_plain && (line_end || sign == '\t' || u_isUWhiteSpace(sign))) {
      blank = true;
    } else if (is_plain || !is_invisible(sign)) {
      if (!out.empty()) {
        if (breaks > 0)
          out.append(std::min<std::size_t>(breaks, 2), '\n');
        else if (blank)
          out += ' ';
      }
      blank = false;
      breaks = 0;
      append(out, sign);
    }
  }
  return out;
}

constexpr std::string_view kTurnedComma = "ʻ";  // U+02BB, of oʻ and gʻ
constexpr std::string_view kTutuq = "ʼ";        // U+02BC
constexpr std::array<std::string_view, 7> kApostrophes = {"'", "`", "‘", "’", "´", kTurnedComma, kTutuq};

constexpr bool continues(char c) { return (static_cast<unsigned char>(c) & 0xc0u) == 0x80u; }

// Whether a character that begins with this byte is a letter: Latin, with accents (U+00C0 to U+024F) or
// Cyrillic (U+0400 to U+052F).
constexpr bool begins_letter(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (byte >= 0xc3 && byte <= 0xc9) ||
         (byte >= 0xd0 && byte <= 0xd4);
}

bool ends_with_letter(std::string_view text) {
  while (!text.empty() && continues(text.back())) text.remove_suffix(1);
  return !text.empty() && begins_letter(text.back());
}

// What Inter has, the face of our documents, as fc-query names it; without private and invisible signs.
constexpr std::pair<char32_t, char32_t> kPrintable[] = {
    {0x20, 0x7e},       {0xa0, 0xac},       {0xae, 0x148},     {0x14a, 0x1c3},   {0x1c5, 0x31e},
    {0x321, 0x34e},     {0x350, 0x377},     {0x37a, 0x37f},    {0x384, 0x38a},   {0x38c, 0x38c},
    {0x38e, 0x3a1},     {0x3a3, 0x3e1},     {0x3f0, 0x49d},    {0x4a0, 0x4ff},   {0x52f, 0x52f},
    {0xe3f, 0xe3f},     {0x1d43, 0x1d43},   {0x1d47, 0x1d49},  {0x1d4d, 0x1d4d}, {0x1d4f, 0x1d50},
    {0x1d52, 0x1d52},   {0x1d56, 0x1d58},   {0x1d5b, 0x1d5b},  {0x1d62, 0x1d65}, {0x1d9c, 0x1d9c},
    {0x1da0, 0x1da0},   {0x1dbb, 0x1dbb},   {0x1dbf, 0x1df5},  {0x1dfc, 0x1f15}, {0x1f18, 0x1f1d},
    {0x1f20, 0x1f45},   {0x1f48, 0x1f4d},   {0x1f50, 0x1f57},  {0x1f59, 0x1f59}, {0x1f5b, 0x1f5b},
    {0x1f5d, 0x1f5d},   {0x1f5f, 0x1f7d},   {0x1f80, 0x1fb4},  {0x1fb6, 0x1fc4}, {0x1fc6, 0x1fd3},
    {0x1fd6, 0x1fdb},   {0x1fdd, 0x1fef},   {0x1ff2, 0x1ff4},  {0x1ff6, 0x1ffe}, {0x2000, 0x200a},
    {0x2010, 0x2027},   {0x202f, 0x205f},   {0x2070, 0x2071},  {0x2074, 0x208e}, {0x2090, 0x209c},
    {0x20a0, 0x20bf},   {0x20db, 0x20de},   {0x20e8, 0x20e8},  {0x20f0, 0x20f0}, {0x2100, 0x2101},
    {0x2103, 0x2103},   {0x2105, 0x2106},   {0x2109, 0x2109},  {0x2113, 0x2113}, {0x2116, 0x2117},
    {0x211e, 0x2123},   {0x2126, 0x2126},   {0x212a, 0x212b},  {0x212e, 0x212e}, {0x2132, 0x2132},
    {0x213b, 0x213b},   {0x214d, 0x214d},   {0x214f, 0x214f},  {0x2153, 0x2153}, {0x215a, 0x2188},
    {0x2190, 0x2199},   {0x21a9, 0x21aa},   {0x21b0, 0x21b1},  {0x21b3, 0x21b5}, {0x21ba, 0x21bb},
    {0x21d0, 0x21d0},   {0x21d2, 0x21d2},   {0x21d4, 0x21d4},  {0x21de, 0x21df}, {0x21e4, 0x21e5},
    {0x21e7, 0x21e7},   {0x21ea, 0x21ea},   {0x2202, 0x2202},  {0x2205, 0x2206}, {0x220f, 0x220f},
    {0x2211, 0x2212},   {0x221a, 0x221a},   {0x221e, 0x221e},  {0x222b, 0x222b}, {0x2248, 0x2248},
    {0x2260, 0x2260},   {0x2264, 0x2265},   {0x2303, 0x2303},  {0x2305, 0x2305}, {0x2318, 0x2318},
    {0x2325, 0x2327},   {0x232b, 0x232b},   {0x2380, 0x2380},  {0x2387, 0x2387}, {0x238b, 0x238b},
    {0x23ce, 0x23cf},   {0x2423, 0x2423},   {0x2460, 0x2468},  {0x24b6, 0x24cf}, {0x24ea, 0x24ea},
    {0x25a0, 0x25a2},   {0x25aa, 0x25aa},   {0x25b2, 0x25b3},  {0x25b6, 0x25b7}, {0x25ba, 0x25bd},
    {0x25c0, 0x25c1},   {0x25c4, 0x25c7},   {0x25ca, 0x25cb},  {0x25cf, 0x25cf}, {0x25e6, 0x25e6},
    {0x25ef, 0x25ef},   {0x2600, 0x2600},   {0x2605, 0x2606},  {0x263c, 0x263c}, {0x2661, 0x2661},
    {0x2665, 0x2665},   {0x26a0, 0x26a0},   {0x2713, 0x2713},  {0x2717, 0x2717}, {0x2756, 0x2756},
    {0x2764, 0x2764},   {0x2780, 0x2788},   {0x27ef, 0x27ef},  {0x27f5, 0x27fa}, {0x2b06, 0x2b06},
    {0x2b12, 0x2b13},   {0x2b1c, 0x2b1c},   {0x2c7c, 0x2c7c},  {0x2c7f, 0x2c7f}, {0x2dff, 0x2dff},
    {0x2e18, 0x2e18},   {0xa69f, 0xa69f},   {0xa7ff, 0xa7ff},  {0xa92e, 0xa92e}, {0x1f12f, 0x1f149},
    {0x1f16a, 0x1f16b}, {0x1f850, 0x1f850}, {0x1f852, 0x1f852}};

// Cyrillic letters, large and small, and the Latin capital that each looks like.
constexpr std::pair<UChar32, char> kLookAlikes[] = {
    {U'А', 'A'}, {U'В', 'B'}, {U'С', 'C'}, {U'Е', 'E'}, {U'Ё', 'E'}, {U'Н', 'H'}, {U'І', 'I'},
    {U'Ј', 'J'}, {U'К', 'K'}, {U'Қ', 'K'}, {U'М', 'M'}, {U'О', 'O'}, {U'Р', 'P'}, {U'Ѕ', 'S'},
    {U'Т', 'T'}, {U'У', 'Y'}, {U'Ү', 'Y'}, {U'Ў', 'Y'}, {U'Х', 'X'}, {U'Ҳ', 'X'}, {U'З', '3'}};

}  // namespace

std::string one_line(std::string_view text) { return cleaned(text, false); }
std::string many_lines(std::string_view text) { return cleaned(text, true); }

std::string_view cut_to(std::string_view text, std::size_t most_bytes) {
  if (text.size() <= most_bytes) return text;
  while (most_bytes > 0 && (static_cast<unsigned char>(text[most_bytes]) & 0xc0U) == 0x80U) --most_bytes;
  return text.substr(0, most_bytes);
}

std::string with_apostrophes(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto found = std::ranges::find_if(kApostrophes, [&](auto one) { return text.starts_with(one); });
    if (found == kApostrophes.end()) {
      out += text.front();
      text.remove_prefix(1);
      continue;
    }
    const std::string_view as_typed = text.substr(0, found->size());
    text.remove_prefix(found->size());
    if (!out.empty() && std::string_view("oOgG").find(out.back()) != std::string_view::npos)
      out += kTurnedComma;
    else if (ends_with_letter(out) && !text.empty() && begins_letter(text.front()))
      out += kTutuq;
    else
      out += as_typed;
  }
  return out;
}

bool is_printable(char32_t sign) {
  const auto* const behind =
      std::ranges::upper_bound(kPrintable, sign, {}, &std::pair<char32_t, char32_t>::first);
  return behind != std::begin(kPrintable) && sign <= std::prev(behind)->second;
}

std::string_view unprintable_in(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const UChar32 sign = take_sign(text, at);
    if (sign != '\n' && (sign < 0 || !is_printable(static_cast<char32_t>(sign))))
      return text.substr(begin, at - begin);
  }
  return {};
}

bool is_name(std::string_view text) {
  bool letter = false;
  for (std::size_t at = 0; at < text.size();) {
    const UChar32 sign = take_sign(text, at);
    if (sign < 0) return false;
    // U+02BB and U+02BC are letters to Unicode; the marks of letters that are not composed belong to them.
    const bool mark = ((1u << static_cast<unsigned>(u_charType(sign))) & U_GC_M_MASK) != 0;
    if (u_isalpha(sign)) {
      letter = letter || (sign != 0x02bb && sign != 0x02bc);
    } else if (!mark && std::u32string_view(U" -.'’‘`´‐‑–()/,").find(static_cast<char32_t>(sign)) ==
                            std::u32string_view::npos) {
      return false;
    }
  }
  return letter;
}

bool has_digit(std::string_view text) { return std::ranges::any_of(text, is_digit); }

std::string with_latin_capitals(std::string_view text) {
  if (!is_utf8(text)) return std::string(text);
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const UChar32 large = u_toupper(take_sign(text, at));
    const auto* const alike = std::ranges::find(kLookAlikes, large, &std::pair<UChar32, char>::first);
    if (alike != std::end(kLookAlikes))
      out += alike->second;
    else
      append(out, large);
  }
  return out;
}

}  // namespace biroyna
