// Views of the worklist that a person has saved under a name: which tasks, in which order.
//
// Thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "platform/auth/principal.hpp"
#include "platform/db/db.hpp"

namespace biroyna::casework {

struct WorklistView {
  std::string name;
  std::string query;  // of the worklist's address: "view=mine&order=newest"
};

class WorklistViews {
 public:
  static constexpr std::size_t kMost = 20, kLongestName = 60;  // of one person; characters

  explicit WorklistViews(db::Db& db) : db_(db) {}

  std::vector<WorklistView> of(const auth::Principal& person) const;  // by name
  // Replaces a view of the same name. Refusals: invalid with error.required or error.too_long at
  // /name; too_many_views (409).
  Result<void> keep(const auth::Principal& person, WorklistView view);
  void remove(const auth::Principal& person, std::string_view name);

 private:
  db::Db& db_;
};

}  // namespace biroyna::casework
