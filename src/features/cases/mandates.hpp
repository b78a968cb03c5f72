// The commands that give and revoke a mandate, for the API and for pages.
//
// Stateless, thread-safe.
#pragma once

#include <string>

#include "features/cases/service.hpp"

namespace biroyna::cases {

// A new mandate of this application. Its secret is shown once, to the applicant.
struct NewMandate {
  Mandate mandate;
  std::string secret;
};
NewMandate new_mandate(const Application& application, Mandate mandate);

// `applications` must outlive the changes. Refusals: not_found, forbidden, those of domain_mandate.hpp;
// mandate_over (409) if it has ended.
Applications::Change give_mandate(const Applications& applications, const Application& application,
                                  NewMandate made, Credentials by);
Applications::Change revoke_mandate(const Applications& applications, const Application& application,
                                    std::string mandate, Credentials by);

// The mandate that give_mandate() has made. Null if the application does not have it any more.
const Mandate* made_mandate(const Applications::Changed& changed, const Application& application);

}  // namespace biroyna::cases
