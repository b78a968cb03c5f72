// The decisions: each command gives the events that follow from it, or a refusal. Nothing changes here.
#include <fmt/format.h>

#include <algorithm>

#include "features/queue/domain_hall.hpp"

namespace biroyna::queue {
namespace {

using Events = std::vector<Event>;
using Kind = Refusal::Kind;

Event event_of(EventKind kind, Time at, const StaffId& actor = {}) {
  Event event;
  event.kind = kind;
  event.at = at;
  event.actor = actor;
  return event;
}

Event ticket_event(EventKind kind, Time at, const Ticket& ticket, const StaffId& actor) {
  Event event = event_of(kind, at, actor);
  event.ticket = ticket.id;
  event.number = ticket.number;
  event.window = ticket.window;
  event.service = ticket.service();
  return event;
}

Event window_event(EventKind kind, Time at, const Window& window, const StaffId& actor) {
  Event event = event_of(kind, at, actor);
  event.window = window.id;
  return event;
}

bool at_a_window(const Ticket& ticket) {
  return ticket.state == State::called || ticket.state == State::serving;
}

// The state must allow the command, and a ticket at a window is its operator's; an empty actor may act
// anywhere.
std::optional<Refusal> wrong(const Ticket* ticket, Command command, const StaffId& actor) {
  if (ticket == nullptr) return Refusal{Kind::not_found, "no_such_ticket"};
  if (!allowed(ticket->state, command)) {
    return Refusal{Kind::conflict, "wrong_state", {}, std::string(name(ticket->state))};
  }
  if (at_a_window(*ticket) && !actor.empty() && ticket->operator_id != actor) {
    return Refusal{Kind::conflict, "taken_by_window", {}, ticket->window.str()};
  }
  return std::nullopt;
}

std::optional<Refusal> wrong(const Window* window, const StaffId& actor) {
  if (window == nullptr) return Refusal{Kind::not_found, "unknown_window"};
  if (window->state != WindowState::closed && !actor.empty() && window->operator_id != actor) {
    return Refusal{Kind::conflict, "not_your_window"};
  }
  return std::nullopt;
}

}  // namespace

Result<std::vector<ServiceId>> Hall::Body::needs(const std::vector<ServiceId>& services,
                                                 std::string_view pointer) const {
  std::vector<FieldError> fields;
  if (services.empty()) fields.push_back({std::string(pointer), "error.no_services"});
  if (services.size() > kMostNeeds) fields.push_back({std::string(pointer), "error.too_many_services"});
  for (std::size_t i = 0; i < services.size() && i < kMostNeeds; ++i) {
    const auto here = fmt::format("{}/{}", pointer, i);
    if (planned(services[i]) == nullptr) fields.push_back({here, "error.unknown_service"});
    if (std::ranges::count(services, services[i]) > 1) fields.push_back({here, "error.same_service_twice"});
  }
  if (!fields.empty()) return invalid(std::move(fields));
  return services;
}

bool Hall::Body::knows_class(std::string_view visitor_class) const {
  return std::ranges::find(plan->classes, visitor_class, &VisitorClass::id) != plan->classes.end();
}

Result<Events> Hall::take(const TakeTicket& command, Time now) const {
  const Body& body = *body_;
  if (!body.day_open) return refuse(Kind::conflict, "day_closed");
  auto services = body.needs(command.services, "/services");
  std::vector<FieldError> fields;
  if (!services) fields = std::move(services.error().fields);
  if (!body.knows_class(command.visitor_class)) fields.push_back({"/priority", "error.unknown_class"});
  if (!fields.empty()) return invalid(std::move(fields));
  for (const auto& service : command.services) {
    if (body.closed_needs.contains(service)) return refuse(Kind::conflict, "service_closed", service.str());
  }
  if (body.find(command.id) != nullptr) return refuse(Kind::conflict, "ticket_exists");

  Event event = event_of(EventKind::ticket_taken, body.not_before(now), command.actor);
  const std::string& letter = body.planned(command.services.front())->letter;
  const auto used = body.given.find(letter);
  auto number =
      next_ticket_number(letter, used == body.given.end() ? Given{} : used->second, body.skipped, event.at);
  if (!number) return tl::unexpected(Refusal{Kind::unavailable, "busy", {}, {}, 1});
  event.ticket = command.id;
  event.number = *std::move(number);
  event.services = command.services;
  event.visitor_class = command.visitor_class;
  event.language = command.language;
  event.channel = command.channel;
  event.people = command.people;
  event.helper = command.helper;
  event.booked_for = command.booked_for;
  event.catalogue_version = body.plan->catalogue_version;
  return Events{std::move(event)};
}

Result<Events> Hall::change(const TicketId& id, std::vector<ServiceId> services,
                            std::string_view visitor_class, std::string_view language, const StaffId& actor,
                            Time now) const {
  const Body& body = *body_;
  const Ticket* ticket = body.find(id);
  if (ticket == nullptr) return refuse(Kind::not_found, "no_such_ticket");
  const bool may =
      ticket->state == State::waiting || ticket->state == State::parked || ticket->state == State::no_show;
  if (!may) return refuse(Kind::conflict, "wrong_state", std::string(name(ticket->state)));
  auto checked = body.needs(services, "/services");
  std::vector<FieldError> fields;
  if (!checked) fields = std::move(checked.error().fields);
  if (!body.knows_class(visitor_class)) fields.push_back({"/priority", "error.unknown_class"});
  if (!fields.empty()) return invalid(std::move(fields));
  Event event = ticket_event(EventKind::ticket_changed, body.not_before(now), *ticket, actor);
  event.services = std::move(services);
  event.visitor_class = visitor_class;
  event.language = language;
  return Events{std::move(event)};
}

Event Hall::Body::called(const Ticket& ticket, const WindowId& window, const StaffId& actor, Time now) const {
  Event event = ticket_event(EventKind::ticket_called, not_before(now), ticket, actor);
  event.window = window;
  return event;
}

// A window that may call: open, free, and the actor's own.
Result<std::size_t> Hall::Body::calling_window(const WindowId& id, const StaffId& actor) const {
  const Window* here = window(id);
  if (auto no = wrong(here, actor)) return tl::unexpected(*std::move(no));
  if (here->state != WindowState::open) return refuse(Kind::conflict, "window_not_open");
  if (!here->ticket.empty()) return refuse(Kind::conflict, "window_busy", find(here->ticket)->number);
  if (calls_stopped) return refuse(Kind::conflict, "calls_stopped");
  return static_cast<std::size_t>(window_place(id));
}

Result<Events> Hall::call_next(const WindowId& window, const StaffId& actor, Time now) const {
  const auto place = body_->calling_window(window, actor);
  if (!place) return tl::unexpected(place.error());
  const auto next = body_->callable(*place, body_->not_before(now), 1);
  if (next.empty()) return Events{};
  return Events{body_->called(*next.front(), window, actor, now)};
}

Result<Events> Hall::call(const TicketId& id, const WindowId& window, const StaffId& actor, Time now) const {
  const Body& body = *body_;
  const Ticket* ticket = body.find(id);
  if (ticket == nullptr) return refuse(Kind::not_found, "no_such_ticket");
  if (at_a_window(*ticket)) return refuse(Kind::conflict, "taken_by_window", ticket->window.str());
  if (auto no = wrong(ticket, Command::call, {})) return tl::unexpected(*std::move(no));
  const auto place = body.calling_window(window, actor);
  if (!place) return tl::unexpected(place.error());
  const bool here = ticket->only_window.empty() ? body.preference(*place, ticket->service()).has_value()
                                                : ticket->only_window == window;
  if (!here) return refuse(Kind::conflict, "window_cannot_serve");
  return Events{body.called(*ticket, window, actor, now)};
}

// A command whose only effect is one event without further fields.
Result<Events> Hall::Body::plain(const TicketId& id, Command command, EventKind kind, const StaffId& actor,
                                 Time now) const {
  const Ticket* ticket = find(id);
  if (auto no = wrong(ticket, command, actor)) return tl::unexpected(*std::move(no));
  Events events = {ticket_event(kind, not_before(now), *ticket, actor)};
  if (at_a_window(*ticket)) window_is_left(events, *ticket, kind);
  return events;
}

// When a ticket leaves its window: a wished break begins, and after the close of the day the window closes.
void Hall::Body::window_is_left(Events& events, const Ticket& ticket, EventKind kind) const {
  const bool stays = kind == EventKind::ticket_recalled || kind == EventKind::service_started;
  const Window* here = window(ticket.window);
  if (stays || here == nullptr) return;
  const Time at = events.back().at;
  if (!day_open)
    events.push_back(window_event(EventKind::window_closed, at, *here, here->operator_id));
  else if (here->break_wished)
    events.push_back(window_event(EventKind::break_started, at, *here, here->operator_id));
}

Result<Events> Hall::recall(const TicketId& id, const StaffId& actor, Time now) const {
  return body_->plain(id, Command::recall, EventKind::ticket_recalled, actor, now);
}
Result<Events> Hall::start(const TicketId& id, const StaffId& actor, Time now) const {
  return body_->plain(id, Command::start, EventKind::service_started, actor, now);
}
Result<Events> Hall::park(const TicketId& id, const StaffId& actor, Time now) const {
  return body_->plain(id, Command::park, EventKind::ticket_parked, actor, now);
}
Result<Events> Hall::no_show(const TicketId& id, const StaffId& actor, Time now) const {
  return body_->plain(id, Command::no_show, EventKind::ticket_no_show, actor, now);
}
Result<Events> Hall::cancel(const TicketId& id, const StaffId& actor, Time now) const {
  return body_->plain(id, Command::cancel, EventKind::ticket_cancelled, actor, now);
}

Result<Events> Hall::undo(const TicketId& id, const StaffId& actor, Time now) const {
  const Ticket* ticket = body_->find(id);
  if (auto no = wrong(ticket, Command::undo, actor)) return tl::unexpected(*std::move(no));
  const bool in_time =
      ticket->recalls == 0 && body_->not_before(now) <= ticket->state_since + body_->plan->undo;
  if (!in_time) return refuse(Kind::conflict, "too_late_to_undo");
  return body_->plain(id, Command::undo, EventKind::call_undone, actor, now);
}

Result<Events> Hall::return_to_line(const TicketId& id, const StaffId& actor, Time now) const {
  const Ticket* ticket = body_->find(id);
  if (auto no = wrong(ticket, Command::return_, actor)) return tl::unexpected(*std::move(no));
  if (!body_->day_open) return refuse(Kind::conflict, "day_closed");
  const bool over = ticket->state == State::no_show &&
                    body_->not_before(now) > ticket->state_since + body_->plan->no_show_return;
  if (over) return refuse(Kind::conflict, "too_late_to_return");
  return body_->plain(id, Command::return_, EventKind::ticket_returned, actor, now);
}

Result<Events> Hall::finish(const TicketId& id, std::string_view outcome, const StaffId& actor,
                            Time now) const {
  const Body& body = *body_;
  const Ticket* ticket = body.find(id);
  if (auto no = wrong(ticket, Command::finish, actor)) return tl::unexpected(*std::move(no));
  if (std::ranges::find(kOutcomes, outcome) == kOutcomes.end())
    return invalid({{"/outcome", "error.unknown_outcome"}});
  Event event = ticket_event(EventKind::service_finished, body.not_before(now), *ticket, actor);
  event.outcome = outcome;
  // The next need is served at once if this window can serve it, so that the visitor need not walk.
  const auto place = static_cast<std::size_t>(body.window_place(ticket->window));
  const auto next = std::find_if(ticket->open.begin() + 1, ticket->open.end(), [&](const ServiceId& need) {
    return body.preference(place, need).has_value();
  });
  const bool goes_on = next != ticket->open.end() && outcome != "left";
  if (goes_on) event.next = *next;
  Events events = {std::move(event)};
  if (!goes_on) body.window_is_left(events, *ticket, EventKind::service_finished);
  // Further needs end with the visit if the visitor has left, or if the day is closed.
  const bool ends = ticket->open.size() > 1 && !goes_on && (outcome == "left" || !body.day_open);
  if (ends) {
    events.insert(events.begin() + 1,
                  ticket_event(EventKind::ticket_expired, events.front().at, *ticket, actor));
  }
  return events;
}

Result<Events> Hall::Body::transfer(const TicketId& id, const ServiceId& service, const WindowId& to,
                                    std::string_view note, const StaffId& actor, Time now) const {
  const Ticket* ticket = find(id);
  if (auto no = wrong(ticket, Command::transfer, actor)) return tl::unexpected(*std::move(no));
  if (!day_open) return refuse(Kind::conflict, "day_closed");
  Event event = ticket_event(EventKind::ticket_transferred, not_before(now), *ticket, actor);
  event.service = service;
  event.window = to;
  event.text = note;
  Events events = {std::move(event)};
  window_is_left(events, *ticket, EventKind::ticket_transferred);
  return events;
}

Result<Events> Hall::transfer_to_service(const TicketId& ticket, const ServiceId& service,
                                         std::string_view note, const StaffId& actor, Time now) const {
  if (body_->planned(service) == nullptr) return invalid({{"/service", "error.unknown_service"}});
  return body_->transfer(ticket, service, {}, note, actor, now);
}

Result<Events> Hall::transfer_to_window(const TicketId& id, const WindowId& window, std::string_view note,
                                        const StaffId& actor, Time now) const {
  const int place = body_->window_place(window);
  if (place < 0) return invalid({{"/window", "error.unknown_window"}});
  const Ticket* ticket = body_->find(id);
  if (auto no = wrong(ticket, Command::transfer, actor)) return tl::unexpected(*std::move(no));
  if (!body_->preference(static_cast<std::size_t>(place), ticket->service())) {
    return refuse(Kind::conflict, "window_cannot_serve");
  }
  return body_->transfer(id, {}, window, note, actor, now);
}

Result<Events> Hall::cancel_many(std::span<const TicketId> ids, const StaffId& actor, Time now) const {
  Events events;
  for (const auto& id : ids) {
    const Ticket* ticket = body_->find(id);
    if (ticket == nullptr) return refuse(Kind::not_found, "no_such_ticket");
    const bool twice = std::ranges::find(events, id, &Event::ticket) != events.end();
    // A ticket that has been called in the meantime is not cancelled.
    if (twice || at_a_window(*ticket) || !allowed(ticket->state, Command::cancel)) continue;
    events.push_back(ticket_event(EventKind::ticket_cancelled, body_->not_before(now), *ticket, actor));
  }
  return events;
}

Result<Events> Hall::note(const TicketId& id, std::string_view text, const StaffId& actor, Time now) const {
  const Ticket* ticket = body_->find(id);
  if (ticket == nullptr) return refuse(Kind::not_found, "no_such_ticket");
  Event event = ticket_event(EventKind::ticket_noted, body_->not_before(now), *ticket, actor);
  event.text = text;
  return Events{std::move(event)};
}

// Commands about windows, needs and the day.

Result<Events> Hall::open_window(const WindowId& id, const StaffId& actor, Time now) const {
  const Body& body = *body_;
  const Window* window = body.window(id);
  if (window == nullptr) return refuse(Kind::not_found, "unknown_window");
  if (!body.day_open) return refuse(Kind::conflict, "day_closed");
  if (window->state != WindowState::closed && window->operator_id != actor)
    return refuse(Kind::conflict, "window_taken");
  for (const Window& other : body.windows) {
    const bool elsewhere = other.id != id && other.state != WindowState::closed && other.operator_id == actor;
    if (elsewhere && !actor.empty()) return refuse(Kind::conflict, "operator_elsewhere", other.id.str());
  }
  if (window->state == WindowState::open && !window->break_wished) return Events{};
  return Events{window_event(EventKind::window_opened, body.not_before(now), *window, actor)};
}

Result<Events> Hall::start_break(const WindowId& id, const StaffId& actor, Time now) const {
  const Window* window = body_->window(id);
  if (auto no = wrong(window, actor)) return tl::unexpected(*std::move(no));
  if (window->state == WindowState::closed) return refuse(Kind::conflict, "window_not_open");
  if (window->state == WindowState::on_break || window->break_wished) return Events{};
  const EventKind kind = window->ticket.empty() ? EventKind::break_started : EventKind::break_wished;
  return Events{window_event(kind, body_->not_before(now), *window, actor)};
}

Result<Events> Hall::end_break(const WindowId& id, const StaffId& actor, Time now) const {
  const Window* window = body_->window(id);
  if (auto no = wrong(window, actor)) return tl::unexpected(*std::move(no));
  if (window->state == WindowState::closed) return refuse(Kind::conflict, "window_not_open");
  if (window->state == WindowState::open && !window->break_wished) return Events{};
  return Events{window_event(EventKind::window_opened, body_->not_before(now), *window, actor)};
}

Result<Events> Hall::close_window(const WindowId& id, bool anyway, const StaffId& actor, Time now) const {
  const Window* window = body_->window(id);
  if (auto no = wrong(window, actor)) return tl::unexpected(*std::move(no));
  if (window->state == WindowState::closed) return Events{};
  if (!window->ticket.empty())
    return refuse(Kind::conflict, "window_busy", body_->find(window->ticket)->number);
  if (const auto stranded = stranded_by_closing(id); !stranded.empty() && !anyway) {
    return refuse(Kind::conflict, "would_strand", std::to_string(stranded.size()));
  }
  return Events{window_event(EventKind::window_closed, body_->not_before(now), *window, actor)};
}

Result<Events> Hall::close_need(const ServiceId& service, const StaffId& actor, Time now) const {
  if (body_->planned(service) == nullptr) return refuse(Kind::not_found, "unknown_service");
  if (!need_open(service)) return Events{};
  Event event = event_of(EventKind::need_closed, body_->not_before(now), actor);
  event.service = service;
  return Events{std::move(event)};
}

Result<Events> Hall::open_need(const ServiceId& service, const StaffId& actor, Time now) const {
  if (need_open(service)) return Events{};
  Event event = event_of(EventKind::need_opened, body_->not_before(now), actor);
  event.service = service;
  return Events{std::move(event)};
}

Result<Events> Hall::stop_calls(const StaffId& actor, Time now) const {
  if (body_->calls_stopped) return Events{};
  return Events{event_of(EventKind::calls_stopped, body_->not_before(now), actor)};
}

Result<Events> Hall::resume_calls(const StaffId& actor, Time now) const {
  if (!body_->calls_stopped) return Events{};
  return Events{event_of(EventKind::calls_resumed, body_->not_before(now), actor)};
}

std::vector<Event> Hall::open_day(std::vector<std::pair<ServiceId, ServiceTime>> times, Time now) const {
  Event event = event_of(EventKind::day_opened, now);
  event.times = std::move(times);
  event.catalogue_version = body_->plan->catalogue_version;
  return {std::move(event)};
}

std::vector<Event> Hall::close_day(Time now) const {
  Events events;
  if (!body_->day_open) return events;
  const Time at = body_->not_before(now);
  for (const auto& ticket : body_->tickets) {
    if (at_a_window(ticket) || !allowed(ticket.state, Command::expire)) continue;
    events.push_back(ticket_event(EventKind::ticket_expired, at, ticket, {}));
  }
  for (const auto& window : body_->windows) {
    if (window.state != WindowState::closed && window.ticket.empty()) {
      events.push_back(window_event(EventKind::window_closed, at, window, {}));
    }
  }
  events.push_back(event_of(EventKind::day_closed, at));
  return events;
}

std::vector<Event> Hall::leave_hall(Time now) const {
  Events events;
  const Time at = body_->not_before(now);
  for (const auto& ticket : body_->tickets) {
    if (allowed(ticket.state, Command::expire))
      events.push_back(ticket_event(EventKind::ticket_expired, at, ticket, {}));
  }
  for (const auto& window : body_->windows) {
    if (window.state != WindowState::closed)
      events.push_back(window_event(EventKind::window_closed, at, window, {}));
  }
  if (body_->day_open) events.push_back(event_of(EventKind::day_closed, at));
  return events;
}

std::vector<Event> Hall::reopen_day(const StaffId& actor, Time now) const {
  if (body_->day_open || body_->closed_at == Time{}) return {};
  const Time at = body_->not_before(now);
  Events events = {event_of(EventKind::day_reopened, at, actor)};
  for (const auto& ticket : body_->tickets) {
    if (ticket.state == State::expired && ticket.state_since == body_->closed_at)
      events.push_back(ticket_event(EventKind::ticket_restored, at, ticket, {}));
  }
  return events;
}

std::vector<Event> Hall::expire_overdue(Time now) const {
  Events events;
  const Time at = body_->not_before(now);
  for (const auto& id : body_->missed) {
    const Ticket& ticket = *body_->find(id);
    if (at > ticket.state_since + body_->plan->no_show_return) {
      events.push_back(ticket_event(EventKind::ticket_expired, at, ticket, {}));
    }
  }
  return events;
}

}  // namespace biroyna::queue
