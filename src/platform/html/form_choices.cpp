// Radio buttons and checkboxes.
#include <algorithm>

#include "platform/html/form.hpp"
#include "platform/html/parts.hpp"

namespace biroyna::html {
namespace {

using parts::words;

struct Group {
  std::string_view block;  // the beginning of the class names, and the script's module
  std::string_view type;
  std::string_view name;
  std::string_view id_prefix;
  std::string_view described_by;  // of each item
};
constexpr std::string_view kRadios = "govuk-radios";
constexpr std::string_view kCheckboxes = "govuk-checkboxes";

// `place` from 1. The first id has no number, so that an error summary can point at it.
void choice(Html& out, const Group& group, const Choice& item, std::size_t place, bool checked) {
  if (!item.divider.empty())
    return to(out, R"(<div class="{}__divider">{}</div>)", group.block, item.divider);

  std::string id(item.id.empty() ? group.id_prefix : item.id.str());
  if (item.id.empty() && place > 1) id.append("-").append(std::to_string(place));
  const std::string conditional_id = item.conditional.empty() ? "" : "conditional-" + id;
  const std::string hint_id = item.hint.text.empty() ? "" : id + "-item-hint";
  const Attribute attributes = attribute_if("checked", checked) + attribute_if("disabled", item.disabled) +
                               attribute("data-aria-controls", conditional_id) +
                               attribute("data-behaviour", item.exclusive ? "exclusive" : "") +
                               attribute("aria-describedby", words({group.described_by, hint_id})) +
                               item.attributes;
  const std::string label_class = std::string(group.block) + "__label";
  const std::string hint_class = std::string(group.block) + "__hint";
  to(out,
     R"(<div class="{}__item"><input class="{}__input" id="{}" name="{}" type="{}" value="{}"{}>{}{}</div>)",
     group.block, group.block, id, item.name.empty() ? group.name : item.name.str(), group.type, item.value,
     attributes,
     parts::label({.text = item.text, .classes = item.label_classes, .attributes = item.label_attributes}, id,
                  label_class),
     hint_id.empty() ? Html{} : parts::hint(item.hint, hint_id, hint_class));
  if (!item.conditional.empty()) {
    const std::string block = std::string(group.block) + "__conditional";
    to(out, R"(<div class="{}" id="{}">{}</div>)", words({block, checked ? "" : block + "--hidden"}),
       conditional_id, item.conditional);
  }
}

// A group's frame; `given` is Radios or Checkboxes.
template <class Given>
Html framed(const Given& given, std::string_view block, const parts::Notes& notes, const Html& items) {
  const FormGroup& group = given.form_group;
  Html inside = notes.html;
  to(inside, R"(<div class="{}"{} data-module="{}">{}{}{}</div>)", words({block, given.classes}),
     given.attributes, block, group.before_input.html(), items, group.after_input.html());
  if (given.fieldset) {
    Fieldset group = *given.fieldset;
    group.described_by = notes.ids;
    group.html = std::move(inside);
    inside = fieldset(group);
  }
  return parts::form_group(group, !given.error_message.text.empty(), inside);
}

}  // namespace

Choice divider(std::string_view text) { return {.value = "", .text = "", .divider = text}; }

Html radios(const Radios& radios) {
  const std::string_view prefix = radios.id_prefix.empty() ? radios.name.str() : radios.id_prefix.str();
  const parts::Notes notes = parts::notes(prefix, radios.fieldset ? radios.fieldset->described_by.str() : "",
                                          radios.hint, radios.error_message);
  const Group group = {
      .block = kRadios, .type = "radio", .name = radios.name, .id_prefix = prefix, .described_by = ""};
  Html items;
  for (std::size_t i = 0; i < radios.items.size(); ++i) {
    const Choice& item = radios.items[i];
    const bool matches = !radios.value.empty() && item.value.str() == radios.value.str();
    choice(items, group, item, i + 1, item.checked.value_or(matches));
  }
  return framed(radios, kRadios, notes, items);
}

Html checkboxes(const Checkboxes& boxes) {
  const std::string_view prefix = boxes.id_prefix.empty() ? boxes.name.str() : boxes.id_prefix.str();
  const bool fieldset_describes = boxes.fieldset && !boxes.fieldset->described_by.empty();
  const parts::Notes notes =
      parts::notes(prefix, fieldset_describes ? boxes.fieldset->described_by : boxes.described_by, boxes.hint,
                   boxes.error_message);
  const Group group = {.block = kCheckboxes,
                       .type = "checkbox",
                       .name = boxes.name,
                       .id_prefix = prefix,
                       .described_by = boxes.fieldset ? std::string_view{} : notes.ids};
  Html items;
  for (std::size_t i = 0; i < boxes.items.size(); ++i) {
    const Choice& item = boxes.items[i];
    const bool matches =
        std::ranges::any_of(boxes.values, [&](const Text& value) { return value.str() == item.value.str(); });
    choice(items, group, item, i + 1, item.checked.value_or(matches));
  }
  return framed(boxes, kCheckboxes, notes, items);
}

}  // namespace biroyna::html
