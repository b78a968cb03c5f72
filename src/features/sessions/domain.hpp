// When a session is over, and what its person calls the browser in which it began. Pure: the caller gives the
// time.
#pragma once

#include <string>
#include <string_view>

#include "core/time.hpp"

namespace biroyna::sessions {

inline constexpr std::chrono::hours kSessionIdle{12};     // a session ends when it was not used for so long
inline constexpr std::chrono::hours kSessionAge{24 * 7};  // and at this age in any case

bool session_over(Time begun_at, Time used_at, Time now);

// "Firefox, Windows" of the header User-Agent; names need no translation. Empty if neither is known.
std::string browser_of(std::string_view user_agent);

}  // namespace biroyna::sessions
