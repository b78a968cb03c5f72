#include "features/audit/follower.hpp"

#include <algorithm>
#include <mutex>
#include <stdexcept>

#include "features/audit/store_cursors.hpp"
#include "platform/log/log.hpp"

namespace biroyna::audit {
namespace {

// So many events that a consumer does not want are passed without noting it: a write each second for nothing
// would be dear, and reading them again after a start is cheap.
constexpr std::int64_t kPassedUnnoted = 2'000;

}  // namespace

struct Follower::Followed : Consumer {
  struct Centre {
    std::int64_t passed = 0;  // nothing that it wants stands up to here, but its cursor may be before it
    std::int64_t most = kBatch;
    Milliseconds pause{0};
    Time again{};
    int failures = 0;  // of the event that comes next
  };
  explicit Followed(Consumer consumer) : Consumer(std::move(consumer)) {}

  mutable std::mutex mutex;            // guards the next one
  std::map<CentreId, Centre> centres;  // in which it has work, or had
  std::atomic<std::int64_t> failures = 0;
  Time next_try{};  // of what is set aside
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
    if (add_consumer(tx, consumer.name) && consumer.begin == Begin::end) begin_at_end(tx, consumer.name);
  });
}

bool Follower::run_once() {
  bool moved = false;
  for (const auto& consumer : consumers_) {
    moved = try_set_aside(*consumer) || moved;
    const auto behind = db_.reading([&](db::Tx& tx) { return centres_behind(tx, consumer->name); });
    for (const Behind& centre : behind) moved = advance(*consumer, centre) || moved;
  }
  return moved;
}

bool Follower::advance(Followed& consumer, const Behind& behind) {
  const CentreId& centre = behind.centre;
  Followed::Centre state;
  {
    const std::lock_guard lock(consumer.mutex);
    state = consumer.centres[centre];
  }
  const Time now = clock_();
  // A clock that was ahead for a while must not make it wait for as long.
  if (now < state.again && state.again - now <= kLongestPause) return false;
  const std::int64_t after = std::max(behind.cursor, state.passed);
  if (after >= behind.head) return false;
  const Batch batch = db_.reading(
      [&](db::Tx& tx) { return next_batch(tx, centre, consumer.kinds, after, behind.head, state.most); });
  const auto keep = [&](std::int64_t passed) {
    const std::lock_guard lock(consumer.mutex);
    consumer.centres[centre] = {.passed = passed};
  };
  if (batch.events.empty() && batch.upto - behind.cursor < kPassedUnnoted) {
    keep(batch.upto);
    return true;
  }
  bool moved = false;
  std::size_t done = 0;
  try {
    db_.write_and_wait(
        [&](db::Tx& tx) {
          moved = false;
          done = 0;
          const auto cursor = hold_cursor(tx, consumer.name, centre);
          if (!cursor || *cursor != behind.cursor) return;  // another program is, or was, quicker
          const auto aside = subjects_set_aside(tx, consumer.name, centre);
          for (const StoredEvent& event : batch.events) {
            if (aside.contains(event.subject))
              add_set_aside(tx, consumer.name, event, "an earlier event about it is set aside");
            else
              consumer.handle(tx, event);
            ++done;
          }
          move_cursor(tx, consumer.name, centre, batch.upto);
          moved = true;
        },
        centre.str());
  } catch (const db::Unavailable& unavailable) {
    if (unavailable.why == db::Unavailable::Why::locked) return false;  // another program is at work there
    throw;
  } catch (const std::exception& error) {
    if (put_off(consumer, centre, done, batch.events, error.what()) >= kMostTries)
      return set_aside(consumer, behind, batch.events.front(), error.what());
    return done > 0;
  }
  if (moved) keep(batch.upto);
  return moved;
}

// The event cannot be handled: the consumer goes on behind it.
bool Follower::set_aside(Followed& consumer, const Behind& behind, const StoredEvent& event,
                         std::string_view reason) {
  bool moved = false;
  db_.write_and_wait(
      [&](db::Tx& tx) {
        moved = false;
        const auto cursor = hold_cursor(tx, consumer.name, behind.centre);
        if (!cursor || *cursor != behind.cursor) return;
        add_set_aside(tx, consumer.name, event, reason);
        move_cursor(tx, consumer.name, behind.centre, event.seq);
        moved = true;
      },
      behind.centre.str());
  if (!moved) return false;
  log::error("event_set_aside", {{"consumer", std::string_view(consumer.name)},
                                 {"centre", std::string_view(behind.centre.str())},
                                 {"event", event.seq},
                                 {"subject", std::string_view(event.subject)},
                                 {"reason", reason}});
  const std::lock_guard lock(consumer.mutex);
  consumer.centres[behind.centre] = {.passed = event.seq};
  return true;
}

// Of each subject the events in their order, as far as they can be handled now.
bool Follower::try_set_aside(Followed& consumer) {
  const Time now = clock_();
  if (now < consumer.next_try && consumer.next_try - now <= kTriedAgain) return false;
  consumer.next_try = now + kTriedAgain;
  const auto events = db_.reading([&](db::Tx& tx) { return events_set_aside(tx, consumer.name, kBatch); });
  std::set<std::pair<CentreId, std::string>> failed;
  bool handled = false;
  for (const StoredEvent& event : events) {
    if (failed.contains({event.centre, event.subject})) continue;
    try {
      db_.write_and_wait(
          [&](db::Tx& tx) {
            if (remove_set_aside(tx, consumer.name, event)) consumer.handle(tx, event);
          },
          event.centre.str());
      handled = true;
    } catch (const db::Unavailable&) {
      throw;
    } catch (const std::exception&) {
      failed.emplace(event.centre, event.subject);
    }
  }
  return handled;
}

int Follower::put_off(Followed& consumer, const CentreId& centre, std::size_t done,
                      const std::vector<StoredEvent>& batch, std::string_view reason) {
  ++consumer.failures;
  const std::lock_guard lock(consumer.mutex);
  Followed::Centre& state = consumer.centres[centre];
  // What comes before the event that failed is done first. Where the failure shows only behind the last one,
  // it may be that one's.
  const std::size_t before = done == batch.size() ? done - std::min<std::size_t>(done, 1) : done;
  if (before > 0) {
    state.most = static_cast<std::int64_t>(before);
    return 0;
  }
  state.most = kBatch;
  state.pause = state.pause == Milliseconds(0) ? kFirstPause : std::min(2 * state.pause, kLongestPause);
  state.again = clock_() + state.pause;
  log::warning("consumer_failed", {{"consumer", std::string_view(consumer.name)},
                                   {"centre", std::string_view(centre.str())},
                                   {"event", batch.empty() ? std::int64_t{0} : batch.front().seq},
                                   {"reason", reason}});
  return ++state.failures;
}

void Follower::catch_up() {
  while (run_once()) {
  }
}

std::int64_t Follower::lag(std::string_view name) const {
  std::int64_t events = 0;
  for (const auto& consumer : consumers_) {
    if (consumer->name != name) continue;
    for (const Behind& centre : db_.reading([&](db::Tx& tx) { return centres_behind(tx, consumer->name); })) {
      const std::lock_guard lock(consumer->mutex);
      const auto state = consumer->centres.find(centre.centre);
      const std::int64_t passed = state == consumer->centres.end() ? 0 : state->second.passed;
      events += std::max<std::int64_t>(0, centre.head - std::max(centre.cursor, passed));
    }
  }
  return events;
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
      const auto aside = db_.reading([&](db::Tx& tx) { return count_set_aside(tx, consumer->name); });
      figures.push_back({"biroyna_consumer_events_set_aside", "Events that a consumer could not handle",
                         Kind::gauge, static_cast<double>(aside), labels});
    } catch (const db::Unavailable&) {
      // The other figures are worth having while the database is away.
    }
  }
  return figures;
}

}  // namespace biroyna::audit
