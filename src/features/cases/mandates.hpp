// Giving a mandate, and taking it back: what the API and the pages order alike.
//
// Stateless, thread-safe.
#pragma once

#include <string>

#include "features/cases/service.hpp"

namespace biroyna::cases {

// A new mandate of this application; its secret is shown once, to be passed on.
struct NewMandate {
  Mandate mandate;
  std::string secret;
};
NewMandate new_mandate(const Application& application, Mandate mandate);

// The changes that carry it out. `applications` must outlive them. Refusals:
// not_found, forbidden, those of domain_mandate.hpp; of a mandate that is over mandate_over (409).
Applications::Change give_mandate(const Applications& applications, const Application& application,
                                  NewMandate made, Credentials by);
Applications::Change revoke_mandate(const Applications& applications, const Application& application,
                                    std::string mandate, Credentials by);

}  // namespace biroyna::cases
