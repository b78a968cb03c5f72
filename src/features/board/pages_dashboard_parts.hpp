// The parts of the dashboard that only it has: the big figures and the day by the hour. Private to this
// feature.
#pragma once

#include "features/board/pages.hpp"

namespace biroyna::board {

Html dashboard_figures(const StaffPage& page, const Figures& figures);
// Bars of who came and who was served, what they say in one sentence, and the same in a table.
Html dashboard_hours(const StaffPage& page, const Figures& figures);

}  // namespace biroyna::board
