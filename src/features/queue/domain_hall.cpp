// The state of a hall: what the plan says, who stands where, and how each event changes it.
#include "features/queue/domain_hall.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "features/queue/domain_times.hpp"

namespace biroyna::queue {
namespace {

double normal_cdf(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

double sigma_of(const ServiceTime& time) {
  return std::max(std::log(time.p90_minutes / time.median_minutes) / kNinetyPercent, 0.01);
}

Window new_window(const WindowId& id) {
  Window window;
  window.id = id;
  return window;
}

}  // namespace

void KnownTime::set(const ServiceTime& now) {
  time = now;
  const double sigma = sigma_of(now);
  mean = now.median_minutes * std::exp(sigma * sigma / 2);
  variance = mean * mean * std::expm1(sigma * sigma);
}

std::pair<double, double> KnownTime::left_after(double elapsed) const {
  if (elapsed <= 0) return {mean, variance};
  const double sigma = sigma_of(time), mu = std::log(time.median_minutes), at = std::log(elapsed);
  const double survives = 1 - normal_cdf((at - mu) / sigma);
  // Beyond the range of the distribution: expect about one more median.
  if (survives < 1e-4) return {time.median_minutes, variance};
  const double first = mean * normal_cdf((mu + sigma * sigma - at) / sigma) / survives;
  const double second =
      std::exp(2 * mu + 2 * sigma * sigma) * normal_cdf((mu + 2 * sigma * sigma - at) / sigma) / survives;
  return {std::max(first - elapsed, 0.0), std::max(second - first * first, 0.0)};
}

Hall::Hall(std::shared_ptr<const Plan> plan) : body_(std::make_unique<Body>(std::move(plan))) {}
Hall::Hall(Hall&&) noexcept = default;
Hall& Hall::operator=(Hall&&) noexcept = default;
Hall::~Hall() = default;

Hall::Body::Body(std::shared_ptr<const Plan> from) : plan(std::move(from)) { learn_plan(); }

// Windows and skills of the plan. What it no longer has stays as long as somebody is there: an open window,
// and the skills for services that are gone.
void Hall::Body::learn_plan() {
  std::vector<Window> kept;
  std::vector<std::unordered_map<ServiceId, double>> kept_skills;
  for (const auto& planned_window : plan->windows) {
    std::unordered_map<ServiceId, double> preferences;
    const int before = window_place(planned_window.id);
    if (before >= 0) {
      for (const auto& [service, preference] : skills[static_cast<std::size_t>(before)]) {
        if (planned(service) == nullptr) preferences.emplace(service, preference);
      }
    }
    for (const auto& skill : planned_window.skills) preferences[skill.service] = skill.preference;
    kept.push_back(before >= 0 ? windows[static_cast<std::size_t>(before)] : new_window(planned_window.id));
    kept_skills.push_back(std::move(preferences));
  }
  for (std::size_t i = 0; i < windows.size(); ++i) {
    const bool gone =
        std::ranges::find(plan->windows, windows[i].id, &PlannedWindow::id) == plan->windows.end();
    if (!gone || windows[i].state == WindowState::closed) continue;
    kept.push_back(windows[i]);
    kept_skills.push_back(skills[i]);
  }
  if (kept.size() > kMostWindows) throw std::logic_error("more windows than a hall can have");

  // Lines refer to windows by index, so all tickets leave their lines while the indices change.
  std::vector<const Ticket*> in_line;
  for (const auto& ticket : tickets) {
    if (ticket.state != State::waiting) continue;
    leave_line(ticket);
    in_line.push_back(&ticket);
  }
  windows = std::move(kept);
  skills = std::move(kept_skills);
  window_places.clear();
  able.clear();
  for (std::size_t i = 0; i < windows.size(); ++i) {
    window_places[windows[i].id] = i;
    for (const auto& [service, preference] : skills[i]) able[service].set(i);
  }
  for (const auto& service : plan->services) times.try_emplace(service.id, service.time);
  for (const Ticket* ticket : in_line) enter_line(*ticket);
  see_open_windows();
}

void Hall::Body::see_open_windows() {
  open.reset();
  for (std::size_t i = 0; i < windows.size(); ++i) {
    if (windows[i].state == WindowState::open && !windows[i].break_wished) open.set(i);
  }
}

const PlannedService* Hall::Body::planned(const ServiceId& service) const {
  const auto found = std::ranges::find(plan->services, service, &PlannedService::id);
  return found == plan->services.end() ? nullptr : &*found;
}

double Hall::Body::weight(std::string_view visitor_class) const {
  const auto found = std::ranges::find(plan->classes, visitor_class, &VisitorClass::id);
  return found == plan->classes.end() ? 1 : found->weight;
}

Ticket* Hall::Body::find(const TicketId& id) {
  const auto found = by_id.find(id);
  return found == by_id.end() ? nullptr : &tickets[found->second];
}
const Ticket* Hall::Body::find(const TicketId& id) const {
  const auto found = by_id.find(id);
  return found == by_id.end() ? nullptr : &tickets[found->second];
}

int Hall::Body::window_place(const WindowId& id) const {
  const auto found = window_places.find(id);
  return found == window_places.end() ? -1 : static_cast<int>(found->second);
}
const Window* Hall::Body::window(const WindowId& id) const {
  const int place = window_place(id);
  return place < 0 ? nullptr : &windows[static_cast<std::size_t>(place)];
}
Window& Hall::Body::known_window(const WindowId& id) {
  const int place = window_place(id);
  if (place < 0) throw std::logic_error(fmt::format("an event of an unknown window \"{}\"", id.str()));
  return windows[static_cast<std::size_t>(place)];
}

std::optional<double> Hall::Body::preference(std::size_t window, const ServiceId& service) const {
  const auto found = skills[window].find(service);
  if (found == skills[window].end()) return std::nullopt;
  return found->second;
}

WindowSet Hall::Body::able_to_serve(const ServiceId& service, int only_window) const {
  WindowSet result;
  if (only_window >= 0) return result.set(static_cast<std::size_t>(only_window));
  const auto found = able.find(service);
  return found == able.end() ? result : found->second;
}

const KnownTime& Hall::Body::time_of(const ServiceId& service) const {
  static const KnownTime unknown;
  const auto found = times.find(service);
  return found == times.end() ? unknown : found->second;
}

Hall::Body::LineKey Hall::Body::line_of(const Ticket& ticket) const {
  return {ticket.service(), ticket.visitor_class,
          ticket.only_window.empty() ? -1 : window_place(ticket.only_window)};
}

void Hall::Body::enter_line(const Ticket& ticket) {
  const LineKey key = line_of(ticket);
  const auto [line, fresh] = lines.try_emplace(key);
  if (fresh) {
    line->second.able = able_to_serve(ticket.service(), std::get<2>(key));
    line->second.weight = weight(ticket.visitor_class);
  }
  line->second.places.add({ticket.precedence_from, place_of(ticket)});
  ++waiting;
}

void Hall::Body::leave_line(const Ticket& ticket) {
  const auto line = lines.find(line_of(ticket));
  if (line == lines.end()) return;
  line->second.places.remove({ticket.precedence_from, place_of(ticket)});
  if (line->second.places.empty()) lines.erase(line);
  --waiting;
}

void Hall::change_plan(std::shared_ptr<const Plan> plan) {
  body_->plan = std::move(plan);
  body_->learn_plan();
}

// --- applying

namespace {

[[noreturn]] void cannot_follow(const Event& event, std::string_view why) {
  throw std::logic_error(fmt::format("the event {} cannot follow: {}", name(event.kind), why));
}

void must_allow(const Event& event, State from, Command command) {
  if (!allowed(from, command)) cannot_follow(event, fmt::format("the ticket is {}", name(from)));
}

// The start of a ticket's accumulation. A booking gains as if it had begun so long before its time that it
// then stands where a visitor without priority stands after the promised wait. Who has priority by law loses
// nothing by booking.
Time accumulation_start(const Plan& plan, const Event& event, double weight) {
  const bool booked = event.booked_for && event.visitor_class == "booked";
  if (!booked || event.at > *event.booked_for + plan.promise) return event.at;
  return *event.booked_for - std::chrono::duration_cast<Milliseconds>(plan.promise / std::max(weight, 1.0));
}

}  // namespace

void Hall::apply(const Event& event) {
  Body& body = *body_;
  body.last_event_at = body.not_before(event.at);
  const auto ticket_of = [&]() -> Ticket& {
    Ticket* ticket = body.find(event.ticket);
    if (ticket == nullptr) cannot_follow(event, "the ticket is unknown");
    return *ticket;
  };
  // Leaves the line or the window where it is, and changes state.
  const auto move = [&](Ticket& ticket, State to) {
    if (ticket.state == State::waiting) body.leave_line(ticket);
    if (ticket.state == State::called || ticket.state == State::serving) {
      Window& window = body.known_window(ticket.window);
      if (to != State::called && to != State::serving) window.ticket = {};
    }
    if (ticket.state == State::no_show) body.missed.erase(ticket.id);
    if (to == State::no_show) body.missed.insert(ticket.id);
    ticket.state = to;
    ticket.state_since = event.at;
    if (to == State::waiting) body.enter_line(ticket);
  };

  switch (event.kind) {
    case EventKind::day_opened:
      body.day_open = true;
      for (const auto& [service, time] : event.times) body.times.insert_or_assign(service, KnownTime(time));
      break;
    case EventKind::ticket_taken: {
      if (body.by_id.contains(event.ticket) || body.by_number.contains(event.number)) {
        cannot_follow(event, "the ticket or its number is there already");
      }
      if (event.services.empty() || event.number.empty()) cannot_follow(event, "it has no need or no number");
      const auto place = static_cast<std::uint32_t>(body.tickets.size());
      body.by_id.emplace(event.ticket, place);
      body.by_number.emplace(event.number, place);
      body.given[event.number.substr(0, 1)].add(kTicketNumbers, count_in(event.number));
      Ticket ticket;
      ticket.id = event.ticket;
      ticket.number = event.number;
      ticket.open = event.services;
      ticket.visitor_class = event.visitor_class;
      ticket.language = event.language;
      ticket.channel = event.channel;
      ticket.people = event.people;
      ticket.helper = event.helper;
      ticket.catalogue_version = event.catalogue_version;
      ticket.issued_at = ticket.state_since = event.at;
      ticket.booked_for = event.booked_for;
      ticket.precedence_from = accumulation_start(*body.plan, event, body.weight(event.visitor_class));
      body.tickets.push_back(std::move(ticket));
      body.enter_line(body.tickets.back());
      break;
    }
    case EventKind::ticket_changed: {
      Ticket& ticket = ticket_of();
      const bool waits = ticket.state == State::waiting;
      if (waits) body.leave_line(ticket);
      ticket.open = event.services;
      ticket.visitor_class = event.visitor_class;
      ticket.language = event.language;
      ticket.only_window = {};
      if (waits) body.enter_line(ticket);
      break;
    }
    case EventKind::ticket_called: {
      Ticket& ticket = ticket_of();
      must_allow(event, ticket.state, Command::call);
      Window& window = body.known_window(event.window);
      if (window.state != WindowState::open || !window.ticket.empty())
        cannot_follow(event, "the window is not free");
      const State from = ticket.state;
      move(ticket, State::called);
      ticket.called_from = from;
      ticket.window = event.window;
      ticket.operator_id = event.actor;
      ticket.recalls = 0;
      if (!ticket.first_called_at) ticket.first_called_at = event.at;
      window.ticket = ticket.id;
      window.busy_since = event.at;
      break;
    }
    case EventKind::ticket_recalled: {
      Ticket& ticket = ticket_of();
      must_allow(event, ticket.state, Command::recall);
      ticket.state_since = event.at;
      ++ticket.recalls;
      break;
    }
    case EventKind::call_undone: {
      Ticket& ticket = ticket_of();
      must_allow(event, ticket.state, Command::undo);
      if (ticket.called_from == State::waiting && ticket.first_called_at == ticket.state_since)
        ticket.first_called_at.reset();
      move(ticket, ticket.called_from);
      break;
    }
    case EventKind::service_started: {
      Ticket& ticket = ticket_of();
      must_allow(event, ticket.state, Command::start);
      move(ticket, State::serving);
      break;
    }
    case EventKind::service_finished: {
      Ticket& ticket = ticket_of();
      must_allow(event, ticket.state, Command::finish);
      if (const auto known = body.times.find(event.service); known != body.times.end()) {
        known->second.today.push_back(minutes_between(ticket.state_since, event.at));
        known->second.set(measured(known->second.at_opening, known->second.today));
      }
      ticket.done.push_back(event.service);
      std::erase(ticket.open, event.service);
      ticket.only_window = {};
      if (!event.next.empty()) {
        const auto next = std::ranges::find(ticket.open, event.next);
        if (next == ticket.open.end()) cannot_follow(event, "the next need is not the ticket's");
        std::rotate(ticket.open.begin(), next, next + 1);
        move(ticket, State::serving);
      } else {
        move(ticket, ticket.open.empty() ? State::finished : State::waiting);
      }
      break;
    }
    case EventKind::ticket_parked: {
      Ticket& ticket = ticket_of();
      must_allow(event, ticket.state, Command::park);
      move(ticket, State::parked);
      break;
    }
    case EventKind::ticket_returned: {
      Ticket& ticket = ticket_of();
      must_allow(event, ticket.state, Command::return_);
      move(ticket, State::waiting);
      break;
    }
    case EventKind::ticket_transferred: {
      Ticket& ticket = ticket_of();
      must_allow(event, ticket.state, Command::transfer);
      if (!event.text.empty()) ticket.notes.push_back(event.text);
      // Its present need becomes the other one; the window goes before it enters the line.
      if (!event.service.empty() && event.service != ticket.service()) {
        std::erase(ticket.open, event.service);
        ticket.open.front() = event.service;
      }
      const WindowId here = ticket.window;
      body.known_window(here).ticket = {};
      ticket.state = State::parked;
      ticket.only_window = event.window;
      move(ticket, State::waiting);
      break;
    }
    case EventKind::ticket_no_show: {
      Ticket& ticket = ticket_of();
      must_allow(event, ticket.state, Command::no_show);
      move(ticket, State::no_show);
      break;
    }
    case EventKind::ticket_cancelled: {
      Ticket& ticket = ticket_of();
      must_allow(event, ticket.state, Command::cancel);
      move(ticket, State::cancelled);
      break;
    }
    case EventKind::ticket_expired: {
      Ticket& ticket = ticket_of();
      must_allow(event, ticket.state, Command::expire);
      ticket.expired_from = ticket.state;
      move(ticket, State::expired);
      break;
    }
    case EventKind::ticket_restored: {
      Ticket& ticket = ticket_of();
      must_allow(event, ticket.state, Command::restore);
      const bool set_aside = ticket.expired_from == State::parked || ticket.expired_from == State::no_show;
      move(ticket, set_aside ? ticket.expired_from : State::waiting);
      break;
    }
    case EventKind::ticket_noted:
      ticket_of().notes.push_back(event.text);
      break;
    case EventKind::window_opened:
    case EventKind::break_started:
    case EventKind::window_closed: {
      Window& window = body.known_window(event.window);
      const bool opened = event.kind == EventKind::window_opened;
      if (!window.ticket.empty() && !opened) cannot_follow(event, "a ticket is at the window");
      window.state = opened                                   ? WindowState::open
                     : event.kind == EventKind::window_closed ? WindowState::closed
                                                              : WindowState::on_break;
      if (opened && !event.actor.empty()) window.operator_id = event.actor;
      if (event.kind == EventKind::window_closed) window.operator_id = {};
      window.break_wished = false;
      window.state_since = event.at;
      body.see_open_windows();
      break;
    }
    case EventKind::break_wished:
      body.known_window(event.window).break_wished = true;
      body.see_open_windows();
      break;
    case EventKind::need_closed:
      body.closed_needs.insert(event.service);
      break;
    case EventKind::need_opened:
      body.closed_needs.erase(event.service);
      break;
    case EventKind::calls_stopped:
      body.calls_stopped = true;
      break;
    case EventKind::calls_resumed:
      body.calls_stopped = false;
      break;
    case EventKind::day_reopened:
      body.day_open = true;
      break;
    case EventKind::numbers_skipped:
      body.skipped = Body::skipped_by(event);
      break;
    case EventKind::day_closed:
      body.day_open = false;
      body.closed_at = event.at;
      break;
  }
}

}  // namespace biroyna::queue
