// An answer as a person reads it: "Karimova Aziza, 3 May 2021", "120,5 m²", "Yes".
//
// Stateless, thread-safe.
#pragma once

#include <string>

#include "features/catalogue/catalogue.hpp"

namespace biroyna::applications {

std::string answer_text(const catalogue::Field& field, const catalogue::Value& value, Language language);

}  // namespace biroyna::applications
