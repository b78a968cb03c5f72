// Giving a power to act, and taking it back: what the API and the pages order alike.
//
// Stateless, thread-safe.
#pragma once

#include <string>

#include "features/cases/service.hpp"

namespace biroyna::cases {

// A new power of this application; its secret is shown once, to be passed on.
struct NewPower {
  Power power;
  std::string secret;
};
NewPower new_power(const Application& application, Power wanted);

// The changes that carry it out. `applications` must outlive them. Refusals:
// not_found, forbidden, those of domain_power.hpp; of a power that is over power_over (409).
Applications::Change give_power(const Applications& applications, const Application& application,
                                NewPower given, Credentials by);
Applications::Change revoke_power(const Applications& applications, const Application& application,
                                  std::string power, Credentials by);

}  // namespace biroyna::cases
