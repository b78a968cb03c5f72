// Texts for times, counts and names, shared by kiosk, board, console, host's page and phone.
#pragma once

#include <string>

#include "features/queue/queue.hpp"
#include "platform/i18n/i18n.hpp"

namespace biroyna::hall {

using namespace queue;

// "10–15 minutes", "no waiting"; the words for a need that no open window serves.
std::string wait_text(const i18n::Speaker& say, const Forecast& forecast);
// The same for visitors, who hear where it goes beyond the hours of the centre.
std::string wait_text(const i18n::Speaker& say, const View& view, const Forecast& forecast);
// "The centre closes at 18:00, probably before your turn."
std::string closes_before_text(const i18n::Speaker& say, const View& view);
// "Please be in the hall at 11:40."
std::string advice_text(const i18n::Speaker& say, const View& view, const Advice& advice);
// The service's name as it was when the ticket was taken, or its id when it is gone.
std::string service_name(const catalogue::Catalogue& catalogue, Language language, const ServiceId& id);
std::string window_name(const catalogue::Catalogue& catalogue, Language language, const WindowId& id);
// "12 minutes"
std::string minutes_text(const i18n::Speaker& say, Seconds time);
std::string state_text(const i18n::Speaker& say, State state);
// "It opens today at 09:00."; empty when nothing is known of it.
std::string opening_text(const i18n::Speaker& say, const View& view);
// "14:05" in the centre's zone.
std::string local_time(const View& view, Time time);
// Whole minutes since, never negative.
int minutes_since(Time then, Time now);
// m:ss, as the pages' timers go on.
std::string elapsed(Time since, Time now);
// The language that a ticket's page and calls use.
Language language_of(const Ticket& ticket);
// "/uz-Latn/sergeli"
std::string centre_address(Language language, const CentreId& centre);

}  // namespace biroyna::hall
