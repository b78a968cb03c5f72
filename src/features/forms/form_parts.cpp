#include "features/forms/form_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace biroyna::forms {
namespace {

using catalogue::Answers;
using catalogue::ApplicantKind;
using catalogue::Field;
using catalogue::FieldType;
using catalogue::Value;
using html::make;

constexpr std::size_t kMostRadios = 7;  // more choices are a list
constexpr std::string_view kYes = "true", kNo = "false";
constexpr std::string_view kLarge = "govuk-label--l";

// "27.03.2020" for "2020-03-27".
std::string shown_day(const std::string& iso) {
  const auto day = parse_iso_day(iso);
  if (!day) return iso;
  const std::chrono::year_month_day date(*day);
  return fmt::format("{:02}.{:02}.{}", static_cast<unsigned>(date.day()), static_cast<unsigned>(date.month()),
                     static_cast<int>(date.year()));
}

std::string typed(FieldType type, const Value& value) {
  if (const auto* text = value.text()) return type == FieldType::date ? shown_day(*text) : *text;
  if (const auto* number = value.number()) {
    std::string text = fmt::format("{}", *number);
    std::ranges::replace(text, '.', ',');
    return text;
  }
  if (const auto* flag = value.flag()) return std::string(*flag ? kYes : kNo);
  return {};
}

// One input of the page.
struct Entry {
  std::string name;     // and id
  std::string pointer;  // of what is wrong with it
  std::string label;
  std::string hint = {};
  std::string value = {};
  FieldType type = FieldType::text;
  bool heading = false;  // its label is the page's heading
};

html::ErrorMessage error_message(const FormView& view, std::string_view pointer) {
  const std::string text = error_text(view, pointer);
  if (text.empty()) return {.text = "", .visually_hidden_text = ""};
  return {.text = text, .visually_hidden_text = view.say("host.error")};
}

html::Label label_of(const Entry& entry) {
  return {.text = entry.label,
          .classes = entry.heading ? kLarge : std::string_view(),
          .is_page_heading = entry.heading};
}

std::string_view width_of(FieldType type) {
  switch (type) {
    case FieldType::date:
    case FieldType::passport:
    case FieldType::number:
      return "govuk-input--width-10";
    case FieldType::phone:
    case FieldType::pinfl:
    case FieldType::tin:
      return "govuk-input--width-20";
    default:
      return "";
  }
}

Html input(const FormView& view, const Entry& entry, std::string_view suffix = {},
           std::string_view autocomplete = {}) {
  const bool digits = entry.type == FieldType::pinfl || entry.type == FieldType::tin;
  return html::input({.name = entry.name,
                      .label = label_of(entry),
                      .type = entry.type == FieldType::phone ? "tel" : "text",
                      .value = entry.value,
                      .hint = {.text = entry.hint},
                      .error_message = error_message(view, entry.pointer),
                      .suffix = {.text = suffix},
                      .inputmode = digits                            ? "numeric"
                                   : entry.type == FieldType::number ? "decimal"
                                   : entry.type == FieldType::date   ? "numeric"
                                                                     : "",
                      .autocomplete = autocomplete,
                      .classes = width_of(entry.type),
                      .spellcheck = false});
}

std::string hint_of(const FormView& view, FieldType type) {
  switch (type) {
    case FieldType::pinfl:
      return std::string(view.say("hint.their_pinfl"));  // without a passport beside it
    case FieldType::date:
    case FieldType::phone:
    case FieldType::tin:
    case FieldType::passport:
      return std::string(view.say(fmt::format("hint.{}", name(type))));
    default:
      return {};
  }
}

std::string label_text(const FormView& view, std::string_view text, bool required) {
  return required ? std::string(text) : view.say("form.optional", {{"label", text}});
}

html::Legend legend_of(const FormView& view, const std::string& text) {
  return {.text = text,
          .classes = view.alone ? "govuk-fieldset__legend--l" : "govuk-fieldset__legend--m",
          .is_page_heading = view.alone};
}

Html radios(const FormView& view, const Entry& entry,
            const std::vector<std::pair<std::string, std::string>>& choices) {
  std::vector<html::Choice> items;
  for (const auto& [value, text] : choices) items.push_back({.value = value, .text = text});
  return html::radios(
      {.name = entry.name,
       .items = std::move(items),
       .fieldset = html::Fieldset{.legend = {.text = entry.label,
                                             .classes = entry.heading ? "govuk-fieldset__legend--l" : "",
                                             .is_page_heading = entry.heading}},
       .value = entry.value,
       .id_prefix = entry.name,
       .hint = {.text = entry.hint},
       .error_message = error_message(view, entry.pointer)});
}

html::Select select_of(const FormView& view, const Entry& entry) {
  return {.name = entry.name,
          .label = label_of(entry),
          .items = {{.text = view.say("form.choose"), .value = html::Text("")}},
          .value = entry.value,
          .hint = {.text = entry.hint},
          .error_message = error_message(view, entry.pointer)};
}

Html select(const FormView& view, const Entry& entry,
            const std::vector<std::pair<std::string, std::string>>& choices) {
  html::Select select = select_of(view, entry);
  for (const auto& [value, text] : choices)
    select.items.push_back({.text = text, .value = html::Text(value)});
  return html::select(select);
}

// Regions with their districts; those of which none are listed alone.
Html districts(const FormView& view, const Entry& entry) {
  html::Select select = select_of(view, entry);
  const auto name = [&](const catalogue::District& district) {
    return html::Text(district.names.in(view.say.language()));
  };
  for (const auto& district : view.catalogue.districts) {
    if (!view.catalogue.is_place(district)) continue;
    const auto* region = view.catalogue.find_district(catalogue::region_of(district.code));
    select.items.push_back(
        {.text = name(district),
         .value = html::Text(district.code),
         .group = district.is_region() || region == nullptr ? html::Text("") : name(*region)});
  }
  return html::select(select);
}

Html part(const FormView& view, const std::string& name, const std::string& pointer,
          const catalogue::Part& part, bool required, const Value& value) {
  Entry entry{
      .name = name,
      .pointer = pointer,
      .label = label_text(view, view.say(fmt::format("field.{}", part.id)), required && part.required),
      .hint = hint_of(view, part.type),
      .value = typed(part.type, value),
      .type = part.type};
  if (part.id != "district") return input(view, entry);
  if (entry.value.empty()) entry.value = view.catalogue.centre.soato;
  return districts(view, entry);
}

// One fact, wherever it stands: on a page, or in an item of a group.
Html fact(const FormView& view, const Field& field, bool required, const std::string& name,
          const std::string& pointer, const Value& value);

Html items(const FormView& view, const Field& field, const std::string& name, const std::string& pointer,
           const Value& value) {
  static const std::vector<Answers> none;
  const auto& answered = value.list() == nullptr ? none : *value.list();
  // One more than there are, to be filled or left.
  const std::size_t rows = std::min(std::max(answered.size() + 1, field.fewest_items), field.most_items);
  FormView within = view;
  within.alone = false;
  Html all;
  for (std::size_t i = 0; i < rows; ++i) {
    Html inside;
    for (const auto& one : field.fields) {
      const Value nothing;
      const Value& answer = i < answered.size() ? catalogue::look_up(answered[i], one.id) : nothing;
      inside += fact(within, one, one.required, fmt::format("{}.{}.{}", name, i, one.id),
                     fmt::format("{}/{}/{}", pointer, i, one.id), answer);
    }
    all += html::fieldset({.legend = {.text = view.say("form.item", {{"n", std::to_string(i + 1)}}),
                                      .classes = "govuk-fieldset__legend--s"},
                           .classes = "b-item",
                           .html = std::move(inside)});
  }
  if (rows < field.most_items) {
    all += html::button(
        {.text = view.say("form.more"), .name = "more", .value = name, .classes = "govuk-button--secondary"});
  }
  return all;
}

// A fact of several inputs, with a legend around them.
Html several(const FormView& view, const Field& field, const std::string& name, const std::string& pointer,
             const std::string& label, Html inside) {
  Html error;
  if (const std::string text = error_text(view, pointer); !text.empty())
    error = html::error_message(
        {.text = text, .visually_hidden_text = view.say("host.error"), .id = name + "-error"});
  Html hint;
  if (field.hint) hint = html::hint({.text = field.hint->in(view.say.language()), .id = name + "-hint"});
  return make("<div class=\"{}\" id=\"{}\">{}</div>",
              error.empty() ? "govuk-form-group" : "govuk-form-group govuk-form-group--error", name,
              html::fieldset({.legend = legend_of(view, label),
                              .described_by = field.hint ? name + "-hint" : std::string(),
                              .html = hint + error + inside}));
}

Html fact(const FormView& view, const Field& field, bool required, const std::string& name,
          const std::string& pointer, const Value& value) {
  const Language language = view.say.language();
  Entry entry{.name = name,
              .pointer = pointer,
              .label = label_text(view, field.label.in(language), required),
              .hint = field.hint ? field.hint->in(language) : hint_of(view, field.type),
              .value = typed(field.type, value),
              .type = field.type,
              .heading = view.alone};
  switch (field.type) {
    case FieldType::person:
    case FieldType::address: {
      static const Answers none;
      const Answers& parts = value.parts() == nullptr ? none : *value.parts();
      Html inside;
      for (const auto& one : catalogue::parts_of(field.type)) {
        const std::string id(one.id);
        inside += part(view, fmt::format("{}.{}", name, id), fmt::format("{}/{}", pointer, id), one, true,
                       catalogue::look_up(parts, id));
      }
      return several(view, field, name, pointer, entry.label, std::move(inside));
    }
    case FieldType::group:
      return several(view, field, name, pointer, entry.label, items(view, field, name, pointer, value));
    case FieldType::yes_no:
      return radios(view, entry,
                    {{std::string(kYes), std::string(view.say("answer.yes"))},
                     {std::string(kNo), std::string(view.say("answer.no"))}});
    case FieldType::choice: {
      std::vector<std::pair<std::string, std::string>> choices;
      for (const auto& choice : field.choices) choices.emplace_back(choice.id, choice.names.in(language));
      return choices.size() <= kMostRadios ? radios(view, entry, choices) : select(view, entry, choices);
    }
    case FieldType::consent:
      return html::checkboxes({.name = name,
                               .items = {{.value = kYes, .text = field.label.in(language)}},
                               .fieldset = {},
                               .values = {html::Text(entry.value)},
                               .id_prefix = name,
                               .error_message = error_message(view, pointer)});
    case FieldType::text:
      if (field.lines)
        return html::textarea({.name = name,
                               .label = label_of(entry),
                               .value = entry.value,
                               .hint = {.text = entry.hint},
                               .error_message = error_message(view, pointer)});
      return input(view, entry);
    default:
      return input(view, entry, field.unit ? field.unit->in(language) : std::string());
  }
}

}  // namespace

Html applicant_field(const FormView& view, std::string_view part) {
  const Applicant& applicant = view.applicant;
  const std::string name(part);
  Entry entry{.name = name,
              .pointer = "/applicant/" + name,
              .label = std::string(view.say(fmt::format("field.{}", part)))};
  if (part == "kind") {
    entry.label = view.say("question.applicant");
    entry.heading = view.alone;
    entry.value = catalogue::name(applicant.kind);
    std::vector<std::pair<std::string, std::string>> choices;
    for (const auto kind : {ApplicantKind::individual, ApplicantKind::business}) {
      const std::string id(catalogue::name(kind));
      choices.emplace_back(id, view.say(fmt::format("kind.{}", id)));
    }
    return radios(view, entry, choices);
  }
  if (part == "language") {
    entry.hint = view.say("field.language_hint");
    entry.value = tag(applicant.language);
    std::vector<std::pair<std::string, std::string>> choices;
    for (const Language one : kLanguages) choices.emplace_back(tag(one), i18n::own_name(one));
    return radios(view, entry, choices);
  }
  if (part == "birth_date") {
    entry.type = FieldType::date;
    entry.hint = view.say("hint.date");
    entry.value = shown_day(part_of(applicant, part));
    return input(view, entry, {}, "bday");
  }
  struct Known {
    std::string_view part;
    FieldType type;
    bool optional;
    std::string_view autocomplete;
  };
  constexpr Known all[] = {
      {"family_name", FieldType::text, false, "family-name"},
      {"given_name", FieldType::text, false, "given-name"},
      {"middle_name", FieldType::text, true, "additional-name"},
      {"pinfl", FieldType::pinfl, false, ""},
      {"passport", FieldType::passport, false, ""},
      {"organisation", FieldType::text, false, "organization"},
      {"tin", FieldType::tin, false, ""},
      {"phone", FieldType::phone, false, "tel"},
      {"address", FieldType::text, true, "address-line1"},
  };
  const auto* known = std::ranges::find(all, part, &Known::part);
  entry.type = known->type;
  entry.value = part_of(applicant, part);
  entry.hint = part == "pinfl" ? std::string(view.say("hint.pinfl")) : hint_of(view, known->type);
  entry.label = label_text(view, entry.label, !known->optional);
  return input(view, entry, {}, known->autocomplete);
}

Html answer_field(const FormView& view, const AskedField& asked) {
  const Field& field = *asked.field;
  return fact(view, field, asked.required, field.id, "/answers/" + field.id,
              catalogue::look_up(view.answers, field.id));
}

}  // namespace biroyna::forms
