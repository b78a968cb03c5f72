// Reads what a person filled in: see form_parts.hpp for the names of the fields.
//
// Stateless, thread-safe.
#pragma once

#include <string>
#include <vector>

#include "features/forms/domain_conversation.hpp"
#include "platform/http/http.hpp"

namespace biroyna::forms {

// Copies these parts from the form into the applicant. A part that the form lacks stays as it was.
void read_applicant(const http::Fields& form, const std::vector<std::string>& parts, Applicant& applicant);
// Copies the answers to these questions from the form. An answer that the form lacks is removed, because a
// browser sends nothing for a field that nobody filled in.
void read_answers(const http::Fields& form, const std::vector<AskedField>& asked,
                  catalogue::Answers& answers);

}  // namespace biroyna::forms
