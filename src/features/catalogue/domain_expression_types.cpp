// Static types: whatever can be told without answers is told when the catalogue is loaded.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "features/catalogue/domain_expression.hpp"

namespace biroyna::catalogue {
namespace {

std::string_view shown(Type type) {
  constexpr std::array kNames = {"a number",         "a text",  "yes or no",
                                 "a date",           "a group", "a number of each item of a group",
                                 "a fact with parts"};
  return kNames[static_cast<std::size_t>(type)];
}

// What a part is, and which texts it can be.
struct Kind {
  Type type = Type::number;
  std::vector<std::string> one_of = {};
};

class TypeChecker {
 public:
  explicit TypeChecker(const Scope& scope) : scope_(scope) {}

  Kind check(const Expression& part) {
    switch (part.op) {
      case Op::literal:
        return {part.literal.flag() != nullptr   ? Type::yes_no
                : part.literal.text() != nullptr ? Type::text
                                                 : Type::number};
      case Op::name:
        return name(part);
      case Op::call:
        return call(part);
      case Op::negate:
      case Op::multiply:
      case Op::divide:
      case Op::add:
      case Op::subtract:
        for (const auto& operand : part.operands) expect(operand, Type::number);
        return {Type::number};
      case Op::not_:
      case Op::and_:
      case Op::or_:
        for (const auto& operand : part.operands) expect(operand, Type::yes_no);
        return {Type::yes_no};
      default:
        return comparison(part);
    }
  }
  std::optional<ExpressionMistake> mistake;

 private:
  Kind fail(const Expression& part, std::string reason) {
    if (!mistake) mistake = {part.at, std::move(reason)};
    return {};
  }

  void expect(const Expression& part, Type expected) {
    const Type found = check(part).type;
    if (found != expected && !mistake)
      fail(part, fmt::format("{} is expected here, this is {}", shown(expected), shown(found)));
  }

  Kind name(const Expression& part) {
    const auto found = scope_.find(part.name);
    if (found == scope_.end()) return fail(part, fmt::format("unknown name \"{}\"", part.name));
    return {found->second.type, found->second.one_of};
  }

  // A text that is written as a day may stand where a date is compared.
  static bool is_day(const Expression& part) {
    return part.op == Op::literal && part.literal.text() != nullptr && parse_iso_day(*part.literal.text());
  }

  // Finds 'businnes' where only 'business' can be.
  void check_choice(const Kind& side, const Expression& other) {
    if (side.one_of.empty() || other.op != Op::literal || other.literal.text() == nullptr) return;
    if (std::ranges::find(side.one_of, *other.literal.text()) == side.one_of.end()) {
      fail(other, fmt::format("this is never '{}', only one of: {}", *other.literal.text(),
                              fmt::join(side.one_of, ", ")));
    }
  }

  Kind comparison(const Expression& part) {
    const Expression& first = part.operands.front();
    const Kind left = check(first);
    for (std::size_t i = 1; i < part.operands.size() && !mistake; ++i) {
      const Expression& other = part.operands[i];
      const Kind right = check(other);
      if (mistake) break;
      const bool days = (left.type == Type::date && (right.type == Type::date || is_day(other))) ||
                        (right.type == Type::date && is_day(first));
      const bool ordered =
          part.op == Op::less || part.op == Op::at_most || part.op == Op::greater || part.op == Op::at_least;
      const bool plain =
          left.type == right.type &&
          (left.type == Type::number || (!ordered && (left.type == Type::text || left.type == Type::yes_no)));
      if (!days && !plain) {
        fail(part,
             fmt::format("{} cannot be compared with {} in this way", shown(left.type), shown(right.type)));
      }
      check_choice(left, other);
      check_choice(right, first);
    }
    return {Type::yes_no};
  }

  Kind call(const Expression& part) {
    struct Function {
      std::string_view name;
      std::vector<Type> takes;
      Type gives;
    };
    static const std::vector<Function> functions = {
        {"age", {Type::date}, Type::number},     {"days", {Type::date, Type::date}, Type::number},
        {"count", {Type::group}, Type::number},  {"sum", {Type::column}, Type::number},
        {"round", {Type::number}, Type::number},
    };
    const auto& operands = part.operands;
    if (part.name == "given") {
      if (operands.size() != 1 || operands.front().op != Op::name)
        return fail(part, "given() takes one name");
      name(operands.front());
      return {Type::yes_no};
    }
    if (part.name == "if") {
      if (operands.size() != 3) return fail(part, "if() takes a condition and two values");
      expect(operands[0], Type::yes_no);
      const Kind then = check(operands[1]);
      expect(operands[2], then.type);
      return {then.type};
    }
    if (part.name == "min" || part.name == "max") {
      if (operands.size() < 2) return fail(part, fmt::format("{}() takes two numbers or more", part.name));
      for (const auto& operand : operands) expect(operand, Type::number);
      return {Type::number};
    }
    const auto known = std::ranges::find(functions, std::string_view(part.name), &Function::name);
    if (known == functions.end()) return fail(part, fmt::format("unknown function \"{}\"", part.name));
    if (operands.size() != known->takes.size()) {
      return fail(part, fmt::format("{}() takes {} value{}", part.name, known->takes.size(),
                                    known->takes.size() == 1 ? "" : "s"));
    }
    for (std::size_t i = 0; i < operands.size(); ++i) expect(operands[i], known->takes[i]);
    return {known->gives};
  }

  const Scope& scope_;
};

}  // namespace

const Scope& built_in_scope() {
  static const Scope scope = {
      {"today", {Type::date}},
      {"applicant.kind",
       {Type::text,
        {std::string(name(ApplicantKind::individual)), std::string(name(ApplicantKind::business))}}},
      {"applicant.birth_date", {Type::date}},
      {"channel", {Type::text, {std::string(name(Channel::window)), std::string(name(Channel::online))}}},
  };
  return scope;
}

tl::expected<Type, ExpressionMistake> type_of(const Expression& expression, const Scope& scope) {
  TypeChecker checker(scope);
  const Type type = checker.check(expression).type;
  if (checker.mistake) return tl::unexpected(*std::move(checker.mistake));
  return type;
}

}  // namespace biroyna::catalogue
