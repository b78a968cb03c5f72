#include "core/clean_text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "core/text.hpp"

namespace biroyna {
namespace {

TEST(CleanText, ANamePastedWithLineBreaksAndInvisibleSignsIsOneLine) {
  for (const char* pasted : {"Kari\nmova", "Kari\r\nmova", "Kari\u2028mova", "Kari\tmova", "Kari \u00a0 mova",
                             "\u202fKari\u2009mova "})
    EXPECT_EQ(one_line(pasted), "Kari mova");
  for (const char* pasted : {"Kari\u200bmova", "Kari\u202emova", "\ufeffKarimova", "Kari\u00admova",
                             "\u2067Karimova\u2069", "Kari\x01mova", "Karimova\u200f", "Kari\u061cmova"})
    EXPECT_EQ(one_line(pasted), "Karimova");
  EXPECT_EQ(one_line("e\u0301 и\u0306"), "\u00e9 й");
  EXPECT_EQ(one_line("\xff b"), "\xff b");
}

TEST(CleanText, AMessageKeepsItsLines) {
  EXPECT_EQ(many_lines(" a \r\n b\t c\n\n\n\n d\r\r"), "a\nb c\n\nd");
  EXPECT_EQ(many_lines("a\u2028b\u200b"), "a\nb");
}

TEST(CleanText, ALongTextIsNotCutWithinALetter) {
  EXPECT_EQ(cut_to("oʻgʻil", 2), "o");
  EXPECT_EQ(cut_to("oʻgʻil", 3), "oʻ");
  EXPECT_EQ(cut_to("сад", 3), "с");
  EXPECT_EQ(cut_to("сад", 6), "сад");
  EXPECT_EQ(cut_to("с", 1), "");
}

TEST(CleanText, CleanTextStaysAsItIs) {
  EXPECT_TRUE(rc::check("twice", [](const std::string& any) {
    RC_ASSERT(one_line(one_line(any)) == one_line(any));
    RC_ASSERT(many_lines(many_lines(any)) == many_lines(any));
    RC_ASSERT(is_utf8(one_line(any)) == is_utf8(any));
  }));
}

TEST(CleanText, ApostrophesOfUzbekAreWrittenAsTheyAre) {
  EXPECT_EQ(with_apostrophes("O'rinov G`anisher Isʼhoq San’at"), "Oʻrinov Gʻanisher Isʼhoq Sanʼat");
  EXPECT_EQ(with_apostrophes("'a' b"), "'a' b");
}

TEST(CleanText, SignsThatOurFacesLackAreFound) {
  EXPECT_EQ(unprintable_in("Oʻrinov Ғафур Қодиров Müller Łukasz №7"), "");
  EXPECT_EQ(unprintable_in("Каримова محمد"), "م");
  EXPECT_EQ(unprintable_in("王"), "王");
  EXPECT_EQ(unprintable_in("Aziza 😀"), "😀");
  EXPECT_EQ(unprintable_in("a\nb"), "");
}

TEST(CleanText, ANameIsWrittenInLetters) {
  for (const char* name :
       {"Karimova", "Oʻrinov", "О‘ринов", "Anna-Maria", "Ali oʻgʻli", "J. R.", "d'Arc", "Ғ", "王"})
    EXPECT_TRUE(is_name(name)) << name;
  for (const char* none : {"123", "@@", "-", "Karimova1", "a@b", "ʻ", "<b>", "\xff"})
    EXPECT_FALSE(is_name(none)) << none;
  EXPECT_TRUE(has_digit("I-TN 0123"));
  EXPECT_FALSE(has_digit("zzz"));
}

TEST(CleanText, CyrillicLookAlikesAreLatinCapitals) {
  EXPECT_EQ(with_latin_capitals("3нтдsrt9"), "3HTДSRT9");
  EXPECT_EQ(with_latin_capitals("аа1234567"), "AA1234567");
}

}  // namespace
}  // namespace biroyna
