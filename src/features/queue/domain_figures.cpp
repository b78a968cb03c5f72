#include "features/queue/domain_figures.hpp"

#include <algorithm>
#include <map>

namespace biroyna::queue {
namespace {

Seconds between(Time from, Time to) {
  return std::max(Seconds{0}, std::chrono::duration_cast<Seconds>(to - from));
}

// Until the first call, or until the ticket ended uncalled.
Seconds first_wait(const Ticket& ticket, Time now) {
  const Time from = std::max(ticket.issued_at, ticket.booked_for.value_or(ticket.issued_at));
  const Time ended = ticket.state == State::waiting ? now : ticket.state_since;
  return between(from, ticket.first_called_at.value_or(ended));
}

Promise promise_of(const std::vector<const Ticket*>& tickets, Seconds promise, Time now) {
  Promise result;
  for (const Ticket* ticket : tickets) {
    const bool in_time = first_wait(*ticket, now) <= promise;
    if (!ticket->first_called_at && in_time) continue;
    ++result.counted;
    if (in_time) ++result.kept;
  }
  return result;
}

std::vector<NeedFigures> needs_of(const Hall& hall, const std::vector<const Ticket*>& waiting, Time now) {
  std::vector<NeedFigures> needs;
  std::map<ServiceId, std::size_t> places;
  const auto need = [&](const ServiceId& service) -> NeedFigures& {
    const auto [place, is_new] = places.emplace(service, needs.size());
    if (is_new) {
      needs.emplace_back().service = service;
      needs.back().open = hall.need_open(service);
    }
    return needs[place->second];
  };
  for (const auto& service : hall.plan().services) {
    need(service.id).forecast = hall.forecast_for(service.id, "none", now);
  }
  for (const Ticket* ticket : waiting) {
    NeedFigures& figures = need(ticket->service());
    ++figures.waiting;
    figures.longest_wait = std::max(figures.longest_wait, wait_of(*ticket, now));
  }
  for (const TicketId& id : hall.unserved()) ++need(hall.find(id)->service()).unserved;
  for (const auto& planned : hall.plan().windows) {
    const Window* window = hall.find_window(planned.id);
    if (window == nullptr || window->state != WindowState::open) continue;
    for (const auto& skill : planned.skills) ++need(skill.service).windows;
  }
  return needs;
}

WindowFigures window_of(const Hall& hall, const Window& window, Time now) {
  WindowFigures figures{.id = window.id,
                        .state = window.state,
                        .break_wished = window.break_wished,
                        .in_state = between(window.state_since, now),
                        .number = {},
                        .service = {}};
  if (const Ticket* ticket = hall.find(window.ticket)) {
    figures.number = ticket->number;
    figures.ticket_state = ticket->state;
    figures.service = ticket->service();
    figures.busy = between(ticket->state_since, now);
    figures.unanswered = unanswered_for(hall, window, now);
    const double usual_minutes = hall.service_time(ticket->service()).p90_minutes;
    figures.too_long = ticket->state == State::serving &&
                       minutes_between(ticket->state_since, now) > kTooLong * usual_minutes;
  }
  return figures;
}

int hour_of(const Zone& zone, Time time) {
  return static_cast<int>(std::chrono::floor<std::chrono::hours>(zone.time_of_day(time)).count());
}

std::vector<HourFigures> hours_of(const std::vector<const Ticket*>& tickets, const Zone& zone, Time now) {
  if (tickets.empty()) return {};
  std::map<int, HourFigures> counted;
  for (const Ticket* ticket : tickets) {
    ++counted[hour_of(zone, ticket->issued_at)].arrived;
    if (ticket->state == State::finished) ++counted[hour_of(zone, ticket->state_since)].served;
  }
  std::vector<HourFigures> hours;
  const int last = std::max(hour_of(zone, now), counted.rbegin()->first);
  for (int hour = counted.begin()->first; hour <= last; ++hour) {
    const HourFigures& figures = counted[hour];
    hours.push_back({hour, figures.arrived, figures.served});
  }
  return hours;
}

std::vector<Alert> alerts_of(const Hall& hall, const Figures& figures,
                             const std::vector<const Ticket*>& waiting, Time now) {
  std::vector<Alert> alerts;
  if (hall.calls_stopped())
    alerts.push_back({.kind = Alert::Kind::calls_stopped, .service = {}, .window = {}});
  for (const auto& need : figures.needs) {
    if (need.unserved == 0) continue;
    alerts.push_back({.kind = Alert::Kind::need_without_window,
                      .count = need.unserved,
                      .service = need.service,
                      .window = {}});
  }
  for (const auto& window : figures.windows) {
    if (!window.unanswered) continue;
    alerts.push_back({.kind = Alert::Kind::call_unanswered,
                      .time = *window.unanswered,
                      .service = {},
                      .window = window.id,
                      .number = window.number});
  }
  const auto late = std::ranges::count_if(
      waiting, [&](const Ticket* ticket) { return wait_of(*ticket, now) > hall.plan().promise; });
  if (late > 0) {
    alerts.push_back({.kind = Alert::Kind::promise_broken,
                      .count = static_cast<int>(late),
                      .time = figures.longest_wait,
                      .service = {},
                      .window = {}});
  }
  for (const auto& window : figures.windows) {
    if (!window.too_long) continue;
    alerts.push_back({.kind = Alert::Kind::window_too_long,
                      .time = window.busy,
                      .service = window.service,
                      .window = window.id});
  }
  return alerts;
}

}  // namespace

std::optional<Seconds> unanswered_for(const Hall& hall, const Window& window, Time now) {
  const Ticket* ticket = hall.find(window.ticket);
  if (ticket == nullptr || ticket->state != State::called) return std::nullopt;
  const Seconds lasting = between(window.busy_since, now);
  return lasting < kUnanswered ? std::nullopt : std::optional(lasting);
}

Seconds wait_of(const Ticket& ticket, Time now) {
  if (ticket.state != State::waiting) return first_wait(ticket, now);
  const Time arrived = std::max(ticket.issued_at, ticket.booked_for.value_or(ticket.issued_at));
  return between(ticket.done.empty() ? arrived : ticket.state_since, now);
}

std::optional<int> Promise::percent() const {
  if (counted == 0) return std::nullopt;
  return 100 * kept / counted;
}

std::optional<Trend> trend(const std::vector<HourFigures>& hours, int present) {
  if (hours.empty()) return std::nullopt;
  Trend trend;
  trend.latest = hours.front();
  for (const auto& hour : hours) {
    if (hour.hour < present) trend.latest = hour;
  }
  trend.busiest = *std::ranges::max_element(hours, {}, &HourFigures::arrived);
  // A difference of one person, or of one in ten, is no trend.
  const int margin = std::max(1, trend.latest.arrived / 10);
  const int growth = trend.latest.arrived - trend.latest.served;
  if (growth > margin) trend.line = Trend::Line::growing;
  if (growth < -margin) trend.line = Trend::Line::shrinking;
  return trend;
}

int Figures::windows_in(WindowState state) const {
  return static_cast<int>(std::ranges::count(windows, state, &WindowFigures::state));
}

Figures figures(const Hall& hall, const Zone& zone, Time now) {
  now = std::max(now, hall.last_event_at());
  const auto tickets = hall.tickets();
  const auto waiting = hall.in_state(State::waiting);
  Figures figures;
  figures.waiting = static_cast<int>(waiting.size());
  for (const Ticket* ticket : waiting) {
    figures.longest_wait = std::max(figures.longest_wait, wait_of(*ticket, now));
  }
  figures.promise = promise_of(tickets, hall.plan().promise, now);
  figures.needs = needs_of(hall, waiting, now);
  for (const Window& window : hall.windows()) figures.windows.push_back(window_of(hall, window, now));
  figures.hours = hours_of(tickets, zone, now);
  figures.trend = trend(figures.hours, hour_of(zone, now));
  figures.alerts = alerts_of(hall, figures, waiting, now);
  return figures;
}

}  // namespace biroyna::queue
