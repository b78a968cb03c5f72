#include "features/applications/power_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "features/applications/domain_case.hpp"

namespace biroyna::applications {

const Power* power_of(const Powers& powers, std::string_view actor) {
  if (!actor.starts_with(kRepresentative)) return nullptr;
  const auto found = std::ranges::find(powers, actor.substr(kRepresentative.size()), &Power::id);
  return found == powers.end() ? nullptr : &*found;
}

std::string power_text(const i18n::Speaker& say, const Power& power) {
  return fmt::format("{} ({})", power.person, say(fmt::format("powers.relation_{}", name(power.relation))));
}

Html power_tag(const i18n::Speaker& say, PowerState state) {
  return html::tag({.text = say(fmt::format("powers.state_{}", name(state))),
                    .classes = state == PowerState::valid ? "govuk-tag--green" : "govuk-tag--grey"});
}

std::string power_terms(const i18n::Speaker& say, const Power& power) {
  return say("powers.terms", {{"extent", say(fmt::format("powers.extent_{}", name(power.extent)))},
                              {"reach", say(fmt::format("powers.reach_{}", name(power.reach)))},
                              {"day", i18n::date(say.language(), power.until)}});
}

}  // namespace biroyna::applications
