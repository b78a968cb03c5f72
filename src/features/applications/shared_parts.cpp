#include "features/applications/shared_parts.hpp"

#include <fmt/format.h>

namespace biroyna::applications {
namespace {

using html::make;

constexpr std::string_view kUploadTypes =
    "application/pdf,image/jpeg,image/png,image/heic,.pdf,.jpg,.jpeg,.png,.heic";

std::string_view colour_of(CaseState state) {
  switch (state) {
    case CaseState::granted:
    case CaseState::issued:
    case CaseState::handed_over:
      return "govuk-tag--green";
    case CaseState::refused:
    case CaseState::withdrawn:
      return "govuk-tag--red";
    case CaseState::awaiting_applicant:
    case CaseState::awaiting_payment:
      return "govuk-tag--yellow";
    default:
      return "govuk-tag--blue";
  }
}

}  // namespace

Html state_tag(const i18n::Speaker& say, CaseState state, std::optional<CaseState> outcome) {
  if (outcome && *outcome != state && *outcome != CaseState::granted)
    return state_tag(say, *outcome) + make(" ") + state_tag(say, state);
  return html::tag({.text = say(fmt::format("state.{}", name(state))), .classes = colour_of(state)});
}

Html upload_field(const UploadField& field) {
  const std::string id = field.id.empty() ? field.name : field.id, hint = id + "-hint", wrong = id + "-error";
  const Html label =
      field.heading
          ? make(
                "<h1 class=\"govuk-label-wrapper\"><label class=\"govuk-label govuk-label--l\" "
                "for=\"{}\">{}</label></h1>",
                id, field.label)
          : make("<label class=\"govuk-label govuk-label--s\" for=\"{}\">{}</label>", id, field.label);
  Html error;
  if (!field.error.empty())
    error = html::error_message({.text = field.error, .visually_hidden_text = field.error_word, .id = wrong});
  return make(
      "<div class=\"{}\">{}{}{}{}<input class=\"{}\" type=\"file\" id=\"{}\" name=\"{}\" accept=\"{}\" "
      "aria-describedby=\"{}\"></div>",
      field.error.empty() ? "govuk-form-group" : "govuk-form-group govuk-form-group--error", label,
      html::hint({.text = field.hint, .id = hint}), field.state, error,
      field.error.empty() ? "govuk-file-upload" : "govuk-file-upload govuk-file-upload--error", id,
      field.name, kUploadTypes, field.error.empty() ? hint : fmt::format("{} {}", hint, wrong));
}

}  // namespace biroyna::applications
