// The little language of conditions, rules and fee formulas in the catalogue (docs/definitions.md):
//
//   age(child.birth_date) < 7 and not (kind in ['new', 'moved'])
//
// Parsed and typed when a catalogue is loaded, evaluated for each application. A fact that was not given is
// "nothing": a comparison with it is false, arithmetic with it is nothing, and a condition that is nothing is
// false. Bounded: 1,000 characters, 32 deep, no loops. Pure, thread-safe; nothing throws for bad input.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "core/time.hpp"
#include "features/catalogue/domain_answers.hpp"

namespace biroyna::catalogue {

enum class ApplicantKind : unsigned char { individual, business };
enum class Channel : unsigned char { window, online };
std::string_view name(ApplicantKind kind);
std::string_view name(Channel channel);

// What is known of an application besides its answers.
struct Facts {
  Day today{};
  ApplicantKind applicant_kind = ApplicantKind::individual;
  std::optional<Day> applicant_birth_date;
  Channel channel = Channel::window;
  Answers findings = {};  // what its steps have found, by field
};

enum class Op : unsigned char {
  literal,
  name,
  call,
  negate,
  multiply,
  divide,
  add,
  subtract,
  equal,
  unequal,
  less,
  at_most,
  greater,
  at_least,
  in,  // the first operand is one of the others, which are literals
  not_,
  and_,
  or_,
};

struct Expression {
  Op op = Op::literal;
  Value literal;     // a number that is not negative, a text without ', or a flag
  std::string name;  // of a fact ("child.birth_date") or a function
  std::vector<Expression> operands;
  std::size_t at = 0;  // character of the text, from 1; takes no part in comparisons

  friend bool operator==(const Expression& a, const Expression& b);
};

struct ExpressionMistake {
  std::size_t at = 0;  // character of the text, from 1
  std::string reason;  // "")" is missing"

  std::string to_string() const;  // "character 7: ")" is missing"
};

tl::expected<Expression, ExpressionMistake> parse_expression(std::string_view text);
// The text that parses to `expression` again.
std::string print(const Expression& expression);

enum class Type : unsigned char {
  number,
  text,
  yes_no,
  date,
  group,
  column,  // a number of each item of a group: `children.income`, for sum()
  record,  // a fact with parts, such as a person: for given()
};
struct Declared {
  Type type = Type::text;
  std::vector<std::string> one_of = {};  // a text that is one of these; empty: any
};
// The facts that an expression may name, in full: "child", "child.birth_date".
using Scope = std::map<std::string, Declared, std::less<>>;
// today, applicant.kind, applicant.birth_date, channel.
const Scope& built_in_scope();

tl::expected<Type, ExpressionMistake> type_of(const Expression& expression, const Scope& scope);
// Facts that the expression names, each once.
std::vector<std::string> names_in(const Expression& expression);

Value evaluate(const Expression& expression, const Answers& answers, const Facts& facts);
// As a condition: true, and not false or nothing.
bool holds(const Expression& condition, const Answers& answers, const Facts& facts);
// No condition always holds.
bool holds(const std::optional<Expression>& condition, const Answers& answers, const Facts& facts);

// Whole years from birth until `today`; whoever was born on 29 February is a year older on 1 March.
int age_on(Day today, Day birth_date);

}  // namespace biroyna::catalogue
