// The question where a ticket is transferred to. Nothing is chosen beforehand: a key that is pressed too
// often must send nobody away. Private to this feature.
#pragma once

#include <string>

#include "features/console/pages_parts.hpp"

namespace biroyna::console {

// As the form has it.
struct TransferForm {
  ServiceId service;
  WindowId window;
  std::string note;

  bool complete() const { return !service.empty() || !window.empty(); }
};
TransferForm transfer_of(const http::Fields& form);

// The choices of the question; `wrong` says that one of them has to be made.
Html transfer_choices(const Console& console, const Ticket& ticket, bool wrong);

}  // namespace biroyna::console
