// Figures about terms: what is at risk and overdue now, what was decided in time, what people were spared.
//
// Counts alone: nobody who applied can be found in them. Thread-safe.
#pragma once

#include <cstdint>
#include <vector>

#include "features/applications/applications.hpp"
#include "platform/metrics/metrics.hpp"

namespace biroyna::applications {

// Tasks that are open or claimed, of one department or person, or of all.
struct Load {
  DepartmentId department;
  StaffId person;  // empty: nobody has them
  std::int64_t open = 0, unclaimed = 0, at_risk = 0, overdue = 0, for_head = 0;
};
// Tasks of a department that were done in some time.
struct Punctuality {
  DepartmentId department;
  std::int64_t done = 0, in_term = 0;
};
// Applications that ended in some time.
struct Outcomes {
  std::int64_t decided = 0, in_term = 0;  // without those that were withdrawn
  std::int64_t ended = 0, contacts = 0, visits = 0, visits_replaced = 0;
};

inline constexpr std::chrono::days kPublishedDays{30};
inline constexpr std::size_t kMostListed = 20;  // the worklist has them all

class Terms {
 public:
  Terms(db::Db& db, const catalogue::Catalogues& catalogues, Clock clock)
      : db_(db), catalogues_(catalogues), clock_(std::move(clock)) {}

  // What stands now, and of the last thirty days.
  struct Published {
    std::vector<Load> by_department;
    std::vector<Punctuality> punctuality;
    Load all;
    Outcomes outcomes;
  };
  Published published(const CentreId& centre) const;

  struct Overview : Published {
    std::vector<Load> by_person;
    std::vector<TaskRow> at_risk, unclaimed, for_head;  // those due first, at most kMostListed
  };
  Overview overview(const CentreId& centre) const;

  std::vector<metrics::Figure> figures() const;
  Time now() const { return clock_(); }

 private:
  Published published(db::Tx& tx, const CentreId& centre, const std::vector<Load>& loads, Time now) const;

  db::Db& db_;
  const catalogue::Catalogues& catalogues_;
  Clock clock_;
};

// "97 %"; nothing of nothing.
std::optional<int> percent(std::int64_t part, std::int64_t whole);

}  // namespace biroyna::applications
