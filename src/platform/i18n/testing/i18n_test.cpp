#include "platform/i18n/i18n.hpp"

#include <gmock/gmock.h>

#include "core/time.hpp"
#include "platform/i18n/sentence.hpp"

namespace biroyna::i18n {
namespace {

constexpr Language kUz = Language::uz_latn, kCyrl = Language::uz_cyrl, kRu = Language::ru, kEn = Language::en;

TEST(Text, IsThatOfTheLanguage) {
  EXPECT_EQ(format(kEn, "test.go", {{"window", "3"}, {"name", "Oybek"}}), "Window 3, Oybek");
  EXPECT_EQ(format(kRu, "test.go", {{"window", "3"}, {"name", "Ойбек"}}), "Окно 3, Ойбек");
  EXPECT_EQ(format(kCyrl, "test.go", {{"window", "3"}, {"name", "Ойбек"}}), "Ойбек, 3-ойна");
  EXPECT_EQ(Speaker(kUz)("test.go", {{"window", "3"}, {"name", "Oybek"}}), "Oybek, 3-oyna");
}

TEST(Text, AKeyWithoutOneAnswersItself) {
  for (const Language language : kLanguages) {
    EXPECT_FALSE(has(language, "test.lost"));
    EXPECT_EQ(text(language, "test.lost"), "test.lost");
    EXPECT_EQ(text(language, std::string("test.lost")), "test.lost");
    EXPECT_EQ(plural(language, "test.lost", 2), "test.lost");
  }
  EXPECT_TRUE(has(kUz, "test.go"));
}

TEST(Format, LeavesWhatItHasNoArgumentFor) {
  EXPECT_EQ(format(kEn, "test.braces", {{"name", "x"}}), "{ {unknown} x }{");
  EXPECT_EQ(format(kEn, "test.go", {}), "Window {window}, {name}");
}

TEST(Format, DoesNotFillWhatAnArgumentSays) {
  EXPECT_EQ(format(kEn, "test.go", {{"window", "{name}"}, {"name", "{window}"}}), "Window {name}, {window}");
  EXPECT_EQ(plural(kEn, "test.people", 2, {{"place", "{n}"}}), "2 people at {n}");
}

TEST(Plural, HasTheFormsOfTheLanguage) {
  const auto say = [](Language language, std::int64_t n) {
    return plural(language, "test.people", n, {{"place", "A"}});
  };
  EXPECT_EQ(say(kEn, 0), "0 people at A");
  EXPECT_EQ(say(kEn, 1), "1 person at A");
  EXPECT_EQ(say(kEn, 2), "2 people at A");
  for (const int n : {1, 21, 101, 121}) EXPECT_THAT(say(kRu, n), ::testing::HasSubstr(" человек в A")) << n;
  for (const int n : {2, 4, 22, 104}) EXPECT_THAT(say(kRu, n), ::testing::HasSubstr(" человека в A")) << n;
  for (const int n : {0, 5, 11, 12, 14, 20, 111, 112}) {
    EXPECT_THAT(say(kRu, n), ::testing::HasSubstr(" людей в A")) << n;
  }
  EXPECT_EQ(say(kUz, 1), "1 kishi, A");
  EXPECT_EQ(say(kUz, 5), "5 kishilar, A");
  EXPECT_EQ(say(kCyrl, 5), "5 кишилар, A");
  EXPECT_EQ(say(kEn, (std::int64_t{1} << 32) + 1), "4\u00A0294\u00A0967\u00A0297 people at A");
  EXPECT_EQ(say(kEn, 25'000), "25\u00A0000 people at A");
}

TEST(Number, GroupsItsDigits) {
  EXPECT_EQ(number(0), "0");
  EXPECT_EQ(number(999), "999");
  EXPECT_EQ(number(1000), "1\u00A0000");
  EXPECT_EQ(number(1'234'567), "1\u00A0234\u00A0567");
  EXPECT_EQ(number(-5), "−5");
  EXPECT_EQ(percent(kEn, 98), "98%");
  EXPECT_EQ(percent(kUz, 98), "98%");
  EXPECT_EQ(percent(kCyrl, 98), "98%");
  EXPECT_EQ(percent(kRu, 98), "98\u00A0%");
  EXPECT_EQ(number(-123), "−123");
  EXPECT_EQ(number(-1234), "−1\u00A0234");
  EXPECT_EQ(number(std::numeric_limits<std::int64_t>::min()),
            "−9\u00A0223\u00A0372\u00A0036\u00A0854\u00A0775\u00A0808");
}

TEST(Money, IsInSoum) {
  EXPECT_EQ(money(kUz, Tiyin{41'200'000}), "412\u00A0000\u00A0soʻm");
  EXPECT_EQ(money(kCyrl, Tiyin{41'200'000}), "412\u00A0000\u00A0сўм");
  EXPECT_EQ(money(kRu, Tiyin{41'200'000}), "412\u00A0000\u00A0сум");
  EXPECT_EQ(money(kEn, Tiyin{41'200'000}), "412\u00A0000\u00A0soʻm");
  EXPECT_EQ(money(kRu, Tiyin{0}), "0\u00A0сум");
  EXPECT_EQ(money(kRu, Tiyin{-150'000}), "−1\u00A0500\u00A0сум");
}

TEST(Date, IsWrittenAsTheLanguageWritesIt) {
  const Day day = *parse_iso_day("2026-11-23");
  EXPECT_EQ(date(kUz, day), "2026-yil 23-noyabr");
  EXPECT_EQ(date(kCyrl, day), "2026 йил 23 ноябрь");
  EXPECT_EQ(date(kRu, day), "23.11.2026");
  EXPECT_EQ(date(kEn, day), "23 November 2026");
}

TEST(Date, IsWrittenInASentenceAsTheLanguageWritesIt) {
  const Day day = *parse_iso_day("2026-11-23");
  EXPECT_EQ(date_in_sentence(kUz, day), "2026-yil 23-noyabr");
  EXPECT_EQ(date_in_sentence(kCyrl, day), "2026 йил 23 ноябрь");
  EXPECT_EQ(date_in_sentence(kRu, day), "23 ноября 2026 г.");
  EXPECT_EQ(date_in_sentence(kEn, day), "23 November 2026");
}

TEST(Date, KeepsItsDayWhereverItIs) {
  for (const char* day :
       {"1969-12-31", "1970-01-01", "2024-02-29", "2026-01-01", "2026-12-31", "2100-03-01"}) {
    const std::string written = date(kRu, *parse_iso_day(day));
    EXPECT_EQ(written.substr(6, 4) + "-" + written.substr(3, 2) + "-" + written.substr(0, 2), day);
  }
}

TEST(Date, NamesEveryMonthInTheLanguage) {
  constexpr std::string_view kMonths[] = {"yanvar", "fevral", "mart",    "aprel",  "may",    "iyun",
                                          "iyul",   "avgust", "sentabr", "oktabr", "noyabr", "dekabr"};
  constexpr std::string_view kInCyrillic[] = {"январь",   "февраль", "март",   "апрель",
                                              "май",      "июнь",    "июль",   "август",
                                              "сентябрь", "октябрь", "ноябрь", "декабрь"};
  for (unsigned month = 1; month <= 12; ++month) {
    const Day day = std::chrono::year{2026} / std::chrono::month{month} / 5;
    EXPECT_EQ(date(kUz, day), "2026-yil 5-" + std::string(kMonths[month - 1]));
    EXPECT_EQ(date(kCyrl, day), "2026 йил 5 " + std::string(kInCyrillic[month - 1]));
  }
}

TEST(OwnName, IsInItsOwnScript) {
  EXPECT_EQ(own_name(kUz), "Oʻzbekcha");
  EXPECT_EQ(own_name(kCyrl), "Ўзбекча");
  EXPECT_EQ(own_name(kRu), "Русский");
  EXPECT_EQ(own_name(kEn), "English");
}

}  // namespace
}  // namespace biroyna::i18n
