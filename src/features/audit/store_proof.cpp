#include <fmt/format.h>

#include "features/audit/audit.hpp"
#include "features/audit/store_events.hpp"

namespace biroyna::audit {
namespace {

// $1 the centre, $2 the beginning of the subject.
constexpr std::string_view kOfSubject =
    "FROM events WHERE centre_id = $1 AND substr(subject, 1, length($2)) = $2 AND data";
// A quote that somebody wrote has a backslash before it.
constexpr std::string_view kHasProof = "LIKE '%\"proof\":\"%'";

}  // namespace

std::int64_t count_proven(db::Tx& tx, const CentreId& centre, std::string_view subject) {
  return tx
      .first(fmt::format("SELECT count(*) {} {}", kOfSubject, kHasProof), {centre.str(), subject},
             [](const db::Row& row) { return row.integer(0); })
      .value_or(0);
}

std::vector<StoredEvent> proven_events(db::Tx& tx, const CentreId& centre, std::string_view subject,
                                       std::int64_t after, std::int64_t limit) {
  std::vector<StoredEvent> events;
  tx.each(
      fmt::format("SELECT seq, at_ms, kind, subject, actor, data {} {} AND seq > $3 ORDER BY seq LIMIT $4",
                  kOfSubject, kHasProof),
      {centre.str(), subject, after, limit},
      [&](const db::Row& row) { events.push_back(stored_event(centre, row)); });
  return events;
}

void each_proven(db::Tx& tx, const CentreId& centre, std::string_view subject,
                 const std::function<void(const StoredEvent&)>& on_event) {
  constexpr std::int64_t kReadAtOnce = 100;
  std::int64_t after = 0;
  for (;;) {
    const auto events = proven_events(tx, centre, subject, after, kReadAtOnce);
    if (events.empty()) return;
    for (const auto& event : events) on_event(event);
    after = events.back().seq;
  }
}

void each_unproven(db::Tx& tx, const CentreId& centre, std::string_view subject,
                   const std::function<void(StoredEvent)>& on_event) {
  tx.each(fmt::format("SELECT seq, at_ms, kind, subject, actor, data {} NOT {} ORDER BY seq", kOfSubject,
                      kHasProof),
          {centre.str(), subject}, [&](const db::Row& row) { on_event(stored_event(centre, row)); });
}

}  // namespace biroyna::audit
