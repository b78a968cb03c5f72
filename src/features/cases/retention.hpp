// Erases what is personal of applications whose time of keeping is over, as their service says
// (`keep_years`). The day in the table finds them; before one is erased, the day is worked out again from its
// events, so that an edited row erases nothing.
//
// What stays: the service, its steps and when they were decided, by whom, and the event log, which never held
// anything personal; the register of issued documents keeps what it keeps. What other features have of the
// case they forget when they hear of the event case_erased. Thread-safe.
#pragma once

#include <optional>
#include <string>

#include "features/audit/audit.hpp"
#include "features/cases/service.hpp"
#include "features/catalogue/catalogue.hpp"
#include "platform/db/db.hpp"

namespace biroyna::cases {

inline constexpr std::size_t kErasedAtOnce = 20;
inline constexpr std::chrono::hours kBetweenErasures{24};

class Retention {
 public:
  Retention(db::Db& db, audit::EventLog& log, catalogue::Catalogues& catalogues, Clock clock);

  // How many are to be erased now.
  std::int64_t due() const;
  // Erases at most so many, those first that were kept longest; answers how many.
  std::size_t erase(std::size_t most);
  // Erases a few. True when there may be more. Called each kBetweenErasures.
  bool tick();

 private:
  bool erase(const CentreId& centre, const std::string& number);
  // Empty while the case is worked on, and when it is erased.
  std::optional<Time> erase_at_of(db::Tx& tx, const Application& application) const;

  db::Db& db_;
  audit::EventLog& log_;
  catalogue::Catalogues& catalogues_;
  Clock clock_;
};

}  // namespace biroyna::cases
