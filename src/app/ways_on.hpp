// How somebody goes on whose request was refused: no page of a refusal is a dead end.
//
// Pure, thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "platform/http/http.hpp"

namespace biroyna {

struct WayOn {
  std::string_view text;  // a key of messages
  std::string href;
};

// Where who asks is at home.
struct Homes {
  std::string work = {};    // of staff and devices: their page; empty for all others
  std::string centre = {};  // of the centre that the address names, "/ru/sergeli"; empty for none
};

// The most helpful first; never empty. `code` as of the refusal.
std::vector<WayOn> ways_on(const http::Request& request, int status, std::string_view code,
                           const Homes& homes);

// The centre of an address like "/ru/sergeli/my", as it is written there; empty for others.
std::string_view centre_in(std::string_view path);

}  // namespace biroyna
