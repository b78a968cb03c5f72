// What the pages of this room share.
#pragma once

#include "features/sessions/sessions.hpp"
#include "platform/pages/forms.hpp"

namespace biroyna::sessions {


// Who begins to work with this role, to find where they work.
inline auth::Principal newcomer(auth::Role role, const CentreId& centre) {
  auth::Principal principal;
  principal.role = role;
  principal.centre = centre.str();
  return principal;
}

}  // namespace biroyna::sessions
