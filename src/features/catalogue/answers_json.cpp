#include "features/catalogue/answers_json.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <cmath>

namespace biroyna::catalogue {
namespace json = boost::json;
namespace {

constexpr int kDeepest = 3;  // a group's items have parts
constexpr int kMostAnswers = 1000;

// Unlike a double's, an integer's text has no ".0" and no exponent.
constexpr double kWholeBelow = 1e15;

std::string pointer(const std::string& at, std::string_view key) {
  std::string out = at + "/";
  for (const char c : key) out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  return out;
}

class Reading {
 public:
  explicit Reading(std::vector<FieldError>& wrong) : wrong_(wrong) {}

  Answers object(const json::value& json, const std::string& at, int depth) {
    Answers answers;
    if (!json.is_object() || depth > kDeepest) {
      wrong_.push_back({at, "error.not_parts"});
      return answers;
    }
    for (const auto& [key, one] : json.get_object()) {
      if (++answers_ > kMostAnswers) {
        if (answers_ == kMostAnswers + 1) wrong_.push_back({at, "error.too_many"});
        break;
      }
      Value read = value(one, pointer(at, key), depth);
      if (!read.is_nothing()) answers.emplace(std::string_view(key), std::move(read));
    }
    return answers;
  }

 private:
  Value value(const json::value& json, const std::string& at, int depth) {
    switch (json.kind()) {
      case json::kind::null:
        return {};
      case json::kind::bool_:
        return json.get_bool();
      case json::kind::string:
        // Nobody types a zero byte: it is no answer that was left empty.
        if (json.get_string().find('\0') != json::string::npos) {
          wrong_.push_back({at, "error.not_text"});
          return {};
        }
        return std::string_view(json.get_string());
      case json::kind::object:
        return object(json, at, depth + 1);
      case json::kind::array:
        return list(json.get_array(), at, depth);
      default:
        break;
    }
    const double number = json.to_number<double>();
    if (std::isfinite(number)) return number;
    wrong_.push_back({at, "error.not_a_number"});
    return {};
  }

  Value list(const json::array& items, const std::string& at, int depth) {
    std::vector<Answers> list;
    for (std::size_t i = 0; i < items.size(); ++i)
      list.push_back(object(items[i], fmt::format("{}/{}", at, i), depth + 1));
    return list;
  }

  std::vector<FieldError>& wrong_;
  int answers_ = 0;  // also those inside of others
};

json::value value_json(const Value& value) {
  if (const auto* flag = value.flag()) return *flag;
  if (const auto* number = value.number()) {
    if (*number == std::trunc(*number) && std::abs(*number) < kWholeBelow)
      return static_cast<std::int64_t>(*number);
    return *number;
  }
  if (const auto* text = value.text()) return json::string(*text);
  if (const auto* parts = value.parts()) return answers_json(*parts);
  if (const auto* list = value.list()) {
    json::array array;
    for (const auto& item : *list) array.push_back(answers_json(item));
    return array;
  }
  return nullptr;
}

}  // namespace

Answers read_answers(const json::value& json, const std::string& at, std::vector<FieldError>& wrong) {
  return Reading(wrong).object(json, at, 1);
}

json::object answers_json(const Answers& answers) {
  json::object object;
  for (const auto& [key, value] : answers) object[key] = value_json(value);
  return object;
}

}  // namespace biroyna::catalogue
