#include "features/queue/orders.hpp"

#include "features/queue/domain_advice.hpp"

namespace biroyna::queue {
namespace {

constexpr auth::Roles kHallWide = {auth::Role::host, auth::Role::head, auth::Role::administrator};

// The actor for the rules: empty for those who may act at every window.
StaffId actor_for(const Hall& hall, const TicketOrder& order, const auth::Principal& principal) {
  const Ticket* ticket = hall.find(order.ticket);
  const StaffId here = ticket == nullptr ? StaffId() : operator_at(principal, ticket->window);
  const bool at_the_window = ticket != nullptr && ticket->operator_id == here && !here.empty();
  const bool hall_wide = kHallWide.contains(principal.role) || principal.role == auth::Role::anonymous;
  if (at_the_window || !hall_wide) return here;
  const bool anywhere = order.command == Command::cancel || order.command == Command::return_ ||
                        order.command == Command::no_show;
  return anywhere ? StaffId() : here;
}

}  // namespace

std::optional<Refusal> too_many_takes(RateLimit& takes, const catalogue::Edition& edition,
                                      const auth::Principal& principal, Time now) {
  const auto most = static_cast<std::size_t>(edition.catalogue.centre.queue.tickets_per_device_per_minute);
  const auto later = takes.take(principal.id, {most, Minutes(1)}, now);
  if (!later) return std::nullopt;
  return Refusal{Refusal::Kind::throttled, "too_many_tickets", {}, {}, static_cast<int>(later->count())};
}

StaffId operator_at(const auth::Principal& principal, const WindowId& window) {
  if (!principal.of_centre()) return {};
  return StaffId(principal.by_token ? principal.id + ":" + window.str() : principal.id);
}

Step take_ticket(TakeTicket wanted, std::optional<Time> closes_at, const Zone& zone) {
  return [wanted = std::move(wanted), closes_at, zone](const Hall& hall,
                                                       Time now) -> Result<std::vector<Event>> {
    auto taken = hall.take(wanted, now);
    if (!taken || !closes_at) return taken;
    const Forecast forecast = hall.forecast_for(wanted.services.front(), wanted.visitor_class, now);
    if (closes_before(forecast, now, closes_at))
      return refuse(Refusal::Kind::conflict, "closes_before", to_hhmm(zone.time_of_day(*closes_at)));
    return taken;
  };
}

Step order(const TicketOrder& order, const auth::Principal& principal) {
  return [order, principal](const Hall& hall, Time now) -> Result<std::vector<Event>> {
    const StaffId actor = actor_for(hall, order, principal);
    switch (order.command) {
      case Command::recall:
        return hall.recall(order.ticket, actor, now);
      case Command::start:
        return hall.start(order.ticket, actor, now);
      case Command::finish:
        return hall.finish(order.ticket, order.outcome, actor, now);
      case Command::park:
        return hall.park(order.ticket, actor, now);
      case Command::return_:
        return hall.return_to_line(order.ticket, actor, now);
      case Command::transfer:
        if (!order.window.empty())
          return hall.transfer_to_window(order.ticket, order.window, order.note, actor, now);
        return hall.transfer_to_service(order.ticket, order.service, order.note, actor, now);
      case Command::no_show:
        return hall.no_show(order.ticket, actor, now);
      case Command::cancel:
        return hall.cancel(order.ticket, actor, now);
      case Command::undo:
        return hall.undo(order.ticket, actor, now);
      case Command::call:
      case Command::restore:
      case Command::expire:
        break;
    }
    return refuse(Refusal::Kind::not_found, "unknown_command");
  };
}

std::vector<Step> call_next(const WindowId& window, const auth::Principal& principal) {
  const StaffId actor = operator_at(principal, window);
  return {[window, actor](const Hall& hall, Time now) -> Result<std::vector<Event>> {
            const Window* here = hall.find_window(window);
            if (here == nullptr || here->state != WindowState::closed || hall.calls_stopped()) {
              return std::vector<Event>{};
            }
            return hall.open_window(window, actor, now);
          },
          [window, actor](const Hall& hall, Time now) { return hall.call_next(window, actor, now); }};
}

std::vector<Step> call(const TicketId& ticket, const WindowId& window, const auth::Principal& principal) {
  return {[=, actor = operator_at(principal, window)](const Hall& hall, Time now) {
    return hall.call(ticket, window, actor, now);
  }};
}

std::optional<Step> window_order(std::string_view name, const WindowId& window, bool anyway,
                                 const auth::Principal& principal) {
  const StaffId actor = operator_at(principal, window);
  if (name == "open") return [=](const Hall& hall, Time now) { return hall.open_window(window, actor, now); };
  if (name == "break")
    return [=](const Hall& hall, Time now) { return hall.start_break(window, actor, now); };
  if (name == "resume") return [=](const Hall& hall, Time now) { return hall.end_break(window, actor, now); };
  // The head may close a window that somebody left open.
  const StaffId closer = kHallWide.contains(principal.role) ? StaffId() : actor;
  if (name == "close") {
    return [=](const Hall& hall, Time now) { return hall.close_window(window, anyway, closer, now); };
  }
  return std::nullopt;
}

std::optional<Step> hall_order(std::string_view name, const auth::Principal& principal) {
  const StaffId actor(principal.id);
  if (name == "stop-calls") return [=](const Hall& hall, Time now) { return hall.stop_calls(actor, now); };
  if (name == "resume-calls")
    return [=](const Hall& hall, Time now) { return hall.resume_calls(actor, now); };
  if (name == "close-day") {
    return [=](const Hall& hall, Time now) -> Result<std::vector<Event>> { return hall.close_day(now); };
  }
  if (name == "reopen-day") {
    return
        [=](const Hall& hall, Time now) -> Result<std::vector<Event>> { return hall.reopen_day(actor, now); };
  }
  return std::nullopt;
}

std::optional<Step> need_order(std::string_view name, const ServiceId& service,
                               const auth::Principal& principal) {
  const StaffId actor(principal.id);
  if (name == "close")
    return [=](const Hall& hall, Time now) { return hall.close_need(service, actor, now); };
  if (name == "open") return [=](const Hall& hall, Time now) { return hall.open_need(service, actor, now); };
  return std::nullopt;
}

}  // namespace biroyna::queue
