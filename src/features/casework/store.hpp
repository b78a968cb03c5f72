// The table of saved views of the worklist.
#pragma once

#include <string_view>
#include <vector>

#include "features/casework/worklist_views.hpp"

namespace biroyna::casework {

std::vector<WorklistView> views_of(db::Tx& tx, const auth::Principal& person);  // by name
void keep(db::Tx& tx, const auth::Principal& person, const WorklistView& view);
void remove(db::Tx& tx, const auth::Principal& person, std::string_view name);

}  // namespace biroyna::casework
