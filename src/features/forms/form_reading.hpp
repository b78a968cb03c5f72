// What came back of a form: see form_parts.hpp for the names of its fields.
//
// Stateless, thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "features/forms/domain_conversation.hpp"
#include "platform/http/http.hpp"

namespace biroyna::forms {

// A day however it is typed: "27.3.2027", "2027-03-27".
std::optional<Day> typed_day(const std::string& typed);
// Takes what the form has of these into the applicant and the answers. A part of the applicant that it lacks
// is left as it was; an answer that it lacks is taken away, as a browser sends nothing for what nobody chose.
void read_applicant(const http::Fields& form, const std::vector<std::string>& parts, Applicant& applicant);
void read_answers(const http::Fields& form, const std::vector<AskedField>& asked,
                  catalogue::Answers& answers);

}  // namespace biroyna::forms
