// The electronic queue of all centres: readers look at a hall, commands change it.
//
// A hall lives in memory as the fold of its day's events; the event log is the truth. Two folds are kept: one
// on the writer's thread, which decides, and one that readers see, which moves only after the COMMIT. Another
// program that writes to the same log (a second server, the command line) is noticed by its events and
// followed.
//
// Thread-safe.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "core/actor.hpp"
#include "features/audit/audit.hpp"
#include "features/catalogue/catalogue.hpp"
#include "features/queue/domain.hpp"
#include "features/queue/plan.hpp"
#include "features/queue/store.hpp"
#include "platform/commands/commands.hpp"
#include "platform/db/db.hpp"
#include "platform/live/hub.hpp"

namespace biroyna::queue {

// What a reader may look at, for as long as the call lasts.
struct View {
  const Hall& hall;
  const catalogue::Edition& edition;
  Time now;
  Day day;
  std::int64_t seq = 0;                // of the last event that is shown, for data-seq and Last-Event-ID
  std::optional<Time> closes_at = {};  // when the centre closes today; nothing when it keeps no hours now

  const catalogue::Catalogue& catalogue() const { return edition.catalogue; }
};

// The events of one change.
struct Changed {
  struct Fact {
    EventKind kind{};
    TicketId ticket = {};  // empty where it is about none
  };
  std::vector<Fact> facts;  // in their order

  bool empty() const { return facts.empty(); }
  // The ticket of the last fact of this kind; empty when there is none.
  TicketId ticket_of(EventKind kind) const;

  std::string to_text() const;
  static Changed from_text(std::string_view text);
  std::string subject() const { return {}; }
};

class Queue {
 public:
  // Since when the time is certain: nothing while the clock is doubted. Until the day after, an open day does
  // not end by itself, and nobody loses a place because of the time.
  using CertainSince = std::function<std::optional<Time>()>;
  Queue(
      db::Db& db, audit::EventLog& log, catalogue::Catalogues& catalogues, Commands& commands, live::Hub& hub,
      Clock clock, CertainSince certain_since = [] { return std::optional(Time{}); },
      bool open_all_hours = false);
  ~Queue();

  // Calls `read` with the hall as it stands; false for an unknown centre. Readers do not wait for each other.
  // A hall of an earlier day is shown empty, as the new day will find it.
  bool look(const CentreId& centre, const std::function<void(const View&)>& read) const;
  // The centre whose hall has this ticket today.
  std::optional<CentreId> centre_of(const TicketId& ticket) const;
  // The catalogue that the hall goes by; null for an unknown centre.
  catalogue::EditionPtr edition(const CentreId& centre) const;
  // When it closes today; nothing when it keeps no hours now.
  std::optional<Time> closes_at(const CentreId& centre) const;
  // A ticket of an earlier day.
  std::optional<std::pair<CentreId, PastTicket>> past_ticket(const TicketId& ticket) const;
  // Of a ticket that is neither of today nor of an earlier day: whether one of its day may have been lost by
  // a restore.
  bool was_lost(const TicketId& ticket) const;
  std::vector<std::pair<TicketId, Contact>> contacts_of(const CentreId& centre) const;

  struct Change {
    CentreId centre;
    Actor actor;
    Idempotency repeat = {};
    // What to do, given the hall as it is inside the transaction. Several steps may follow one another: each
    // sees the events of those before it applied.
    using Step = std::function<Result<std::vector<Event>>(const Hall&, Time now)>;
    std::vector<Step> steps;
    Contact contact = {};  // of the ticket that the change takes
  };
  using Done = Commands::Done<Changed>;
  // `done` is called after the COMMIT, when readers see the change, on a thread that may take its time.
  // Refusals: not_found for an unknown centre, and those of the steps, of which none is then carried out.
  void run(Change change, Done done);

  // Does what is due: expires no-shows, ends a day, follows events of other programs. Called each second.
  void tick();
  // Looks whether the database was restored: then numbers go on beyond those that may be printed. Part of
  // tick().
  void see_restores();
  // Old live messages for readers that come back (live::Hub::Options::older).
  static std::vector<live::Message> messages_after(db::Db& db, const CentreId& centre, std::int64_t after,
                                                   std::size_t limit);

 private:
  struct CentreHall;
  CentreHall* hall_of(const CentreId& centre) const;
  void hold(db::Tx& tx, CentreHall& hall);
  void take_catalogue(db::Tx& tx, CentreHall& hall);
  // Whether the hall's day, which may be open, is over and another one is to be begun.
  bool day_is_over(const Zone& zone, Day day, bool open, Time now) const;
  void begin_day(db::Tx& tx, CentreHall& hall, Time now);
  void skip_numbers(db::Tx& tx, CentreHall& hall, Time now);
  void commit_events(db::Tx& tx, CentreHall& hall, std::span<const Event> events, std::string_view actor);
  void publish(CentreHall& hall);

  db::Db& db_;
  audit::EventLog& log_;
  catalogue::Catalogues& catalogues_;
  Commands& commands_;
  live::Hub& hub_;
  Clock clock_;
  const CertainSince certain_since_;
  const bool open_all_hours_;
  std::atomic<Time> restored_at_{Time::min()};  // the last time; the least if never
  mutable std::shared_mutex halls_mutex_;
  mutable std::map<CentreId, std::unique_ptr<CentreHall>> halls_;
};

}  // namespace biroyna::queue
