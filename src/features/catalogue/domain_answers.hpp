// What an applicant answered: the facts of one application, by the names of catalogue/fields.yaml.
//
// Values, thread-safe. Dates are texts ("2026-11-24"), as in JSON; choices are the ids of what was chosen.
#pragma once

#include <concepts>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace biroyna::catalogue {

struct Value;
using Answers = std::map<std::string, Value>;

struct Value {
  std::variant<std::monostate, bool, double, std::string, Answers, std::vector<Answers>> data;

  Value();  // nothing
  Value(std::string text);
  Value(std::string_view text);
  Value(const char* text);
  Value(Answers parts);
  Value(std::vector<Answers> list);
  template <class T>
    requires std::same_as<T, bool>
  Value(T flag) : data(flag) {}
  template <class T>
    requires(std::is_arithmetic_v<T> && !std::same_as<T, bool>)
  Value(T number) : data(static_cast<double>(number)) {}

  bool is_nothing() const { return std::holds_alternative<std::monostate>(data); }
  // Null when the value is of another kind.
  const bool* flag() const { return std::get_if<bool>(&data); }
  const double* number() const { return std::get_if<double>(&data); }
  const std::string* text() const { return std::get_if<std::string>(&data); }
  const Answers* parts() const { return std::get_if<Answers>(&data); }
  const std::vector<Answers>* list() const { return std::get_if<std::vector<Answers>>(&data); }

  friend bool operator==(const Value& a, const Value& b);
};

// What `path` leads to ("child.birth_date"); nothing when there is no such answer.
const Value& look_up(const Answers& answers, std::string_view path);

}  // namespace biroyna::catalogue
