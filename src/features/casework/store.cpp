#include "features/casework/store.hpp"

namespace biroyna::casework {

std::vector<WorklistView> views_of(db::Tx& tx, const auth::Principal& person) {
  std::vector<WorklistView> views;
  tx.each("SELECT name, query FROM worklist_views WHERE centre_id = $1 AND staff_id = $2 ORDER BY name",
          {person.centre, person.id}, [&](const db::Row& row) {
            views.push_back({std::string(row.text(0)), std::string(row.text(1))});
            return true;
          });
  return views;
}

void keep(db::Tx& tx, const auth::Principal& person, const WorklistView& view) {
  tx.exec(
      "INSERT INTO worklist_views (centre_id, staff_id, name, query) VALUES ($1, $2, $3, $4) ON CONFLICT "
      "(centre_id, staff_id, name) DO UPDATE SET query = excluded.query",
      {person.centre, person.id, view.name, view.query});
}

void remove(db::Tx& tx, const auth::Principal& person, std::string_view name) {
  tx.exec("DELETE FROM worklist_views WHERE centre_id = $1 AND staff_id = $2 AND name = $3",
          {person.centre, person.id, name});
}

}  // namespace biroyna::casework
