// The event log of a centre: every change is written here in the transaction that makes it.
//
// Events are numbered from 1 without gaps, and each carries SHA-256 over the hash before it and its own
// fields, so a row that was edited, removed, moved or put in is found by anyone who reads the log (`biroyna
// audit verify`). Whoever computes the whole chain anew, or cuts off its end, is found by a
// head that was noted elsewhere (domain_head.hpp).
//
// What the log must not hold, such as the words of people, is kept elsewhere and proven by a salted hash in
// the event. The salt is kept beside the words: when both are erased, the chain is whole and the hash tells
// nothing.
//
// Thread safety: append() only inside write jobs; the rest is stateless.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/time.hpp"
#include "features/audit/domain_head.hpp"
#include "features/audit/restored.hpp"
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
  CentreId centre = {};
};

class EventLog {
 public:
  // `on_append` is called on the writer thread with the kind of each event, before its COMMIT, which may fail
  // yet; must be quick and must not throw.
  using OnAppend = std::function<void(std::string_view kind)>;
  explicit EventLog(db::Db& db, OnAppend on_append = {});

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
  const OnAppend on_append_;
};

// Events after `after`, oldest first, at most `limit`; a false answer stops.
void each_event(db::Tx& tx, const CentreId& centre, std::int64_t after, std::int64_t limit,
                const std::function<bool(const StoredEvent&)>& on_event);

// Those with these numbers, by number; a number without an event is left out.
std::map<std::int64_t, StoredEvent> events_at(db::Tx& tx, const CentreId& centre,
                                              const std::vector<std::int64_t>& numbers);

// Who looked at any of these, the newest first, at most `limit`. Their subjects are what they are about.
std::vector<StoredEvent> views_of(db::Tx& tx, const CentreId& centre,
                                  const std::vector<std::string>& subjects, std::int64_t limit);

struct Verification {
  std::int64_t events = 0;     // how many were read and found right
  std::int64_t broken_at = 0;  // number of the first wrong one; 0: all is well
  std::string reason;          // in English, for the operator
  std::string head;            // hex of the last hash
};
// `noted` are heads that were written down elsewhere; those of other centres count for nothing.
Verification verify(db::Tx& tx, const CentreId& centre, const std::vector<NotedHead>& noted = {});
// The head of each centre's log as it now is.
std::vector<NotedHead> heads_to_note(db::Tx& tx);
// The last number of every centre that has events.
std::map<CentreId, std::int64_t> heads(db::Tx& tx);
// The latest time of the last events of all centres; nothing before the first.
std::optional<Time> newest_event(db::Tx& tx);
// The centres that have rows in this table; its primary key begins with `centre_id`.
std::set<CentreId> centres_in(db::Tx& tx, std::string_view table);

// ---- Proofs of what is kept elsewhere.

std::string new_salt();  // 128 random bits
// Hex of SHA-256 over the salt and the parts, each with its length.
std::string proof_of(std::string_view salt, std::initializer_list<std::string_view> parts);
// An event's data, a JSON object, with a proof as its last member.
std::string with_proof(std::string data, std::string_view proof);
std::string_view proof_in(std::string_view data);  // empty: there is none

// How many events have a proof, of those whose subject begins with `subject` ("result:").
std::int64_t count_proven(db::Tx& tx, const CentreId& centre, std::string_view subject);
// The first of them after `after`, at most `limit`.
std::vector<StoredEvent> proven_events(db::Tx& tx, const CentreId& centre, std::string_view subject,
                                       std::int64_t after, std::int64_t limit);
// All of them, oldest first. `on_event` may read through the same transaction.
void each_proven(db::Tx& tx, const CentreId& centre, std::string_view subject,
                 const std::function<void(const StoredEvent&)>& on_event);
// Those that have no proof, oldest first: of before there were proofs, or of a kind that has none.
void each_unproven(db::Tx& tx, const CentreId& centre, std::string_view subject,
                   const std::function<void(StoredEvent)>& on_event);

// Something that is not as its event says.
struct Mismatch {
  std::string what;         // "case 7K4M9QX2"
  std::int64_t event = 0;   // its number in the log; 0: of none alone
  std::string reason = {};  // in English, for the operator
};
using OnMismatch = std::function<void(const Mismatch&)>;
struct Covered {
  std::int64_t items = 0;        // cases, documents
  std::int64_t events = 0;       // that prove them
  std::int64_t not_covered = 0;  // events of before there were proofs
};

}  // namespace biroyna::audit
