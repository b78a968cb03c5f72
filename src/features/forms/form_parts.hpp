// The fields of a form as a person fills them in, and what is wrong with them.
//
// A fact "child" of several parts has the fields "child.family_name", …; the n-th item of a group
// "family_members.0.relation". The id of a field on the page is its name. Stateless, thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "features/forms/domain_conversation.hpp"
#include "platform/html/components.hpp"
#include "platform/i18n/i18n.hpp"

namespace biroyna::forms {

// What the fields of one page know of.
struct FormView {
  const catalogue::Catalogue& catalogue;
  i18n::Speaker say;
  const Applicant& applicant;
  const catalogue::Answers& answers;
  const std::vector<catalogue::AnswerError>& errors;  // those that are shown
  // The only question of its page: its label is the page's heading.
  bool alone = false;
};

// The error at this pointer, in the reader's language. Empty if there is none.
std::string error_text(const FormView& view, std::string_view pointer);
// The same where the field is not beside it: "Phone: write the number like …".
std::string named_error(const FormView& view, std::string_view pointer);
// The name of the field that a pointer is about: "child.birth_date" for "/answers/child/birth_date",
// "document" for a document.
std::string field_name(std::string_view pointer);
// The question at this pointer: "Date of birth". Empty if it has no name of its own.
std::string asked_text(const FormView& view, std::string_view pointer);
// The box above a form; empty without errors.
Html error_summary(const FormView& view);

Html applicant_field(const FormView& view, std::string_view part);
Html answer_field(const FormView& view, const AskedField& asked);

}  // namespace biroyna::forms
