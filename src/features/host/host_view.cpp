#include "features/host/host_view.hpp"

namespace biroyna::host {
namespace {

std::optional<Refusal> refusal_of(const Result<std::vector<Event>>& decided) {
  return decided ? std::nullopt : std::optional(decided.error());
}

}  // namespace

std::vector<SetAside> set_aside(const Hall& hall) {
  std::vector<SetAside> found;
  for (const Ticket* ticket : hall.in_state(State::no_show))
    found.push_back({ticket, ticket->state_since + hall.plan().no_show_return});
  for (const Ticket* ticket : hall.in_state(State::parked)) found.push_back({ticket});
  return found;
}

Step step_of(const TicketId& ticket, Command command, const auth::Principal& principal) {
  return order({.ticket = ticket, .command = command, .outcome = {}, .service = {}, .window = {}, .note = {}},
               principal);
}

std::vector<TicketAction> ticket_actions(const Hall& hall, const Ticket& ticket,
                                         const auth::Principal& principal, Time now) {
  using Look = TicketAction::Look;
  std::vector<TicketAction> actions = {
      {"change", "host.change", Look::question,
       refusal_of(hall.change(ticket.id, ticket.open, ticket.visitor_class, ticket.language, {}, now))}};
  for (const auto& [command, text, done] : kOrders) {
    actions.push_back({name(command), text, command == Command::cancel ? Look::grave_question : Look::order,
                       refusal_of(step_of(ticket.id, command, principal)(hall, now))});
  }
  return actions;
}

}  // namespace biroyna::host
