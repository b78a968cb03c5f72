// Applicants and answers as they are stored, as JSON.
//
// Stateless, thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "features/catalogue/catalogue.hpp"
#include "features/forms/domain_applicant.hpp"

namespace biroyna::forms {

std::string encode(const Applicant& applicant);
// Throws std::exception for what encode() has not written.
Applicant decode_applicant(std::string_view json);

std::string encode_answers(const catalogue::Answers& answers);
// Throws std::exception for what is no JSON; leaves out what is no answer.
catalogue::Answers decode_answers(std::string_view json);

}  // namespace biroyna::forms
