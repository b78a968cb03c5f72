#include "features/catalogue/form_json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <boost/json.hpp>

#include "features/catalogue/answers_json.hpp"
#include "features/catalogue/test_form.hpp"

namespace biroyna::catalogue {
namespace {

namespace json = boost::json;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class FormJson : public ::testing::Test {
 protected:
  const Catalogue catalogue = catalogue_with_form();
  const Service& service = *catalogue.find(ServiceId("tree-felling"));
  const json::object form = form_json(catalogue, service, Language::uz_cyrl);
};

TEST_F(FormJson, SaysWhatARendererNeeds) {
  EXPECT_EQ(form.at("language"), "uz-Cyrl");
  EXPECT_EQ(form.at("title"), "а");
  EXPECT_EQ(form.at("fee_formula"), "if(t_height > 10, 0.5, 0.25)");
  EXPECT_EQ(form.at("pages").at(1).at("id"), "owner");
  EXPECT_EQ(form.at("pages").at(1).at("when"), "t_height > 3");
  EXPECT_EQ(form.at("pages").at(0).at("fields").at(0),
            (json::object{{"id", "t_tree"},
                          {"type", "choice"},
                          {"label", "а"},
                          {"choices",
                           {json::object{{"id", "fruit"}, {"label", "а"}},
                            json::object{{"id", "other"}, {"label", "а"}}}},
                          {"required", true}}));
  EXPECT_EQ(form.at("pages").at(0).at("fields").at(1), (json::object{{"id", "t_height"},
                                                                     {"type", "number"},
                                                                     {"label", "а"},
                                                                     {"least", 0.0},
                                                                     {"most", 60.0},
                                                                     {"decimals", 1},
                                                                     {"unit", "а"},
                                                                     {"required", false},
                                                                     {"when", "t_tree == 'other'"}}));
  EXPECT_EQ(
      form.at("rules").at(0),
      (json::object{{"must", "age(t_owner.birth_date) >= 18"}, {"at", "t_owner.birth_date"}, {"says", "а"}}));
  EXPECT_EQ(form.at("documents").at(1).at("when"), "not t_own_land");
  EXPECT_FALSE(form.at("documents").at(0).as_object().contains("when"));
}

TEST_F(FormJson, HasTheSchemaOfItsAnswers) {
  const json::object& schema = form.at("schema").as_object();
  EXPECT_EQ(schema.at("$schema"), "https://json-schema.org/draft/2020-12/schema");
  EXPECT_EQ(schema.at("additionalProperties"), false);
  // Only what is asked of everybody is required.
  EXPECT_EQ(schema.at("required"), (json::array{"t_tree"}));
  const json::object& properties = schema.at("properties").as_object();
  EXPECT_EQ(properties.at("t_tree").at("enum"), (json::array{"fruit", "other"}));
  EXPECT_EQ(properties.at("t_height").at("type"), "number");
  EXPECT_EQ(properties.at("t_height").at("maximum"), 60.0);
  EXPECT_EQ(properties.at("t_own_land").at("x-when"), "t_height > 3");
  EXPECT_EQ(properties.at("t_owner").at("required"),
            (json::array{"family_name", "given_name", "birth_date"}));
  EXPECT_EQ(properties.at("t_owner").at("properties").at("birth_date").at("format"), "date");
  EXPECT_EQ(properties.at("t_planted").at("items").at("required"), (json::array{"height"}));
  EXPECT_EQ(properties.at("t_planted").at("minItems"), 1);
  EXPECT_EQ(properties.at("t_planted").at("x-when"), "not t_own_land");
}

TEST(FormSchema, JoinsAPagesConditionWithAFieldsOwn) {
  Catalogue catalogue;
  Field field;
  field.id = "a";
  catalogue.fields = {field};
  Service service;
  service.form = {
      {"p", {}, parse_expression("x or y").value(), {{"a", true, parse_expression("z").value()}}}};
  EXPECT_EQ(answers_schema(catalogue, service, Language::en).at("properties").at("a").at("x-when"),
            "(x or y) and z");
}

std::vector<std::string> wrong_in(const char* text) {
  std::vector<FieldError> wrong;
  read_answers(json::parse(text), "/answers", wrong);
  std::vector<std::string> lines;
  for (const auto& error : wrong) lines.push_back(error.pointer + " " + error.code);
  return lines;
}

TEST(AnswersJson, IsReadAsItWasWritten) {
  std::vector<FieldError> wrong;
  const Answers answers =
      read_answers(json::parse(R"({"a":true,"b":12,"c":-0.5,"d":"Ў","e":null,"f":{"g":"h","i":null},
                      "j":[{"k":1,"l":{"m":"2020-01-01"}},{}],"n":18446744073709551615})"),
                   "/answers", wrong);
  EXPECT_THAT(wrong, IsEmpty());
  EXPECT_EQ(answers,
            (Answers{{"a", true},
                     {"b", 12},
                     {"c", -0.5},
                     {"d", "Ў"},
                     {"f", Answers{{"g", "h"}}},
                     {"j", std::vector<Answers>{{{"k", 1}, {"l", Answers{{"m", "2020-01-01"}}}}, {}}},
                     {"n", 18446744073709551615.0}}));
  EXPECT_EQ(json::serialize(answers_json({{"a", 12}, {"b", 12.5}, {"c", Value()}})),
            R"({"a":12,"b":1.25E1,"c":null})");
}

TEST(AnswersJson, OfAnotherShapeIsNamed) {
  EXPECT_THAT(wrong_in("[]"), UnorderedElementsAre("/answers error.not_parts"));
  EXPECT_THAT(wrong_in(R"({"a":[1,{"b":2},[]],"c/d":["e"]})"),
              UnorderedElementsAre("/answers/a/0 error.not_parts", "/answers/a/2 error.not_parts",
                                   "/answers/c~1d/0 error.not_parts"));
  EXPECT_THAT(wrong_in(R"({"a":{"b":{"c":{"d":1}}}})"),
              UnorderedElementsAre("/answers/a/b/c error.not_parts"));
  EXPECT_THAT(wrong_in(R"({"a":[{"b":[{"c":1}]}]})"), IsEmpty());
}

TEST(AnswersJson, GoesThereAndBack) {
  EXPECT_TRUE(rc::check("answers", [] {
    const auto number =
        rc::gen::map(rc::gen::inRange(-1000000, 1000000), [](int one) { return Value(one / 64.0); });
    const auto text = rc::gen::map(rc::gen::string<std::string>(), [](std::string one) {
      std::ranges::replace_if(one, [](char c) { return static_cast<signed char>(c) <= 0; }, '?');
      return Value(std::move(one));
    });
    const auto flag = rc::gen::map(rc::gen::arbitrary<bool>(), [](bool one) { return Value(one); });
    const auto plain = rc::gen::oneOf(number, text, flag);
    const auto key = rc::gen::container<std::string>(rc::gen::elementOf(std::string("abcde_~/")));
    const auto object = rc::gen::resize(4, rc::gen::container<Answers>(key, plain));
    Answers answers = *rc::gen::resize(
        6, rc::gen::container<Answers>(
               key,
               rc::gen::oneOf(plain, rc::gen::map(object, [](Answers one) { return Value(std::move(one)); }),
                              rc::gen::map(rc::gen::container<std::vector<Answers>>(object),
                                           [](std::vector<Answers> one) { return Value(std::move(one)); }))));
    std::vector<FieldError> wrong;
    const auto text_form = json::serialize(answers_json(answers));
    RC_ASSERT(read_answers(json::parse(text_form), "", wrong) == answers);
    RC_ASSERT(wrong.empty());
  }));
}

}  // namespace
}  // namespace biroyna::catalogue
