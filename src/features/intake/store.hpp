// The table of drafts.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "features/intake/intake.hpp"

namespace biroyna::intake {

void keep(db::Tx& tx, const Draft& draft, Time now);
std::optional<Draft> find_draft(db::Tx& tx, const CentreId& centre, std::string_view id);
std::vector<Draft> drafts_of(db::Tx& tx, const CentreId& centre, const StaffId& staff);
// Of drafts at a window that were handed in: how often each service.
std::map<ServiceId, std::int64_t> services_taken_in(db::Tx& tx, const CentreId& centre);
void forget_drafts(db::Tx& tx, const CentreId& centre, Time changed_before);

}  // namespace biroyna::intake
