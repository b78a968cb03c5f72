// A secret that pages repeat, written differently in each: a random mask, and the secret under it.
//
// Pages are compressed together with what readers sent. The size of such a page tells, letter by letter, what
// else stands in it (BREACH), but not of what is another text each time. Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "platform/auth/secrets.hpp"

namespace biroyna::auth {

// 128 hexadecimal digits.
std::string masked(const Digest& secret);
// Whether the text is this secret under whatever mask, compared in constant time.
bool is_masked(std::string_view text, const Digest& secret);

}  // namespace biroyna::auth
