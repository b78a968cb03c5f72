// Heads of event logs that were noted outside of the database, on paper or in a mail. Pure.
//
// Whoever can write the database can compute a whole chain anew, or cut its end off together with its head. A
// head that was noted elsewhere before finds it: the log must still have that event with that hash.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"

namespace biroyna::audit {

struct NotedHead {
  CentreId centre;
  std::int64_t events = 0;  // the number of the last event then
  std::string hash;         // of that event, 64 hexadecimal digits, small letters
};

// A line each: "sergeli 1234 5f3a…".
std::string to_text(const std::vector<NotedHead>& heads);
// Empty lines and lines that begin with "#" count for nothing. Throws std::runtime_error that names the first
// line that is no head.
std::vector<NotedHead> parse_heads(std::string_view text);

}  // namespace biroyna::audit
