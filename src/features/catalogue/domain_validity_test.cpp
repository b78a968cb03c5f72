#include "features/catalogue/domain_validity.hpp"

#include <gtest/gtest.h>

namespace biroyna::catalogue {
namespace {

TEST(SaidValidity, IsReadInEachLanguage) {
  struct Row {
    const char* text;
    Language language;
    std::optional<SaidValidity> said;
  };
  const Row rows[] = {
      {"Referral, valid for 15 days", Language::en, SaidValidity{.days = 15}},
      {"Conclusion with QR code, valid 3 years", Language::en, SaidValidity{.months = 36}},
      {"Direction of unlimited validity", Language::en, SaidValidity{}},
      {"Направление (действует 15 дней)", Language::ru, SaidValidity{.days = 15}},
      {"Заключение действительно 6 месяцев", Language::ru, SaidValidity{.months = 6}},
      {"Выдаётся бессрочно", Language::ru, SaidValidity{}},
      {"Yoʻllanma (15 kun amal qiladi)", Language::uz_latn, SaidValidity{.days = 15}},
      {"Xulosa 3 yil davomida amal qiladi", Language::uz_latn, SaidValidity{.months = 36}},
      {"Муддатсиз берилади", Language::uz_cyrl, SaidValidity{}},
      {"Маълумотнома 1 ой амал қилади", Language::uz_cyrl, SaidValidity{.months = 1}},
      {"Decision within 15 days", Language::en, std::nullopt},
      {"valid 99999999999999999999 days", Language::en, std::nullopt},
      {"", Language::ru, std::nullopt},
  };
  for (const auto& row : rows) EXPECT_EQ(validity_said(row.text, row.language), row.said) << row.text;
}

TEST(SaidValidity, OfAVeryLongTextIsReadAtItsBeginning) {
  EXPECT_EQ(validity_said("valid " + std::string(200'000, '1') + " d", Language::en), std::nullopt);
  EXPECT_EQ(validity_said("valid 3 days" + std::string(200'000, ' '), Language::en), SaidValidity{.days = 3});
}

TEST(SaidValidity, ContradictsWhatTheRuleSays) {
  Names text;
  text.in(Language::en) = ("Referral, valid for 15 days");
  text.in(Language::ru) = ("Направление");
  const auto wrong = [&](const Issue& issues) { return contradictions(text, issues); };
  EXPECT_TRUE(wrong({.valid_days = 15}).empty());
  EXPECT_EQ(wrong({.valid_days = 14}), std::vector{Language::en});
  EXPECT_EQ(wrong({.valid_months = 15}), std::vector{Language::en});
  EXPECT_EQ(wrong({}), std::vector{Language::en});
  EXPECT_EQ(wrong({.valid_until = "day"}), std::vector{Language::en});
}

}  // namespace
}  // namespace biroyna::catalogue
