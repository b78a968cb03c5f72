// What is wrong with a form, in words.
#include <fmt/format.h>

#include <algorithm>

#include "features/forms/form_parts.hpp"

namespace biroyna::forms {

std::string error_text(const FormView& view, std::string_view pointer) {
  const auto found = std::ranges::find(view.errors, pointer, &catalogue::AnswerError::pointer);
  if (found == view.errors.end()) return {};
  if (found->says) return found->says->in(view.say.language());
  return std::string(view.say(found->code));
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

Html error_summary(const FormView& view) {
  if (view.errors.empty()) return {};
  std::vector<html::ErrorLink> links;
  for (const auto& error : view.errors) {
    const std::string asked = asked_text(view, error.pointer), wrong = error_text(view, error.pointer);
    links.push_back({.text = asked.empty() ? wrong : fmt::format("{}: {}", asked, wrong),
                     .href = "#" + field_name(error.pointer)});
  }
  return html::error_summary({.title = view.say("host.problem"), .errors = std::move(links)});
}

}  // namespace biroyna::forms
