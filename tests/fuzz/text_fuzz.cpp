#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>

#include "core/id.hpp"
#include "core/text.hpp"
#include "fuzz.hpp"

namespace {

// What ICU says; a negative code point is an error in the text.
struct Icu {
  bool valid = true;
  std::size_t characters = 0;
};
Icu icu_reads(std::string_view text) {
  Icu result;
  for (int32_t at = 0; at < static_cast<int32_t>(text.size()); ++result.characters) {
    UChar32 code = 0;
    U8_NEXT(text.data(), at, static_cast<int32_t>(text.size()), code);
    if (code < 0) result.valid = false;
  }
  return result;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace biroyna;
  using fuzz::require;
  const std::string_view text = fuzz::text_of(data, size);
  const Icu expected = icu_reads(text);
  require(is_utf8(text) == expected.valid, "ICU agrees on what is UTF-8");
  if (expected.valid) require(length_utf8(text) == expected.characters, "ICU agrees on the length");

  const std::string folded = fold(text);
  require(std::ranges::all_of(
              folded, [](char c) { return c == ' ' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }),
          "a folded text has small letters, digits and blanks");
  require(folded.find("  ") == std::string::npos && !folded.starts_with(' ') && !folded.ends_with(' '),
          "a folded text has single blanks inside");
  require(fold(folded) == folded, "folding once is enough");

  const std::string_view trimmed = trim(text);
  require(trim(trimmed) == trimmed, "trimming once is enough");
  const std::string_view left = text.substr(0, size / 2), right = text.substr(size / 2);
  if (size < 200) {
    const std::size_t distance = edit_distance(left, right, 3);
    require(distance == edit_distance(right, left, 3) && distance <= 4, "a distance is the same both ways");
    require((distance == 0) == (left == right), "only the same text has no distance");
  }
  require(!is_slug(text) || fold(text).size() <= 64, "an id is short");
  return 0;
}
