// The event log of a centre: every change is written here in the transaction that makes it.
//
// Events are numbered from 1 without gaps, and each carries SHA-256 over the hash before it and its own
// fields, so a row that was edited, removed, moved or put in is found by anyone who reads the log (`biroyna
// audit verify`). Cutting off the end is found by comparing with a head noted elsewhere: verify prints it.
//
// Thread safety: append() only inside write jobs; the rest is stateless.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/time.hpp"
#include "platform/auth/secrets.hpp"
#include "platform/db/db.hpp"

namespace biroyna::audit {

struct NewEvent {
  Time at;
  std::string_view kind;     // "ticket_called"
  std::string_view subject;  // what it is about: "ticket:4f…", "window:3", "staff:…"
  std::string_view actor;    // who did it: "staff:…", "device:…", or empty for the program itself
  std::string_view data;     // JSON
};

struct StoredEvent {
  std::int64_t seq = 0;
  Time at{};
  std::string kind, subject, actor, data;
};

class EventLog {
 public:
  explicit EventLog(db::Db& db);

  // Answers the event's number.
  std::int64_t append(db::Tx& tx, const CentreId& centre, const NewEvent& event);
  // The last number, 0 before the first. Holds the centre's row until the transaction ends, so that no other
  // program appends in between. Waits for another program only where every centre that the transaction holds
  // comes before this one, so that two programs never wait for each other in a ring; else throws
  // db::Unavailable when another program has it. Jobs that name the centre to Db::write come in that order.
  std::int64_t lock_head(db::Tx& tx, const CentreId& centre);

 private:
  struct Head {
    std::int64_t seq = 0;
    auth::Digest hash{};
    std::uint64_t known_in = 0;  // the transaction that read or wrote it: another program may append after it
  };
  Head& head(db::Tx& tx, const CentreId& centre);

  std::map<CentreId, Head> heads_;
  std::uint64_t held_in_ = 0;  // the transaction that holds centres up to last_held_
  CentreId last_held_;
};

// Events after `after`, oldest first, at most `limit`; a false answer stops.
void each_event(db::Tx& tx, const CentreId& centre, std::int64_t after, std::int64_t limit,
                const std::function<bool(const StoredEvent&)>& on_event);

// Who looked at any of these, the newest first, at most `limit`. Their subjects are what they are about.
std::vector<StoredEvent> views_of(db::Tx& tx, const CentreId& centre,
                                  const std::vector<std::string>& subjects, std::int64_t limit);

struct Verification {
  std::int64_t events = 0;     // how many were read and found right
  std::int64_t broken_at = 0;  // number of the first wrong one; 0: all is well
  std::string reason;          // in English, for the operator
  std::string head;            // hex of the last hash
};
Verification verify(db::Tx& tx, const CentreId& centre);
// The last number of every centre that has events.
std::map<CentreId, std::int64_t> heads(db::Tx& tx);

}  // namespace biroyna::audit
