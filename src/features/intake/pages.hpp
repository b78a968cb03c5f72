// The pages by which applications come in, on the portal and at a window.
#pragma once

#include <functional>

#include "features/cases/cases.hpp"
#include "features/catalogue/catalogue.hpp"
#include "features/documents/edge.hpp"
#include "features/intake/intake.hpp"
#include "platform/auth/checked_secrets.hpp"
#include "platform/http/http.hpp"
#include "platform/site/site.hpp"

namespace biroyna::intake {

// The window of the centre at which somebody of the staff works now; an empty id if there is none.
using WindowOf = std::function<WindowId(const CentreId&, const StaffId&)>;

// Everything that is passed must outlive the router.
void add_pages(http::Router& router, const Site& site, Drafts& drafts, cases::Applications& applications,
               cases::GuessThrottle& guess_throttle, const catalogue::Catalogues& catalogues,
               const documents::Documents& documents, documents::Uploads& uploads,
               const auth::CheckedSecrets& secrets, WindowOf window_of);

}  // namespace biroyna::intake
