// When a session is over. Pure: the caller gives the time.
#pragma once

#include "core/time.hpp"

namespace biroyna::sessions {

inline constexpr std::chrono::hours kSessionIdle{12};     // a session ends when it was not used for so long
inline constexpr std::chrono::hours kSessionAge{24 * 7};  // and at this age in any case

bool session_over(Time begun_at, Time used_at, Time now);

}  // namespace biroyna::sessions
