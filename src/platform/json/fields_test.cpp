#include "platform/json/fields.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace biroyna {
namespace {

JsonFields fields(std::string body) {
  http::Request request;
  request.body = std::move(body);
  return JsonFields(request);
}

std::vector<std::string> wrong(const std::optional<Refusal>& refusal) {
  std::vector<std::string> found;
  if (refusal) {
    for (const auto& error : refusal->fields) found.push_back(error.pointer + " " + error.code);
  }
  return found;
}

TEST(Fields, EveryWrongFieldIsFoundAtOnce) {
  auto body = fields(R"({"services":["a",1],"people":"two","helper":1,"language":5,"colour":"red"})");
  body.texts("services");
  body.integer_or("people", 1, 1, 10);
  body.flag_or("helper", false);
  body.text("language");
  body.text("priority");
  body.flag("active");
  const auto refusal = body.finish();
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->kind, Refusal::Kind::invalid);
  EXPECT_THAT(wrong(refusal),
              testing::UnorderedElementsAre("/services/1 error.not_text", "/people error.not_number",
                                            "/helper error.not_flag", "/language error.not_text",
                                            "/priority error.required", "/active error.required",
                                            "/colour error.unknown_field"));
}

TEST(Fields, WhatIsNoObjectIsMalformed) {
  for (const char* body : {"[1]", "{", "1", "{\"a\":1}}", "\xff", "{\"a\":\"\xff\"}"}) {
    const auto refusal = fields(body).finish();
    ASSERT_TRUE(refusal) << body;
    EXPECT_EQ(refusal->kind, Refusal::Kind::malformed) << body;
  }
  EXPECT_FALSE(fields("").finish());
  EXPECT_FALSE(fields("{}").finish());
}

TEST(Fields, DeepNestingAndHugeNumbersDoNoHarm) {
  EXPECT_TRUE(fields(std::string(100'000, '[')).finish());
  auto body = fields(R"({"people":1e300})");
  EXPECT_EQ(body.integer_or("people", 1, 1, 10), 1);
  EXPECT_TRUE(body.finish());
}

TEST(Fields, WrongOnesWithoutEndAreNotAllNamed) {
  std::string body = "{";
  for (int i = 0; i < 30'000; ++i) body += "\"k" + std::to_string(i) + "\":1,";
  body.back() = '}';
  const auto refusal = fields(std::move(body)).finish();
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->fields.size(), JsonFields::kMostErrors);
}

TEST(Fields, GoodOnesComeThrough) {
  auto body = fields(R"({"services":["a","b"],"people":3,"helper":true,"name":null})");
  EXPECT_EQ(body.texts("services").size(), 2u);
  EXPECT_EQ(body.integer_or("people", 1, 1, 10), 3);
  EXPECT_TRUE(body.flag_or("helper", false));
  EXPECT_TRUE(body.flag("helper"));
  EXPECT_EQ(body.text_if("name"), std::nullopt);
  EXPECT_FALSE(body.finish());
}

}  // namespace
}  // namespace biroyna
