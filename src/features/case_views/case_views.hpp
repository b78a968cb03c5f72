// What the pages of applicants and of the staff share: states, names, times, mandates.
//
// Stateless, thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "features/case_views/looks.hpp"
#include "features/case_views/spared.hpp"
#include "features/cases/cases.hpp"
#include "platform/html/components.hpp"
#include "platform/i18n/i18n.hpp"

namespace biroyna::case_views {

using namespace cases;

// Also shows the outcome if it is no grant and the state does not say it.
Html state_tag(const i18n::Speaker& say, CaseState state, std::optional<CaseState> outcome = {});
// The same, said to the applicant.
Html own_state_tag(const i18n::Speaker& say, CaseState state, std::optional<CaseState> outcome = {});

// The same as a list under a heading of level 2, with this text; empty where nothing was.
Html spared_list(const std::vector<SparedLine>& lines, std::string_view title);

std::string department_name(const catalogue::Catalogue& catalogue, const DepartmentId& id, Language language);
std::string service_name(const catalogue::Catalogue& catalogue, const ServiceId& id, Language language);
std::string time_text(const i18n::Speaker& say, const Zone& zone, Time time);  // "24 November 2026, 09:05"
// Until when the case is to be decided, and that this may move where it may; empty while the clock is paused.
std::string until_text(const i18n::Speaker& say, const Zone& zone, const cases::DueTimes& due);
// "Submitted on 3 May 2026 with application 2605-ABCD": of a document that is used again.
std::string origin_text(const i18n::Speaker& say, const Zone& zone, const documents::Origin& origin);

// The mandate of an actor of the event log. Null for other actors, and if the mandate was erased.
const Mandate* mandate_of(const Mandates& mandates, const Actor& actor);
// "Karimov Olim (husband or wife)"
std::string mandate_text(const i18n::Speaker& say, const Mandate& mandate);
Html mandate_tag(const i18n::Speaker& say, MandateState state);
// "See and act, until 3 May 2027"
std::string mandate_terms(const i18n::Speaker& say, const Mandate& mandate);

}  // namespace biroyna::case_views
