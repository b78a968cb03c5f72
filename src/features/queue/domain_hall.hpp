// What a Hall holds. Private to the queue's rules.
#pragma once

#include <bitset>
#include <boost/unordered/unordered_flat_map.hpp>
#include <deque>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "features/queue/domain.hpp"
#include "features/queue/domain_line.hpp"
#include "features/queue/domain_numbers.hpp"

namespace biroyna::queue {

using WindowSet = std::bitset<kMostWindows>;  // by the window's place in Body::windows

// A service time with what forecasts need of it, in minutes: the log-normal's mean and variance.
struct KnownTime {
  ServiceTime time;
  double mean = 0, variance = 0;
  std::vector<double> today;  // measured since the day opened
  ServiceTime at_opening;

  explicit KnownTime(const ServiceTime& opening = {}) : at_opening(opening) { set(opening); }
  void set(const ServiceTime& now);
  // What is left, on average, of a service that goes on since `elapsed`, and its variance.
  std::pair<double, double> left_after(double elapsed) const;
};

struct Hall::Body {
  explicit Body(std::shared_ptr<const Plan> from);

  std::shared_ptr<const Plan> plan;
  std::vector<Window> windows;
  std::vector<std::unordered_map<ServiceId, double>> skills;  // of each window: preference by service
  std::unordered_map<WindowId, std::size_t> window_places;
  std::unordered_map<ServiceId, WindowSet> able;  // who has the skill, open or not
  WindowSet open;                                 // open and not about to begin a break

  std::deque<Ticket> tickets;                                                     // in the order of arrival
  boost::unordered_flat_map<TicketId, std::uint32_t, std::hash<TicketId>> by_id;  // its place in `tickets`
  boost::unordered_flat_map<std::string, std::uint32_t> by_number;
  std::map<std::string, Given> given;  // numbers, by letter
  std::optional<NumbersSkipped> skipped;

  // Who waits, by need, class and the one window that may call them (or -1). No line is empty.
  using LineKey = std::tuple<ServiceId, std::string, int>;
  struct WaitingLine {
    Line places;
    WindowSet able;
    double weight = 1;
  };
  std::map<LineKey, WaitingLine> lines;
  std::size_t waiting = 0;
  std::set<TicketId> missed;  // in the state no_show

  std::unordered_map<ServiceId, KnownTime> times;
  std::set<ServiceId> closed_needs;
  bool day_open = false;
  Time closed_at{};  // when the day was closed last
  bool calls_stopped = false;
  Time last_event_at{};

  void learn_plan();
  static NumbersSkipped skipped_by(const Event& event);
  void see_open_windows();

  const PlannedService* planned(const ServiceId& service) const;
  double weight(std::string_view visitor_class) const;  // 1 for a class that the plan no longer has
  Ticket* find(const TicketId& id);
  const Ticket* find(const TicketId& id) const;
  std::uint32_t place_of(const Ticket& ticket) const { return by_id.at(ticket.id); }
  const Window* window(const WindowId& id) const;
  Window& known_window(const WindowId& id);    // throws std::logic_error
  int window_place(const WindowId& id) const;  // -1: none
  // Nothing when the window cannot serve it.
  std::optional<double> preference(std::size_t window, const ServiceId& service) const;
  WindowSet able_to_serve(const ServiceId& service, int only_window = -1) const;
  const KnownTime& time_of(const ServiceId& service) const;

  LineKey line_of(const Ticket& ticket) const;
  void enter_line(const Ticket& ticket);
  void leave_line(const Ticket& ticket);
  static double precedence(double weight, Time from, Time now) { return weight * minutes_between(from, now); }

  // `now`, but never before the last event: a clock that jumped back stands still.
  Time not_before(Time now) const { return std::max(now, last_event_at); }

  // Checks and events that several commands share.
  Result<std::vector<ServiceId>> needs(const std::vector<ServiceId>& services,
                                       std::string_view pointer) const;
  bool knows_class(std::string_view visitor_class) const;
  Result<std::size_t> calling_window(const WindowId& id, const StaffId& actor) const;
  Event called(const Ticket& ticket, const WindowId& window, const StaffId& actor, Time now) const;
  Result<std::vector<Event>> plain(const TicketId& id, Command command, EventKind kind, const StaffId& actor,
                                   Time now) const;
  Result<std::vector<Event>> transfer(const TicketId& id, const ServiceId& service, const WindowId& to,
                                      std::string_view note, const StaffId& actor, Time now) const;
  void window_is_left(std::vector<Event>& events, const Ticket& ticket, EventKind kind) const;

  // By what a window compares those whom it may call: the highest is next. Of all in `line`, the first in it
  // has the highest.
  double score(std::size_t window, const LineKey& key, double weight, Time from, Time when) const;
  // How many minutes the window still needs for the ticket that it has, and the variance; none when free.
  std::pair<double, double> busy_for(std::size_t window, Time now) const;
  // In the order in which this window would call them; at most `limit`.
  std::vector<const Ticket*> callable(std::size_t window, Time now, std::size_t limit) const;
  static constexpr std::uint32_t kNotYet = std::numeric_limits<std::uint32_t>::max();
  // Somebody in the line, or about to join it: then their ticket is kNotYet.
  struct Someone {
    ServiceId service;
    double weight = 1;
    Time from{};
    std::uint32_t ticket = 0;
    WindowSet able;  // all who have the skill, when none of them is open
    bool window_open = false;
  };
  Someone someone(const Ticket& ticket) const;
  Someone newcomer(const ServiceId& service, std::string_view visitor_class, Time now) const;
  int ahead_of(const Someone& mine, Time now) const;
  // Calls `on_line(key, line, count)` for each line that shares a window with theirs, with how many of it
  // stand before them in the order that holds at `when`.
  template <class OnLine>
  void each_before(const Someone& mine, Time when, OnLine&& on_line) const;
  // How precedence goes on while the windows work.
  enum class Order : std::uint8_t { as_it_stands, as_it_grows };
  // Who is called at the windows that serve them before they are, by need, when every open window goes on
  // calling, nobody else comes and each service takes its mean. Nothing when none of these windows is open,
  // or when they are further back than is looked.
  std::optional<std::map<ServiceId, std::size_t>> called_before(const Someone& mine, Order order,
                                                                Time now) const;
  ForecastInputs inputs_of(const Someone& mine, std::optional<Time> booked_for, Time now) const;
};

template <class OnLine>
void Hall::Body::each_before(const Someone& mine, Time when, OnLine&& on_line) const {
  const double gained = mine.weight * static_cast<double>((when - mine.from).count());
  for (const auto& [key, line] : lines) {
    if ((line.able & mine.able).none()) continue;
    const double same_precedence_since = static_cast<double>(to_ms(when)) - gained / line.weight;
    const std::size_t count = line.places.before(same_precedence_since, mine.ticket);
    if (count > 0) on_line(key, line, count);
  }
}

}  // namespace biroyna::queue
