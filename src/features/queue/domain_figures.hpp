// What the head of a centre watches: a hall counted as it stands now.
//
// Every figure is computed from the hall alone, so what the dashboard shows and what the log says cannot
// differ. Pure: the caller gives the time and the zone in which hours are counted. Linear in the day's
// tickets.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "features/queue/domain.hpp"

namespace biroyna::queue {

// How long a ticket waited until it was first called, or has waited since its first arrival if it is in the
// line once more: after a no-show, say. A further need waits since the service before it, a booking from its
// time on. Of a ticket that ended uncalled: until its end. Never negative.
Seconds wait_of(const Ticket& ticket, Time now);

// The promise is to call everyone within Plan::promise. A ticket counts once it is known which way it went:
// it was called, or its time is over.
struct Promise {
  int counted = 0;
  int kept = 0;
  // Whole per cent, rounded down: 94.9 % is not the promised 95 %. Nothing before anyone counts.
  std::optional<int> percent() const;
};

struct NeedFigures {
  ServiceId service;
  bool open = true;  // takes tickets
  int waiting = 0;
  int unserved = 0;  // of these, who no open window can serve
  Seconds longest_wait{};
  int windows = 0;         // open ones that serve it
  Forecast forecast = {};  // of who takes a ticket now
};

struct WindowFigures {
  WindowId id;
  WindowState state = WindowState::closed;
  bool break_wished = false;
  Seconds in_state{};
  // Called or serving here; the number is empty when the window is free.
  std::string number;
  State ticket_state = State::called;
  ServiceId service;
  Seconds busy{};
  bool too_long = false;                   // serves beyond kTooLong
  std::optional<Seconds> unanswered = {};  // calls beyond kUnanswered
};
// A service takes too long when it goes on for this much of the time that nine of ten need at most.
inline constexpr double kTooLong = 1.5;

// A call that goes on for so long, and neither is the service begun nor the visitor marked as a no-show: the
// visitor may stand elsewhere, or nobody is at the window. Calling again does not begin the time anew.
inline constexpr Seconds kUnanswered{5 * 60};
// How long the window's call has been unanswered; nothing before kUnanswered.
std::optional<Seconds> unanswered_for(const Hall& hall, const Window& window, Time now);

struct HourFigures {
  int hour = 0;  // 9 is 09:00 to 10:00
  int arrived = 0;
  int served = 0;  // all its needs finished
  friend bool operator==(const HourFigures&, const HourFigures&) = default;
};

// What the hours say in one sentence.
struct Trend {
  enum class Line { growing, steady, shrinking };
  Line line = Line::steady;
  HourFigures latest;   // the last hour that is over, or the present one when it is the first
  HourFigures busiest;  // by arrivals; the earliest of equals
};
// Nothing without hours. `present` is the hour that is not over yet.
std::optional<Trend> trend(const std::vector<HourFigures>& hours, int present);

struct Alert {
  enum class Kind { calls_stopped, need_without_window, call_unanswered, promise_broken, window_too_long };
  Kind kind = Kind::calls_stopped;
  int count = 0;   // need_without_window, promise_broken: how many people's tickets
  Seconds time{};  // promise_broken: the longest wait; call_unanswered, window_too_long: how long it goes on
  ServiceId service;        // need_without_window, window_too_long
  WindowId window;          // call_unanswered, window_too_long
  std::string number = {};  // call_unanswered: of the ticket
  friend bool operator==(const Alert&, const Alert&) = default;
};

struct Figures {
  int waiting = 0;
  Seconds longest_wait{};
  Promise promise;
  std::vector<NeedFigures> needs;  // of the plan, in its order, then others that somebody still waits for
  std::vector<WindowFigures> windows;
  std::vector<HourFigures> hours;  // without gaps, from the first with a ticket to the present one
  std::optional<Trend> trend;
  std::vector<Alert> alerts;  // the gravest kind first

  int windows_in(WindowState state) const;
};

Figures figures(const Hall& hall, const Zone& zone, Time now);

}  // namespace biroyna::queue
