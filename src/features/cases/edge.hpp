// How the routes of the API and the pages of other features come to a case.
#pragma once

#include "features/cases/edge_access.hpp"
#include "features/cases/edge_remembered.hpp"

namespace biroyna::cases {

// Bytes of an application, or of a page of one: several services, each with answers of up to 10,000 signs,
// that are up to six bytes each in a form.
inline constexpr std::size_t kLargestApplication = 1024 * 1024;

}  // namespace biroyna::cases
