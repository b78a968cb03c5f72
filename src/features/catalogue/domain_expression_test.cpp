#include "features/catalogue/domain_expression.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>

namespace biroyna::catalogue {
namespace {

using ::testing::ElementsAre;

Day day(const char* text) { return parse_iso_day(text).value(); }

Expression parsed(std::string_view text) {
  auto expression = parse_expression(text);
  if (!expression) throw std::logic_error(expression.error().to_string());
  return *expression;
}

const Answers& family() {
  static const Answers answers = {{"child", Answers{{"given_name", "Zuhra"}, {"birth_date", "2020-02-29"}}},
                                  {"area", 120.5},
                                  {"rooms", 3},
                                  {"kind", "new"},
                                  {"on_behalf", true},
                                  {"children", std::vector<Answers>{{{"income", 100}}, {{"income", 250.5}}}},
                                  {"nobody", std::vector<Answers>{}},
                                  {"half_told", std::vector<Answers>{{{"income", 100}}, {}}},
                                  {"spoilt", Answers{{"birth_date", "yesterday"}}}};
  return answers;
}

const Facts kFacts{.today = parse_iso_day("2026-11-24").value(),
                   .applicant_kind = ApplicantKind::individual,
                   .applicant_birth_date = parse_iso_day("1990-05-06"),
                   .channel = Channel::online};

struct Sum {
  const char* text;
  Value result;
};
void PrintTo(const Sum& one, std::ostream* out) { *out << one.text; }

class Evaluated : public ::testing::TestWithParam<Sum> {};

TEST_P(Evaluated, GivesItsResult) {
  EXPECT_EQ(evaluate(parsed(GetParam().text), family(), kFacts), GetParam().result);
}

INSTANTIATE_TEST_SUITE_P(
    Expression, Evaluated,
    ::testing::Values(
        Sum{"1 + 2 * 3", 7}, Sum{"(1 + 2) * 3", 9}, Sum{"10 - 4 - 3", 3}, Sum{"12 / 3 / 2", 2}, Sum{"--2", 2},
        Sum{"-rooms + 1", -2}, Sum{"1 / 0", {}}, Sum{"0.1 + 0.2 == 0.3", false}, Sum{"rooms == 3", true},
        Sum{"rooms != 3", false}, Sum{"area >= 120.5", true}, Sum{"area < 120.5", false},
        Sum{"kind == 'new'", true}, Sum{"kind in ['old', 'new']", true}, Sum{"kind in ['old']", false},
        Sum{"rooms in [1, 3]", true}, Sum{"on_behalf", true}, Sum{"not on_behalf", false},
        Sum{"not rooms == 4", true}, Sum{"not not on_behalf", true},
        Sum{"on_behalf and rooms > 3 or kind == 'new'", true},
        Sum{"on_behalf and (rooms > 3 or kind == 'old')", false}, Sum{"channel == 'online'", true},
        Sum{"applicant.kind == 'individual'", true}, Sum{"age(applicant.birth_date)", 36},
        Sum{"age(child.birth_date)", 6}, Sum{"today > child.birth_date", true},
        Sum{"child.birth_date < '2020-03-01'", true}, Sum{"days(child.birth_date, '2020-03-01')", 1},
        Sum{"days(today, child.birth_date) < 0", true}, Sum{"count(children)", 2}, Sum{"count(nobody)", 0},
        Sum{"sum(children.income)", 350.5}, Sum{"sum(nobody.income)", 0},
        Sum{"if(area > 100, 0.5, 0.25)", 0.5}, Sum{"if(rooms > 100, 0.5, 0.25)", 0.25},
        Sum{"min(3, 1, 2)", 1}, Sum{"max(3, rooms, 4.5)", 4.5}, Sum{"round(2.5)", 3},
        Sum{"round(area / 100)", 1}, Sum{"given(child)", true}, Sum{"given(child.pinfl)", false},
        // What was not given, or is not right yet.
        Sum{"missing", {}}, Sum{"missing.deeper", {}}, Sum{"area.deeper", {}}, Sum{"missing + 1", {}},
        Sum{"1 - missing", {}}, Sum{"-missing", {}}, Sum{"missing == 1", false}, Sum{"missing != 1", false},
        Sum{"missing < 1", false}, Sum{"missing >= 1", false}, Sum{"missing in [1]", false},
        Sum{"missing and true", false}, Sum{"missing or true", true}, Sum{"not missing", true},
        Sum{"if(missing, 1, 2)", 2}, Sum{"if(true, missing, 2)", {}}, Sum{"age(missing)", {}},
        Sum{"age(spoilt.birth_date)", {}}, Sum{"spoilt.birth_date < today", false},
        Sum{"days(missing, today)", {}}, Sum{"days(today, missing)", {}}, Sum{"count(missing)", {}},
        Sum{"sum(half_told.income)", {}}, Sum{"sum(missing.income)", {}}, Sum{"min(1, missing)", {}},
        Sum{"round(missing)", {}}, Sum{"kind < 'old'", false}, Sum{"kind == 3", false}, Sum{"kind + 1", {}}));

TEST(Expression, AgesAreWholeYears) {
  EXPECT_EQ(age_on(day("2026-11-24"), day("2020-11-24")), 6);
  EXPECT_EQ(age_on(day("2026-11-23"), day("2020-11-24")), 5);
  EXPECT_EQ(age_on(day("2021-02-28"), day("2020-02-29")), 0);
  EXPECT_EQ(age_on(day("2021-03-01"), day("2020-02-29")), 1);
  EXPECT_EQ(age_on(day("2026-11-24"), day("2026-11-25")), -1);
}

struct Wrong {
  const char* text;
  const char* reason;
};
void PrintTo(const Wrong& one, std::ostream* out) { *out << one.text; }

class Unparsable : public ::testing::TestWithParam<Wrong> {};

TEST_P(Unparsable, SaysWhereAndWhy) {
  const auto expression = parse_expression(GetParam().text);
  ASSERT_FALSE(expression);
  EXPECT_EQ(expression.error().to_string(), GetParam().reason);
}

INSTANTIATE_TEST_SUITE_P(
    Expression, Unparsable,
    ::testing::Values(Wrong{"", "character 1: a value is missing before the end"},
                      Wrong{"area >", "character 7: a value is missing before the end"},
                      Wrong{"area > )", "character 8: a value is missing before \")\""},
                      Wrong{"(area > 1", "character 10: \")\" is missing before the end"},
                      Wrong{"area > 1 2", "character 10: \"2\" is not expected here"},
                      Wrong{"a == b == c", "character 8: \"==\" is not expected here"},
                      Wrong{"kind in 'new'", "character 9: \"[\" is missing before \"'new'\""},
                      Wrong{"kind in ['new'", "character 15: \"]\" is missing before the end"},
                      Wrong{"kind in []", "character 10: a value is missing before \"]\""},
                      Wrong{"kind == 'new", "character 9: the text that begins here has no closing '"},
                      Wrong{"kind = 'new'", "character 6: \"=\" is not expected here"},
                      Wrong{"and true", "character 1: a value is missing before \"and\""},
                      Wrong{"1.", "character 1: \"1.\" is not a number"},
                      Wrong{"12abc", "character 1: \"12abc\" is not a number"},
                      Wrong{"1e5", "character 1: \"1e5\" is not a number"},
                      Wrong{"1234567890123456", "character 1: a number has at most 15 digits"},
                      Wrong{"child. == 1", "character 1: \"child.\" is not a name"},
                      Wrong{"'Ўзбекистон' == Ўзбекистон", "character 17: a value is missing before \"Ў\""},
                      Wrong{"a\xff", "character 1: this is not UTF-8"},
                      Wrong{"Area > 1", "character 1: a value is missing before \"A\""}));

TEST(Expression, IsBounded) {
  EXPECT_TRUE(parse_expression(std::string(31, '(') + "1" + std::string(31, ')')));
  for (const char* opening : {"(", "-", "not ", "round("}) {
    std::string deep;
    for (int i = 0; i < 40; ++i) deep += opening;
    const auto refused = parse_expression(deep + "1");
    ASSERT_FALSE(refused) << opening;
    EXPECT_EQ(refused.error().reason, "this is nested more than 32 deep") << opening;
  }
  EXPECT_TRUE(parse_expression("1" + std::string(999, ' ')));
  EXPECT_EQ(parse_expression("1" + std::string(1000, ' ')).error().reason,
            "this is longer than 1000 characters");
}

const Scope& scope() {
  static const Scope scope = [] {
    Scope made = built_in_scope();
    made["child"] = {Type::record};
    made["child.birth_date"] = {Type::date};
    made["area"] = {Type::number};
    made["rooms"] = {Type::number};
    made["kind"] = {Type::text, {"new", "old"}};
    made["name"] = {Type::text};
    made["on_behalf"] = {Type::yes_no};
    made["children"] = {Type::group};
    made["children.income"] = {Type::column};
    return made;
  }();
  return scope;
}

TEST(Expression, HasATypeBeforeItHasAValue) {
  const auto type = [](const char* text) { return type_of(parsed(text), scope()).value(); };
  EXPECT_EQ(type("area * 2 > rooms"), Type::yes_no);
  EXPECT_EQ(type("sum(children.income) / count(children)"), Type::number);
  EXPECT_EQ(type("if(on_behalf, today, child.birth_date)"), Type::date);
  EXPECT_EQ(type("kind in ['new', 'old']"), Type::yes_no);
  EXPECT_EQ(type("child.birth_date >= '2020-01-01'"), Type::yes_no);
  EXPECT_EQ(type("given(child) and given(children)"), Type::yes_no);
  EXPECT_EQ(type("'new' == kind"), Type::yes_no);
}

class Untyped : public ::testing::TestWithParam<Wrong> {};

TEST_P(Untyped, SaysWhereAndWhy) {
  const auto type = type_of(parsed(GetParam().text), scope());
  ASSERT_FALSE(type);
  EXPECT_EQ(type.error().to_string(), GetParam().reason);
}

INSTANTIATE_TEST_SUITE_P(
    Expression, Untyped,
    ::testing::Values(
        Wrong{"arae > 1", "character 1: unknown name \"arae\""},
        Wrong{"area and true", "character 1: yes or no is expected here, this is a number"},
        Wrong{"area + on_behalf", "character 8: a number is expected here, this is yes or no"},
        Wrong{"area == 'big'", "character 6: a number cannot be compared with a text in this way"},
        Wrong{"name < 'b'", "character 6: a text cannot be compared with a text in this way"},
        Wrong{"on_behalf > false", "character 11: yes or no cannot be compared with yes or no in this way"},
        Wrong{"child == child",
              "character 7: a fact with parts cannot be compared with a fact with parts in "
              "this way"},
        Wrong{"child.birth_date < '2020-13-01'",
              "character 18: a date cannot be compared with a text in this way"},
        Wrong{"kind == 'nwe'", "character 9: this is never 'nwe', only one of: new, old"},
        Wrong{"kind in ['new', 'odl']", "character 17: this is never 'odl', only one of: new, old"},
        Wrong{"applicant.kind != 'busines'",
              "character 19: this is never 'busines', only one of: individual, business"},
        Wrong{"channel == 'portal'", "character 12: this is never 'portal', only one of: window, online"},
        Wrong{"age(area)", "character 5: a date is expected here, this is a number"},
        Wrong{"age()", "character 1: age() takes 1 value"},
        Wrong{"days(today)", "character 1: days() takes 2 values"},
        Wrong{"sum(area)",
              "character 5: a number of each item of a group is expected here, this is a number"},
        Wrong{"children.income > 1",
              "character 17: a number of each item of a group cannot be compared with a number in this way"},
        Wrong{"count(child)", "character 7: a group is expected here, this is a fact with parts"},
        Wrong{"given(1)", "character 1: given() takes one name"},
        Wrong{"if(area, 1, 2)", "character 4: yes or no is expected here, this is a number"},
        Wrong{"if(true, 1, 'a')", "character 13: a number is expected here, this is a text"},
        Wrong{"if(true, 1)", "character 1: if() takes a condition and two values"},
        Wrong{"min(1)", "character 1: min() takes two numbers or more"},
        Wrong{"launch(1)", "character 1: unknown function \"launch\""}));

TEST(Expression, NamesWhatItNeeds) {
  EXPECT_THAT(names_in(parsed("age(child.birth_date) > 3 and given(area) and area > 2")),
              ElementsAre("child.birth_date", "area"));
}

// Any expression that is written as the grammar wants it, typed or not.
rc::Gen<Expression> any_expression(int depth) {
  const auto number = rc::gen::map(rc::gen::inRange(0, 100000), [](int thousandths) {
    return Expression{Op::literal, thousandths / 1000.0, {}, {}};
  });
  const auto text = rc::gen::map(rc::gen::elementOf(std::vector<std::string>{"", "new", "Ўзбек", "a b"}),
                                 [](const std::string& one) { return Expression{Op::literal, one, {}, {}}; });
  const auto flag =
      rc::gen::map(rc::gen::arbitrary<bool>(), [](bool one) { return Expression{Op::literal, one, {}, {}}; });
  const auto literal = rc::gen::oneOf(number, text, flag);
  const auto name = rc::gen::map(
      rc::gen::elementOf(std::vector<std::string>{"area", "kind", "child.birth_date", "children",
                                                  "children.income", "on_behalf", "today", "missing"}),
      [](const std::string& one) { return Expression{Op::name, {}, one, {}}; });
  if (depth == 0) return rc::gen::oneOf(literal, name);
  const auto part = any_expression(depth - 1);
  const auto unary =
      rc::gen::map(rc::gen::pair(rc::gen::element(Op::negate, Op::not_), part),
                   [](const auto& made) { return Expression{made.first, {}, {}, {made.second}}; });
  const auto binary =
      rc::gen::map(rc::gen::tuple(rc::gen::element(Op::or_, Op::and_, Op::equal, Op::unequal, Op::less,
                                                   Op::at_most, Op::greater, Op::at_least, Op::add,
                                                   Op::subtract, Op::multiply, Op::divide),
                                  part, part),
                   [](const auto& made) {
                     return Expression{std::get<0>(made), {}, {}, {std::get<1>(made), std::get<2>(made)}};
                   });
  const auto in = rc::gen::map(rc::gen::tuple(part, literal, literal), [](const auto& made) {
    return Expression{Op::in, {}, {}, {std::get<0>(made), std::get<1>(made), std::get<2>(made)}};
  });
  const auto call = rc::gen::map(
      rc::gen::pair(rc::gen::elementOf(std::vector<std::string>{"age", "days", "count", "sum", "given", "if",
                                                                "min", "max", "round", "launch"}),
                    rc::gen::resize(3, rc::gen::container<std::vector<Expression>>(part))),
      [](const auto& made) { return Expression{Op::call, {}, made.first, made.second}; });
  return rc::gen::oneOf(literal, name, unary, binary, binary, in, call);
}

// How long an expression may become is not its printer's concern.
bool fits(const std::string& text) { return text.size() <= 900; }

TEST(Expression, WhatIsPrintedParsesToTheSame) {
  EXPECT_TRUE(rc::check("parse(print(e)) == e", [] {
    const auto expression = *any_expression(3);
    const std::string text = print(expression);
    RC_PRE(fits(text));
    const auto again = parse_expression(text);
    RC_ASSERT(again.has_value());
    RC_ASSERT(*again == expression);
    RC_ASSERT(print(*again) == text);
  }));
}

TEST(Expression, EvaluationNeverThrowsAndTypedOnesGiveTheirType) {
  EXPECT_TRUE(rc::check("evaluate", [] {
    const auto expression = *any_expression(3);
    const Value value = evaluate(expression, family(), kFacts);
    if (value.number() != nullptr) RC_ASSERT(std::isfinite(*value.number()));
    const auto type = type_of(expression, scope());
    if (!type || value.is_nothing()) return;
    if (*type == Type::number) RC_ASSERT(value.number() != nullptr);
    if (*type == Type::yes_no) RC_ASSERT(value.flag() != nullptr);
    if (*type == Type::date || *type == Type::text) RC_ASSERT(value.text() != nullptr);
  }));
}

TEST(Expression, AnyTextParsesOrHasAMistakeWithinIt) {
  EXPECT_TRUE(rc::check("any text", [] {
    const auto text = *rc::gen::container<std::string>(
        rc::gen::elementOf(std::string("ab1.'()[],+-*/=!<> \tnotandrif\xd0\x8e")));
    const auto expression = parse_expression(text);
    if (!expression) {
      RC_ASSERT(expression.error().at >= 1 && expression.error().at <= text.size() + 1);
      RC_ASSERT(!expression.error().reason.empty());
    } else {
      RC_ASSERT(parse_expression(print(*expression)) == *expression);
    }
  }));
}

// Arithmetic once more, written so simply that it is plainly right. NaN stands for nothing.
double naive(const Expression& expression) {
  const auto at = [&](std::size_t i) { return naive(expression.operands[i]); };
  double result = std::nan("");
  switch (expression.op) {
    case Op::literal:
      return *expression.literal.number();
    case Op::name:
      return expression.name == "area" ? 120.5 : std::nan("");
    case Op::negate:
      return -at(0);
    case Op::add:
      result = at(0) + at(1);
      break;
    case Op::subtract:
      result = at(0) - at(1);
      break;
    case Op::multiply:
      result = at(0) * at(1);
      break;
    default:
      result = at(0) / at(1);
  }
  return std::isfinite(result) ? result : std::nan("");
}

rc::Gen<Expression> any_sum(int depth) {
  const auto number = rc::gen::map(rc::gen::inRange(0, 1000), [](int hundredths) {
    return Expression{Op::literal, hundredths / 100.0, {}, {}};
  });
  const auto name =
      rc::gen::map(rc::gen::elementOf(std::vector<std::string>{"area", "area", "area", "missing"}),
                   [](const std::string& one) { return Expression{Op::name, {}, one, {}}; });
  if (depth == 0) return rc::gen::oneOf(number, number, number, name);
  const auto part = any_sum(depth - 1);
  return rc::gen::map(
      rc::gen::tuple(rc::gen::element(Op::add, Op::subtract, Op::multiply, Op::divide, Op::negate), part,
                     part),
      [](const auto& made) {
        const auto& [op, left, right] = made;
        if (op == Op::negate) return Expression{op, {}, {}, {left}};
        return Expression{op, {}, {}, {left, right}};
      });
}

TEST(Expression, ArithmeticAgreesWithTheNaiveOneAndNothingSpreads) {
  EXPECT_TRUE(rc::check("arithmetic", [] {
    const auto sum = *any_sum(3);
    const Value value = evaluate(sum, family(), kFacts);
    const double expected = naive(sum);
    if (std::isnan(expected))
      RC_ASSERT(value.is_nothing());
    else
      RC_ASSERT(value == Value(expected));
    const auto names = names_in(sum);
    if (std::ranges::find(names, "missing") != names.end()) RC_ASSERT(value.is_nothing());
  }));
}

}  // namespace
}  // namespace biroyna::catalogue
