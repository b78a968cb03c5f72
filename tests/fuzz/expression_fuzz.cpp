#include "features/catalogue/domain_expression.hpp"
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace biroyna::catalogue;
  using biroyna::fuzz::require;
  const auto expression = parse_expression(biroyna::fuzz::text_of(data, size));
  if (!expression) {
    require(!expression.error().reason.empty(), "a mistake has a reason");
    require(expression.error().at >= 1 && expression.error().at <= size + 1,
            "a mistake has a place in the text");
    return 0;
  }
  // Printed without its needless parentheses and blanks, or with some more blanks, it may only just not fit.
  const auto again = parse_expression(print(*expression));
  if (again)
    require(*again == *expression, "what is printed parses to the same");
  else
    require(print(*expression).size() > 1000, "what is printed parses");

  static const Answers answers = {
      {"a", 2}, {"b", "2026-11-24"}, {"c", std::vector<Answers>{{{"d", 1}}}}, {"e", Answers{{"f", true}}}};
  static const Scope scope = [] {
    Scope made = built_in_scope();
    made["a"] = {Type::number};
    made["b"] = {Type::date};
    made["c"] = {Type::group};
    made["c.d"] = {Type::column};
    made["e"] = {Type::record};
    made["e.f"] = {Type::yes_no};
    return made;
  }();
  const Value value = evaluate(*expression, answers, {});
  const auto type = type_of(*expression, scope);
  if (type && *type == Type::yes_no && !value.is_nothing())
    require(value.flag() != nullptr, "what is typed as yes or no is that");
  if (type && *type == Type::number && !value.is_nothing())
    require(value.number() != nullptr, "what is typed as a number is one");
  names_in(*expression);
  return 0;
}
