#include "features/results/domain.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

namespace biroyna::results {
namespace {

constexpr Day kToday{std::chrono::days(20'000)};

TEST(States, AreToldByStandingAndDay) {
  struct Case {
    Standing standing;
    std::optional<Day> until;
    State expected;
  };
  const std::optional<Day> yesterday = kToday - std::chrono::days(1);
  for (const auto& [standing, until, expected] : {
           Case{Standing::issued, std::nullopt, State::valid},
           Case{Standing::issued, kToday, State::valid},
           Case{Standing::issued, yesterday, State::expired},
           Case{Standing::revoked, std::nullopt, State::revoked},
           Case{Standing::revoked, yesterday, State::revoked},
           Case{Standing::superseded, kToday, State::superseded},
           Case{Standing::superseded, yesterday, State::superseded},
       }) {
    EXPECT_EQ(state_of(standing, until, kToday), expected) << name(standing) << until.has_value();
  }
}

TEST(Standings, NothingFollowsTheLastOnes) {
  EXPECT_EQ(next(Standing::issued, Step::revoke), Standing::revoked);
  EXPECT_EQ(next(Standing::issued, Step::supersede), Standing::superseded);
  for (const Step step : {Step::revoke, Step::supersede}) {
    EXPECT_EQ(next(Standing::revoked, step).error().code, "result_revoked");
    EXPECT_EQ(next(Standing::superseded, step).error().code, "result_superseded");
  }
}

TEST(Standings, AreKnownByTheirNames) {
  for (const Standing standing : {Standing::issued, Standing::revoked, Standing::superseded})
    EXPECT_EQ(parse_standing(name(standing)), standing);
  EXPECT_EQ(parse_standing("lost"), std::nullopt);
}

TEST(Kinds, AreThoseThatHaveTexts) {
  for (const auto kind : kKinds) EXPECT_TRUE(is_kind(kind));
  EXPECT_FALSE(is_kind("passport"));
}

TEST(Register, NumbersAreSixDigitsAndGrow) {
  EXPECT_EQ(register_number(2026, 123), "2026/000123");
  EXPECT_EQ(register_number(2026, 1'234'567), "2026/1234567");
}

TEST(Initials, ShowNobodysName) {
  struct Case {
    std::string_view name, expected;
  };
  for (const auto& [name, expected] : {
           Case{"Karimova Zuhra Anvar qizi", "K. Z. A."},
           Case{"Ғуломов  Ўткир ", "Ғ. Ў."},
           Case{"Oʻtkir", "Oʻ."},
           Case{"Gʻaniyeva Shahnoza Choʻlponovna", "Gʻ. Sh. Ch."},
           Case{"SHAROPOV O'KTAM", "SH. O'."},
           Case{"Sobirova Hilola Cevdet", "S. H. C."},
           Case{"Шарипова Чарос", "Ш. Ч."},
           Case{"", ""},
           Case{"   ", ""},
       }) {
    EXPECT_EQ(initials(name), expected);
  }
}

rc::Gen<std::string> random_signs() {
  return rc::gen::container<std::string>(kCodeSigns - 1, rc::gen::elementOf(std::string(kCodeAlphabet)));
}

RC_GTEST_PROP(Codes, AreReadAsTheyWereMade, ()) {
  const std::string code = make_code(*random_signs());
  RC_ASSERT(code.size() == kCodeSigns);
  RC_ASSERT(is_code(code));
  RC_ASSERT(read_code(code) == code);
  RC_ASSERT(read_code(in_groups(code)) == code);
}

RC_GTEST_PROP(Codes, OneWrongSignIsFound, ()) {
  const std::string code = make_code(*random_signs());
  for (std::size_t place = 0; place < code.size(); ++place) {
    for (const char other : kCodeAlphabet) {
      std::string wrong = code;
      wrong[place] = other;
      RC_ASSERT(is_code(wrong) == (other == code[place]));
    }
  }
}

RC_GTEST_PROP(Codes, TwoSignsInEachOthersPlaceAreFound, ()) {
  const std::string code = make_code(*random_signs());
  for (std::size_t one = 0; one < code.size(); ++one) {
    for (std::size_t two = one + 1; two < code.size(); ++two) {
      std::string wrong = code;
      std::swap(wrong[one], wrong[two]);
      RC_ASSERT(is_code(wrong) == (code[one] == code[two]));
    }
  }
}

RC_GTEST_PROP(Codes, AreReadHoweverTheyWereTyped, ()) {
  const std::string code = make_code(*random_signs());
  const auto changes = *rc::gen::container<std::vector<int>>(kCodeSigns, rc::gen::inRange(0, 6));
  std::string typed;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char sign = code[i];
    switch (changes[i]) {
      case 0:
        typed += static_cast<char>(std::tolower(sign));
        break;
      case 1:
        typed += std::string(" ") + sign;
        break;
      case 2:
        typed += std::string("–") + sign;
        break;
      case 3:
        typed += sign == '0' ? "o" : sign == '1' ? "L" : std::string(1, sign);
        break;
      case 4:
        typed += sign == '0' ? "О" : sign == 'A' ? "а" : sign == 'X' ? "Х" : std::string(1, sign);
        break;
      default:
        typed += sign == '1' ? "i" : std::string(1, sign);
    }
  }
  RC_ASSERT(read_code(typed) == code);
}

TEST(Codes, AreEasyToReadOut) {
  EXPECT_EQ(in_groups("K7QM2XRD9V4T0BHE5WNC"), "K7QM-2XRD-9V4T-0BHE-5WNC");
  for (const char look_alike : {'I', 'L', 'O', 'U'})
    EXPECT_EQ(kCodeAlphabet.find(look_alike), std::string_view::npos);
}

TEST(Codes, WhatIsNoCodeIsRefused) {
  const std::string code = make_code("0123456789ABCDEFGHJ");
  for (const std::string& typed :
       {std::string(), std::string("-"), code.substr(1), code + "0", code + code, code.substr(0, 19) + "U",
        code.substr(0, 19) + "ў", code.substr(0, 19) + std::string(1, '\0'), std::string(100'000, 'A')})
    EXPECT_FALSE(read_code(typed)) << typed.substr(0, 40);
  EXPECT_FALSE(is_code("k7qm"));
  EXPECT_THROW(make_code("short"), std::invalid_argument);
  EXPECT_THROW(make_code("0123456789ABCDEFGH!"), std::invalid_argument);
}

}  // namespace
}  // namespace biroyna::results
