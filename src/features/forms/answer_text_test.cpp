#include "features/forms/answer_text.hpp"

#include <gtest/gtest.h>

namespace biroyna::forms {
namespace {

using catalogue::Answers;
using catalogue::FieldType;
using catalogue::Value;

class AnswerText : public ::testing::Test {
 protected:
  AnswerText() {
    const auto names = [](const char* name) { return Names{{name, name, name, name}}; };
    catalogue.districts = {{"1726000", names("Tashkent city")},
                           {"1726283", names("Sergeli district")},
                           {"1708000", names("Jizzakh region")}};
  }
  std::string text(FieldType type, const Value& value) const {
    return answer_text(catalogue, {.id = "field", .type = type, .label = {}}, value, Language::en);
  }

  catalogue::Catalogue catalogue;
};

TEST_F(AnswerText, AnAddressHasItsRegionAndDistrict) {
  const auto in = [&](const char* district) {
    return text(FieldType::address,
                Answers{{"district", district}, {"mahalla", "Qumariq"}, {"street", "Bogʻ, 5"}});
  };
  EXPECT_EQ(in("1726283"), "Tashkent city, Sergeli district, Qumariq, Bogʻ, 5");
  EXPECT_EQ(in("1708000"), "Jizzakh region, Qumariq, Bogʻ, 5");
  EXPECT_FALSE(catalogue.is_place(catalogue.districts[0]));
  EXPECT_TRUE(catalogue.is_place(catalogue.districts[2]));
  EXPECT_EQ(in("1708401"), "Jizzakh region, 1708401, Qumariq, Bogʻ, 5") << "a district that is not listed";
}

TEST_F(AnswerText, APersonHasAllThatWasTold) {
  Answers child = {{"family_name", "Karimov"}, {"given_name", "Anvar"}, {"birth_date", "2026-11-04"}};
  EXPECT_EQ(text(FieldType::person, child), "Karimov Anvar, 4 November 2026");
  child["middle_name"] = "Ali oʻgʻli";
  child["pinfl"] = "50411260150011";
  EXPECT_EQ(text(FieldType::person, child),
            "Karimov Anvar Ali oʻgʻli, 4 November 2026, PINFL 50411260150011");
}

TEST_F(AnswerText, AnItemOfAGroupIsALine) {
  const catalogue::Field members{.id = "members",
                                 .type = FieldType::group,
                                 .label = {},
                                 .fields = {{.id = "child", .type = FieldType::person, .label = {}},
                                            {.id = "at_school", .type = FieldType::yes_no, .label = {}}}};
  const Value two = std::vector<Answers>{
      {{"child", Answers{{"family_name", "Karimov"}}}, {"at_school", true}}, {{"at_school", false}}};
  EXPECT_EQ(answer_text(catalogue, members, two, Language::en), "Karimov, Yes; No");
}

}  // namespace
}  // namespace biroyna::forms
