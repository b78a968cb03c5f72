// The queue of one centre on one day: who is called next, to which window, and why.
//
// A Hall is the fold of the day's events: each command first *decides* (pure: the state, the command and the
// time give events, or a refusal), and then the events are *applied*. Replaying the events gives the same
// hall.
//
// Invariants
//  (1) A ticket is at one window at most, and a window has one called or serving ticket at most.
//  (2) Within one class and need, tickets are called in the order of their arrival.
//  (3) Every waiting ticket's precedence grows with time, so none starves.
//  (4) A number is given once a day, also when the database was restored meanwhile (domain_numbers.hpp).
//  (5) No command from a state that kRules does not list for it.
// Pure: the caller gives the time. A time before the last event's is taken as the last event's (a clock that
// jumped back never makes a negative wait). Not thread-safe: one thread decides; readers hold the owner's
// lock.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/id.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "features/queue/domain_forecast.hpp"
#include "features/queue/domain_plan.hpp"

namespace biroyna::queue {

enum class State : std::uint8_t { waiting, called, serving, parked, no_show, finished, cancelled, expired };
enum class Command : std::uint8_t {
  call,  // next, or this one
  recall,
  start,     // the visitor stands at the window
  finish,    // this need; the ticket goes on with the next need, if any
  park,      // fetches a document, pays, …; keeps its place in time
  return_,   // from parked or no-show, back into the line with its first arrival
  transfer,  // to another service or to one window
  no_show,
  cancel,
  undo,     // takes back a call within Plan::undo
  restore,  // the day is opened again: what its close expired
  expire,   // a no-show that did not return in time; close of day
};
std::string_view name(State state);      // "no_show"
std::string_view name(Command command);  // "no-show", as in the API's address
std::optional<State> parse_state(std::string_view name);
std::optional<Command> parse_command(std::string_view name);

// The one table of what may be done to a ticket. Where a command may end in one of two states, both rows are
// here.
struct Rule {
  State from;
  Command command;
  State to;
};
std::span<const Rule> rules();
bool allowed(State from, Command command);

enum class EventKind : std::uint8_t {
  day_opened,  // times: the service times known then
  ticket_taken,
  ticket_changed,  // the host corrected needs, class or language
  ticket_called,
  ticket_recalled,
  call_undone,
  service_started,
  service_finished,  // outcome; `next` names the need that goes on at once at the same window
  ticket_parked,
  ticket_returned,
  ticket_transferred,
  ticket_no_show,
  ticket_cancelled,
  ticket_expired,
  ticket_noted,  // text: a note that follows the ticket
  window_opened,
  break_wished,  // granted when the present ticket has left
  break_started,
  window_closed,
  need_closed,  // the head takes a service off the kiosk for now
  need_opened,
  calls_stopped,  // emergency: nobody is called
  calls_resumed,
  day_reopened,
  ticket_restored,
  numbers_skipped,  // text: at which moment of the day the database was restored, and which one it is, in ms
  day_closed,
};
std::string_view name(EventKind kind);
std::optional<EventKind> parse_event_kind(std::string_view name);

// Why a ticket is in the line once more; kept for reports.
enum class Channel : std::uint8_t { kiosk, host, phone, booking };
std::string_view name(Channel channel);
std::optional<Channel> parse_channel(std::string_view name);

// One fact. Flat on purpose: a field that a kind does not use is empty.
struct Event {
  EventKind kind = EventKind::day_opened;
  Time at{};
  TicketId ticket;
  WindowId window;
  StaffId actor;                    // who did it at the window or host's desk
  ServiceId service;                // the need concerned
  std::vector<ServiceId> services;  // ticket_taken, ticket_changed: all needs, in the order of serving
  std::string number;
  std::string visitor_class;
  std::string language;  // BCP 47
  Channel channel = Channel::kiosk;
  int people = 1;                  // a family or group on one ticket
  bool helper = false;             // taken by a helper for somebody else, or with a carer along
  std::optional<Time> booked_for;  // a booking's time
  std::int64_t catalogue_version = 0;
  std::string outcome;  // service_finished: one of kOutcomes
  ServiceId next;
  std::string text;
  std::vector<std::pair<ServiceId, ServiceTime>> times;  // day_opened

  friend bool operator==(const Event&, const Event&) = default;
};

inline constexpr std::size_t kMostNeeds = 5;      // on one ticket
inline constexpr std::size_t kLongestNote = 500;  // characters

// How a service ends at a window, in the order in which a console offers it.
inline constexpr std::array<std::string_view, 5> kOutcomes = {"done", "advised", "missing_papers", "refused",
                                                              "left"};

struct TakeTicket {
  TicketId id;  // empty: the queue makes one that nobody guesses
  std::vector<ServiceId> services;
  std::string visitor_class = "none";
  std::string language = "uz-Latn";
  Channel channel = Channel::kiosk;
  int people = 1;
  bool helper = false;
  std::optional<Time> booked_for;
  StaffId actor;
};

struct Ticket {
  TicketId id;
  std::string number;
  State state = State::waiting;
  std::vector<ServiceId> open;  // needs still to be served; front is the present one
  std::vector<ServiceId> done;
  std::string visitor_class;
  std::string language;
  Channel channel = Channel::kiosk;
  int people = 1;
  bool helper = false;
  std::int64_t catalogue_version = 0;
  Time issued_at{};
  Time precedence_from{};  // the start of its accumulation: arrival, or a booking's offset time
  Time state_since{};
  std::optional<Time> booked_for;
  std::optional<Time> first_called_at;
  WindowId window;                      // called, serving; parked and no_show: where it was last
  WindowId only_window;                 // transferred to one window
  State called_from = State::waiting;   // where undo takes it back to
  State expired_from = State::waiting;  // where a day that is opened again takes it back to
  int recalls = 0;
  std::vector<std::string> notes;
  StaffId operator_id;

  const ServiceId& service() const { return open.empty() ? done.back() : open.front(); }
};

enum class WindowState : std::uint8_t { closed, open, on_break };
std::string_view name(WindowState state);

struct Window {
  WindowId id;
  WindowState state = WindowState::closed;
  StaffId operator_id;
  TicketId ticket;  // called or serving here; empty when free
  bool break_wished = false;
  Time state_since{};
  Time busy_since{};  // since when it has `ticket`
};

struct WaitingCount {
  ServiceId service;
  int waiting = 0;
  Time oldest{};  // arrival of the one who has waited longest; meaningless when nobody waits
};

class Hall {
 public:
  explicit Hall(std::shared_ptr<const Plan> plan);
  Hall(Hall&&) noexcept;
  Hall& operator=(Hall&&) noexcept;
  ~Hall();

  // Deciding: nothing changes.
  // Every command may refuse with "no_such_ticket" or "unknown_window" (404), "wrong_state" (subject: the
  // state), "taken_by_window" (subject: the window that has the ticket) and "not_your_window".

  // Refusals: "day_closed", "service_closed" (subject: the service), "ticket_exists", "busy" (just after a
  // restore, when there is no number for this moment); wrong fields: no_services, too_many_services (more
  // than 5), unknown_service, same_service_twice, unknown_class.
  Result<std::vector<Event>> take(const TakeTicket& command, Time now) const;
  // Nobody whom this window can serve waits: an empty vector. Refusals: "window_not_open", "window_busy"
  // (subject: its ticket's number), "calls_stopped".
  Result<std::vector<Event>> call_next(const WindowId& window, const StaffId& actor, Time now) const;
  // "Call this one": waiting, parked or not shown. Also refuses with "window_cannot_serve".
  Result<std::vector<Event>> call(const TicketId& ticket, const WindowId& window, const StaffId& actor,
                                  Time now) const;
  Result<std::vector<Event>> recall(const TicketId& ticket, const StaffId& actor, Time now) const;
  // Within Plan::undo and before a recall; else "too_late_to_undo".
  Result<std::vector<Event>> undo(const TicketId& ticket, const StaffId& actor, Time now) const;
  Result<std::vector<Event>> start(const TicketId& ticket, const StaffId& actor, Time now) const;
  // Ends the present need. With more needs: goes on at the same window when it can serve one of them ("next"
  // is set), else back into the line with its first arrival. Also starts a wished break. Refusal:
  // "unknown_outcome".
  Result<std::vector<Event>> finish(const TicketId& ticket, std::string_view outcome, const StaffId& actor,
                                    Time now) const;
  Result<std::vector<Event>> park(const TicketId& ticket, const StaffId& actor, Time now) const;
  // Who did not show has Plan::no_show_return; then "too_late_to_return".
  Result<std::vector<Event>> return_to_line(const TicketId& ticket, const StaffId& actor, Time now) const;
  Result<std::vector<Event>> transfer_to_service(const TicketId& ticket, const ServiceId& service,
                                                 std::string_view note, const StaffId& actor, Time now) const;
  Result<std::vector<Event>> transfer_to_window(const TicketId& ticket, const WindowId& window,
                                                std::string_view note, const StaffId& actor, Time now) const;
  Result<std::vector<Event>> no_show(const TicketId& ticket, const StaffId& actor, Time now) const;
  Result<std::vector<Event>> cancel(const TicketId& ticket, const StaffId& actor, Time now) const;
  Result<std::vector<Event>> cancel_many(std::span<const TicketId> tickets, const StaffId& actor,
                                         Time now) const;
  Result<std::vector<Event>> note(const TicketId& ticket, std::string_view text, const StaffId& actor,
                                  Time now) const;
  Result<std::vector<Event>> change(const TicketId& ticket, std::vector<ServiceId> services,
                                    std::string_view visitor_class, std::string_view language,
                                    const StaffId& actor, Time now) const;

  // Refusals: "unknown_window", "window_taken" (another operator, subject: nothing), "operator_elsewhere"
  // (subject: the window where this operator already is), "window_busy".
  Result<std::vector<Event>> open_window(const WindowId& window, const StaffId& actor, Time now) const;
  // While a ticket is called or served, the break is wished and starts when it has left.
  Result<std::vector<Event>> start_break(const WindowId& window, const StaffId& actor, Time now) const;
  Result<std::vector<Event>> end_break(const WindowId& window, const StaffId& actor, Time now) const;
  // Refusal "would_strand" (subject: how many) when people wait whom no other open window can serve, unless
  // `anyway`.
  Result<std::vector<Event>> close_window(const WindowId& window, bool anyway, const StaffId& actor,
                                          Time now) const;
  Result<std::vector<Event>> close_need(const ServiceId& service, const StaffId& actor, Time now) const;
  Result<std::vector<Event>> open_need(const ServiceId& service, const StaffId& actor, Time now) const;
  Result<std::vector<Event>> stop_calls(const StaffId& actor, Time now) const;
  Result<std::vector<Event>> resume_calls(const StaffId& actor, Time now) const;

  std::vector<Event> open_day(std::vector<std::pair<ServiceId, ServiceTime>> times, Time now) const;
  // Expires who waits, is parked or did not show; closes the free windows. Called and served tickets go on to
  // their end, and their windows close after them.
  std::vector<Event> close_day(Time now) const;
  // The same for a day that nobody closed, or a hall that was left: called and served tickets expire too, and
  // all windows close. Nothing when all is done already.
  std::vector<Event> leave_hall(Time now) const;
  // Opens a day that was closed by mistake: who lost a place by its close has it back, parked and not shown
  // as they were; who was at a window waits, with the first arrival. Windows stay closed. Nothing when it is
  // open.
  std::vector<Event> reopen_day(const StaffId& actor, Time now) const;
  // The database was restored, so long after the day's midnight: numbers go on beyond those that may be
  // printed.
  std::vector<Event> skip_numbers(Time restored, Milliseconds restored_of_day, Time now) const;
  // When the hall heard of it last.
  std::optional<Time> numbers_skipped_at() const;
  // No-shows whose time to return is over.
  std::vector<Event> expire_overdue(Time now) const;

  // Applying. Throws std::logic_error for an event that cannot follow this state (a damaged log).
  void apply(const Event& event);
  // A new catalogue version: new tickets follow it; who waits for a service that is gone keeps its place and
  // can be served by the windows that could serve it.
  void change_plan(std::shared_ptr<const Plan> plan);

  // Reading.
  const Plan& plan() const;
  const Ticket* find(const TicketId& id) const;
  const Ticket* find_number(std::string_view number) const;
  std::span<const Window> windows() const;
  const Window* find_window(const WindowId& id) const;
  std::vector<const Ticket*> tickets() const;  // of the day, in the order of arrival
  std::size_t ticket_count() const;
  std::vector<const Ticket*> in_state(State state) const;
  std::vector<const Ticket*> waiting_for(const WindowId& window, Time now,
                                         std::size_t limit) const;  // in its order of calling
  std::vector<WaitingCount> waiting_by_service() const;
  std::size_t waiting_count() const;
  std::optional<Time> longest_waiting_since() const;
  std::vector<TicketId> stranded_by_closing(const WindowId& window) const;
  // Waiting tickets that no open window can serve now.
  std::vector<TicketId> unserved() const;
  double precedence(const Ticket& ticket, Time now) const;
  // Who will be called before it as things stand: higher precedence now, sharing an open window (any, when
  // none is open).
  int ahead(const Ticket& ticket, Time now) const;
  int ahead_for(const ServiceId& service, std::string_view visitor_class,
                Time now) const;  // of who takes a ticket now
  // Cheap however long the line is: it reads counts by need and class, not tickets.
  Forecast forecast(const Ticket& ticket, Time now) const;
  Forecast forecast_for(const ServiceId& service, std::string_view visitor_class,
                        Time now) const;  // who takes a ticket now
  // The named inputs behind forecast(), for the planner's measurements.
  ForecastInputs forecast_inputs(const Ticket& ticket, Time now) const;
  bool day_open() const;
  bool calls_stopped() const;
  bool need_open(const ServiceId& service) const;
  Time last_event_at() const;
  // The service times as known now: the day's start and what was measured since.
  ServiceTime service_time(const ServiceId& service) const;
  // How much a service is asked for, to be compared with others: visits measured before today, as far as they
  // count, and tickets of today.
  double demand(const ServiceId& service) const;
  // Everything that the events determine, as text: equal halls give equal text. For tests of replay.
  std::string describe() const;

 private:
  struct Body;
  std::unique_ptr<Body> body_;
};

}  // namespace biroyna::queue
