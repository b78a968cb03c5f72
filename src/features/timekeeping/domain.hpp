// Whether the clock of this computer can be believed, and what time it is while it cannot.
//
// The wall clock is held against the monotonic clock at each look, and now and then against the newest event
// in the log and the clock of a database server. While it is doubted, nothing may be destroyed or ended
// because of the time, and the judged time goes on without it.
//
// Invariants
//  (1) While it is trusted, the wall clock is within kStep of a line that goes on with the monotonic clock
//  and
//      follows the wall clock kFollowing times slower than time passes: many small steps do not add up to a
//      jump.
//  (2) While it is doubted, the judged time goes on with the monotonic clock alone.
//  (3) A clock that jumped is believed again once it is back on that line; one that was doubted from the
//  start,
//      once it fits to the newest event; any other when a person confirms it.
//  (4) Between two looks, monotonic time explains kLongestGap at most: a computer that slept, or a program
//  that
//      was stopped, finds its clock jumped.
// Pure: the caller reads the clocks. Not thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/time.hpp"

namespace biroyna::timekeeping {

// A step of the clock that is taken as it is: NTP may step by minutes.
inline constexpr Milliseconds kStep = Minutes(10);
inline constexpr Milliseconds kLongestGap = Minutes(10);
inline constexpr int kFollowing = 60;
// How long a centre may be closed before a start at a later time needs a person: weekends and holidays.
inline constexpr Milliseconds kUsualPause = std::chrono::hours(5 * 24);
// Beyond it, a clock that is far ahead of the log is likelier wrong than right.
inline constexpr Milliseconds kLongestPause = std::chrono::hours(366 * 24);

enum class Doubt : std::uint8_t {
  jumped,            // by more than kStep beyond what monotonic time explains
  before_built,      // earlier than this program
  behind_events,     // earlier than the newest event
  long_pause,        // a start, far later than the newest event
  database_differs,  // the database server has another time
};
std::string_view name(Doubt doubt);  // "jumped"

struct Reading {
  Time wall{};
  Milliseconds steady{};  // the monotonic clock, since whatever moment
};
struct Evidence {
  std::optional<Time> newest_event = {};
  std::optional<Time> database = {};  // the clock of its server, where it has one
};

class Judge {
 public:
  // A start. `built`: no true clock is earlier.
  Judge(Time built, const Reading& reading, const Evidence& evidence);

  // Each time that the time is asked for.
  void look(const Reading& reading);
  void weigh(const Reading& reading, const Evidence& evidence);
  // A person says that the wall clock is right. False if it cannot be: it is earlier than the program.
  bool confirm(const Reading& reading);

  std::optional<Doubt> doubt() const { return doubt_; }
  bool trusted() const { return !doubt_; }
  // As of the last look: the wall clock while it is trusted.
  Time now() const { return judged_; }
  Milliseconds offset() const { return wall_ - judged_; }
  // When the judged time was last set otherwise than by going on: what was written before may be dated
  // wrongly.
  std::optional<Time> corrected_at() const { return corrected_at_; }

 private:
  using Line = std::chrono::sys_time<std::chrono::microseconds>;
  Milliseconds pass(const Reading& reading);
  bool near_line() const;
  bool fits() const;
  std::optional<Doubt> contradiction(const Evidence& evidence) const;
  void trust();

  const Time built_;
  Milliseconds steady_{};
  Time wall_{}, judged_{};
  Line line_{};
  std::optional<Doubt> doubt_, contradiction_;
  // Doubted since the start: there is no line yet, and the wall clock is believed between these.
  bool from_start_ = false;
  Time earliest_{}, latest_{};
  std::optional<Time> corrected_at_;
  // What a person has confirmed the clock against.
  std::optional<Time> newest_event_, overruled_event_;
  bool overruled_database_ = false;
};

}  // namespace biroyna::timekeeping
