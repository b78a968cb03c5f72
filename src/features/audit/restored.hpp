// That the database is a copy which was put back: what was written after the copy was taken is missing, but
// may have been printed and handed out.
//
// Whoever restores marks it: the program's own restore, a person on the command line (`biroyna restored`), or
// the program itself where it finds at a start that the database was set back. Numbers then go on beyond
// those that may be on paper, and what may have been issued meanwhile "cannot be confirmed" instead of being
// unknown.
//
// The functions are stateless; what writes, only inside write jobs. Restores is thread-safe.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/time.hpp"
#include "features/audit/domain_head.hpp"
#include "platform/db/db.hpp"
#include "platform/metrics/metrics.hpp"

namespace biroyna::audit {

struct Restored {
  Time taken_until{};  // the last moment that the copy knows
  Time at{};           // when it was put back; from its first start with the copy on, when that start was
  // Whether what was written between these moments, the second one not included, may be missing.
  bool lost(Time from, Time to) const { return to > taken_until && from <= at; }
  friend bool operator==(const Restored&, const Restored&) = default;
};

// In the database that was put back, before the program is started with it.
void mark_restored(db::Tx& tx, const Restored& restored);
// All of them, in the order of their start.
std::vector<Restored> restores(db::Tx& tx);
std::optional<Restored> last_restored(db::Tx& tx);
// Whether any of them may have lost what was written between these moments.
bool was_lost(const std::vector<Restored>& restores, Time from, Time to);

// The first start after a restore: until `now`, whoever had the database before may have handed out numbers.
// Returns those restores that were marked since the last start.
std::vector<Restored> begin_after_restores(db::Tx& tx, Time now);

// Whether the log still has this event, as it was noted.
bool has_event(db::Tx& tx, const NotedHead& noted);

class EventLog;

// What the head of a centre is told of restores, until they say that what was lost is entered again.
class Restores {
 public:
  // Both must outlive it.
  Restores(db::Db& db, EventLog& log, Clock clock);

  std::vector<Restored> unsettled(const CentreId& centre) const;
  // Notes in the log who said so.
  void settle(const CentreId& centre, std::string_view actor);

  // biroyna_restores, and of the last one biroyna_restored_timestamp_seconds and
  // biroyna_restored_until_timestamp_seconds
  std::vector<metrics::Figure> figures() const;

 private:
  db::Db& db_;
  EventLog& log_;
  const Clock clock_;
};

}  // namespace biroyna::audit
