#include "features/queue/service.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "features/queue/announce.hpp"
#include "features/queue/codec.hpp"
#include "features/queue/domain_times.hpp"
#include "platform/auth/secrets.hpp"
#include "platform/log/log.hpp"

namespace biroyna::queue {
namespace {

const std::string kProgram = to_string(Actor{});
constexpr std::chrono::hours kBeforeItsTime{12};

// The fold: a new day begins a new hall.
void advance(Hall& hall, const std::shared_ptr<const Plan>& plan, const Event& event) {
  if (event.kind == EventKind::day_opened) hall = Hall(plan);
  hall.apply(event);
}

std::string number_of(const Hall& hall, const TicketId& id) {
  const Ticket* ticket = hall.find(id);
  return ticket == nullptr ? std::string() : ticket->number;
}

std::string signs_of(Day day) {
  return auth::ordered_signs(static_cast<std::uint64_t>(day.time_since_epoch().count()), 4);
}
// Unguessable (90 random bits), and in the order of the centre's days and of the tickets in them, so that new
// ones lie together at the end of every index.
TicketId new_ticket_id(Day day, std::size_t tickets_before) {
  return TicketId(signs_of(day) + auth::ordered_signs(tickets_before, 4) + auth::random_id().substr(8));
}

}  // namespace

TicketId Changed::ticket_of(EventKind kind) const {
  const auto found = std::ranges::find(facts.rbegin(), facts.rend(), kind, &Fact::kind);
  return found == facts.rend() ? TicketId() : found->ticket;
}

// "ticket_called 4f…" a line.
std::string Changed::to_text() const {
  std::string text;
  for (const Fact& fact : facts) text += fmt::format("{} {}\n", name(fact.kind), fact.ticket.str());
  return text;
}

Changed Changed::from_text(std::string_view text) {
  Changed changed;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    const auto space = line.find(' ');
    const auto kind = parse_event_kind(line.substr(0, space));
    // A newer version of the program wrote this kind; it was carried out, but cannot be named.
    if (kind && space != std::string_view::npos)
      changed.facts.push_back({*kind, TicketId(std::string(line.substr(space + 1)))});
  }
  return changed;
}

struct Queue::CentreHall {
  CentreHall(CentreId id, catalogue::EditionPtr from)
      : centre(std::move(id)),
        edition(std::move(from)),
        plan(plan_of(edition->catalogue)),
        deciding(plan),
        shown_edition(edition),
        shown(plan),
        blank(plan) {}

  const CentreId centre;

  // The writer's thread alone.
  catalogue::EditionPtr edition;
  std::shared_ptr<const Plan> plan;
  bool known = false;    // `deciding` is the fold of the log up to `seq`
  std::int64_t seq = 0;  // of the last event in the log, of any feature
  Day day{};
  Hall deciding;
  std::vector<std::pair<std::int64_t, Event>> pending;  // decided, not yet shown
  std::optional<Hall> anew;  // to be shown in place of what is shown, before `pending`

  // Readers, under the lock.
  mutable std::shared_mutex mutex;
  catalogue::EditionPtr shown_edition;
  Hall shown;
  std::int64_t shown_seq = 0;
  Day shown_day{};
  Hall blank;  // shown on a day without events
};

Queue::Queue(db::Db& db, audit::EventLog& log, catalogue::Catalogues& catalogues, Commands& commands,
             live::Hub& hub, Clock clock, CertainSince certain_since, bool open_all_hours)
    : db_(db),
      log_(log),
      catalogues_(catalogues),
      commands_(commands),
      hub_(hub),
      clock_(std::move(clock)),
      certain_since_(std::move(certain_since)),
      open_all_hours_(open_all_hours) {
  db_.on_rollback([this] {
    const std::shared_lock lock(halls_mutex_);
    for (auto& [centre, hall] : halls_) {
      hall->known = false;
      hall->pending.clear();
      hall->anew.reset();
    }
  });
  see_restores();
  for (const auto& edition : catalogues_.all()) {
    CentreHall* hall = hall_of(edition->catalogue.centre.id);
    db_.write_and_wait([&](db::Tx& tx) { hold(tx, *hall); });
    publish(*hall);
  }
}

Queue::~Queue() = default;

Queue::CentreHall* Queue::hall_of(const CentreId& centre) const {
  {
    const std::shared_lock lock(halls_mutex_);
    if (const auto found = halls_.find(centre); found != halls_.end()) return found->second.get();
  }
  auto edition = catalogues_.current(centre);
  if (!edition) return nullptr;
  const std::unique_lock lock(halls_mutex_);
  auto& hall = halls_[centre];
  if (!hall) hall = std::make_unique<CentreHall>(centre, std::move(edition));
  return hall.get();
}

bool Queue::look(const CentreId& centre, const std::function<void(const View&)>& read) const {
  const CentreHall* hall = hall_of(centre);
  if (hall == nullptr) return false;
  const Time now = clock_();
  const std::shared_lock lock(hall->mutex);
  const Zone& zone = hall->shown_edition->zone;
  const bool current = !day_is_over(zone, hall->shown_day, hall->shown.day_open(), now);
  const Day today = current ? hall->shown_day : zone.day(now);
  const auto closes_at =
      open_all_hours_ ? std::nullopt : closing_time(hall->shown_edition->catalogue, zone, now);
  read({current ? hall->shown : hall->blank, *hall->shown_edition, now, today, hall->shown_seq, closes_at});
  return true;
}

std::optional<Time> Queue::closes_at(const CentreId& centre) const {
  std::optional<Time> closes;
  look(centre, [&closes](const View& view) { closes = view.closes_at; });
  return closes;
}

std::optional<CentreId> Queue::centre_of(const TicketId& ticket) const {
  const Time now = clock_();
  const std::shared_lock all(halls_mutex_);
  for (const auto& [centre, hall] : halls_) {
    const std::shared_lock lock(hall->mutex);
    if (hall->shown.find(ticket) != nullptr &&
        !day_is_over(hall->shown_edition->zone, hall->shown_day, hall->shown.day_open(), now))
      return centre;
  }
  return std::nullopt;
}

catalogue::EditionPtr Queue::edition(const CentreId& centre) const {
  const CentreHall* hall = hall_of(centre);
  if (hall == nullptr) return nullptr;
  const std::shared_lock lock(hall->mutex);
  return hall->shown_edition;
}

std::optional<std::pair<CentreId, PastTicket>> Queue::past_ticket(const TicketId& ticket) const {
  std::vector<CentreId> centres;
  for (const auto& edition : catalogues_.all()) centres.push_back(edition->catalogue.centre.id);
  return db_.reading([&](db::Tx& tx) { return find_ticket(tx, centres, ticket); });
}

bool Queue::was_lost(const TicketId& ticket) const {
  const std::string& id = ticket.str();
  if (id.size() != auth::random_id().size() || !auth::is_of_token_signs(id)) return false;
  const auto editions = catalogues_.all();
  return std::ranges::any_of(db_.reading(audit::restores), [&](const audit::Restored& restored) {
    return std::ranges::any_of(editions, [&](const auto& edition) {
      const std::string first = signs_of(edition->zone.day(restored.taken_until)),
                        last = signs_of(edition->zone.day(restored.at)), own = id.substr(0, first.size());
      return own >= first && own <= last;
    });
  });
}

std::vector<std::pair<TicketId, Contact>> Queue::contacts_of(const CentreId& centre) const {
  return db_.reading([&](db::Tx& tx) { return contacts(tx, centre); });
}

// Takes the centre for this transaction and brings `deciding` to the log's end.
void Queue::hold(db::Tx& tx, CentreHall& hall) {
  const std::int64_t head = log_.lock_head(tx, hall.centre);
  if (hall.known && hall.seq == head) return;

  const bool from_the_start = !hall.known || hall.seq > head;
  std::int64_t after = hall.seq;
  if (from_the_start) {
    const auto latest = latest_day(tx, hall.centre);
    after = latest ? latest->first_seq - 1 : head;
    hall.day = latest ? latest->day : Day{};
    take_catalogue(tx, hall);
    hall.deciding = Hall(hall.plan);
    hall.pending.clear();
  }
  std::vector<std::pair<std::int64_t, Event>> missed;
  bool new_catalogue = false;
  audit::each_event(tx, hall.centre, after, head - after, [&](const audit::StoredEvent& stored) {
    if (stored.kind == catalogue::kImported) new_catalogue = true;
    if (auto event = decode(stored)) missed.emplace_back(stored.seq, *std::move(event));
    return true;
  });
  for (const auto& [seq, event] : missed) {
    advance(hall.deciding, hall.plan, event);
    if (event.kind == EventKind::day_opened) hall.day = hall.edition->zone.day(event.at);
  }
  hall.seq = head;
  hall.known = true;
  if (from_the_start) {
    hall.anew.emplace(hall.plan);
    for (const auto& [seq, event] : missed) advance(*hall.anew, hall.plan, event);
    return;
  }
  std::ranges::move(missed, std::back_inserter(hall.pending));
  if (!new_catalogue) return;
  take_catalogue(tx, hall);
  hall.deciding.change_plan(hall.plan);
}

// The newest catalogue, also one that is imported in this very group.
void Queue::take_catalogue(db::Tx& tx, CentreHall& hall) {
  auto newest = catalogues_.newest(tx, hall.centre);
  if (!newest || newest == hall.edition) return;
  hall.edition = std::move(newest);
  hall.plan = plan_of(hall.edition->catalogue);
}

// A clock that is wrong, or that has just been set, does not send home who waits: an open day goes on until
// the time has been certain since the day before. So does one that a wrong clock has begun before its time.
bool Queue::day_is_over(const Zone& zone, Day day, bool open, Time now) const {
  const Day today = zone.day(now);
  if (today == day) return false;
  const bool before_its_time = today < day;
  if (!before_its_time && !open) return true;
  const auto since = certain_since_();
  if (!since || zone.day(*since) >= today) return false;
  // Just before midnight the clock may be set back by a little.
  return !before_its_time || (*since != Time{} && now + kBeforeItsTime < zone.at(day, Minutes(0)));
}

// The first command of a day opens it, and first closes the day before if that is still open.
void Queue::begin_day(db::Tx& tx, CentreHall& hall, Time now) {
  const Zone& zone = hall.edition->zone;
  if (!day_is_over(zone, hall.day, hall.deciding.day_open(), now)) return;
  const Day today = zone.day(now);
  commit_events(tx, hall, hall.deciding.leave_hall(now), kProgram);
  std::vector<std::pair<ServiceId, ServiceTime>> times;
  for (const auto& service : hall.plan->services) {
    times.emplace_back(service.id, measured(service.time, samples(tx, hall.centre, service.id)));
  }
  add_day(tx, hall.centre, {today, hall.seq + 1}, now);
  if (certain_since_()) erase_contacts(tx, hall.centre);
  hall.day = today;
  commit_events(tx, hall, hall.deciding.open_day(std::move(times), now), kProgram);
}

// Before the first change after a restore: what was printed today since the copy was taken is not known.
void Queue::skip_numbers(db::Tx& tx, CentreHall& hall, Time now) {
  const Time restored = restored_at_;
  if (restored == Time::min()) return;
  const Zone& zone = hall.edition->zone;
  const auto skipped = hall.deciding.numbers_skipped_at();
  if (zone.day(restored) < hall.day || (skipped && *skipped >= restored)) return;
  const Milliseconds of_day = std::max(restored - zone.at(hall.day, Minutes(0)), Milliseconds(0));
  commit_events(tx, hall, hall.deciding.skip_numbers(restored, of_day, std::max(now, restored)), kProgram);
}

void Queue::commit_events(db::Tx& tx, CentreHall& hall, std::span<const Event> events,
                          std::string_view actor) {
  for (const Event& event : events) {
    const std::string data = encode(event), subject = subject_of(event);
    hall.seq = log_.append(
        tx, hall.centre,
        {.at = event.at, .kind = name(event.kind), .subject = subject, .actor = actor, .data = data});
    if (event.kind == EventKind::service_finished) {
      const Ticket& served = *hall.deciding.find(event.ticket);
      add_sample(tx, hall.centre, event.service, event.at, hall.seq,
                 minutes_between(served.state_since, event.at));
    }
    advance(hall.deciding, hall.plan, event);
    if (event.kind == EventKind::day_closed) end_day(tx, hall.centre, hall.day, event.at);
    if (event.kind == EventKind::day_reopened) reopen_day(tx, hall.centre, hall.day);
    if (!event.ticket.empty()) {
      const Ticket& ticket = *hall.deciding.find(event.ticket);
      if (event.kind == EventKind::ticket_taken)
        add_ticket(tx, hall.centre, hall.day, ticket);
      else
        update_ticket(tx, hall.centre, ticket, event.at);
    }
    hall.pending.emplace_back(hall.seq, event);
  }
}

// After a COMMIT: readers see what was decided, and watchers are told.
void Queue::publish(CentreHall& hall) {
  std::vector<live::Message> messages;
  {
    const std::unique_lock lock(hall.mutex);
    if (hall.anew) hall.shown = *std::exchange(hall.anew, std::nullopt);
    if (hall.shown_edition != hall.edition) {
      hall.shown_edition = hall.edition;
      hall.shown.change_plan(hall.plan);
      hall.blank.change_plan(hall.plan);
      catalogues_.take_up(hall.edition);
    }
    for (const auto& [seq, event] : hall.pending) {
      advance(hall.shown, hall.plan, event);
      messages.push_back(announcement(seq, event, number_of(hall.shown, event.ticket)));
    }
    hall.shown_seq = hall.seq;
    hall.shown_day = hall.day;
  }
  hall.pending.clear();
  if (!messages.empty()) hub_.publish(hall.centre, std::move(messages));
}

void Queue::run(Change change, Done done) {
  CentreHall* hall = hall_of(change.centre);
  if (hall == nullptr) return done(refuse(Refusal::Kind::not_found, "not_found"));
  Commands::Order order{.centre = change.centre,
                        .repeat = std::move(change.repeat),
                        .turn = turn_of(change.actor.kind),
                        .hold = [this, hall](db::Tx& tx) { hold(tx, *hall); },
                        .committed = [this, hall] { publish(*hall); }};
  auto job = [this, hall, change = std::move(change)](db::Tx& tx) -> Result<Changed> {
    const Time now = clock_();
    const std::string actor = to_string(change.actor);
    begin_day(tx, *hall, now);
    skip_numbers(tx, *hall, now);
    Changed changed;
    for (const auto& step : change.steps) {
      auto decided = step(hall->deciding, now);
      if (!decided && !changed.empty()) throw RefusedAfterWriting(std::move(decided.error()));
      if (!decided) return tl::unexpected(std::move(decided.error()));
      for (Event& event : *decided) {
        if (event.kind == EventKind::ticket_taken && event.ticket.empty())
          event.ticket = new_ticket_id(hall->day, hall->deciding.ticket_count());
      }
      commit_events(tx, *hall, *decided, actor);
      for (const Event& event : *decided) {
        changed.facts.push_back({event.kind, event.ticket});
        if (event.kind == EventKind::ticket_taken && !change.contact.empty())
          add_contact(tx, hall->centre, event.ticket, change.contact);
      }
    }
    return changed;
  };
  commands_.run<Changed>(std::move(order), std::move(job), std::move(done));
}

void Queue::see_restores() {
  if (const auto last = db_.reading(audit::last_restored)) restored_at_ = last->at;
}

void Queue::tick() {
  see_restores();
  std::map<CentreId, std::int64_t> heads = db_.reading([](db::Tx& tx) { return audit::heads(tx); });
  for (const auto& [centre, head] : heads) {
    if (!is_slug(centre.str())) continue;  // the log of what belongs to no centre
    if (!catalogues_.current(centre)) catalogues_.refresh();
    CentreHall* hall = hall_of(centre);
    if (hall == nullptr) continue;
    const Time now = clock_();
    // A no-show has the whole time to return after the clock was set.
    const auto certain = [since = certain_since_(), now](const Hall& of) {
      return since && now - *since > of.plan().no_show_return;
    };
    bool due = false;
    {
      const std::shared_lock lock(hall->mutex);
      const bool open = hall->shown.day_open();
      const bool day_over = open && day_is_over(hall->shown_edition->zone, hall->shown_day, open, now);
      due = day_over || hall->shown_seq != head ||
            (certain(hall->shown) && !hall->shown.expire_overdue(now).empty());
    }
    if (!due) continue;
    db_.write(
        [this, hall, now, certain](db::Tx& tx) {
          hold(tx, *hall);
          if (!hall->deciding.day_open()) return;
          if (day_is_over(hall->edition->zone, hall->day, true, now))
            commit_events(tx, *hall, hall->deciding.leave_hall(now), kProgram);
          else if (certain(hall->deciding))
            commit_events(tx, *hall, hall->deciding.expire_overdue(now), kProgram);
        },
        [this, hall](std::exception_ptr failure) {
          if (failure)
            log::warning("tick_failed", {{"reason", std::string_view(refusal_of(failure).code)}});
          else
            publish(*hall);
        },
        centre.str());
  }
}

std::vector<live::Message> Queue::messages_after(db::Db& db, const CentreId& centre, std::int64_t after,
                                                 std::size_t limit) {
  std::vector<live::Message> messages;
  db.read([&](db::Tx& tx) {
    messages.clear();
    std::int64_t last = after;
    // Events of other features give no message. The caller takes fewer messages than `limit` for the end of
    // the log, so read on until there are enough.
    for (bool more = true; more && messages.size() < limit;) {
      std::size_t read = 0;
      audit::each_event(tx, centre, last, static_cast<std::int64_t>(limit),
                        [&](const audit::StoredEvent& stored) {
                          ++read;
                          last = stored.seq;
                          if (const auto event = decode(stored))
                            messages.push_back(announcement(stored.seq, *event, event->number));
                          return messages.size() < limit;
                        });
      more = read == limit;
    }
    if (!messages.empty()) return;
    // Who has seen more than there is saw it before a restore: the page begins anew, from what there is.
    const auto heads = audit::heads(tx);
    const auto head = heads.find(centre);
    if (head != heads.end() && after > head->second) messages = {{head->second, "reset", "{}", "{}"}};
  });
  return messages;
}

}  // namespace biroyna::queue
