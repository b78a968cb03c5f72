#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "features/forms/edge.hpp"

namespace biroyna::forms {
namespace {

using catalogue::Answers;
using catalogue::ApplicantKind;
using catalogue::Field;
using catalogue::FieldType;
using catalogue::Value;

constexpr std::size_t kMostTyped = 100;  // bytes of a day

bool has(const http::Fields& form, std::string_view name) {
  return std::ranges::any_of(form, [&](const auto& one) { return one.first == name; });
}
bool has_below(const http::Fields& form, const std::string& name) {
  return std::ranges::any_of(form, [&](const auto& one) { return one.first.starts_with(name + "."); });
}

Value read_fact(const http::Fields& form, const Field& field, const std::string& name) {
  if (field.type == FieldType::person || field.type == FieldType::address) {
    Answers parts;
    for (const auto& one : catalogue::parts_of(field.type))
      parts[std::string(one.id)] = http::field(form, fmt::format("{}.{}", name, one.id));
    // A district alone, which is chosen beforehand, is no address.
    if (field.type == FieldType::address && trim(*parts["mahalla"].text()).empty() &&
        trim(*parts["street"].text()).empty())
      return {};
    return parts;
  }
  if (field.type == FieldType::group) {
    std::vector<Answers> list;
    for (std::size_t i = 0; i < field.most_items && has_below(form, fmt::format("{}.{}", name, i)); ++i) {
      Answers item;
      for (const auto& one : field.fields) {
        Value value = read_fact(form, one, fmt::format("{}.{}.{}", name, i, one.id));
        if (!value.is_nothing()) item[one.id] = std::move(value);
      }
      list.push_back(std::move(item));
    }
    return list;
  }
  return http::field(form, name);
}

}  // namespace

void read_applicant(const http::Fields& form, const std::vector<std::string>& parts, Applicant& applicant) {
  const auto read = [&](const std::string& part, std::string& into) {
    if (has(form, part)) into = http::field(form, part).substr(0, 4 * 300);
  };
  for (const std::string& part : parts) {
    if (part == "kind" && has(form, part)) {
      applicant.kind = http::field(form, part) == catalogue::name(ApplicantKind::business)
                           ? ApplicantKind::business
                           : ApplicantKind::individual;
    } else if (part == "birth_date" && has(form, part)) {
      set_birth_date(applicant, http::field(form, part).substr(0, kMostTyped));
    } else if (part == "language") {
      applicant.language = parse_language(http::field(form, part)).value_or(applicant.language);
    }
  }
  const std::pair<const char*, std::string*> texts[] = {{"family_name", &applicant.family_name},
                                                        {"given_name", &applicant.given_name},
                                                        {"middle_name", &applicant.middle_name},
                                                        {"pinfl", &applicant.pinfl},
                                                        {"passport", &applicant.passport},
                                                        {"organisation", &applicant.organisation},
                                                        {"tin", &applicant.tin},
                                                        {"phone", &applicant.phone},
                                                        {"address", &applicant.address}};
  for (const auto& [part, text] : texts) {
    if (std::ranges::find(parts, part) != parts.end()) read(part, *text);
  }
  applicant = normalised(std::move(applicant));
}

void read_answers(const http::Fields& form, const std::vector<AskedField>& asked, Answers& answers) {
  for (const auto& [field, required] : asked) {
    Value value = catalogue::normalised(*field, read_fact(form, *field, field->id));
    const bool empty = value.is_nothing() || (value.list() != nullptr && value.list()->empty());
    if (empty)
      answers.erase(field->id);
    else
      answers.insert_or_assign(field->id, std::move(value));
  }
}

}  // namespace biroyna::forms
