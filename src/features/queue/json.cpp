#include "features/queue/json.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "features/queue/domain_advice.hpp"

namespace biroyna::queue {
namespace json = boost::json;
namespace {

template <class Range>
json::array ids(const Range& range, json::storage_ptr storage = {}) {
  json::array array(std::move(storage));
  for (const auto& id : range) array.emplace_back(id.str());
  return array;
}

// When to be in the hall, and that it probably closes before; for who waits.
void add_advice(json::object& object, const View& view, const Forecast& forecast, int ahead) {
  const Advice told = advice(forecast, ahead, view.now, view.closes_at);
  if (told.when != Advice::When::unknown) object["be_here_at"] = to_rfc3339(told.be_here);
  if (told.closes_before) object["closes_before"] = true;
}

json::object forecast_json(const Forecast& forecast, json::storage_ptr storage = {}) {
  if (forecast.no_window)
    return {{{"p50_seconds", nullptr}, {"p90_seconds", nullptr}, {"no_window", true}}, std::move(storage)};
  return {{{"p50_seconds", forecast.p50_seconds}, {"p90_seconds", forecast.p90_seconds}}, std::move(storage)};
}

}  // namespace

std::vector<BoardCall> board_calls(const Hall& hall) {
  std::vector<BoardCall> calls;
  for (const Window& window : hall.windows()) {
    const Ticket* ticket = hall.find(window.ticket);
    if (ticket == nullptr) continue;
    const bool called = ticket->state == State::called;
    calls.push_back(
        {ticket, called ? ticket->state_since : ticket->first_called_at.value_or(ticket->state_since)});
  }
  std::ranges::sort(calls, [](const BoardCall& a, const BoardCall& b) { return a.called_at > b.called_at; });
  return calls;
}

std::string ticket_address(const std::string& base_url, std::string_view language, const TicketId& id) {
  std::string address = base_url;
  address.append("/").append(language).append("/t/").append(id.str());
  return address;
}

json::object ticket_json(const View& view, const Ticket& ticket, const std::string& base_url,
                         json::storage_ptr storage) {
  json::object object(storage);
  object.reserve(20);
  object["id"] = ticket.id.str();
  object["number"] = ticket.number;
  object["state"] = name(ticket.state);
  object["services"] = ids(ticket.open, storage);
  if (!ticket.done.empty()) object["finished_services"] = ids(ticket.done, storage);
  object["priority"] = ticket.visitor_class;
  object["language"] = ticket.language;
  object["channel"] = name(ticket.channel);
  object["people"] = ticket.people;
  if (ticket.helper) object["helper"] = true;
  if (ticket.state == State::waiting) {
    const int ahead = view.hall.ahead(ticket, view.now);
    const Forecast forecast = view.hall.forecast(ticket, view.now);
    object["ahead"] = ahead;
    object["forecast"] = forecast_json(forecast, storage);
    add_advice(object, view, forecast, ahead);
  } else {
    object["ahead"] = 0;
  }
  if (!ticket.window.empty()) object["window"] = ticket.window.str();
  if (ticket.state == State::called) object["called_at"] = to_rfc3339(ticket.state_since);
  if (ticket.recalls > 0) object["recalls"] = ticket.recalls;
  object["status_url"] = ticket_address(base_url, ticket.language, ticket.id);
  object["issued_at"] = to_rfc3339(ticket.issued_at);
  object["changed_at"] = to_rfc3339(ticket.state_since);
  return object;
}

json::object past_ticket_json(const PastTicket& ticket, const std::string& base_url) {
  return {{"id", ticket.id.str()},
          {"number", ticket.number},
          {"state", ticket.state},
          {"services", ids(ticket.services)},
          {"priority", ticket.visitor_class},
          {"language", ticket.language},
          {"channel", ticket.channel},
          {"ahead", 0},
          {"status_url", ticket_address(base_url, ticket.language, ticket.id)},
          {"issued_at", to_rfc3339(ticket.issued_at)}};
}

json::object window_json(const View& view, const Window& window) {
  json::object object{{"id", window.id.str()}, {"state", name(window.state)}};
  if (const Ticket* ticket = view.hall.find(window.ticket)) {
    object["ticket"] = {{"id", ticket->id.str()}, {"number", ticket->number}, {"state", name(ticket->state)}};
  }
  if (window.break_wished) object["break_wished"] = true;
  object["changed_at"] = to_rfc3339(window.state_since);
  return object;
}

json::object board_json(const View& view) {
  json::array calls;
  for (const auto& [ticket, called_at] : board_calls(view.hall)) {
    calls.push_back({{"number", ticket->number},
                     {"window", ticket->window.str()},
                     {"state", name(ticket->state)},
                     {"called_at", to_rfc3339(called_at)}});
  }
  json::array services;
  for (const auto& count : view.hall.waiting_by_service()) {
    services.push_back(
        {{"service", count.service.str()},
         {"waiting", count.waiting},
         {"forecast", forecast_json(view.hall.forecast_for(count.service, "none", view.now))}});
  }
  json::object board{{"now", to_rfc3339(view.now)},
                     {"calls", std::move(calls)},
                     {"waiting", view.hall.waiting_count()},
                     {"services", std::move(services)},
                     {"calls_stopped", view.hall.calls_stopped()}};
  if (const auto since = view.hall.longest_waiting_since()) {
    board["longest_wait_seconds"] = std::chrono::duration_cast<Seconds>(view.now - *since).count();
  }
  return board;
}

}  // namespace biroyna::queue
