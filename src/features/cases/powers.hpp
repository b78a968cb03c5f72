// Giving a power to act, and taking it back: what the API and the pages order alike.
//
// Stateless, thread-safe.
#pragma once

#include <string>

#include "features/cases/api.hpp"

namespace biroyna::cases {

// A new power of this application; its secret is shown once, to be passed on.
struct NewPower {
  Power power;
  std::string secret;
};
NewPower new_power(const Application& application, Power wanted);

// The changes that carry it out; how they are answered is the caller's. `around` must outlive them. Refusals:
// not_found, forbidden, those of domain_power.hpp; of a power that is over power_over (409).
Applications::Change give_power(const Surroundings& around, const Application& application, Power power,
                                Sender by);
Applications::Change revoke_power(const Surroundings& around, const Application& application,
                                  std::string power, Sender by);

}  // namespace biroyna::cases
