// Who goes first where several wait: for a thread of the pool, for the thread that writes.
#pragma once

#include <cstdint>

#include "core/actor.hpp"

namespace biroyna {

enum class Turn : std::uint8_t {
  first,   // the centre's own work, and the answers of what was done
  normal,  // all else
};
inline constexpr int kTurns = 2;

// The centre's staff and devices go before the public.
constexpr Turn turn_of(ActorKind who) {
  return who == ActorKind::staff || who == ActorKind::device ? Turn::first : Turn::normal;
}

}  // namespace biroyna
