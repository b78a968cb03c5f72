// The package's options of form.hpp's components as ours.
#include "platform/html/components.hpp"
#include "platform/html/testing/fixtures.hpp"

namespace biroyna::html::testing {
namespace {

// -------------------------------------------------------------------------

Label to_label(const Options& o) {
  return {.text = o.content(),
          .for_id = o.text("for"),
          .classes = o.text("classes"),
          .is_page_heading = o.flag("isPageHeading"),
          .attributes = o.attributes()};
}

Hint to_hint(const Options& o) {
  return {
      .text = o.content(), .id = o.text("id"), .classes = o.text("classes"), .attributes = o.attributes()};
}

ErrorMessage to_error(const Options& o) {
  return {.text = o.content(),
          .visually_hidden_text = o.text_if("visuallyHiddenText").value_or("Error"),
          .id = o.text("id"),
          .classes = o.text("classes"),
          .attributes = o.attributes()};
}

Fieldset to_fieldset(const Options& o) {
  const Options legend = o.at("legend");
  return {.legend = {.text = legend.content(),
                     .classes = legend.text("classes"),
                     .is_page_heading = legend.flag("isPageHeading")},
          .classes = o.text("classes"),
          .role = o.text("role"),
          .described_by = o.text("describedBy"),
          .attributes = o.attributes(),
          .html = o.html("html")};
}

std::optional<Fieldset> to_fieldset_if(const Options& o) {
  return o.has("fieldset") ? std::optional(to_fieldset(o.at("fieldset"))) : std::nullopt;
}

FormGroup to_group(const Options& o) {
  return {.classes = o.text("classes"),
          .attributes = o.attributes(),
          .before_input = o.at("beforeInput").content(),
          .after_input = o.at("afterInput").content()};
}

Affix to_affix(const Options& o) {
  return {.text = o.content(), .classes = o.text("classes"), .attributes = o.attributes()};
}

Html to_button(const Options& o) {
  return button({.text = o.content(),
                 .href = o.text("href"),
                 .type = o.text("type", "submit"),
                 .name = o.text("name"),
                 .value = o.text("value"),
                 .id = o.text("id"),
                 .classes = o.text("classes"),
                 .disabled = o.flag("disabled"),
                 .prevent_double_click = o.flag_if("preventDoubleClick"),
                 .is_start_button = o.flag("isStartButton"),
                 .attributes = o.attributes()});
}

Html to_input(const Options& o) {
  const Options wrapper = o.at("inputWrapper");
  return input({.name = o.text("name"),
                .label = to_label(o.at("label")),
                .id = o.text("id"),
                .type = o.text("type", "text"),
                .value = o.text_if("value").value_or(""),
                .hint = to_hint(o.at("hint")),
                .error_message = to_error(o.at("errorMessage")),
                .prefix = to_affix(o.at("prefix")),
                .suffix = to_affix(o.at("suffix")),
                .inputmode = o.text("inputmode"),
                .autocomplete = o.text("autocomplete"),
                .autocapitalize = o.text("autocapitalize"),
                .pattern = o.text("pattern"),
                .described_by = o.text("describedBy"),
                .classes = o.text("classes"),
                .spellcheck = o.flag_if("spellcheck"),
                .disabled = o.flag("disabled"),
                .form_group = to_group(o.at("formGroup")),
                .input_wrapper = {.classes = wrapper.text("classes"), .attributes = wrapper.attributes()},
                .attributes = o.attributes()});
}

Html to_password_input(const Options& o) {
  return password_input({.name = o.text("name"),
                         .label = to_label(o.at("label")),
                         .texts = {.show = o.text("showPasswordText", "Show"),
                                   .hide = o.text("hidePasswordText"),
                                   .show_aria_label = o.text("showPasswordAriaLabelText", "Show password"),
                                   .hide_aria_label = o.text("hidePasswordAriaLabelText"),
                                   .shown = o.text("passwordShownAnnouncementText"),
                                   .hidden = o.text("passwordHiddenAnnouncementText")},
                         .id = o.text("id"),
                         .value = o.text("value"),
                         .hint = to_hint(o.at("hint")),
                         .error_message = to_error(o.at("errorMessage")),
                         .autocomplete = o.text("autocomplete", "current-password"),
                         .described_by = o.text("describedBy"),
                         .classes = o.text("classes"),
                         .disabled = o.flag("disabled"),
                         .form_group = to_group(o.at("formGroup")),
                         .attributes = o.attributes()});
}

Html to_textarea(const Options& o) {
  return textarea({.name = o.text("name"),
                   .label = to_label(o.at("label")),
                   .id = o.text("id"),
                   .value = o.text("value"),
                   .rows = o.number("rows", 5),
                   .hint = to_hint(o.at("hint")),
                   .error_message = to_error(o.at("errorMessage")),
                   .autocomplete = o.text("autocomplete"),
                   .described_by = o.text("describedBy"),
                   .classes = o.text("classes"),
                   .spellcheck = o.flag_if("spellcheck"),
                   .disabled = o.flag("disabled"),
                   .form_group = to_group(o.at("formGroup")),
                   .attributes = o.attributes()});
}

Html to_select(const Options& o) {
  std::vector<SelectItem> items;
  for (const Options& item : o.items("items")) {
    const auto value = item.text_if("value");
    items.push_back({.text = item.text("text"),
                     .value = value ? std::optional<Text>(*value) : std::nullopt,
                     .selected = item.flag_if("selected"),
                     .disabled = item.flag("disabled"),
                     .attributes = item.attributes()});
  }
  return select({.name = o.text("name"),
                 .label = to_label(o.at("label")),
                 .items = items,
                 .id = o.text("id"),
                 .value = o.text("value"),
                 .hint = to_hint(o.at("hint")),
                 .error_message = to_error(o.at("errorMessage")),
                 .described_by = o.text("describedBy"),
                 .classes = o.text("classes"),
                 .disabled = o.flag("disabled"),
                 .form_group = to_group(o.at("formGroup")),
                 .attributes = o.attributes()});
}

std::vector<Choice> to_choices(const Options& o) {
  std::vector<Choice> choices;
  for (const Options& item : o.items("items")) {
    const Options label = item.at("label");
    choices.push_back({.value = item.text("value"),
                       .text = item.content(),
                       .id = item.text("id"),
                       .name = item.text("name"),
                       .hint = to_hint(item.at("hint")),
                       .checked = item.flag_if("checked"),
                       .disabled = item.flag("disabled"),
                       .conditional = item.at("conditional").html("html"),
                       .exclusive = item.text("behaviour") == "exclusive",
                       .label_classes = label.text("classes"),
                       .label_attributes = label.attributes(),
                       .attributes = item.attributes(),
                       .divider = item.text("divider")});
  }
  return choices;
}

Html to_radios(const Options& o) {
  return radios({.name = o.text("name"),
                 .items = to_choices(o),
                 .fieldset = to_fieldset_if(o),
                 .value = o.text("value"),
                 .id_prefix = o.text("idPrefix"),
                 .hint = to_hint(o.at("hint")),
                 .error_message = to_error(o.at("errorMessage")),
                 .classes = o.text("classes"),
                 .form_group = to_group(o.at("formGroup")),
                 .attributes = o.attributes()});
}

Html to_checkboxes(const Options& o) {
  std::vector<Text> values;
  for (const std::string& value : o.texts("values")) values.emplace_back(value);
  return checkboxes({.name = o.text("name"),
                     .items = to_choices(o),
                     .fieldset = to_fieldset_if(o),
                     .values = values,
                     .id_prefix = o.text("idPrefix"),
                     .hint = to_hint(o.at("hint")),
                     .error_message = to_error(o.at("errorMessage")),
                     .described_by = o.text("describedBy"),
                     .classes = o.text("classes"),
                     .form_group = to_group(o.at("formGroup")),
                     .attributes = o.attributes()});
}

}  // namespace

std::vector<Component> form_components() {
  return {
      {"button", to_button},
      {"checkboxes", to_checkboxes},
      {"error-message", [](const Options& o) { return error_message(to_error(o)); }},
      {"fieldset", [](const Options& o) { return fieldset(to_fieldset(o)); }},
      {"hint", [](const Options& o) { return hint(to_hint(o)); }},
      {"input", to_input},
      {"label", [](const Options& o) { return label(to_label(o)); }},
      {"password-input", to_password_input},
      {"radios", to_radios},
      {"select", to_select},
      {"textarea", to_textarea},
  };
}

}  // namespace biroyna::html::testing
