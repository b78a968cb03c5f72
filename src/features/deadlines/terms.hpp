// Figures about deadlines: tasks that are at risk or overdue now, cases that were decided in time, visits
// that people were spared.
//
// Only counts, so no applicant can be identified. Thread-safe.
#pragma once

#include <cstdint>
#include <vector>

#include "features/cases/cases.hpp"
#include "platform/metrics/metrics.hpp"

namespace biroyna::deadlines {

using namespace cases;

// Who watches over the terms of a centre, and of their own departments.
inline constexpr auth::Roles kOverseers = {auth::Role::head, auth::Role::administrator};
inline constexpr auth::Roles kOverseersOfTerms = {auth::Role::head, auth::Role::administrator,
                                                  auth::Role::department_head};

inline constexpr std::chrono::days kPublishedDays{30};
inline constexpr std::chrono::days kRefusalDays{90};
inline constexpr std::size_t kMostRefusals = 1000;
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
    bool hands_on = true;  // who looks is the one to whom late tasks are escalated, or stands above them
  };
  // What this person watches over: a head of departments those, who oversees the centre all of them. The
  // outcomes are always those of the centre.
  Overview overview(const auth::Principal& principal) const;

  // Refusals of the last kRefusalDays in these departments, or in all where none is named; the newest first,
  // at most kMostRefusals.
  std::vector<RefusedTask> refusals(const auth::Principal& principal) const;

  std::vector<metrics::Figure> figures() const;
  Time now() const { return clock_(); }

 private:
  Published published(db::Tx& tx, const CentreId& centre, const std::vector<Load>& loads, Time now) const;

  db::Db& db_;
  const catalogue::Catalogues& catalogues_;
  Clock clock_;
};

// 97 for "97 %", rounded down. Empty if `whole` is zero.
std::optional<int> percent(std::int64_t part, std::int64_t whole);

}  // namespace biroyna::deadlines
