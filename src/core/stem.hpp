// The stems of words: what is left when the endings of their language are taken off, so that "пенсию" and
// "пенсия", "bogʻchaga" and "bogʻcha" are one.
//
// Russian and English are Snowball's (libstemmer). Uzbek has no Snowball stemmer: its endings are a table of
// ours. Thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace biroyna {

// `word`: small Cyrillic letters in UTF-8, ё as е.
std::string stem_russian(std::string_view word);
// `word`: small Latin letters.
std::string stem_english(std::string_view word);
// `word`: as fold() writes it ("bogchaga"), whichever script it came in. At least three letters are left.
std::string stem_uzbek(std::string_view word);

}  // namespace biroyna
