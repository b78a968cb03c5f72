#include "core/words.hpp"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "core/stem.hpp"
#include "core/text.hpp"

namespace biroyna {
namespace {

constexpr std::u16string_view kApostropheSigns = u"'`´ʹʻʼʽˊ‘’‛′";
constexpr std::u16string_view kUzbekLetters = u"ўқғҳ";
constexpr std::u16string_view kRussianLetters = u"щы";
constexpr std::size_t kShortestStem = 3;
// Latin letters and the Cyrillic ones that look like them, small or capital.
constexpr std::u16string_view kLatinAlike = u"aceopxykmthbi", kCyrillicAlike = u"асеорхукмтнві";
constexpr std::u16string_view kLatinKeys = u"qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
constexpr std::u16string_view kRussianKeys = u"йцукенгшщзхъфывапролджэячсмитьбюё";
static_assert(kLatinAlike.size() == kCyrillicAlike.size() && kLatinKeys.size() == kRussianKeys.size());

bool is_one_of(char16_t letter, std::u16string_view letters) {
  return letters.find(letter) != std::u16string_view::npos;
}
bool is_latin(char16_t letter) {
  UErrorCode status = U_ZERO_ERROR;
  return u_isalpha(letter) != 0 && uscript_getScript(letter, &status) == USCRIPT_LATIN;
}
bool is_cyrillic(char16_t letter) {
  UErrorCode status = U_ZERO_ERROR;
  return u_isalpha(letter) != 0 && uscript_getScript(letter, &status) == USCRIPT_CYRILLIC;
}

// Small letters, composed: "й" is one sign.
std::u16string composed_letters(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(status);
  const auto decoded =
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  icu::UnicodeString result = nfkc->normalize(decoded, status).toLower(icu::Locale::getRoot());
  if (U_FAILURE(status)) throw std::runtime_error("ICU cannot normalise a text");
  return {result.getBuffer(), static_cast<std::size_t>(result.length())};
}

std::string utf8(std::u16string_view text) {
  std::string result;
  icu::UnicodeString(text.data(), static_cast<int32_t>(text.size())).toUTF8String(result);
  return result;
}

std::u16string with(std::u16string text, char16_t old, char16_t made) {
  std::ranges::replace(text, old, made);
  return text;
}
std::u16string without(std::u16string text, std::u16string_view signs) {
  std::erase_if(text, [&](char16_t sign) { return is_one_of(sign, signs); });
  return text;
}

void replace_all(std::string& text, std::string_view old, std::string_view made) {
  for (std::size_t at = text.find(old); at != std::string::npos; at = text.find(old, at + made.size()))
    text.replace(at, old.size(), made);
}

// One spelling for all customs of writing Cyrillic in Latin letters. `folded`: one word, as fold() writes it.
std::string spelling(std::string folded) {
  constexpr std::pair<std::string_view, std::string_view> kSame[] = {
      {"shch", "sh"}, {"sch", "sh"}, {"zh", "j"}, {"kh", "h"},
      {"ts", "s"},    {"y", "i"},    {"q", "k"},  {"w", "v"}};
  for (const auto& [old, made] : kSame) replace_all(folded, old, made);
  replace_all(folded, "iie", "e");
  replace_all(folded, "ie", "e");
  return folded;
}
std::string with_single_letters(const std::string& spelling) {
  std::string single = spelling;
  const auto twice = std::ranges::unique(single, [](char a, char b) { return a == b && !is_digit(a); });
  single.erase(twice.begin(), twice.end());
  return single.size() > 1 ? single : spelling;  // "ООО" and "ҚК" would lose themselves
}

std::string folded_word(std::string_view word) {
  std::string folded = fold(word);
  std::erase(folded, ' ');
  return folded;
}

void add_once(std::vector<std::string>& texts, std::string text) {
  if (!text.empty() && std::ranges::find(texts, text) == texts.end()) texts.push_back(std::move(text));
}

void add_spelling(Word& word, const std::string& folded) {
  std::string whole = spelling(folded);
  add_once(word.spellings, with_single_letters(whole));
  add_once(word.spellings, std::move(whole));
}
// One or two letters that an ending has left would be those of too many words.
void add_stem(Word& word, const std::string& folded) {
  std::string stem = with_single_letters(spelling(folded));
  if (stem.size() >= kShortestStem) add_once(word.stems, std::move(stem));
}

// A word with letters of both alphabets is of the one that most are of.
std::u16string in_one_alphabet(std::u16string word) {
  const auto latin = std::ranges::count_if(word, is_latin);
  const auto cyrillic = std::ranges::count_if(word, is_cyrillic);
  if (latin == 0 || cyrillic == 0) return word;
  const bool to_cyrillic = cyrillic >= latin;
  const auto from = to_cyrillic ? kLatinAlike : kCyrillicAlike;
  const auto to = to_cyrillic ? kCyrillicAlike : kLatinAlike;
  for (char16_t& letter : word) {
    if (const auto at = from.find(letter); at != std::u16string_view::npos) letter = to[at];
  }
  return word;
}

void spell_uzbek(const std::u16string& word, Word& result) {
  const std::string folded = folded_word(utf8(word));
  add_spelling(result, folded);
  add_stem(result, stem_uzbek(folded));
}

void spell_cyrillic(const std::u16string& word, Word& result) {
  const bool uzbek = std::ranges::any_of(word, [](char16_t c) { return is_one_of(c, kUzbekLetters); });
  const bool russian = std::ranges::any_of(word, [](char16_t c) { return is_one_of(c, kRussianLetters); });
  if (!russian || uzbek) {
    spell_uzbek(word, result);
    // As it is typed where the keyboard has no ў; қ, ғ and ҳ have one spelling with к, г and х.
    if (uzbek) spell_uzbek(with(word, u'ў', u'у'), result);
  }
  if (uzbek) return;
  const std::string plain = utf8(with(word, u'ё', u'е'));
  // ICU writes щ as s.
  const auto folded_with_sh = [](std::string text) {
    replace_all(text, "щ", "ш");
    return folded_word(text);
  };
  add_spelling(result, folded_with_sh(plain));
  add_stem(result, folded_with_sh(stem_russian(plain)));
}

// `word` may have ʻ within it.
void spell_latin(const std::u16string& word, Word& result) {
  const std::u16string plain = without(word, u"ʻ");
  spell_uzbek(plain, result);
  // oʻ is ў, which is also typed as u.
  std::u16string other;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (word[i] == u'ʻ') continue;
    other.push_back(word[i] == u'o' && i + 1 < word.size() && word[i + 1] == u'ʻ' ? u'u' : word[i]);
  }
  if (other != plain) {
    spell_uzbek(other, result);
    return;
  }
  add_stem(result, stem_english(folded_word(utf8(plain))));
}

// `letters`: of the two alphabets, and ʻ for any apostrophe. Without spellings when there is no letter in it.
Word spelt(const std::u16string& letters) {
  const std::u16string word = in_one_alphabet(letters);
  Word result{.shown = utf8(letters), .spellings = {}, .stems = {}};
  if (std::ranges::any_of(word, is_cyrillic))
    spell_cyrillic(without(word, u"ʻ"), result);
  else
    spell_latin(word, result);
  return result;
}

template <class Spell>
std::vector<Word> split(std::string_view text, Spell&& spell) {
  std::vector<Word> words;
  std::u16string letters;
  std::string digits;
  const auto end_letters = [&] {
    while (letters.ends_with(u'ʻ')) letters.pop_back();
    if (!letters.empty()) {
      if (Word word = spell(letters); !word.spellings.empty()) words.push_back(std::move(word));
    }
    letters.clear();
  };
  const auto end_digits = [&] {
    if (!digits.empty())
      words.push_back({.shown = digits, .spellings = {digits}, .stems = {}, .is_number = true});
    digits.clear();
  };
  for (const char16_t sign : composed_letters(text)) {
    const bool digit = sign >= u'0' && sign <= u'9';
    if (!digit) end_digits();
    if (is_latin(sign) || is_cyrillic(sign)) {
      letters.push_back(sign);
    } else if (is_one_of(sign, kApostropheSigns)) {
      if (!letters.empty() && letters.back() != u'ʻ') letters.push_back(u'ʻ');
    } else if (u_charType(sign) != U_NON_SPACING_MARK && u_charType(sign) != U_FORMAT_CHAR) {
      end_letters();
      if (digit) digits.push_back(static_cast<char>(sign));
    }
  }
  end_letters();
  end_digits();
  return words;
}

}  // namespace

std::vector<Word> words_of(std::string_view text) { return split(text, spelt); }

std::size_t count_words(std::string_view text) {
  const auto any = [](const std::u16string&) { return Word{.shown = {}, .spellings = {{}}, .stems = {}}; };
  return split(text, any).size();
}

std::vector<Word> WordReader::words_of(std::string_view text) {
  return split(text, [this](const std::u16string& letters) {
    const auto known = known_.find(letters);
    return known != known_.end() ? known->second : known_.emplace(letters, spelt(letters)).first->second;
  });
}

std::string retyped_in_russian(std::string_view text) {
  std::u16string result = composed_letters(text);
  for (char16_t& sign : result) {
    if (const auto at = kLatinKeys.find(sign); at != std::u16string_view::npos) sign = kRussianKeys[at];
  }
  return utf8(result);
}

}  // namespace biroyna
