#include "features/casework/worklist_views.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace biroyna::casework {
namespace {

std::vector<WorklistView> views_of(db::Tx& tx, const auth::Principal& person) {
  std::vector<WorklistView> views;
  tx.each("SELECT name, query FROM worklist_views WHERE centre_id = $1 AND staff_id = $2 ORDER BY name",
          {person.centre, person.id}, [&](const db::Row& row) {
            views.push_back({std::string(row.text(0)), std::string(row.text(1))});
            return true;
          });
  return views;
}

}  // namespace

std::vector<WorklistView> WorklistViews::of(const auth::Principal& person) const {
  return db_.reading([&](db::Tx& tx) { return views_of(tx, person); });
}

Result<void> WorklistViews::keep(const auth::Principal& person, WorklistView view) {
  view.name = std::string(trim(view.name));
  if (view.name.empty()) return invalid({{"/name", "error.required"}});
  if (length_utf8(view.name) > kLongestName) return invalid({{"/name", "error.too_long"}});
  Result<void> kept;
  db_.write_and_wait([&](db::Tx& tx) {
    const auto views = views_of(tx, person);
    const bool known = std::ranges::find(views, view.name, &WorklistView::name) != views.end();
    if (!known && views.size() >= kMost) {
      kept = refuse(Refusal::Kind::conflict, "too_many_views");
      return;
    }
    tx.exec(
        "INSERT INTO worklist_views (centre_id, staff_id, name, query) VALUES ($1, $2, $3, $4) ON CONFLICT "
        "(centre_id, staff_id, name) DO UPDATE SET query = excluded.query",
        {person.centre, person.id, view.name, view.query});
  });
  return kept;
}

void WorklistViews::remove(const auth::Principal& person, std::string_view name) {
  db_.write_and_wait([&](db::Tx& tx) {
    tx.exec("DELETE FROM worklist_views WHERE centre_id = $1 AND staff_id = $2 AND name = $3",
            {person.centre, person.id, name});
  });
}

}  // namespace biroyna::casework
