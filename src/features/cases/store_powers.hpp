// The table of powers to act.
#pragma once

#include "features/cases/service.hpp"

namespace biroyna::cases {

// Those that reach this application, also what is over, the oldest first.
Powers powers_of(db::Tx& tx, const CentreId& centre, std::string_view bundle, std::string_view number);
// Carries out what the events say of powers, there and in the application; `given` is the one that is given.
void keep_powers(db::Tx& tx, Application& application, const std::vector<Event>& events, const Power* given);
// Those that were given on this application.
void erase_powers(db::Tx& tx, const Application& application);

}  // namespace biroyna::cases
