// How far each consumer of events has come in each centre: the table event_cursors.
//
// Stateless, thread-safe; what writes, only inside write jobs.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "features/audit/follower.hpp"

namespace biroyna::audit {

// Makes a consumer known. False: it was.
bool add_consumer(db::Tx& tx, const std::string& name);
// Its cursors are at the end of the log of every centre that has events.
void begin_at_end(db::Tx& tx, const std::string& name);

// A centre with events after the cursor.
struct Behind {
  CentreId centre;
  std::int64_t cursor = 0, head = 0;
};
std::vector<Behind> centres_behind(db::Tx& tx, const std::string& name);

struct Batch {
  std::vector<StoredEvent> events;
  std::int64_t upto = 0;  // where the cursor stands after them
};
// The next events of these kinds (empty: all) after `after`, up to `head`, at most so many.
Batch next_batch(db::Tx& tx, const CentreId& centre, const Kinds& kinds, std::int64_t after,
                 std::int64_t head, std::int64_t most);

// Where the cursor stands, held for this transaction; nothing when another program holds it.
std::optional<std::int64_t> hold_cursor(db::Tx& tx, const std::string& name, const CentreId& centre);
void move_cursor(db::Tx& tx, const std::string& name, const CentreId& centre, std::int64_t upto);

// ---- Events that a consumer could not handle.

void add_set_aside(db::Tx& tx, const std::string& name, const StoredEvent& event, std::string_view reason);
// False: another program has just handled it.
bool remove_set_aside(db::Tx& tx, const std::string& name, const StoredEvent& event);
std::set<std::string> subjects_set_aside(db::Tx& tx, const std::string& name, const CentreId& centre);
std::int64_t count_set_aside(db::Tx& tx, const std::string& name);
// Those of all centres, in their order, at most so many.
std::vector<StoredEvent> events_set_aside(db::Tx& tx, const std::string& name, std::int64_t most);

}  // namespace biroyna::audit
