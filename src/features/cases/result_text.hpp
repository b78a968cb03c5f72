// What the document of a decided application says.
//
// Stateless, thread-safe.
#pragma once

#include "features/cases/service.hpp"

namespace biroyna::cases {

// The service's own document when it was granted, at least in part, else the refusal with its grounds; in the
// applicant's language.
results::NewResult result_of(const catalogue::Edition& edition, const Application& application, Time now);

}  // namespace biroyna::cases
