// Erases what is personal of applications whose time of keeping is over, as their service says
// (`keep_years`), in two steps: their erasure is announced, so that people can see the list and hold what is
// still needed, and at the earliest kErasureNotice later it is done. The day in the table finds them; before
// one is announced or erased, the day and the notice are worked out again from its events, so that an edited
// row erases nothing. Whoever calls it makes sure that the time is certain (features/timekeeping).
//
// What stays: the service, its steps and when they were decided, by whom, and the event log, which never held
// anything personal; the register of issued documents keeps what it keeps. What other features have of the
// case they forget when they hear of the event case_erased. Thread-safe.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "features/audit/audit.hpp"
#include "features/cases/service.hpp"
#include "features/cases/store_watch.hpp"
#include "features/catalogue/catalogue.hpp"
#include "platform/db/db.hpp"

namespace biroyna::cases {

inline constexpr std::size_t kErasedAtOnce = 20;
inline constexpr std::size_t kErasuresShown = 500;
inline constexpr std::chrono::hours kBetweenErasures{24};

class Retention {
 public:
  Retention(db::Db& db, audit::EventLog& log, catalogue::Catalogues& catalogues, Clock clock);

  // How many have been kept long enough.
  std::int64_t due() const;
  // Those of a centre, at most kErasuresShown.
  std::vector<ErasureRow> list(const CentreId& centre) const;
  // Announces the erasure of at most so many, those first that were kept longest; answers how many.
  std::size_t announce(std::size_t most);
  // Erases at most so many whose notice is over; answers how many.
  std::size_t erase(std::size_t most);
  // Announces a few and erases a few. True when there may be more. Called each kBetweenErasures.
  bool tick();

 private:
  using One = bool (Retention::*)(db::Tx&, Application&, Time now);
  using Search = std::vector<CaseKey> (*)(db::Tx& tx, Time now, std::size_t most, std::size_t passed_over);
  struct Carried {
    std::size_t done = 0, failed = 0;
  };
  // Carries a step out on at most so many; answers on how many it was. A damaged case, on which it fails,
  // stays at the head of what is found and holds up none of the others.
  std::size_t carry_out_on_due(Search search, One step, std::size_t most);
  Carried carry_out_on_each(const std::vector<CaseKey>& found, One step);
  bool carry_out_on(const CaseKey& key, One step);  // whether it was still due
  bool announce_one(db::Tx& tx, Application& application, Time now);
  bool erase_one(db::Tx& tx, Application& application, Time now);
  // Empty while the case is worked on, and when it is erased.
  std::optional<Time> erase_at_of(db::Tx& tx, const Application& application) const;
  DueTimes due_times_of_case(db::Tx& tx, const Application& application) const;

  db::Db& db_;
  audit::EventLog& log_;
  catalogue::Catalogues& catalogues_;
  Clock clock_;
};

}  // namespace biroyna::cases
