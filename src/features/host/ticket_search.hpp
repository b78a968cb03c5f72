// Finding the ticket of somebody who stands at the host's desk: by its number, or when it is lost by name or
// phone.
//
// Forgives script, case and apostrophes (core/text.hpp), blanks and noughts in a number, and blanks and the
// country's code in a phone's. Stateless, thread-safe.
#pragma once

#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "features/queue/queue.hpp"

namespace biroyna::host {

using namespace queue;

// Tickets that can still be helped first, then those that ended; the latest first among equals. A text with
// no letter or digit finds nothing.
std::vector<const Ticket*> find_tickets(const Hall& hall,
                                        std::span<const std::pair<TicketId, Contact>> contacts,
                                        std::string_view text);

// A number as people write it ("A 12", "a012"), or only its digits ("12").
bool is_number_of(const Ticket& ticket, std::string_view text);
// Every word is the beginning of a word of the name, or the text is at least four digits of the phone's end
// or whole.
bool is_contact(const Contact& contact, std::string_view text);

}  // namespace biroyna::host
