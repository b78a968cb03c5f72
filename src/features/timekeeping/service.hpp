// The clock of the program, judged (domain.hpp): what it says is taken for the time only while it can be.
//
// Everybody asks it for the time: events are written with the judged time. What destroys or ends something
// because of the time asks first whether the time is certain. A change of the judgement is logged once.
//
// Thread-safe. now() never reads the database; tick() and confirm() do, and are not for the writer's thread.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "features/audit/audit.hpp"
#include "features/timekeeping/domain.hpp"
#include "platform/db/db.hpp"
#include "platform/metrics/metrics.hpp"

namespace biroyna::timekeeping {

// The first moment at which this program can be running.
Time built_at();
Milliseconds steady_now();

struct Standing {
  std::optional<Doubt> doubt;
  Time now{}, wall{};  // the judged time, and what the clock says

  bool trusted() const { return !doubt; }
  Seconds offset() const { return std::chrono::round<Seconds>(wall - now); }
};

class Timekeeper {
 public:
  using Steady = std::function<Milliseconds()>;
  // Judges the clock by what is in the database.
  Timekeeper(db::Db& db, audit::EventLog& log, Clock wall, Steady steady = steady_now,
             Time built = built_at());

  Time now();
  // now(), for those who take a Clock; the timekeeper must outlive it.
  Clock clock() {
    return [this] { return now(); };
  }
  // Since when the time is known without a break, the least time if always; nothing while the clock is
  // doubted.
  std::optional<Time> certain_since();
  // Whether the time has been known for so long: what was dated wrongly before is then old enough to go.
  bool certain_for(Milliseconds length);
  Standing standing();

  // Weighs what the database says: the newest event, its own clock, and what people confirmed elsewhere.
  // Called each second.
  void tick();
  // A person says that the clock is right. Written into the log of every centre also where this program does
  // not doubt it, so that other servers and later starts know. Refusal: "clock_impossible" (409), earlier
  // than the program.
  Result<void> confirm(std::string_view actor);

  // biroyna_clock_trusted, biroyna_clock_offset_seconds
  std::vector<metrics::Figure> figures();

 private:
  struct Known;
  Reading reading() const { return {wall_(), steady_()}; }
  Known read();
  void save_corrected();
  // Under mutex_, after each look.
  void say_changes();

  db::Db& db_;
  audit::EventLog& log_;
  const Clock wall_;
  const Steady steady_;
  const Time built_;
  std::mutex mutex_;
  std::optional<Judge> judge_;        // under mutex_, as all below
  std::optional<Doubt> said_;         // the last doubt that was logged
  std::int64_t confirmation_ = 0;     // the last that was followed
  std::optional<Time> corrected_at_;  // by this judge, or by what the database says
  std::optional<Time> seen_,
      unsaved_;  // the judge's own: the last that was seen, and what the database lacks
};

}  // namespace biroyna::timekeeping
