#include "features/forms/upload_field.hpp"

#include <fmt/format.h>

namespace biroyna::forms {
namespace {

using html::make;

constexpr std::string_view kUploadTypes =
    "application/pdf,image/jpeg,image/png,image/heic,.pdf,.jpg,.jpeg,.png,.heic";

}  // namespace

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

}  // namespace biroyna::forms
