// What the pages of this room share.
#pragma once

#include "features/sessions/edge.hpp"
#include "features/sessions/pages.hpp"
#include "platform/pages/forms.hpp"

namespace biroyna::sessions {

// A principal with only role and centre, to find where somebody works who has just signed in.
inline auth::Principal newcomer(auth::Role role, const CentreId& centre) {
  auth::Principal principal;
  principal.role = role;
  principal.centre = centre.str();
  return principal;
}

}  // namespace biroyna::sessions
