// How the API shows the queue (design: /api/openapi.json).
//
// Stateless, thread-safe.
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "features/queue/service.hpp"

namespace biroyna::queue {

// A call as the board shows it.
struct BoardCall {
  const Ticket* ticket = nullptr;
  Time called_at{};
};
// Who is called or served now, the newest call first.
std::vector<BoardCall> board_calls(const Hall& hall);

// Its memory comes from `storage`, which must outlive it.
boost::json::object ticket_json(const View& view, const Ticket& ticket, const std::string& base_url,
                                boost::json::storage_ptr storage = {});
boost::json::object past_ticket_json(const PastTicket& ticket, const std::string& base_url);
boost::json::object window_json(const View& view, const Window& window);
boost::json::object board_json(const View& view);
// The address of a ticket's page, in the ticket's language.
std::string ticket_address(const std::string& base_url, std::string_view language, const TicketId& id);

}  // namespace biroyna::queue
