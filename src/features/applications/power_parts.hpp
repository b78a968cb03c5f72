// How powers to act are shown, to applicants and to those who work on their applications.
//
// Stateless, thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "features/applications/domain_power.hpp"
#include "platform/html/components.hpp"
#include "platform/i18n/i18n.hpp"

namespace biroyna::applications {

// The power by which an actor of the event log acted; null for another actor, and when nothing is left of it.
const Power* power_of(const Powers& powers, std::string_view actor);
// "Karimov Olim (husband or wife)"
std::string power_text(const i18n::Speaker& say, const Power& power);
Html power_tag(const i18n::Speaker& say, PowerState state);
// "See and act, until 3 May 2027"
std::string power_terms(const i18n::Speaker& say, const Power& power);

}  // namespace biroyna::applications
