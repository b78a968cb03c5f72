// The big figures of the dashboard, as text: no markup.
//
// Pure, thread-safe.
#pragma once

#include <string>
#include <vector>

#include "features/queue/queue.hpp"
#include "platform/i18n/i18n.hpp"

namespace biroyna::board {

using namespace queue;

// Per cent of visitors who are to be called within the promise.
inline constexpr int kGoal = 95;

struct Tile {
  enum class Mark : std::uint8_t { plain, good, alert };

  std::string name, value;
  std::string detail = {};  // smaller, behind the value; may be empty
  Mark mark = Mark::plain;
};

// Who waits, the longest wait, the share of those called within `promise`, the open windows.
std::vector<Tile> dashboard_tiles(const i18n::Speaker& say, const Figures& figures, Seconds promise);

}  // namespace biroyna::board
