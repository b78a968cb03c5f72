// Evaluation. What does not fit, because it was not given or not checked yet, is nothing.
#include <algorithm>
#include <cmath>

#include "features/catalogue/domain_expression.hpp"
#include "features/catalogue/domain_field.hpp"

namespace biroyna::catalogue {
namespace {

Value number_or_nothing(double number) { return std::isfinite(number) ? Value(number) : Value(); }

std::optional<Day> day_of(const Value& value) {
  return value.text() == nullptr ? std::nullopt : parse_iso_day(*value.text());
}

class Evaluation {
 public:
  Evaluation(const Answers& answers, const Facts& facts) : answers_(answers), facts_(facts) {}

  Value value(const Expression& part) const {
    switch (part.op) {
      case Op::literal:
        return part.literal;
      case Op::name:
        return named(part.name);
      case Op::call:
        return call(part);
      case Op::not_:
        return !condition(part.operands[0]);
      case Op::and_:
        return condition(part.operands[0]) && condition(part.operands[1]);
      case Op::or_:
        return condition(part.operands[0]) || condition(part.operands[1]);
      case Op::negate:
      case Op::multiply:
      case Op::divide:
      case Op::add:
      case Op::subtract:
        return arithmetic(part);
      case Op::in: {
        const Value left = value(part.operands[0]);
        return !left.is_nothing() && std::any_of(part.operands.begin() + 1, part.operands.end(),
                                                 [&](const Expression& one) { return one.literal == left; });
      }
      default:
        return compare(part.op, value(part.operands[0]), value(part.operands[1]));
    }
  }

  bool condition(const Expression& part) const {
    const Value found = value(part);
    return found.flag() != nullptr && *found.flag();
  }

 private:
  Value named(const std::string& name) const {
    if (name == "today") return to_iso(facts_.today);
    if (name == "channel") return catalogue::name(facts_.channel);
    if (name == "applicant.kind") return catalogue::name(facts_.applicant_kind);
    if (name == "applicant.birth_date")
      return facts_.applicant_birth_date ? Value(to_iso(*facts_.applicant_birth_date)) : Value();
    if (const auto found = found_field(name); !found.empty()) return look_up(facts_.findings, found);
    return look_up(answers_, name);
  }

  std::optional<double> number(const Expression& part) const {
    const Value found = value(part);
    return found.number() == nullptr ? std::nullopt : std::optional(*found.number());
  }

  Value arithmetic(const Expression& part) const {
    const auto left = number(part.operands[0]);
    if (!left) return {};
    if (part.op == Op::negate) return -*left;
    const auto right = number(part.operands[1]);
    if (!right) return {};
    switch (part.op) {
      case Op::multiply:
        return number_or_nothing(*left * *right);
      case Op::divide:
        return number_or_nothing(*left / *right);
      case Op::add:
        return number_or_nothing(*left + *right);
      default:
        return number_or_nothing(*left - *right);
    }
  }

  static bool compare(Op op, const Value& left, const Value& right) {
    if (left.is_nothing() || right.is_nothing() || left.data.index() != right.data.index()) return false;
    if (op == Op::equal) return left == right;
    if (op == Op::unequal) return !(left == right);
    if (left.number() != nullptr) return in_order(op, *left.number(), *right.number());
    const auto from = day_of(left), to = day_of(right);
    return from && to && in_order(op, *from, *to);
  }
  template <class T>
  static bool in_order(Op op, const T& left, const T& right) {
    if (op == Op::less) return left < right;
    if (op == Op::at_most) return left <= right;
    if (op == Op::greater) return left > right;
    return op == Op::at_least && left >= right;
  }

  Value call(const Expression& part) const {
    const auto& operands = part.operands;
    const std::string& function = part.name;
    if (function == "if" && operands.size() == 3) return value(operands[condition(operands[0]) ? 1 : 2]);
    if (operands.empty()) return {};
    if (function == "given") return !value(operands[0]).is_nothing();
    if (function == "min" || function == "max") return extreme(operands, function == "max");
    if (function == "sum") return sum(operands[0].name);
    const Value first = value(operands[0]);
    if (function == "count") return first.list() == nullptr ? Value() : Value(first.list()->size());
    if (function == "round") return first.number() == nullptr ? Value() : Value(std::round(*first.number()));
    const auto day = day_of(first);
    if (!day) return {};
    if (function == "age") return age_on(facts_.today, *day);
    if (function == "days" && operands.size() == 2) {
      if (const auto until = day_of(value(operands[1]))) return (*until - *day).count();
    }
    return {};
  }

  Value extreme(const std::vector<Expression>& operands, bool greatest) const {
    std::optional<double> found;
    for (const auto& operand : operands) {
      const auto one = number(operand);
      if (!one) return {};
      if (!found || (greatest ? *one > *found : *one < *found)) found = one;
    }
    return *found;
  }

  // Of "children.income": the income of each child.
  Value sum(const std::string& column) const {
    const auto dot = column.rfind('.');
    if (dot == std::string::npos) return {};
    const Value group = named(column.substr(0, dot));
    const auto* items = group.list();
    if (items == nullptr) return {};
    double total = 0;
    for (const auto& item : *items) {
      const auto* one = look_up(item, std::string_view(column).substr(dot + 1)).number();
      if (one == nullptr) return {};
      total += *one;
    }
    return number_or_nothing(total);
  }

  const Answers& answers_;
  const Facts& facts_;
};

}  // namespace

std::string_view name(ApplicantKind kind) {
  return kind == ApplicantKind::business ? "business" : "individual";
}
std::string_view name(Channel channel) { return channel == Channel::online ? "online" : "window"; }

Value evaluate(const Expression& expression, const Answers& answers, const Facts& facts) {
  return Evaluation(answers, facts).value(expression);
}
bool holds(const Expression& condition, const Answers& answers, const Facts& facts) {
  return Evaluation(answers, facts).condition(condition);
}
bool holds(const std::optional<Expression>& condition, const Answers& answers, const Facts& facts) {
  return !condition || holds(*condition, answers, facts);
}

int age_on(Day today, Day birth_date) {
  const std::chrono::year_month_day now(today), born(birth_date);
  const int years = static_cast<int>(now.year()) - static_cast<int>(born.year());
  const bool birthday_to_come = std::pair(now.month(), now.day()) < std::pair(born.month(), born.day());
  return years - (birthday_to_come ? 1 : 0);
}

}  // namespace biroyna::catalogue
