#include "features/audit/follower.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <optional>
#include <stdexcept>

#include "platform/log/log.hpp"

namespace biroyna::audit {
namespace {

// So many events that a consumer does not want are passed without noting it: a write each second for nothing
// would be dear, and reading them again after a start is cheap.
constexpr std::int64_t kPassedUnnoted = 2'000;

struct Batch {
  std::vector<StoredEvent> events;
  std::int64_t upto = 0;  // where the cursor stands after them
};

// The next events of these kinds after `after`, up to the log's end as it is.
Batch next_batch(db::Tx& tx, const CentreId& centre, const Kinds& kinds, std::int64_t after,
                 std::int64_t head, std::int64_t most) {
  std::vector<db::Value> values = {std::string_view(centre.str()), after, head, most};
  std::string list;
  for (const auto& kind : kinds) {
    values.emplace_back(std::string_view(kind));
    list += fmt::format("{}${}", list.empty() ? " AND kind IN (" : ", ", values.size());
  }
  Batch batch{{}, head};
  tx.each(fmt::format("SELECT seq, at_ms, kind, subject, actor, data FROM events WHERE centre_id = $1 AND "
                      "seq > $2 AND seq <= $3{} ORDER BY seq LIMIT $4",
                      list.empty() ? list : list + ")"),
          values, [&](const db::Row& row) {
            batch.events.push_back({row.integer(0), from_ms(row.integer(1)), std::string(row.text(2)),
                                    std::string(row.text(3)), std::string(row.text(4)),
                                    std::string(row.text(5)), centre});
            return true;
          });
  if (std::ssize(batch.events) == most) batch.upto = batch.events.back().seq;
  return batch;
}

// Where the cursor stands, held for this transaction; nothing when another program holds it.
std::optional<std::int64_t> hold_cursor(db::Tx& tx, const std::string& name, const CentreId& centre) {
  tx.exec("INSERT INTO event_cursors (name, centre_id, seq) VALUES ($1, $2, 0) ON CONFLICT DO NOTHING",
          {name, centre.str()});
  return tx.first(fmt::format("SELECT seq FROM event_cursors WHERE name = $1 AND centre_id = $2{}",
                              tx.engine() == db::Engine::sqlite ? "" : " FOR UPDATE SKIP LOCKED"),
                  {name, centre.str()}, [](const db::Row& row) { return row.integer(0); });
}

}  // namespace

struct Follower::Followed : Consumer {
  struct Centre {
    std::int64_t passed = 0;  // nothing that it wants stands up to here, but its cursor may be before it
    std::int64_t most = kBatch;
    Milliseconds pause{0};
    Time again{};
  };
  explicit Followed(Consumer consumer) : Consumer(std::move(consumer)) {}

  mutable std::mutex mutex;            // guards the next one
  std::map<CentreId, Centre> centres;  // in which it has work, or had
  std::atomic<std::int64_t> failures = 0;
};

struct Follower::Waiting {
  CentreId centre;
  std::int64_t cursor = 0, head = 0;
};

Follower::Follower(db::Db& db, Clock clock, std::vector<Consumer> consumers)
    : db_(db), clock_(std::move(clock)) {
  std::set<std::string> names;
  for (Consumer& consumer : consumers) {
    if (!names.insert(consumer.name).second)
      throw std::logic_error("two consumers with the name " + consumer.name);
    consumers_.push_back(std::make_unique<Followed>(std::move(consumer)));
  }
  for (const auto& consumer : consumers_) make_known(*consumer);
}
Follower::~Follower() = default;

bool Follower::wants(std::string_view kind) const {
  return std::ranges::any_of(consumers_, [&](const auto& consumer) {
    return consumer->kinds.empty() || consumer->kinds.contains(kind);
  });
}

// A consumer that begins at the end has its cursors there, once.
void Follower::make_known(const Consumer& consumer) {
  db_.write_and_wait([&](db::Tx& tx) {
    const bool first = tx.exec(
                           "INSERT INTO event_cursors (name, centre_id, seq) VALUES ($1, '', 0) ON CONFLICT "
                           "DO NOTHING",
                           {consumer.name}) == 1;
    if (!first || consumer.begin == Begin::start) return;
    tx.exec(
        "INSERT INTO event_cursors (name, centre_id, seq) SELECT CAST($1 AS TEXT), centre_id, seq FROM "
        "event_heads",
        {consumer.name});
  });
}

std::vector<Follower::Waiting> Follower::waiting(Followed& consumer) const {
  std::vector<Waiting> found;
  db_.read([&](db::Tx& tx) {
    tx.each(
        "SELECT h.centre_id, coalesce(c.seq, 0), h.seq FROM event_heads h LEFT JOIN event_cursors c ON "
        "c.name = $1 AND c.centre_id = h.centre_id WHERE h.seq > coalesce(c.seq, 0) ORDER BY h.centre_id",
        {consumer.name}, [&](const db::Row& row) {
          found.push_back({CentreId(std::string(row.text(0))), row.integer(1), row.integer(2)});
        });
  });
  return found;
}

bool Follower::run_once() {
  bool moved = false;
  for (const auto& consumer : consumers_) {
    for (const Waiting& centre : waiting(*consumer)) moved = advance(*consumer, centre) || moved;
  }
  return moved;
}

bool Follower::advance(Followed& consumer, const Waiting& waiting) {
  const CentreId& centre = waiting.centre;
  Followed::Centre state;
  {
    const std::lock_guard lock(consumer.mutex);
    state = consumer.centres[centre];
  }
  const Time now = clock_();
  // A clock that was ahead for a while must not make it wait for as long.
  if (now < state.again && state.again - now <= kLongestPause) return false;
  const std::int64_t after = std::max(waiting.cursor, state.passed);
  if (after >= waiting.head) return false;
  const Batch batch = db_.reading(
      [&](db::Tx& tx) { return next_batch(tx, centre, consumer.kinds, after, waiting.head, state.most); });
  const auto keep = [&](std::int64_t passed) {
    const std::lock_guard lock(consumer.mutex);
    consumer.centres[centre] = {.passed = passed};
  };
  if (batch.events.empty() && batch.upto - waiting.cursor < kPassedUnnoted) {
    keep(batch.upto);
    return true;
  }
  bool moved = false;
  std::size_t done = 0;
  try {
    db_.write_and_wait([&](db::Tx& tx) {
      moved = false;
      done = 0;
      const auto cursor = hold_cursor(tx, consumer.name, centre);
      if (!cursor || *cursor != waiting.cursor) return;  // another program is, or was, quicker
      for (const StoredEvent& event : batch.events) {
        consumer.handle(tx, event);
        ++done;
      }
      tx.exec("UPDATE event_cursors SET seq = $3 WHERE name = $1 AND centre_id = $2",
              {consumer.name, centre.str(), batch.upto});
      moved = true;
    });
  } catch (const db::Unavailable&) {
    throw;
  } catch (const std::exception& error) {
    put_off(consumer, centre, done, batch.events, error.what());
    return done > 0;
  }
  if (moved) keep(batch.upto);
  return moved;
}

void Follower::put_off(Followed& consumer, const CentreId& centre, std::size_t done,
                       const std::vector<StoredEvent>& of, std::string_view reason) {
  ++consumer.failures;
  const std::lock_guard lock(consumer.mutex);
  Followed::Centre& state = consumer.centres[centre];
  // What comes before the event that failed is done first. Where the failure shows only behind the last one,
  // it may be that one's.
  const std::size_t before = done == of.size() ? done - std::min<std::size_t>(done, 1) : done;
  if (before > 0) {
    state.most = static_cast<std::int64_t>(before);
    return;
  }
  state.most = kBatch;
  state.pause = state.pause == Milliseconds(0) ? kFirstPause : std::min(2 * state.pause, kLongestPause);
  state.again = clock_() + state.pause;
  log::warning("consumer_failed", {{"consumer", std::string_view(consumer.name)},
                                   {"centre", std::string_view(centre.str())},
                                   {"event", of.empty() ? std::int64_t{0} : of.front().seq},
                                   {"reason", reason}});
}

void Follower::catch_up() {
  while (run_once()) {
  }
}

bool Follower::tick() {
  try {
    return run_once();
  } catch (const std::exception& error) {
    log::warning("follower_failed", {{"reason", std::string_view(error.what())}});
    return false;
  }
}

std::int64_t Follower::lag(std::string_view name) const {
  std::int64_t behind = 0;
  for (const auto& consumer : consumers_) {
    if (consumer->name != name) continue;
    for (const Waiting& centre : waiting(*consumer)) {
      const std::lock_guard lock(consumer->mutex);
      const auto state = consumer->centres.find(centre.centre);
      const std::int64_t passed = state == consumer->centres.end() ? 0 : state->second.passed;
      behind += std::max<std::int64_t>(0, centre.head - std::max(centre.cursor, passed));
    }
  }
  return behind;
}

std::vector<metrics::Figure> Follower::figures() const {
  using metrics::Kind;
  std::vector<metrics::Figure> figures;
  for (const auto& consumer : consumers_) {
    const std::vector<std::pair<std::string, std::string>> labels = {{"consumer", consumer->name}};
    figures.push_back({"biroyna_consumer_failures_total", "Events on which a consumer failed", Kind::counter,
                       static_cast<double>(consumer->failures), labels});
    try {
      figures.push_back({"biroyna_consumer_lag_events", "Events that a consumer has not passed yet",
                         Kind::gauge, static_cast<double>(lag(consumer->name)), labels});
    } catch (const db::Unavailable&) {
      // The other figures are worth having while the database is away.
    }
  }
  return figures;
}

}  // namespace biroyna::audit
