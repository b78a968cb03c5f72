// The table of mandates.
#pragma once

#include "features/cases/service.hpp"

namespace biroyna::cases {

// Those that reach this application, also what is over, the oldest first.
Mandates mandates_of(db::Tx& tx, const CentreId& centre, std::string_view submission,
                     std::string_view number);
// Carries out what the events say of mandates, there and in the application; `made` is the one that a
// mandate_given is about.
void keep_mandates(db::Tx& tx, Application& application, const std::vector<Event>& events,
                   const Mandate* made);
// Those that were given on this application.
void erase_mandates(db::Tx& tx, const Application& application);

}  // namespace biroyna::cases
