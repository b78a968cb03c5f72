#include "features/casework/worklist_views.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "features/casework/store.hpp"

namespace biroyna::casework {

std::vector<WorklistView> WorklistViews::of(const auth::Principal& person) const {
  return db_.reading([&](db::Tx& tx) { return views_of(tx, person); });
}

Result<void> WorklistViews::keep(const auth::Principal& person, WorklistView view) {
  view.name = std::string(trim(view.name));
  if (view.name.empty()) return invalid({{"/name", "error.required"}});
  if (length_utf8(view.name) > kLongestName) return invalid({too_long("/name", kLongestName)});
  Result<void> kept;
  db_.write_and_wait([&](db::Tx& tx) {
    const auto views = views_of(tx, person);
    const bool known = std::ranges::find(views, view.name, &WorklistView::name) != views.end();
    if (!known && views.size() >= kMost) {
      kept = refuse(Refusal::Kind::conflict, "too_many_views");
      return;
    }
    casework::keep(tx, person, view);
  });
  return kept;
}

void WorklistViews::remove(const auth::Principal& person, std::string_view name) {
  db_.write_and_wait([&](db::Tx& tx) { casework::remove(tx, person, name); });
}

}  // namespace biroyna::casework
