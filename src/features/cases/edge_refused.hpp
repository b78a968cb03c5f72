// A refused application as problem+json that says of each field what the pages say of it.
//
// Stateless, thread-safe.
#pragma once

#include "features/cases/cases.hpp"
#include "platform/site/site.hpp"

namespace biroyna::cases {

// As site.refused(); the details of wrong fields name the thing, what was sent and the limit, in the reader's
// language.
http::Response refused_application(const Site& site, const http::Request& request, const Refusal& refusal,
                                   const catalogue::Edition& edition, const NewApplication& application);

}  // namespace biroyna::cases
