#include "features/applications/shared_parts.hpp"

#include <fmt/format.h>

namespace biroyna::applications {
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

}  // namespace biroyna::applications
