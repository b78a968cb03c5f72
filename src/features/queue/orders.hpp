// Commands of people and devices as steps of a change: the API and the pages share their meaning.
//
// Stateless, thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/rate_limit.hpp"
#include "features/queue/service.hpp"
#include "platform/auth/principal.hpp"

namespace biroyna::queue {

using Step = Queue::Change::Step;

// Who stands at a window. A token may serve several windows, as a different operator at each.
StaffId operator_at(const auth::Principal& principal, const WindowId& window);

// Takes a ticket. Refusal besides those of Hall::take: "closes_before" (subject: when, "18:00") if the centre
// closes at `closes_at`, probably before the visitor is called; nothing there: whoever asks knows of it.
Step take_ticket(TakeTicket wanted, std::optional<Time> closes_at, const Zone& zone);

struct TicketOrder {
  TicketId ticket;
  Command command = Command::recall;
  std::string outcome;  // finish
  ServiceId service;    // transfer
  WindowId window;      // transfer
  std::string note;     // transfer
};
// Hosts, heads and visitors may cancel, return and mark as not shown wherever the ticket is; all else is for
// the operator at whose window it is.
Step order(const TicketOrder& order, const auth::Principal& principal);

// Opens a closed window for the one who calls, then calls.
std::vector<Step> call_next(const WindowId& window, const auth::Principal& principal);
std::vector<Step> call(const TicketId& ticket, const WindowId& window, const auth::Principal& principal);

// "open", "break", "resume", "close"; nothing for another name.
std::optional<Step> window_order(std::string_view name, const WindowId& window, bool anyway,
                                 const auth::Principal& principal);
// Counts a ticket that a device is about to take. A refusal when it takes too many in a minute, by the API
// and by its pages together: too_many_tickets (429).
std::optional<Refusal> too_many_takes(RateLimit& takes, const catalogue::Edition& edition,
                                      const auth::Principal& principal, Time now);

// "stop-calls", "resume-calls", "close-day", "reopen-day".
std::optional<Step> hall_order(std::string_view name, const auth::Principal& principal);
// "close", "open".
std::optional<Step> need_order(std::string_view name, const ServiceId& service,
                               const auth::Principal& principal);

}  // namespace biroyna::queue
