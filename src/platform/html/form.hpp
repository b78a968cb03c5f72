// The parts of a form. See components.hpp.
#pragma once

#include <optional>
#include <vector>

#include "platform/html/content.hpp"

namespace biroyna::html {

struct Label {
  Content text;
  Text for_id = "";
  Text classes = "";
  bool is_page_heading = false;
  Attribute attributes = {};
};
Html label(const Label& label);  // nothing without text

struct Hint {
  Content text;
  Text id = "";
  Text classes = "";
  Attribute attributes = {};
};
Html hint(const Hint& hint);

struct ErrorMessage {
  Content text;
  Text visually_hidden_text;  // "Error": said before the text, with a colon; may be empty
  Text id = "";
  Text classes = "";
  Attribute attributes = {};
};
Html error_message(const ErrorMessage& error);

struct Legend {
  Content text;
  Text classes = "";
  bool is_page_heading = false;
};
struct Fieldset {
  Legend legend;
  Text classes = "";
  Text role = "";
  Text described_by = "";
  Attribute attributes = {};
  Html html = {};  // the fields inside
};
Html fieldset(const Fieldset& fieldset);

// What stands around a field.
struct FormGroup {
  Text classes = "";
  Attribute attributes = {};
  Content before_input = "";
  Content after_input = "";
};

struct Button {
  Content text;
  Text href = "";  // makes it a link that looks like a button
  Text type = "submit";
  Text name = "";
  Text value = "";
  Text id = "";
  Text classes = "";
  bool disabled = false;
  std::optional<bool> prevent_double_click = {};
  bool is_start_button = false;
  Attribute attributes = {};
};
Html button(const Button& button);

struct Affix {
  Content text;
  Text classes = "";
  Attribute attributes = {};
};
struct InputWrapper {
  Text classes = "";
  Attribute attributes = {};
};
// In all fields below: an empty id is the name; an empty hint or error message is left out.
struct Input {
  Text name;
  Label label;
  Text id = "";
  Text type = "text";
  Text value = "";
  Hint hint = {.text = ""};
  ErrorMessage error_message = {.text = "", .visually_hidden_text = ""};
  Affix prefix = {.text = ""};
  Affix suffix = {.text = ""};
  Text inputmode = "";
  Text autocomplete = "";
  Text autocapitalize = "";
  Text pattern = "";
  Text described_by = "";
  Text classes = "";
  std::optional<bool> spellcheck = {};
  bool disabled = false;
  FormGroup form_group = {};
  InputWrapper input_wrapper = {};
  Attribute attributes = {};
};
Html input(const Input& input);

// The texts that the page's script changes between.
struct PasswordTexts {
  Text show;             // "Show"
  Text hide;             // "Hide"
  Text show_aria_label;  // "Show password"
  Text hide_aria_label;  // "Hide password"
  Text shown;            // "Your password is visible"
  Text hidden;           // "Your password is hidden"
};
struct PasswordInput {
  Text name;
  Label label;
  PasswordTexts texts;
  Text id = "";
  Text value = "";
  Hint hint = {.text = ""};
  ErrorMessage error_message = {.text = "", .visually_hidden_text = ""};
  Text autocomplete = "current-password";
  Text described_by = "";
  Text classes = "";
  Text button_classes = "";
  bool disabled = false;
  FormGroup form_group = {};
  Attribute attributes = {};
};
Html password_input(const PasswordInput& input);

struct Textarea {
  Text name;
  Label label;
  Text id = "";
  Text value = "";
  int rows = 5;
  Hint hint = {.text = ""};
  ErrorMessage error_message = {.text = "", .visually_hidden_text = ""};
  Text autocomplete = "";
  Text described_by = "";
  Text classes = "";
  std::optional<bool> spellcheck = {};
  bool disabled = false;
  FormGroup form_group = {};
  Attribute attributes = {};
};
Html textarea(const Textarea& textarea);

struct SelectItem {
  Text text;
  std::optional<Text> value = {};     // the text stands for it when left out
  std::optional<bool> selected = {};  // stronger than Select::value
  bool disabled = false;
  Attribute attributes = {};
  Text group = "";  // the label of those beside it that have the same; not of GOV.UK
};
struct Select {
  Text name;
  Label label;
  std::vector<SelectItem> items;
  Text id = "";
  Text value = "";
  Hint hint = {.text = ""};
  ErrorMessage error_message = {.text = "", .visually_hidden_text = ""};
  Text described_by = "";
  Text classes = "";
  bool disabled = false;
  FormGroup form_group = {};
  Attribute attributes = {};
};
Html select(const Select& select);

// One radio button or checkbox.
struct Choice {
  Text value;
  Content text;
  Text id = "";    // made from the prefix and the place when left out
  Text name = "";  // of a single checkbox; the group's when left out
  Hint hint = {.text = ""};
  std::optional<bool> checked = {};  // stronger than the group's value
  bool disabled = false;
  Html conditional = {};   // shown while it is chosen
  bool exclusive = false;  // of a checkbox: choosing it clears the others
  Text label_classes = "";
  Attribute label_attributes = {};
  Attribute attributes = {};
  Text divider = "";  // "or"; then nothing else is shown
};
Choice divider(std::string_view text);

struct Radios {
  Text name;
  std::vector<Choice> items;
  std::optional<Fieldset> fieldset = {};
  Text value = "";
  Text id_prefix = "";
  Hint hint = {.text = ""};
  ErrorMessage error_message = {.text = "", .visually_hidden_text = ""};
  Text classes = "";
  FormGroup form_group = {};
  Attribute attributes = {};
};
Html radios(const Radios& radios);

struct Checkboxes {
  Text name;
  std::vector<Choice> items;
  std::optional<Fieldset> fieldset = {};
  std::vector<Text> values = {};
  Text id_prefix = "";
  Hint hint = {.text = ""};
  ErrorMessage error_message = {.text = "", .visually_hidden_text = ""};
  Text described_by = "";
  Text classes = "";
  FormGroup form_group = {};
  Attribute attributes = {};
};
Html checkboxes(const Checkboxes& checkboxes);

}  // namespace biroyna::html
