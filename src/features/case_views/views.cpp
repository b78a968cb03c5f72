#include <fmt/format.h>

#include <algorithm>

#include "core/code.hpp"
#include "features/case_views/case_views.hpp"
#include "platform/i18n/sentence.hpp"

namespace biroyna::case_views {
namespace {

using html::make;

std::string_view colour_of(CaseState state) {
  switch (state) {
    case CaseState::granted:
    case CaseState::issued:
    case CaseState::handed_over:
      return "govuk-tag--green";
    case CaseState::refused:
    case CaseState::withdrawn:
      return "govuk-tag--red";
    case CaseState::awaiting_applicant:
    case CaseState::awaiting_payment:
    case CaseState::awaiting_turn:
    case CaseState::awaiting_visit:
      return "govuk-tag--yellow";
    default:
      return "govuk-tag--blue";
  }
}

}  // namespace

Html state_tag(const i18n::Speaker& say, CaseState state, std::optional<CaseState> outcome) {
  if (outcome && *outcome != state && *outcome != CaseState::granted)
    return state_tag(say, *outcome) + make(" ") + state_tag(say, state);
  return html::tag({.text = say(fmt::format("state.{}", name(state))), .classes = colour_of(state)});
}

Html own_state_tag(const i18n::Speaker& say, CaseState state, std::optional<CaseState> outcome) {
  if (state != CaseState::awaiting_applicant) return state_tag(say, state, outcome);
  return html::tag({.text = say("mine.state_awaiting_applicant"), .classes = colour_of(state)});
}

const Mandate* mandate_of(const Mandates& mandates, const Actor& actor) {
  if (actor.kind != ActorKind::representative) return nullptr;
  const auto found = std::ranges::find(mandates, actor.id, &Mandate::id);
  return found == mandates.end() ? nullptr : &*found;
}

std::string mandate_text(const i18n::Speaker& say, const Mandate& mandate) {
  return fmt::format("{} ({})", mandate.person,
                     say(fmt::format("mandates.relation_{}", name(mandate.relation))));
}

Html mandate_tag(const i18n::Speaker& say, MandateState state) {
  return html::tag({.text = say(fmt::format("mandates.state_{}", name(state))),
                    .classes = state == MandateState::valid ? "govuk-tag--green" : "govuk-tag--grey"});
}

std::string mandate_terms(const i18n::Speaker& say, const Mandate& mandate) {
  return say("mandates.terms", {{"extent", say(fmt::format("mandates.extent_{}", name(mandate.extent)))},
                                {"reach", say(fmt::format("mandates.reach_{}", name(mandate.reach)))},
                                {"day", i18n::date_in_sentence(say.language(), mandate.until)}});
}

Html spared_list(const std::vector<SparedLine>& lines, std::string_view title) {
  if (lines.empty()) return {};
  Html items;
  for (const auto& line : lines)
    html::to(items, "<li><strong>{}</strong><br>{}</li>", line.document, line.text);
  return make("<h2 class=\"govuk-heading-m\">{}</h2><ul class=\"b-list\">{}</ul>", title, items);
}

std::string department_name(const catalogue::Catalogue& catalogue, const DepartmentId& id,
                            Language language) {
  const auto* department = catalogue.find(id);
  return department == nullptr ? id.str() : department->names.in(language);
}
std::string service_name(const catalogue::Catalogue& catalogue, const ServiceId& id, Language language) {
  const auto* service = catalogue.find(id);
  return service == nullptr ? id.str() : service->names.in(language);
}
std::string time_text(const i18n::Speaker& say, const Zone& zone, Time time) {
  return fmt::format("{}, {}", i18n::date(say.language(), zone.day(time)), to_hhmm(zone.time_of_day(time)));
}
std::string until_text(const i18n::Speaker& say, const Zone& zone, const cases::DueTimes& due) {
  if (!due.of_case) return {};
  std::string day = i18n::date(say.language(), zone.day(*due.of_case));
  return due.may_move ? say("mine.until_may_move", {{"day", day}}) : day;
}
std::string origin_text(const i18n::Speaker& say, const Zone& zone, const documents::Origin& origin) {
  return say("document.origin", {{"day", i18n::date(say.language(), zone.day(origin.at))},
                                 {"number", grouped_code(origin.case_number)}});
}

}  // namespace biroyna::case_views
