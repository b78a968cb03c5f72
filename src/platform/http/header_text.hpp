// Small grammar of header values (RFC 9110).
#pragma once

#include <string_view>

namespace biroyna::http {

// Compares without regard to the case of ASCII letters.
bool same_ignoring_case(std::string_view a, std::string_view b);
std::string_view trimmed(std::string_view text);
// Takes the next item of a list off its front: next_item("a; q=1, b", ',') is "a; q=1".
std::string_view next_item(std::string_view& list, char separator);
// The weight of a list's item, "gzip;q=0.5" -> 0.5; 1 without one, 0 for one that cannot be read.
double weight_of(std::string_view item);

}  // namespace biroyna::http
