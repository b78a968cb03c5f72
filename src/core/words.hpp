// The words of a text, so that a search knows a word however it is spelt.
//
// One word may be written in either script, with any apostrophe or none, with ё or е, with letters of the
// other alphabet that look alike ("cадик"), without the letters that only Uzbek has ("укиш" for "ўқиш"), in
// Latin letters by several customs ("rozhdenie", "rojdeniye"), with one letter where two belong ("балон").
// Thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace biroyna {

// Spellings are small Latin letters and digits, the same for all ways to write a word, and not for people to
// read.
struct Word {
  std::string shown;                   // as it was written, in small letters
  std::vector<std::string> spellings;  // of the word as a whole; never empty
  std::vector<std::string> stems;      // in the languages that it may belong to; none of a number
  bool is_number = false;

  friend bool operator==(const Word&, const Word&) = default;
};

// In their order. Any bytes are taken: what is not UTF-8, and letters other than Latin and Cyrillic, separate
// words.
std::vector<Word> words_of(std::string_view text);

// How many words there are, without looking into them; also counts what is only a sign, as "ь".
std::size_t count_words(std::string_view text);

// words_of() for many texts, each word of which is looked into only once. Not thread-safe.
class WordReader {
 public:
  std::vector<Word> words_of(std::string_view text);

 private:
  std::unordered_map<std::u16string, Word> known_;
};

// The text as it would be, had the keyboard stood on Russian: "gtycbz" becomes "пенсия". Capitals become
// small.
std::string retyped_in_russian(std::string_view text);

}  // namespace biroyna
