// An answer as a person reads it, with all that was told: "Karimova Aziza, 3 May 2021", "120,5 m²", "Yes",
// "Toshkent shahri, Sergeli tumani, Qumariq, Bogʻ koʻchasi, 5".
//
// Stateless, thread-safe.
#pragma once

#include <string>

#include "features/catalogue/catalogue.hpp"
#include "features/forms/domain_applicant.hpp"

namespace biroyna::forms {

std::string answer_text(const catalogue::Catalogue& catalogue, const catalogue::Field& field,
                        const catalogue::Value& value, Language language);
// The same of a part of the applicant: domain_applicant.hpp.
std::string applicant_text(const Applicant& applicant, std::string_view part, Language language);

}  // namespace biroyna::forms
