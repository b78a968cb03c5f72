#include "core/text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace biroyna {
namespace {

TEST(Text, OneWordInEveryWayOfWritingFoldsAlike) {
  for (const char* written :
       {"boʻgʻcha", "bog'cha", "bo’g’cha", "Bog`cha", "БОҒЧА", "богча", "bogcha", " bogʼcha! "}) {
    EXPECT_EQ(fold(written), "bogcha") << written;
  }
  EXPECT_EQ(fold("Ҳужжатлар"), fold("hujjatlar"));
  EXPECT_EQ(fold("хужжатлар"), fold("ҳужжатлар"));
  EXPECT_EQ(fold("детский  САД"), "detskiy sad");
  EXPECT_EQ(fold("щ"), fold("Щ"));
  EXPECT_EQ(fold("\xff\xfe"), "");
}

TEST(Text, FoldingKeepsOnlySmallLettersDigitsAndSingleBlanks) {
  EXPECT_TRUE(rc::check("fold", [](const std::string& any) {
    const std::string folded = fold(any);
    RC_ASSERT(folded.find_first_not_of("abcdefghijklmnopqrstuvwyz0123456789 ") == std::string::npos);
    RC_ASSERT(folded.find("  ") == std::string::npos);
    RC_ASSERT(fold(folded) == folded);
  }));
}

TEST(Text, EditDistanceCountsTypingErrors) {
  EXPECT_EQ(edit_distance("bogcha", "bogcha", 2), 0u);
  EXPECT_EQ(edit_distance("bogcha", "bocgha", 2), 1u);  // swapped
  EXPECT_EQ(edit_distance("bogcha", "bogca", 2), 1u);
  EXPECT_EQ(edit_distance("pensiya", "pensia", 2), 1u);
  EXPECT_EQ(edit_distance("pensiya", "kadastr", 2), 3u);
  EXPECT_EQ(edit_distance("", "ab", 2), 2u);
  EXPECT_TRUE(rc::check("symmetric", [](const std::string& a, const std::string& b) {
    RC_ASSERT(edit_distance(a, b, 3) == edit_distance(b, a, 3));
    RC_ASSERT((edit_distance(a, b, 3) == 0) == (a == b));
  }));
}

TEST(Text, Utf8IsCheckedByTheStandardsOwnExamples) {
  for (const char* good : {"", "a", "ʻ", "қ", "€", "😀"}) EXPECT_TRUE(is_utf8(good)) << good;
  for (const char* bad :
       {"\x80", "\xc0\xaf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf5\x80\x80\x80", "\xe2\x82", "a\xc3"}) {
    EXPECT_FALSE(is_utf8(bad));
  }
  EXPECT_EQ(length_utf8("oʻgʻil"), 6u);
  EXPECT_EQ(trim(" \n a b\t"), "a b");
}

}  // namespace
}  // namespace biroyna
