#include "features/catalogue/domain_identifiers.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace biroyna::catalogue {
namespace {

Day on(const char* text) { return parse_iso_day(text).value(); }

TEST(Identifiers, APinflTellsItsBirthDateAndMustTellARealOne) {
  EXPECT_EQ(birth_date_of_pinfl("30102900150010"), on("1990-02-01"));
  EXPECT_EQ(birth_date_of_pinfl("62902200150011"), on("2020-02-29"));
  for (const char* wrong : {"", "3010290015001", "301029001500100", "20102900150010", "70102900150010",
                            "33102900150010", "62902210150010", "3010290015001a", "30100900150010"})
    EXPECT_FALSE(is_pinfl(wrong)) << wrong;
}

TEST(Identifiers, AWrongCheckDigitOfAPinflIsOnlySuspicious) {
  // 3·7+0·3+1·1 + 0·7+2·3+9·1 + 0·7+0·3+1·1 + 5·7+0·3+0·1 + 1·7 = 80
  EXPECT_FALSE(pinfl_suspicious("30102900150010"));
  EXPECT_TRUE(pinfl_suspicious("30102900150011"));
  EXPECT_TRUE(is_pinfl("30102900150011"));
}

TEST(Identifiers, EverySingleWrongDigitOfAPinflIsSuspicious) {
  EXPECT_TRUE(rc::check("one digit", [] {
    std::string pinfl = "30102900150010";
    const auto at = *rc::gen::inRange<std::size_t>(0, pinfl.size());
    const char digit = *rc::gen::inRange('0', static_cast<char>('9' + 1));
    RC_PRE(pinfl[at] != digit);
    pinfl[at] = digit;
    RC_ASSERT(pinfl_suspicious(pinfl));
  }));
}

TEST(Identifiers, AreToldFromWhatOnlyLooksLikeThem) {
  EXPECT_TRUE(is_tin("301234567"));
  EXPECT_FALSE(is_tin("30123456"));
  EXPECT_FALSE(is_tin("3012345678"));
  EXPECT_TRUE(is_passport("AA1234567"));
  EXPECT_FALSE(is_passport("aa1234567"));
  EXPECT_FALSE(is_passport("A11234567"));
  EXPECT_FALSE(is_passport("AA123456"));
  EXPECT_TRUE(is_phone("+998901234567"));
  EXPECT_FALSE(is_phone("998901234567"));
  EXPECT_FALSE(is_phone("+99890123456"));
  EXPECT_TRUE(is_phone("+79011234567"));
  EXPECT_TRUE(is_district("1726283"));
  EXPECT_FALSE(is_district("1701283"));
  EXPECT_FALSE(is_district("17262831"));
}

struct Written {
  const char* typed;
  const char* stored;
};

TEST(Identifiers, AreReadAsPeopleWriteThem) {
  for (const auto& [typed, stored] :
       {Written{"+998 90 123-45-67", "+998901234567"}, Written{"90 123 45 67", "+998901234567"},
        Written{"(90) 123\u00a045\u201367", "+998901234567"}, Written{"998901234567", "+998901234567"},
        Written{"00998901234567", "+998901234567"}, Written{"8901234567", "+998901234567"},
        Written{"12345", "12345"}, Written{"+7 901 123-45-67", "+79011234567"}})
    EXPECT_EQ(phone_from(typed), stored) << typed;
  for (const auto& [typed, stored] :
       {Written{"aa 1234567", "AA1234567"}, Written{"AA-123-45-67", "AA1234567"},
        Written{"аа1234567", "AA1234567"}, Written{"АВ 1234567", "AB1234567"},
        Written{"a1234567", "a1234567"}, Written{"none", "none"}})
    EXPECT_EQ(passport_from(typed), stored) << typed;
  EXPECT_EQ(digits_from("3 010290 015 001 0"), "30102900150010");
  EXPECT_EQ(digits_from("301-234-567"), "301234567");
  EXPECT_EQ(digits_from("three"), "three");
}

TEST(Identifiers, WhatIsReadOnceStaysTheSame) {
  EXPECT_TRUE(rc::check("idempotent", [] {
    const auto text =
        *rc::gen::container<std::string>(rc::gen::elementOf(std::string("+98 0123-()aA\xd0\x90")));
    RC_ASSERT(phone_from(phone_from(text)) == phone_from(text));
    RC_ASSERT(passport_from(passport_from(text)) == passport_from(text));
    RC_ASSERT(digits_from(digits_from(text)) == digits_from(text));
  }));
}

// The specimens of ICAO 9303, parts 4 and 5.
constexpr const char* kPassport =
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10\n";
constexpr const char* kCard =
    "I<UTOD231458907<<<<<<<<<<<<<<<\r\n"
    "7408122F1204159UTO<<<<<<<<<<<6\r\n"
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<\r\n";
const Day kToday = parse_iso_day("2026-11-24").value();

TEST(Mrz, ReadsPassportsAndCards) {
  const auto passport = parse_mrz(kPassport, kToday);
  ASSERT_TRUE(passport);
  EXPECT_EQ(passport->number, "L898902C3");
  EXPECT_EQ(passport->issuer, "UTO");
  EXPECT_EQ(passport->citizen, "UTO");
  EXPECT_EQ(passport->family_name, "ERIKSSON");
  EXPECT_EQ(passport->given_name, "ANNA MARIA");
  EXPECT_EQ(passport->birth_date, on("1974-08-12"));
  EXPECT_EQ(passport->sex, 'F');
  EXPECT_EQ(passport->expires, on("2012-04-15"));
  EXPECT_EQ(passport->pinfl, "");
  const auto card = parse_mrz(kCard, kToday);
  ASSERT_TRUE(card);
  EXPECT_EQ(card->number, "D23145890");
  EXPECT_EQ(card->family_name, "ERIKSSON");
  EXPECT_EQ(card->given_name, "ANNA MARIA");
  EXPECT_EQ(card->birth_date, on("1974-08-12"));
}

// With its check digits, as a printer of cards would write it.
std::string card_of(const std::string& number, const std::string& pinfl, const std::string& birth) {
  const auto checked = [](const std::string& text) {
    return text + static_cast<char>('0' + check_digit(text));
  };
  const std::string first = "IUUZB" + checked(number) + pinfl + "<";
  const std::string second = checked(birth) + "M" + checked("330101") + "UZB" + "<<<<<<<<<<<";
  const std::string all = first.substr(5) + second.substr(0, 7) + second.substr(8, 7) + second.substr(18);
  return first + second + static_cast<char>('0' + check_digit(all)) + "KARIMOV<<ANVAR<<<<<<<<<<<<<<<<";
}

TEST(Mrz, AnIdCardOfTheCountryHoldsThePinfl) {
  const auto card = parse_mrz(card_of("AD1234567", "30102900150010", "900201"), kToday);
  ASSERT_TRUE(card);
  EXPECT_EQ(card->number, "AD1234567");
  EXPECT_EQ(card->citizen, "UZB");
  EXPECT_EQ(card->pinfl, "30102900150010");
  EXPECT_EQ(card->birth_date, on("1990-02-01"));
  EXPECT_EQ(card->given_name, "ANVAR");
}

TEST(Mrz, ABirthDateIsNeverToCome) {
  EXPECT_EQ(parse_mrz(card_of("AD1234567", "50102100150010", "100201"), kToday)->birth_date,
            on("2010-02-01"));
  EXPECT_EQ(parse_mrz(card_of("AD1234567", "30102270150010", "270201"), kToday)->birth_date,
            on("1927-02-01"));
}

// One changed character is always noticed where the zone is checked; the names and countries are not.
TEST(Mrz, EveryMisreadDigitIsNoticed) {
  const std::string text = kPassport;
  for (std::size_t at = 45; at < text.size() - 1; ++at) {
    if (at >= 45 + 10 && at < 45 + 13) continue;  // the citizenship
    if (at == 45 + 20) continue;                  // the sex
    if (text[at] < '0' || text[at] > '9') continue;
    std::string misread = text;
    misread[at] = misread[at] == '9' ? '0' : static_cast<char>(misread[at] + 1);
    EXPECT_FALSE(parse_mrz(misread, kToday)) << misread;
  }
}

TEST(Mrz, OtherTextIsNone) {
  for (const char* text : {"", "P<UTO", "hello", "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"})
    EXPECT_FALSE(parse_mrz(text, kToday)) << text;
  EXPECT_TRUE(rc::check("any zone", [] {
    const auto text =
        *rc::gen::container<std::string>(90, rc::gen::elementOf(std::string("I<0123456789ABZ")));
    parse_mrz(text, kToday);
    parse_mrz("P" + text.substr(0, 87), kToday);
  }));
}

}  // namespace
}  // namespace biroyna::catalogue
