// What is wrong with a form, in words.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "features/forms/form_parts.hpp"
#include "platform/i18n/typed.hpp"

namespace biroyna::forms {
namespace {

using catalogue::Field;
using catalogue::FieldType;

// The field at a name such as "child", "members.0.income"; null if there is none.
const Field* field_at(const FormView& view, std::string_view name) {
  const Field* field = view.catalogue.find_field(name.substr(0, name.find('.')));
  if (field == nullptr || field->type != FieldType::group) return field;
  const auto found = std::ranges::find(field->fields, name.substr(name.rfind('.') + 1), &Field::id);
  return found == field->fields.end() ? field : &*found;
}

// What fills the messages about limits.
struct Limits {
  bool known = false;
  std::string least = {}, most = {};
};

std::string number_text(const FormView& view, double number, const Field& field) {
  std::string text = number == std::floor(number) && std::abs(number) < 1e15
                         ? i18n::number(static_cast<std::int64_t>(number))
                         : fmt::format("{:.{}f}", number, field.decimals);
  std::ranges::replace(text, '.', ',');
  return field.unit ? fmt::format("{} {}", text, field.unit->in(view.say.language())) : text;
}

Limits limits_of(const FormView& view, const std::string& name, bool of_applicant) {
  if (of_applicant) return {true, {}, std::to_string(kLongestApplicantText)};
  const Field* field = field_at(view, name);
  if (field == nullptr) return {};
  const std::string part = name.substr(name.rfind('.') + 1);
  for (const auto& one : catalogue::parts_of(field->type)) {
    if (one.id == part) return {true, {}, std::to_string(one.longest)};
  }
  switch (field->type) {
    case FieldType::number:
      return {true, number_text(view, field->least, *field), number_text(view, field->most, *field)};
    case FieldType::group:
      return {true, std::to_string(field->fewest_items), std::to_string(field->most_items)};
    default:
      return {true, {}, std::to_string(field->longest)};
  }
}

// Names what is missing: "Enter your family name".
std::string missing_text(const FormView& view, std::string_view pointer, const std::string& part,
                         bool of_applicant) {
  constexpr std::string_view kOfAll[] = {"pinfl", "phone",    "organisation", "tin",
                                         "kind",  "district", "mahalla",      "street"};
  constexpr std::string_view kOfPeople[] = {"family_name", "given_name", "birth_date"};
  const Field* field = of_applicant ? nullptr : field_at(view, field_name(pointer));
  const bool is_part = of_applicant || (field != nullptr && !catalogue::parts_of(field->type).empty() &&
                                        field->id != field_name(pointer));
  if (is_part && std::ranges::find(kOfAll, part) != std::end(kOfAll))
    return std::string(view.say(fmt::format("missing.{}", part)));
  if (is_part && std::ranges::find(kOfPeople, part) != std::end(kOfPeople))
    return std::string(of_applicant ? view.say(fmt::format("missing.own_{}", part))
                                    : view.say(fmt::format("missing.their_{}", part)));
  const bool chosen =
      field != nullptr && (field->type == FieldType::choice || field->type == FieldType::yes_no);
  return view.say(chosen ? "missing.choice" : "missing.other", {{"label", asked_text(view, pointer)}});
}

// What was typed there; empty if it is no text.
std::string typed_at(const FormView& view, const std::string& name, bool of_applicant) {
  if (of_applicant) return part_of(view.applicant, name);
  const catalogue::Answers* answers = &view.answers;
  std::string_view rest = name;
  while (true) {
    const auto found = answers->find(std::string(rest.substr(0, rest.find('.'))));
    if (found == answers->end()) return {};
    const catalogue::Value& value = found->second;
    rest.remove_prefix(std::min(rest.find('.'), rest.size() - 1) + 1);
    if (const auto* text = value.text()) return *text;
    if (const auto* list = value.list()) {
      const auto index = static_cast<std::size_t>(std::strtoul(std::string(rest).c_str(), nullptr, 10));
      if (index >= list->size()) return {};
      answers = &(*list)[index];
      rest.remove_prefix(std::min(rest.find('.'), rest.size() - 1) + 1);
    } else if (value.parts() != nullptr) {
      answers = value.parts();
    } else {
      return {};
    }
  }
}

}  // namespace

std::string error_text(const FormView& view, std::string_view pointer) {
  const auto found = std::ranges::find(view.errors, pointer, &catalogue::AnswerError::pointer);
  if (found == view.errors.end()) return {};
  if (found->says) return found->says->in(view.say.language());
  const std::string name = field_name(pointer), part = name.substr(name.rfind('.') + 1);
  const bool of_applicant = pointer.starts_with("/applicant/");
  if (found->code == "error.required") return missing_text(view, pointer, part, of_applicant);
  const Limits limits = limits_of(view, name, of_applicant);
  const std::string code = found->code.substr(std::string_view("error.").size());
  constexpr std::string_view kOfLimits[] = {"too_long", "too_small", "too_large", "too_few", "too_many"};
  if (limits.known && std::ranges::find(kOfLimits, code) != std::end(kOfLimits))
    return view.say(fmt::format("fault.{}", code), {{"least", limits.least}, {"most", limits.most}});
  return i18n::fault(view.say, found->code, typed_at(view, name, of_applicant));
}

std::string field_name(std::string_view pointer) {
  for (const std::string_view root : {"/answers/", "/applicant/"}) {
    if (!pointer.starts_with(root)) continue;
    std::string name(pointer.substr(root.size()));
    std::ranges::replace(name, '/', '.');
    return name;
  }
  return "file";
}

std::string asked_text(const FormView& view, std::string_view pointer) {
  const std::string name = field_name(pointer);
  if (pointer.starts_with("/applicant/")) return std::string(view.say(fmt::format("field.{}", name)));
  if (pointer.starts_with("/documents/")) {
    const auto* type = view.catalogue.find(
        DocumentTypeId(std::string(pointer.substr(std::string_view("/documents/").size()))));
    return type == nullptr ? std::string() : type->names.in(view.say.language());
  }
  const auto* field = view.catalogue.find_field(name.substr(0, name.find('.')));
  if (field == nullptr) return {};
  const std::string last = name.substr(name.rfind('.') + 1);
  for (const auto& part : catalogue::parts_of(field->type)) {
    if (part.id == last) return std::string(view.say(fmt::format("field.{}", last)));
  }
  for (const auto& one : field->fields) {
    if (one.id == last) return one.label.in(view.say.language());
  }
  return field->label.in(view.say.language());
}

std::string named_error(const FormView& view, std::string_view pointer) {
  const std::string asked = asked_text(view, pointer), wrong = error_text(view, pointer);
  const auto found = std::ranges::find(view.errors, pointer, &catalogue::AnswerError::pointer);
  const bool named = asked.empty() || (found != view.errors.end() && found->code == "error.required");
  return named ? wrong : fmt::format("{}: {}", asked, wrong);
}

Html error_summary(const FormView& view) {
  if (view.errors.empty()) return {};
  std::vector<html::ErrorLink> links;
  for (const auto& error : view.errors) {
    links.push_back({.text = named_error(view, error.pointer), .href = "#" + field_name(error.pointer)});
  }
  return html::error_summary({.title = view.say("host.problem"), .errors = std::move(links)});
}

}  // namespace biroyna::forms
