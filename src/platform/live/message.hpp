// A live message: one thing that happened in a centre, as it is told to those who watch.
//
// A message has a sequence number (its event's number in the centre), so that a reader who was away asks for
// what it missed. It has two texts: one for everyone (numbers only, nothing about a person), one for staff;
// either may be empty, and then that audience is not told.
#pragma once

#include <cstdint>
#include <string>

namespace biroyna::live {

enum class Audience : std::uint8_t { everyone, staff };

struct Message {
  std::int64_t seq = 0;
  std::string kind;          // the SSE event name: "ticket_called"
  std::string for_everyone;  // one line of JSON, or empty
  std::string for_staff;     // one line of JSON, or empty
};

}  // namespace biroyna::live
