// Applicants who were served here before: by what they are found again, and who of those found is one person.
//
// Pure, thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/id.hpp"
#include "core/time.hpp"
#include "features/forms/domain_applicant.hpp"

namespace biroyna::cases {

// Who applied, as their newest application says.
struct KnownApplicant {
  std::string number;  // of that application
  ServiceId service;
  Time submitted_at{};
  forms::Applicant applicant;
};

inline constexpr std::size_t kShortestName = 3;  // characters of a name that may be looked for

// Telephone, PINFL, passport and TIN, each once and as they are kept.
std::vector<std::string> identifiers_of(const forms::Applicant& applicant);
// The identifiers that a typed text may be, in that spelling. Empty: it is a name.
std::vector<std::string> identifiers_in(std::string_view typed);
// Long enough to be looked for.
bool may_be_looked_for(std::string_view typed);
bool same_person(const forms::Applicant& one, const forms::Applicant& other);
// Each person once, as found first.
std::vector<KnownApplicant> each_once(std::vector<KnownApplicant> found);

}  // namespace biroyna::cases
