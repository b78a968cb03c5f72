// Applications that the reference centre accepts, for tests over all of its services.
#pragma once

#include <cstdint>
#include <string>

#include "features/catalogue/catalogue.hpp"

namespace biroyna::testing {

// The reference centre's, as copy_catalogue() has it.
const catalogue::Catalogue& reference();

inline constexpr const char* kApplications = "/api/v1/applications";

// The body of a submission at a window with right answers. Throws when none were found.
std::string application_for(const catalogue::Service& service, std::uint32_t seed = 1);
// The body of an approval of this step with right findings; `answers` and `findings` as the application has
// them.
std::string approval_of(std::string_view service, std::string_view step,
                        const catalogue::Answers& answers = {}, const catalogue::Answers& findings = {});

}  // namespace biroyna::testing
