// Fields that are filled in or chosen from a list.
#include "platform/html/form.hpp"
#include "platform/html/parts.hpp"

namespace biroyna::html {
namespace {

using parts::words;

template <class Field>
std::string_view id_of(const Field& field) {
  return field.id.empty() ? field.name.str() : field.id.str();
}

Html affix(const Affix& affix, std::string_view type) {
  if (affix.text.empty()) return {};
  return make(R"(<div class="{}" aria-hidden="true"{}>{}</div>)",
              words({std::string("govuk-input__").append(type), affix.classes}), affix.attributes,
              affix.text.html());
}

}  // namespace

Html input(const Input& input) {
  const std::string_view id = id_of(input);
  const bool wrong = !input.error_message.text.empty();
  const parts::Notes notes = parts::notes(id, input.described_by, input.hint, input.error_message);
  const Attribute attributes =
      parts::true_or_false("spellcheck", input.spellcheck) + attribute("value", input.value) +
      attribute_if("disabled", input.disabled) + attribute("aria-describedby", notes.ids) +
      attribute("autocomplete", input.autocomplete) + attribute("autocapitalize", input.autocapitalize) +
      attribute("pattern", input.pattern) + attribute("inputmode", input.inputmode) + input.attributes;
  Html element = make(R"(<input class="{}" id="{}" name="{}" type="{}"{}>)",
                      words({"govuk-input", input.classes, wrong ? "govuk-input--error" : ""}), id,
                      input.name, input.type, attributes);

  const FormGroup& group = input.form_group;
  if (!input.prefix.text.empty() || !input.suffix.text.empty() || !group.before_input.empty() ||
      !group.after_input.empty()) {
    element = make(R"(<div class="{}"{}>{}{}{}{}{}</div>)",
                   words({"govuk-input__wrapper", input.input_wrapper.classes}),
                   input.input_wrapper.attributes, group.before_input.html(), affix(input.prefix, "prefix"),
                   element, affix(input.suffix, "suffix"), group.after_input.html());
  }
  return parts::form_group(group, wrong, parts::label(input.label, id, "") + notes.html + element);
}

Html password_input(const PasswordInput& input) {
  const std::string_view id = id_of(input);
  const PasswordTexts& texts = input.texts;
  const Html toggle = button({
      .text = texts.show,
      .type = "button",
      .classes = words({"govuk-button--secondary govuk-password-input__toggle govuk-js-password-input-toggle",
                        input.button_classes}),
      .attributes = attribute("aria-controls", id) + attribute("aria-label", texts.show_aria_label) +
                    attribute_if("hidden", true),
  });
  const Attribute translations = attribute("data-module", "govuk-password-input") +
                                 attribute("data-i18n.show-password", texts.show) +
                                 attribute("data-i18n.hide-password", texts.hide) +
                                 attribute("data-i18n.show-password-aria-label", texts.show_aria_label) +
                                 attribute("data-i18n.hide-password-aria-label", texts.hide_aria_label) +
                                 attribute("data-i18n.password-shown-announcement", texts.shown) +
                                 attribute("data-i18n.password-hidden-announcement", texts.hidden);
  return html::input({
      .name = input.name,
      .label = input.label,
      .id = id,
      .type = "password",
      .value = input.value,
      .hint = input.hint,
      .error_message = input.error_message,
      .autocomplete = input.autocomplete,
      .autocapitalize = "none",
      .described_by = input.described_by,
      .classes = words({"govuk-password-input__input govuk-js-password-input-input", input.classes}),
      .spellcheck = false,
      .disabled = input.disabled,
      .form_group = {.classes = words({"govuk-password-input", input.form_group.classes}),
                     .attributes = translations + input.form_group.attributes,
                     .before_input = input.form_group.before_input,
                     .after_input = toggle + input.form_group.after_input.html()},
      .input_wrapper = {.classes = "govuk-password-input__wrapper"},
      .attributes = input.attributes,
  });
}

Html textarea(const Textarea& textarea) {
  const std::string_view id = id_of(textarea);
  const bool wrong = !textarea.error_message.text.empty();
  const parts::Notes notes = parts::notes(id, textarea.described_by, textarea.hint, textarea.error_message);
  const Attribute attributes = parts::true_or_false("spellcheck", textarea.spellcheck) +
                               attribute_if("disabled", textarea.disabled) +
                               attribute("aria-describedby", notes.ids) +
                               attribute("autocomplete", textarea.autocomplete) + textarea.attributes;
  // A parser drops one line feed right after the tag, so this one saves the value's own.
  const std::string_view first = textarea.value.str().starts_with('\n') ? "\n" : "";
  const Html element = make(R"(<textarea class="{}" id="{}" name="{}" rows="{}"{}>{}{}</textarea>)",
                            words({"govuk-textarea", wrong ? "govuk-textarea--error" : "", textarea.classes}),
                            id, textarea.name, textarea.rows, attributes, first, textarea.value);
  const FormGroup& group = textarea.form_group;
  return parts::form_group(group, wrong,
                           parts::label(textarea.label, id, "") + notes.html + group.before_input.html() +
                               element + group.after_input.html());
}

Html select(const Select& select) {
  const std::string_view id = id_of(select);
  const bool wrong = !select.error_message.text.empty();
  const parts::Notes notes = parts::notes(id, select.described_by, select.hint, select.error_message);
  Html options, within;
  std::string_view open;
  const auto end_group = [&] {
    if (open.empty())
      options += within;
    else
      to(options, R"(<optgroup label="{}">{}</optgroup>)", open, within);
    within = {};
  };
  for (const SelectItem& item : select.items) {
    if (item.group.str() != open) end_group();
    open = item.group.str();
    const std::string_view value = item.value ? item.value->str() : item.text.str();
    const bool matches = !select.value.empty() && value == select.value.str();
    const Attribute attributes = attribute_if("selected", item.selected.value_or(matches)) +
                                 attribute_if("disabled", item.disabled) + item.attributes;
    if (item.value)
      to(within, R"(<option value="{}"{}>{}</option>)", value, attributes, item.text);
    else
      to(within, "<option{}>{}</option>", attributes, item.text);
  }
  end_group();
  const Html element = make(R"(<select class="{}" id="{}" name="{}"{}{}{}>{}</select>)",
                            words({"govuk-select", select.classes, wrong ? "govuk-select--error" : ""}), id,
                            select.name, attribute_if("disabled", select.disabled),
                            attribute("aria-describedby", notes.ids), select.attributes, options);
  const FormGroup& group = select.form_group;
  return parts::form_group(group, wrong,
                           parts::label(select.label, id, "") + notes.html + group.before_input.html() +
                               element + group.after_input.html());
}

}  // namespace biroyna::html
