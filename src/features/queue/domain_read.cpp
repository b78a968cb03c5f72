// Reading a hall: who is next, who is before whom, how long it takes.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "features/queue/domain_hall.hpp"

namespace biroyna::queue {

double Hall::Body::score(std::size_t window, const LineKey& key, double weight, Time from, Time when) const {
  const bool for_this_window = std::get<2>(key) >= 0;
  const double liked = for_this_window ? 1.0 : preference(window, std::get<0>(key)).value_or(1.0);
  const double gained = precedence(weight, from, when);
  // Before a booking's time its precedence is negative: then a preference brings it nearer to zero.
  return gained < 0 ? gained / liked : gained * liked;
}

std::vector<const Ticket*> Hall::Body::callable(std::size_t window, Time now, std::size_t limit) const {
  struct Candidate {
    double score;
    Place place;
  };
  std::vector<Candidate> candidates;
  const auto better = [](const Candidate& a, const Candidate& b) {
    return a.score != b.score ? a.score > b.score : a.place < b.place;
  };
  for (const auto& [key, line] : lines) {
    if (!line.able.test(window)) continue;
    for (std::size_t i = 0; i < std::min(limit, line.places.size()); ++i) {
      const Place& place = line.places[i];
      candidates.push_back({score(window, key, line.weight, place.from, now), place});
    }
  }
  const auto shown = std::min(limit, candidates.size());
  std::partial_sort(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(shown),
                    candidates.end(), better);
  std::vector<const Ticket*> result;
  for (std::size_t i = 0; i < shown; ++i) result.push_back(&tickets[candidates[i].place.ticket]);
  return result;
}

Hall::Body::Someone Hall::Body::someone(const Ticket& ticket) const {
  const int only = ticket.only_window.empty() ? -1 : window_place(ticket.only_window);
  Someone mine{ticket.service(), weight(ticket.visitor_class), ticket.precedence_from, place_of(ticket),
               able_to_serve(ticket.service(), only)};
  mine.window_open = (mine.able & open).any();
  if (mine.window_open) mine.able &= open;
  return mine;
}

Hall::Body::Someone Hall::Body::newcomer(const ServiceId& service, std::string_view visitor_class,
                                         Time now) const {
  Someone mine{service, weight(visitor_class), now, kNotYet, able_to_serve(service)};
  mine.window_open = (mine.able & open).any();
  if (mine.window_open) mine.able &= open;
  return mine;
}

int Hall::Body::ahead_of(const Someone& mine, Time now) const {
  std::size_t ahead = 0;
  if (const auto called = called_before(mine, Order::as_it_stands, now)) {
    for (const auto& [service, count] : *called) ahead += count;
  } else {
    each_before(mine, now, [&](const LineKey&, const WaitingLine&, std::size_t count) { ahead += count; });
  }
  return static_cast<int>(ahead);
}

std::pair<double, double> Hall::Body::busy_for(std::size_t window, Time now) const {
  const Ticket* present = find(windows[window].ticket);
  if (present == nullptr) return {0, 0};
  const double elapsed = present->state == State::serving ? minutes_between(present->state_since, now) : 0;
  return time_of(present->service()).left_after(elapsed);
}

ForecastInputs Hall::Body::inputs_of(const Someone& mine, std::optional<Time> booked_for, Time now) const {
  ForecastInputs inputs;
  if (mine.window_open) {
    for (std::size_t i = 0; i < windows.size(); ++i) {
      if (!mine.able.test(i)) continue;
      const auto [left, variance] = busy_for(i, now);
      inputs.servers.push_back({left, variance});
    }
  }
  if (booked_for) inputs.booked_in_minutes = std::max(0.0, minutes_between(now, *booked_for));
  if (const auto called = called_before(mine, Order::as_it_grows, now)) {
    for (const auto& [service, count] : *called) {
      const KnownTime& time = time_of(service);
      inputs.in_front.push_back({static_cast<double>(count), time.mean, time.variance, 1});
    }
    return inputs;
  }
  const auto in_front_at = [&](Time when) {
    std::vector<ForecastInputs::Need> needs;
    each_before(mine, when, [&](const LineKey& key, const WaitingLine& line, std::size_t count) {
      const KnownTime& time = time_of(std::get<0>(key));
      const WindowSet theirs = mine.window_open ? line.able & open : line.able;
      const double share = static_cast<double>((theirs & mine.able).count()) /
                           static_cast<double>(std::max<std::size_t>(theirs.count(), 1));
      needs.push_back({static_cast<double>(count), time.mean, time.variance, share});
    });
    return needs;
  };
  inputs.in_front = in_front_at(now);
  // The order changes while one waits: a heavier class overtakes. Looked at again half-way through the wait.
  const int first_guess = queue::forecast(inputs).p50_seconds;
  if (first_guess > 0) inputs.in_front = in_front_at(now + Seconds(first_guess / 2));
  return inputs;
}

const Plan& Hall::plan() const { return *body_->plan; }
const Ticket* Hall::find(const TicketId& id) const { return body_->find(id); }
const Ticket* Hall::find_number(std::string_view number) const {
  const auto found = body_->by_number.find(std::string(number));
  return found == body_->by_number.end() ? nullptr : &body_->tickets[found->second];
}
std::span<const Window> Hall::windows() const { return body_->windows; }
const Window* Hall::find_window(const WindowId& id) const { return body_->window(id); }

std::vector<const Ticket*> Hall::tickets() const {
  std::vector<const Ticket*> result;
  result.reserve(body_->tickets.size());
  for (const auto& ticket : body_->tickets) result.push_back(&ticket);
  return result;
}

std::vector<const Ticket*> Hall::in_state(State state) const {
  std::vector<const Ticket*> result;
  for (const auto& ticket : body_->tickets) {
    if (ticket.state == state) result.push_back(&ticket);
  }
  return result;
}

std::vector<const Ticket*> Hall::waiting_for(const WindowId& window, Time now, std::size_t limit) const {
  const int place = body_->window_place(window);
  if (place < 0) return {};
  return body_->callable(static_cast<std::size_t>(place), body_->not_before(now), limit);
}

std::vector<WaitingCount> Hall::waiting_by_service() const {
  std::vector<WaitingCount> counts;
  const auto arrival = [this](const Place& place) { return body_->tickets[place.ticket].issued_at; };
  for (const auto& [key, line] : body_->lines) {
    const ServiceId& service = std::get<0>(key);
    if (counts.empty() || counts.back().service != service) counts.push_back({service, 0, Time::max()});
    auto& count = counts.back();
    count.waiting += static_cast<int>(line.places.size());
    // Only a booking's place says nothing of its arrival; all others stand in that order.
    const Time oldest =
        std::get<1>(key) == "booked"
            ? arrival(*std::ranges::min_element(line.places.begin(), line.places.end(), {}, arrival))
            : arrival(line.places.front());
    count.oldest = std::min(count.oldest, oldest);
  }
  return counts;
}

std::size_t Hall::ticket_count() const { return body_->tickets.size(); }
std::size_t Hall::waiting_count() const { return body_->waiting; }

std::optional<Time> Hall::longest_waiting_since() const {
  std::optional<Time> oldest;
  for (const auto& count : waiting_by_service())
    oldest = oldest ? std::min(*oldest, count.oldest) : count.oldest;
  return oldest;
}

std::vector<TicketId> Hall::stranded_by_closing(const WindowId& window) const {
  WindowSet others;
  for (std::size_t i = 0; i < body_->windows.size(); ++i) {
    if (body_->windows[i].state != WindowState::closed && body_->windows[i].id != window) others.set(i);
  }
  const int place = body_->window_place(window);
  std::vector<TicketId> stranded;
  if (place < 0) return stranded;
  for (const auto& [key, line] : body_->lines) {
    if (!line.able.test(static_cast<std::size_t>(place)) || (line.able & others).any()) continue;
    for (const Place& waiting : line.places) stranded.push_back(body_->tickets[waiting.ticket].id);
  }
  return stranded;
}

std::vector<TicketId> Hall::unserved() const {
  WindowSet staffed;
  for (std::size_t i = 0; i < body_->windows.size(); ++i) {
    if (body_->windows[i].state != WindowState::closed) staffed.set(i);
  }
  std::vector<TicketId> result;
  for (const auto& [key, line] : body_->lines) {
    if ((line.able & staffed).any()) continue;
    for (const Place& waiting : line.places) result.push_back(body_->tickets[waiting.ticket].id);
  }
  return result;
}

double Hall::precedence(const Ticket& ticket, Time now) const {
  return Body::precedence(body_->weight(ticket.visitor_class), ticket.precedence_from,
                          body_->not_before(now));
}

int Hall::ahead(const Ticket& ticket, Time now) const {
  if (ticket.state != State::waiting) return 0;
  return body_->ahead_of(body_->someone(ticket), body_->not_before(now));
}

int Hall::ahead_for(const ServiceId& service, std::string_view visitor_class, Time now) const {
  const Time at = body_->not_before(now);
  return body_->ahead_of(body_->newcomer(service, visitor_class, at), at);
}

ForecastInputs Hall::forecast_inputs(const Ticket& ticket, Time now) const {
  return body_->inputs_of(body_->someone(ticket), ticket.booked_for, body_->not_before(now));
}

Forecast Hall::forecast(const Ticket& ticket, Time now) const {
  if (ticket.state != State::waiting) return {};
  return queue::forecast(forecast_inputs(ticket, now));
}

Forecast Hall::forecast_for(const ServiceId& service, std::string_view visitor_class, Time now) const {
  const Time at = body_->not_before(now);
  return queue::forecast(body_->inputs_of(body_->newcomer(service, visitor_class, at), std::nullopt, at));
}

double Hall::demand(const ServiceId& service) const {
  const auto asked_for = [&](const Ticket& ticket) {
    return std::ranges::find(ticket.open, service) != ticket.open.end() ||
           std::ranges::find(ticket.done, service) != ticket.done.end();
  };
  return body_->time_of(service).at_opening.weight +
         static_cast<double>(std::ranges::count_if(body_->tickets, asked_for));
}

bool Hall::day_open() const { return body_->day_open; }
bool Hall::calls_stopped() const { return body_->calls_stopped; }
bool Hall::need_open(const ServiceId& service) const { return !body_->closed_needs.contains(service); }
Time Hall::last_event_at() const { return body_->last_event_at; }
ServiceTime Hall::service_time(const ServiceId& service) const { return body_->time_of(service).time; }

std::string Hall::describe() const {
  const Body& body = *body_;
  const auto ids = [](const auto& range) {
    std::vector<std::string> texts;
    for (const auto& id : range) texts.push_back(id.str());
    return fmt::format("{}", fmt::join(texts, ","));
  };
  std::string text = fmt::format("day {} calls {} last {} waiting {}\n", body.day_open, !body.calls_stopped,
                                 to_ms(body.last_event_at), body.waiting);
  if (const auto& skipped = body.skipped)
    text += fmt::format("skipped {} {} {}\n", to_ms(skipped->at), skipped->restored.count(),
                        skipped->of_day.count());
  for (const auto& ticket : body.tickets) {
    text += fmt::format(
        "{} {} {} from {} needs {} done {} class {} language {} channel {} people {} helper {} issued {} "
        "precedence {} "
        "since {} first {} window {} only {} recalls {} operator {} notes {}\n",
        ticket.number, ticket.id.str(), name(ticket.state), name(ticket.called_from), ids(ticket.open),
        ids(ticket.done), ticket.visitor_class, ticket.language, name(ticket.channel), ticket.people,
        ticket.helper, to_ms(ticket.issued_at), to_ms(ticket.precedence_from), to_ms(ticket.state_since),
        ticket.first_called_at ? to_ms(*ticket.first_called_at) : 0, ticket.window.str(),
        ticket.only_window.str(), ticket.recalls, ticket.operator_id.str(), fmt::join(ticket.notes, "|"));
  }
  for (const auto& window : body.windows) {
    text += fmt::format("window {} {} {} {} {} {}\n", window.id.str(), name(window.state),
                        window.operator_id.str(), window.ticket.str(), window.break_wished,
                        to_ms(window.state_since));
  }
  for (const auto& [key, line] : body.lines) {
    text += fmt::format("line {} {} {}:", std::get<0>(key).str(), std::get<1>(key), std::get<2>(key));
    for (const Place& place : line.places) text += fmt::format(" {}", place.ticket);
    text += '\n';
  }
  text += fmt::format("closed needs {}\n", ids(body.closed_needs));
  for (const auto& service : body.plan->services) {
    const ServiceTime& time = body.time_of(service.id).time;
    text += fmt::format("time {} {:.6f} {:.6f} {:.1f}\n", service.id.str(), time.median_minutes,
                        time.p90_minutes, time.weight);
  }
  return text;
}

}  // namespace biroyna::queue
