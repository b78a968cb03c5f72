#include "platform/json/stored.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

namespace biroyna::stored {
namespace json = boost::json;

void put(json::object& object, std::string_view key, const std::string& text) {
  if (!text.empty()) object[key] = text;
}
void put(json::object& object, std::string_view key, std::int64_t number) {
  if (number != 0) object[key] = number;
}
void put(json::object& object, std::string_view key, const std::vector<std::string>& texts) {
  if (texts.empty()) return;
  json::array array;
  for (const auto& text : texts) array.emplace_back(text);
  object[key] = std::move(array);
}

std::string text(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  return value == nullptr ? std::string() : std::string(value->as_string());
}
std::int64_t integer(const json::object& object, std::string_view key, std::int64_t otherwise) {
  const auto* value = object.if_contains(key);
  return value == nullptr ? otherwise : value->to_number<std::int64_t>();
}
std::vector<std::string> texts(const json::object& object, std::string_view key) {
  std::vector<std::string> all;
  if (const auto* value = object.if_contains(key)) {
    for (const auto& each : value->as_array()) all.emplace_back(each.as_string());
  }
  return all;
}

}  // namespace biroyna::stored
