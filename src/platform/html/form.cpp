#include "platform/html/form.hpp"

#include "platform/html/parts.hpp"

namespace biroyna::html {

using parts::words;

Html label(const Label& label) { return parts::label(label, label.for_id, ""); }

Html hint(const Hint& hint) { return parts::hint(hint, hint.id, ""); }

Html error_message(const ErrorMessage& error) { return parts::error_message(error, error.id); }

Html fieldset(const Fieldset& fieldset) {
  const Legend& legend = fieldset.legend;
  Html inside;
  if (!legend.text.empty()) {
    to(inside, R"(<legend class="{}">{}</legend>)", words({"govuk-fieldset__legend", legend.classes}),
       legend.is_page_heading ? make(R"(<h1 class="govuk-fieldset__heading">{}</h1>)", legend.text.html())
                              : legend.text.html());
  }
  inside += fieldset.html;
  return make(R"(<fieldset class="{}"{}{}{}>{}</fieldset>)", words({"govuk-fieldset", fieldset.classes}),
              attribute("role", fieldset.role), attribute("aria-describedby", fieldset.described_by),
              fieldset.attributes, inside);
}

Html button(const Button& button) {
  Html inside = button.text.html();
  if (button.is_start_button) {
    // A start button is a flexbox, which would take the blanks between elements of its own.
    if (button.text.is_markup()) inside = make("<span>{}</span>", inside);
    to(inside,
       R"(<svg class="govuk-button__start-icon" xmlns="http://www.w3.org/2000/svg" width="17.5" height="19")"
       R"( viewBox="0 0 33 40" aria-hidden="true" focusable="false">)"
       R"(<path fill="currentColor" d="M0 0h13l20 20-20 20H0l20-20z"/></svg>)");
  }
  const std::string classes =
      words({"govuk-button", button.classes, button.is_start_button ? "govuk-button--start" : ""});
  const Attribute attributes = button.attributes + attribute("id", button.id);
  if (!button.href.empty()) {
    return make(
        R"(<a href="{}" role="button" draggable="false" class="{}" data-module="govuk-button"{}>{}</a>)",
        button.href, classes, attributes, inside);
  }
  const Attribute state = attribute_if("disabled", button.disabled) +
                          attribute("aria-disabled", button.disabled ? "true" : "") +
                          parts::true_or_false("data-prevent-double-click", button.prevent_double_click);
  return make(R"(<button type="{}"{}{}{} class="{}" data-module="govuk-button"{}>{}</button>)", button.type,
              attribute("value", button.value), attribute("name", button.name), state, classes, attributes,
              inside);
}

}  // namespace biroyna::html
