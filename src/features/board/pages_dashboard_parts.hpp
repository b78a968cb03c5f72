// The parts of the dashboard that only it has: the big figures and the day by the hour. Private to this
// feature.
#pragma once

#include "features/board/pages.hpp"

namespace biroyna::board {

// That the clock is doubted, and the button to confirm it; empty while it is trusted.
Html clock_notice(const StaffPage& page, const timekeeping::Standing& clock);
// What restores have lost and what is to be done, with a button to say that it is done; empty if there is
// none.
Html restored_notice(const StaffPage& page, const std::vector<audit::Restored>& restores);
// That copies are old or changes are missing from the archive; empty otherwise.
Html backup_notice(const StaffPage& page, const backup::Standing& backups);
Html last_backup(const StaffPage& page, const backup::Standing& backups);
Html dashboard_figures(const StaffPage& page, const Figures& figures);
// Bars of who came and who was served, what they say in one sentence, and the same in a table.
Html dashboard_hours(const StaffPage& page, const Figures& figures);

}  // namespace biroyna::board
