// What the host's pages offer for a ticket and show of those set aside: decided by the rules, without markup.
//
// Pure, thread-safe. A view refers to tickets of the hall, so it lives no longer than the hall is looked at.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "features/queue/queue.hpp"

namespace biroyna::host {

using namespace queue;

// Who does not stand in the line, but may come back.
struct SetAside {
  const Ticket* ticket = nullptr;
  std::optional<Time> until = {};  // nothing: until the centre closes
};
// Those who did not come, then the parked.
std::vector<SetAside> set_aside(const Hall& hall);

// What a host may order for a ticket, in the order of the buttons.
struct Ordered {
  Command command;
  const char* text;       // the key of its text
  std::string_view done;  // what the page then says was done
};
inline constexpr Ordered kOrders[] = {{Command::return_, "host.return", "returned"},
                                      {Command::no_show, "host.no_show", "no_show"},
                                      {Command::cancel, "host.cancel", "ticket_cancelled"}};

Step step_of(const TicketId& ticket, Command command, const auth::Principal& principal);

// A button of a ticket's page, or why there is none: the rules themselves say what is possible.
struct TicketAction {
  enum class Look : std::uint8_t { order, question, grave_question };  // a question has a page of its own

  std::string_view path;  // below the ticket's address: "cancel"
  const char* text;       // the key of its text
  Look look = Look::order;
  std::optional<Refusal> refusal = {};
};
std::vector<TicketAction> ticket_actions(const Hall& hall, const Ticket& ticket,
                                         const auth::Principal& principal, Time now);

}  // namespace biroyna::host
