// How sure it is who applies: what the machine-readable zone of their document says of it.
//
// Pure, thread-safe.
#pragma once

#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "features/forms/forms.hpp"

namespace biroyna::cases {

// What is wrong with a zone as a scanner read it, at /text: "error.no_zone", or "error.another_person" where
// its document or birth date is not the applicant's, or "error.document_expired". `today` in the centre's
// zone.
std::vector<FieldError> faults_of_zone(std::string_view zone, const forms::Applicant& applicant, Day today);

}  // namespace biroyna::cases
