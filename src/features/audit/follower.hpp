// The one way to hear of events: consumers that follow the log, each at its own pace.
//
// A consumer is called after the COMMIT of each event that it wants, in the order of the log within a centre,
// at least once. What it writes and how far it has come are one transaction, so what it does in the database
// happens exactly once, also when the program is killed or several programs work on one database. A consumer
// that throws is called again for the same event, after a growing pause; the others go on. After kMostTries
// the event is set aside, and with it later events about the same subject, so that one damaged case does not
// hold up a centre. What is set aside is tried again each kTriedAgain, in its order.
//
// Invariants
//  (1) The cursor of a consumer in a centre never moves back, and passes an event that it wants only in the
//      transaction in which its handler returned.
//  (2) Of several programs one alone moves a cursor at a time: it holds the cursor's row.
// Thread safety: run_once() and catch_up() on one thread at a time; wants(), lag() and figures() on
// any.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "features/audit/audit.hpp"
#include "platform/metrics/metrics.hpp"

namespace biroyna::audit {

enum class Begin : std::uint8_t {
  start,  // of the log, with all that happened before
  end,    // as it is when the consumer is first known; centres that come later are read from their start
};

using Kinds = std::set<std::string, std::less<>>;
struct Consumer {
  std::string name;  // of its cursors: never changed, never used again for something else
  Kinds kinds = {};  // of the events that it wants; empty: all
  Begin begin = Begin::end;
  // Inside a write job, so maybe twice. Only the database may show that it ran.
  std::function<void(db::Tx&, const StoredEvent&)> handle;
};

struct Behind;

class Follower {
 public:
  static constexpr std::int64_t kBatch = 200;  // events in one transaction
  static constexpr int kMostTries = 8;         // about two minutes
  static constexpr Milliseconds kTriedAgain{3'600'000};
  static constexpr Milliseconds kFirstPause{1'000}, kLongestPause{300'000};

  // Notes consumers that are new: of one that begins at the end, the end is here. Throws std::logic_error for
  // two consumers of one name, and db::Unavailable.
  Follower(db::Db& db, Clock clock, std::vector<Consumer> consumers);
  ~Follower();

  // One batch for each consumer in each centre where events wait. True when any cursor moved: there may be
  // more. What a consumer throws is logged and counted. Throws db::Unavailable.
  bool run_once();
  // Goes on until nothing more can be done now: what failed waits for its pause.
  void catch_up();

  // Whether any consumer wants events of this kind.
  bool wants(std::string_view kind) const;
  // How many events of the log a consumer has not passed yet, in all centres. Throws db::Unavailable.
  std::int64_t lag(std::string_view consumer) const;
  std::vector<metrics::Figure> figures() const;

 private:
  struct Followed;
  void make_known(const Consumer& consumer);
  bool advance(Followed& consumer, const Behind& centre);
  bool set_aside(Followed& consumer, const Behind& centre, const StoredEvent& event, std::string_view reason);
  bool try_set_aside(Followed& consumer);
  // `done` of so many events went well before one failed.
  // Answers how often the first one has failed.
  int put_off(Followed& consumer, const CentreId& centre, std::size_t done,
              const std::vector<StoredEvent>& batch, std::string_view reason);

  db::Db& db_;
  const Clock clock_;
  std::vector<std::unique_ptr<Followed>> consumers_;
};

}  // namespace biroyna::audit
