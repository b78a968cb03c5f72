// What the pages of applicants and of those who work on applications show alike.
//
// Stateless, thread-safe.
#pragma once

#include <optional>

#include "features/applications/domain_case.hpp"
#include "platform/html/components.hpp"
#include "platform/i18n/i18n.hpp"

namespace biroyna::applications {

// With how it was decided, where that is not what the applicant wished and the state does not say it.
Html state_tag(const i18n::Speaker& say, CaseState state, std::optional<CaseState> outcome = {});

}  // namespace biroyna::applications
