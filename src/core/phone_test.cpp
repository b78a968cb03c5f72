#include "core/phone.hpp"

#include <gtest/gtest.h>

namespace biroyna {
namespace {

TEST(Phone, NumbersOfOtherCountriesAreTakenWithTheirCountry) {
  struct Typed {
    const char *typed, *stored, *country;
  };
  for (const auto& [typed, stored, country] :
       {Typed{"+7 (901) 123-45-67", "+79011234567", "RU"}, Typed{"+7 701 123 45 67", "+77011234567", "KZ"},
        Typed{"+90 532 123 45 67", "+905321234567", "TR"}, Typed{"0090 532 123 45 67", "+905321234567", "TR"},
        Typed{"+992 90 123 45 67", "+992901234567", "TJ"}, Typed{"+49 30 1234567", "+49301234567", "DE"},
        Typed{"90 123-45-67", "+998901234567", "UZ"}, Typed{"998901234567", "+998901234567", "UZ"},
        Typed{"8 90 123 45 67", "+998901234567", "UZ"}, Typed{"+998 90 123 45 67", "+998901234567", "UZ"}}) {
    EXPECT_EQ(phone_from(typed), stored) << typed;
    EXPECT_TRUE(is_phone(stored)) << stored;
    EXPECT_EQ(country_of_phone(stored), country) << stored;
  }
}

TEST(Phone, WhatIsNoNumberStaysAndIsNone) {
  for (const char* none : {"", "+", "12345", "+99890123456", "+9989012345678", "+7901123456", "+999123456789",
                           "+1234567890123456", "905321234567", "soon", "+90a5321234567", "+0905321234567"}) {
    EXPECT_EQ(phone_from(none), none);
    EXPECT_FALSE(is_phone(none)) << none;
    EXPECT_EQ(country_of_phone(none), "") << none;
  }
}

}  // namespace
}  // namespace biroyna
