// Text as people type it: the same word in either script, with any apostrophe, in any case.
//
// Thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace biroyna {

// The form under which texts are compared in a search: Cyrillic becomes Latin (ICU's uz_Cyrl-uz_Latn),
// letters become small, apostrophes and accents go (oʻ is o, gʻ is g), х/ҳ and their Latin letters are one,
// all else is a blank. "Боғча", "богча", "boʻgʻcha" and "BOG'CHA" are all "bogcha". Text that is not UTF-8
// loses what is wrong in it.
std::string fold(std::string_view text);
std::vector<std::string> folded_words(std::string_view text);

// How many single letters must be put in, left out, changed or swapped with their neighbour to make `b` of
// `a` (optimal string alignment); `limit + 1` when it is more than `limit`.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_utf8(std::string_view text);
// Characters, not bytes, of valid UTF-8.
std::size_t length_utf8(std::string_view text);
// Without blanks at both ends.
std::string_view trim(std::string_view text);

}  // namespace biroyna
