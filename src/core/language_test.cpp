#include "core/language.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <vector>

namespace biroyna {
namespace {

TEST(Language, ATagNamesItsLanguageAndNothingElseDoes) {
  for (const Language language : kLanguages) EXPECT_EQ(parse_language(tag(language)), language);
  for (const char* other : {"", "uz", "UZ-LATN", "uz-latn", "ru-RU", "de", "uz-Latn "})
    EXPECT_EQ(parse_language(other), std::nullopt) << other;
}

TEST(Language, TheBrowsersBestIsChosen) {
  struct Case {
    const char* accept;
    Language expected;
  };
  for (const auto& [accept, expected] : std::vector<Case>{
           {"", Language::uz_latn},
           {"ru", Language::ru},
           {"ru-RU,ru;q=0.9,en;q=0.8", Language::ru},
           {"en-GB", Language::en},
           {"uz", Language::uz_latn},
           {"uz-UZ", Language::uz_latn},
           {"uz-Cyrl-UZ", Language::uz_cyrl},
           {"UZ-CYRL", Language::uz_cyrl},
           {"en;q=0.5, ru;q=0.7, uz;q=0.6", Language::ru},
           {"en ; q=0.5 , ru ; q=0.7", Language::ru},
           {"en;q=0.5,ru;q=0.5", Language::en},  // the first of equals
           {"en;q=0,ru;q=0.1", Language::ru},
           {"en;q=0", Language::uz_latn},
           {"de,fr;q=0.9,en;q=0.1", Language::en},
           {"de", Language::uz_latn},
           {"*", Language::uz_latn},
           {"en;q=x", Language::uz_latn},
           {"english, russian", Language::uz_latn},
           {",,;,ru", Language::ru},
       }) {
    EXPECT_EQ(negotiate_language(accept), expected) << accept;
  }
  EXPECT_EQ(negotiate_language("de", Language::ru), Language::ru);
}

TEST(Language, NoHeaderStopsTheProgramAndARefusedLanguageIsNotChosen) {
  EXPECT_TRUE(rc::check("any header", [](const std::string& any) {
    const Language chosen = negotiate_language(any);
    RC_ASSERT(parse_language(tag(chosen)) == chosen);
  }));
  EXPECT_TRUE(rc::check("the greatest weight wins", [] {
    const auto ru = *rc::gen::inRange(0, 10);
    const auto en = *rc::gen::inRange(0, 10);
    RC_PRE(ru != en);
    const std::string header = "ru;q=0." + std::to_string(ru) + ", en;q=0." + std::to_string(en);
    RC_ASSERT(negotiate_language(header) == (ru > en ? Language::ru : Language::en));
  }));
}

TEST(Names, EachLanguageHasItsOwnPlace) {
  Names names;
  for (const Language language : kLanguages) names.in(language) = tag(language);
  for (const Language language : kLanguages) EXPECT_EQ(names.in(language), tag(language));
  Names other = names;
  EXPECT_EQ(names, other);
  other.in(Language::en) = "";
  EXPECT_NE(names, other);
}

}  // namespace
}  // namespace biroyna
