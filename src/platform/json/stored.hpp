// JSON that the program itself has stored. What is at its default is left out, and is read as that.
//
// Reading throws std::exception for what was not so written. Stateless, thread-safe.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace biroyna::stored {

void put(boost::json::object& object, std::string_view key, const std::string& text);
void put(boost::json::object& object, std::string_view key, std::int64_t number);
void put(boost::json::object& object, std::string_view key, const std::vector<std::string>& texts);

std::string text(const boost::json::object& object, std::string_view key);
std::int64_t integer(const boost::json::object& object, std::string_view key, std::int64_t otherwise = 0);
std::vector<std::string> texts(const boost::json::object& object, std::string_view key);

}  // namespace biroyna::stored
