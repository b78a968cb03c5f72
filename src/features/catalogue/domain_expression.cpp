// Operators, printing and the parser.
#include "features/catalogue/domain_expression.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "core/text.hpp"

namespace biroyna::catalogue {
namespace {

constexpr std::size_t kLongest = 1000;  // characters
constexpr int kDeepest = 32;
constexpr std::size_t kMostDigits = 15;  // a double holds them all

// From the loosest to the tightest, as in the grammar.
enum Level {
  level_or,
  level_and,
  level_not,
  level_compare,
  level_sum,
  level_product,
  level_unary,
  level_primary
};

struct Operator {
  Op op;
  std::string_view sign;
  Level level;
};
constexpr std::array kOperators = {
    Operator{Op::or_, "or", level_or},          Operator{Op::and_, "and", level_and},
    Operator{Op::not_, "not", level_not},       Operator{Op::equal, "==", level_compare},
    Operator{Op::unequal, "!=", level_compare}, Operator{Op::at_most, "<=", level_compare},
    Operator{Op::less, "<", level_compare},     Operator{Op::at_least, ">=", level_compare},
    Operator{Op::greater, ">", level_compare},  Operator{Op::in, "in", level_compare},
    Operator{Op::add, "+", level_sum},          Operator{Op::subtract, "-", level_sum},
    Operator{Op::multiply, "*", level_product}, Operator{Op::divide, "/", level_product},
    Operator{Op::negate, "-", level_unary},     Operator{Op::literal, "", level_primary},
    Operator{Op::name, "", level_primary},      Operator{Op::call, "", level_primary}};

const Operator& about(Op op) { return *std::ranges::find(kOperators, op, &Operator::op); }

constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || c == '_'; }
constexpr bool is_of_name(char c) { return is_letter(c) || is_digit(c); }
constexpr bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string shown(std::string_view token) { return token.empty() ? "the end" : fmt::format("\"{}\"", token); }

// Recursive descent over the grammar of docs/definitions.md. The first mistake ends it: from then on every
// call only returns.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) { next(); }

  tl::expected<Expression, ExpressionMistake> parse() {
    Expression whole = any();
    if (!failed() && !token_.empty()) fail(fmt::format("{} is not expected here", shown(token_)));
    if (failed()) return tl::unexpected(*mistake_);
    return whole;
  }

 private:
  bool failed() const { return mistake_.has_value(); }
  void fail(std::string reason) {
    if (failed()) return;
    mistake_ = {1 + length_utf8(text_.substr(0, begin_)), std::move(reason)};
    token_ = {};
  }

  // Names, numbers and texts are one token each; so is a sign of two characters.
  void next() {
    if (failed()) return;
    begin_ = end_;
    while (begin_ < text_.size() && is_blank(text_[begin_])) ++begin_;
    end_ = begin_;
    if (begin_ == text_.size()) {
      token_ = {};
      return;
    }
    const char first = text_[begin_];
    const auto while_in = [&](bool (*belongs)(char)) {
      while (end_ < text_.size() && belongs(text_[end_])) ++end_;
    };
    if (is_letter(first)) {
      while_in([](char c) { return is_of_name(c) || c == '.'; });
    } else if (is_digit(first)) {
      while_in([](char c) { return is_of_name(c) || c == '.'; });
    } else if (first == '\'') {
      const auto closing = text_.find('\'', begin_ + 1);
      if (closing == std::string_view::npos) return fail("the text that begins here has no closing '");
      end_ = closing + 1;
    } else {
      const bool two = begin_ + 1 < text_.size() && text_[begin_ + 1] == '=' &&
                       std::string_view("=!<>").find(first) != std::string_view::npos;
      // A character of several bytes is one token, so that a complaint shows it whole.
      end_ = begin_ + (two ? 2 : 1);
      while (end_ < text_.size() && (static_cast<unsigned char>(text_[end_]) & 0xc0u) == 0x80u) ++end_;
    }
    token_ = text_.substr(begin_, end_ - begin_);
  }
  bool take(std::string_view token) {
    if (failed() || token_ != token) return false;
    next();
    return true;
  }
  void expect(std::string_view token) {
    if (!take(token)) fail(fmt::format("\"{}\" is missing before {}", token, shown(token_)));
  }
  std::size_t here() const { return 1 + length_utf8(text_.substr(0, begin_)); }

  // The operator of this level that stands here, taken.
  const Operator* operator_of(Level level) {
    for (const auto& known : kOperators) {
      if (known.level == level && !known.sign.empty() && take(known.sign)) return &known;
    }
    return nullptr;
  }

  // Counts how deep the parts that hold themselves are nested.
  template <class Parse>
  Expression nested(Parse&& parse) {
    if (depth_ == kDeepest) {
      fail(fmt::format("this is nested more than {} deep", kDeepest));
      return {};
    }
    ++depth_;
    Expression made = parse();
    --depth_;
    return made;
  }

  Expression any() {
    return nested([&] { return chain(level_or, &Parser::conjunction); });
  }
  Expression conjunction() { return chain(level_and, &Parser::negation); }
  Expression sum() { return chain(level_sum, &Parser::product); }
  Expression product() { return chain(level_product, &Parser::unary); }

  // part { operator part }, to the left.
  Expression chain(Level level, Expression (Parser::*part)()) {
    Expression left = (this->*part)();
    for (;;) {
      const std::size_t at = here();
      const Operator* found = operator_of(level);
      if (found == nullptr) return left;
      std::vector<Expression> operands;
      operands.push_back(std::move(left));
      operands.push_back((this->*part)());
      left = {found->op, {}, {}, std::move(operands), at};
    }
  }

  Expression negation() {
    const std::size_t at = here();
    if (!take("not")) return comparison();
    return {Op::not_, {}, {}, {nested([&] { return negation(); })}, at};
  }

  Expression comparison() {
    Expression left = sum();
    const std::size_t at = here();
    const Operator* found = operator_of(level_compare);
    if (found == nullptr) return left;
    std::vector<Expression> operands;
    operands.push_back(std::move(left));
    if (found->op != Op::in) {
      operands.push_back(sum());
    } else {
      expect("[");
      do operands.push_back(literal());
      while (take(","));
      expect("]");
    }
    return {found->op, {}, {}, std::move(operands), at};
  }

  Expression unary() {
    const std::size_t at = here();
    if (!take("-")) return primary();
    return {Op::negate, {}, {}, {nested([&] { return unary(); })}, at};
  }

  Expression primary() {
    if (take("(")) {
      Expression inner = any();
      expect(")");
      return inner;
    }
    if (token_.empty() || !is_letter(token_.front()) || token_ == "true" || token_ == "false")
      return literal();
    for (const auto& known : kOperators) {
      if (token_ == known.sign) {
        fail(fmt::format("a value is missing before \"{}\"", token_));
        return {};
      }
    }
    Expression made{Op::name, {}, std::string(token_), {}, here()};
    if (made.name.back() == '.' || made.name.find("..") != std::string::npos) {
      fail(fmt::format("\"{}\" is not a name", made.name));
      return {};
    }
    next();
    if (!take("(")) return made;
    made.op = Op::call;
    if (take(")")) return made;
    do made.operands.push_back(any());
    while (take(","));
    expect(")");
    return made;
  }

  Expression literal() {
    Expression made{Op::literal, {}, {}, {}, here()};
    if (token_ == "true" || token_ == "false") {
      made.literal = token_ == "true";
    } else if (token_.starts_with('\'')) {
      made.literal = token_.substr(1, token_.size() - 2);
    } else if (!token_.empty() && is_digit(token_.front())) {
      double number = 0;
      const auto [end, error] =
          std::from_chars(token_.data(), token_.data() + token_.size(), number, std::chars_format::fixed);
      if (error != std::errc{} || end != token_.data() + token_.size() || token_.ends_with('.')) {
        fail(fmt::format("\"{}\" is not a number", token_));
      } else if (std::ranges::count_if(token_, is_digit) > static_cast<std::ptrdiff_t>(kMostDigits)) {
        fail(fmt::format("a number has at most {} digits", kMostDigits));
      }
      made.literal = number;
    } else {
      fail(fmt::format("a value is missing before {}", shown(token_)));
    }
    next();
    return made;
  }

  std::string_view text_;
  std::string_view token_;  // empty: the end
  std::size_t begin_ = 0, end_ = 0;
  int depth_ = 0;
  std::optional<ExpressionMistake> mistake_;
};

std::string print_literal(const Value& literal) {
  if (const auto* flag = literal.flag()) return *flag ? "true" : "false";
  if (const auto* text = literal.text()) return fmt::format("'{}'", *text);
  std::array<char, 400> digits{};  // enough for every double that is written without an exponent
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(),
                    literal.number() == nullptr ? 0 : *literal.number(), std::chars_format::fixed)
          .ptr;
  return {digits.data(), end};
}

std::string print_list(const std::vector<Expression>& items, std::size_t from) {
  std::string list;
  for (std::size_t i = from; i < items.size(); ++i) list += (i == from ? "" : ", ") + print(items[i]);
  return list;
}

// In parentheses where the place wants something tighter.
std::string print_within(const Expression& part, int tightest) {
  return about(part.op).level < tightest ? fmt::format("({})", print(part)) : print(part);
}

}  // namespace

bool operator==(const Expression& a, const Expression& b) {
  return a.op == b.op && a.literal == b.literal && a.name == b.name && a.operands == b.operands;
}

std::string ExpressionMistake::to_string() const { return fmt::format("character {}: {}", at, reason); }

tl::expected<Expression, ExpressionMistake> parse_expression(std::string_view text) {
  if (!is_utf8(text)) return tl::unexpected(ExpressionMistake{1, "this is not UTF-8"});
  if (length_utf8(text) > kLongest) {
    return tl::unexpected(
        ExpressionMistake{kLongest + 1, fmt::format("this is longer than {} characters", kLongest)});
  }
  return Parser(text).parse();
}

std::string print(const Expression& expression) {
  const auto& [op, sign, level] = about(expression.op);
  const auto& operands = expression.operands;
  switch (op) {
    case Op::literal:
      return print_literal(expression.literal);
    case Op::name:
      return expression.name;
    case Op::call:
      return fmt::format("{}({})", expression.name, print_list(operands, 0));
    case Op::not_:
      return fmt::format("not {}", print_within(operands.front(), level));
    case Op::negate:
      return fmt::format("-{}", print_within(operands.front(), level));
    case Op::in:
      return fmt::format("{} in [{}]", print_within(operands.front(), level + 1), print_list(operands, 1));
    default:
      // Comparisons do not chain; the others do, to the left.
      return fmt::format("{} {} {}", print_within(operands.front(), level + (level == level_compare ? 1 : 0)),
                         sign, print_within(operands.back(), level + 1));
  }
}

std::vector<std::string> names_in(const Expression& expression) {
  std::vector<std::string> names;
  if (expression.op == Op::name) names.push_back(expression.name);
  for (const auto& operand : expression.operands) {
    for (auto& name : names_in(operand)) {
      if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
    }
  }
  return names;
}

}  // namespace biroyna::catalogue
