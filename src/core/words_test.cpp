#include "core/words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "core/stem.hpp"

namespace biroyna {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> forms(std::string_view text) {
  std::vector<std::string> result;
  for (const auto& word : words_of(text)) {
    result.insert(result.end(), word.spellings.begin(), word.spellings.end());
    result.insert(result.end(), word.stems.begin(), word.stems.end());
  }
  std::ranges::sort(result);
  return result;
}
bool same_word(std::string_view a, std::string_view b) {
  const auto of_a = forms(a), of_b = forms(b);
  return std::ranges::find_first_of(of_a, of_b) != of_a.end();
}

TEST(WordForms, OneWordHasManySpellings) {
  constexpr std::pair<const char*, const char*> kSame[] = {
      {"боғча", "bog‘cha"},       {"боғча", "BOG'CHA"},      {"боғча", "богча"},       {"ўқиш", "укиш"},
      {"oʻqish", "укиш"},         {"oʻqish", "uqish"},       {"ребёнок", "ребенок"},   {"садик", "cадик"},
      {"рождение", "rozhdenie"},  {"рождение", "rojdeniye"}, {"баллон", "балон"},      {"пособие", "posobie"},
      {"ҳисоб", "hisob"},         {"ҳисоб", "хисоб"},        {"площадь", "ploshchad"}, {"концерт", "konsert"},
      {"лицензия", "litsenziya"}, {"шахсий", "shaxsiy"},     {"детский", "detskiy"},   {"ДЕТСКИЙ", "detski"},
      {"e\u0301cole", "ecole"}};
  for (const auto& [a, b] : kSame) EXPECT_TRUE(same_word(a, b)) << a << " " << b;
}

TEST(WordForms, OneWordHasManyEndings) {
  constexpr std::pair<const char*, const char*> kSame[] = {
      {"пенсию", "пенсия"},         {"садике", "садик"},         {"bogʻchaga", "bogʻcha"},
      {"боғчаларимиз", "боғча"},    {"нафақаси", "нафақа"},      {"pensions", "pension"},
      {"chiroqqa", "chiroq"},       {"uylarda", "uylar"},        {"nogironlik", "nogiron"},
      {"ногиронлигини", "ногирон"}, {"tugʻilganda", "tugʻildi"}, {"registering", "registered"}};
  for (const auto& [a, b] : kSame) EXPECT_TRUE(same_word(a, b)) << a << " " << b;
}

TEST(WordForms, DifferentWordsStayDifferent) {
  constexpr std::pair<const char*, const char*> kDifferent[] = {
      {"plot", "protez"}, {"сув", "сад"}, {"ишсиз", "иш"}, {"уй", "ой"}, {"ЭРИ", "ер"}, {"мактаб", "мактуб"}};
  for (const auto& [a, b] : kDifferent) EXPECT_FALSE(same_word(a, b)) << a << " " << b;
}

TEST(WordForms, NumbersAndSignsSeparate) {
  std::vector<std::string> shown;
  for (const auto& word : words_of("1-sinf, 20кВт (2026)… bog'cha/МТТ 'a'")) shown.push_back(word.shown);
  EXPECT_THAT(shown, ElementsAre("1", "sinf", "20", "квт", "2026", "bogʻcha", "мтт", "a"));
  EXPECT_TRUE(words_of("2026").front().is_number);
  EXPECT_THAT(words_of(" ?! ʻ' \xff\xfe 中文 العربية 😀"), IsEmpty());
}

TEST(WordForms, InvisibleSignsDoNotSeparate) {
  EXPECT_EQ(words_of("бог\u200bча").size(), 1U);
  EXPECT_EQ(words_of("бог\u00adча").front().spellings, words_of("богча").front().spellings);
}

TEST(WordForms, AKeyboardLeftOnEnglish) {
  EXPECT_EQ(retyped_in_russian("gtycbz"), "пенсия");
  EXPECT_EQ(retyped_in_russian("Ltncrbq cfl"), "детский сад");
  EXPECT_EQ(retyped_in_russian("hj;ltybt"), "рождение");
}

TEST(WordForms, StemsKeepThreeLetters) {
  EXPECT_EQ(stem_uzbek("bola"), "bola");
  EXPECT_EQ(stem_uzbek("uyi"), "uyi");
  EXPECT_EQ(stem_uzbek("maktabga"), "maktab");
  EXPECT_EQ(stem_uzbek("farzandlarimizning"), "farzand");
  EXPECT_EQ(stem_russian("пенсию"), "пенс");
  EXPECT_EQ(stem_english("nurseries"), "nurseri");
}

TEST(WordForms, AnyBytesAreTaken) {
  EXPECT_TRUE(rc::check("any bytes", [](const std::string& text) {
    WordReader reader;
    const auto words = words_of(text);
    RC_ASSERT(reader.words_of(text) == words);
    RC_ASSERT(count_words(text) >= words.size());
    for (const auto& word : words) {
      RC_ASSERT(!word.spellings.empty());
      for (const auto& spelling : word.spellings) {
        RC_ASSERT(!spelling.empty());
        RC_ASSERT(std::ranges::all_of(
            spelling, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }));
      }
    }
    retyped_in_russian(text);
  }));
}

}  // namespace
}  // namespace biroyna
