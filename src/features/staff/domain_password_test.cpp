#include "features/staff/domain_password.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

#include "features/staff/domain_common_passwords.hpp"

namespace biroyna::staff {
namespace {

constexpr PasswordOwner kAziza{"aziza.k", "Азиза Каримова"};

TEST(Passwords, ThoseThatAreTriedFirstAreRefused) {
  for (const char* password :
       {"password1234", "Password2026!", "passwordpassword", "P@ssword1234", "парольпароль", "Парол12345",
        "qwerty123456", "QwertyUiop1",   "йцукен123456",     "1q2w3e4r5t6y", "1234567890",   "0987654321",
        "12341234123",  "abcdefghij",    "aaaaaaaaaa",       "ababababab",   "          ",   "..........",
        "Toshkent2026", "Ўзбекистон1",   "administrator1",   "adminadmin1",  "iloveyou2026"})
    EXPECT_TRUE(is_guessable(password, {})) << password;
}

TEST(Passwords, EachFrequentOneIsRefusedAsItIsAndWithDigits) {
  int long_ones = 0;
  for (std::string_view rest = common_passwords(); !rest.empty();) {
    const std::string password(rest.substr(0, rest.find(' ')));
    rest.remove_prefix(password.size() + 1);
    long_ones += password.size() >= kShortestPassword ? 1 : 0;
    EXPECT_TRUE(is_guessable(password, {})) << password;
    if (password.find_first_of("0123456789") == std::string::npos) {
      EXPECT_TRUE(is_guessable(password + "2026", {})) << password;
    }
  }
  EXPECT_EQ(long_ones, 1287);
  for (const char* password : {"michelle12", "Michelle-2026", "2026natasha", "christopher", "Chr1stopher",
                               "manchester", "manchester!", "basketball99"})
    EXPECT_TRUE(is_guessable(password, {})) << password;
  // A frequent word among others is none.
  for (const char* password : {"michelle rows a boat", "green manchester lamp", "michellebasket"})
    EXPECT_FALSE(is_guessable(password, {})) << password;
}

TEST(Passwords, WithWhoseTheyAreInThemAreRefused) {
  for (const char* password :
       {"my name is aziza", "AZIZA-K very long", "Karimova and more", "каримова и кто ещё",
        "Азиза из Сергели", "biroyna is mine", "Биройна 4 ever!"})
    EXPECT_TRUE(is_guessable(password, kAziza)) << password;
  EXPECT_FALSE(is_guessable("green aziza boat", {"bobur", "Bobur Rahimov"})) << "another's name";
  EXPECT_FALSE(is_guessable("green vali boat", {"li", "Li Ni"})) << "a short name is in many words";
}

TEST(Passwords, OthersAreTaken) {
  for (const char* password : {"a long password", "another password", "o'n ikki oy", "olma-anor-7x",
                               "long enough", "long enough to be safe", "8f1c0a93b7d2", "ўқғҳўқғҳўқ",
                               "ўн икки ой", "четыре слова рядом", "%#&@!_)*(^", "tez yugurgan toshbaqa"})
    EXPECT_FALSE(is_guessable(password, kAziza)) << password;
}

std::string error_of(std::string_view password) {
  const auto wrong = wrong_password("/password", password, kAziza);
  return wrong ? wrong->pointer + " " + wrong->code : "";
}

TEST(Passwords, WhatIsWrongIsNamed) {
  EXPECT_EQ(error_of("short"), "/password error.password_too_short");
  EXPECT_EQ(error_of(std::string(257, 'p')), "/password error.too_long");
  EXPECT_EQ(error_of("\xFF\xFE\xFF\xFE\xFF\xFE\xFF\xFE\xFF\xFE"), "/password error.password_too_short");
  EXPECT_EQ(error_of("password1234"), "/password error.password_guessable");
  // Ten characters, whatever their bytes.
  EXPECT_EQ(error_of("ўқғҳўқғҳў"), "/password error.password_too_short");
  EXPECT_EQ(error_of("ўқғҳўқғҳўқ"), "");
}

RC_GTEST_PROP(Passwords, WordsThatWereDrawnByLotAreTaken, ()) {
  constexpr const char* kWords[] = {"olma",    "daryo",  "qalam", "bulut",
                                    "ko'prik", "yulduz", "qozon", "tandir"};
  std::string password;
  for (int i = 0; i < 4; ++i) password += std::string(kWords[*rc::gen::inRange(0, 8)]) + " ";
  const bool one_word = password.find(password.substr(0, password.find(' ')), 1) != std::string::npos;
  RC_PRE(!one_word);
  RC_ASSERT(!is_guessable(password, kAziza));
}

}  // namespace
}  // namespace biroyna::staff
