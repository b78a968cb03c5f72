// Answers of the API as JSON.
#pragma once

#include <fmt/format.h>

#include <boost/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

#include "tests/support/client.hpp"

namespace biroyna::testing {

// Throws with the whole answer when it is no JSON object.
inline boost::json::object object_of(const Answer& answer) {
  boost::system::error_code error;
  boost::json::value value = boost::json::parse(answer.body, error);
  if (error || !value.is_object()) throw std::runtime_error(fmt::format("{} {}", answer.status, answer.body));
  return value.as_object();
}
inline boost::json::array items_of(const Answer& answer) { return object_of(answer).at("items").as_array(); }

inline std::string text(const boost::json::object& object, std::string_view key) {
  return std::string(object.at(key).as_string());
}
inline std::string text(const Answer& answer, std::string_view key) { return text(object_of(answer), key); }

}  // namespace biroyna::testing
