#include "features/forms/answer_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "platform/i18n/i18n.hpp"
#include "platform/i18n/typed.hpp"

namespace biroyna::forms {

using catalogue::Catalogue;
using catalogue::Field;
using catalogue::FieldType;
using catalogue::Value;

namespace {

std::string day_text(const std::string& iso, Language language) {
  const auto day = parse_iso_day(iso);
  return day ? i18n::date(language, *day) : iso;
}

std::string text_or(const catalogue::Answers& parts, const char* key) {
  const auto found = parts.find(key);
  return found == parts.end() || found->second.text() == nullptr ? std::string() : *found->second.text();
}

std::string person_text(const catalogue::Answers& parts, Language language) {
  std::string text = text_or(parts, "family_name");
  for (const char* key : {"given_name", "middle_name"}) {
    if (const std::string part = text_or(parts, key); !part.empty()) text += " " + part;
  }
  if (const std::string birth = text_or(parts, "birth_date"); !birth.empty())
    text += ", " + day_text(birth, language);
  if (const std::string pinfl = text_or(parts, "pinfl"); !pinfl.empty())
    text += fmt::format(", {} {}", i18n::text(language, "field.pinfl"), pinfl);
  return text;
}

// The region and the district of this code; one that is not listed is shown as it is.
std::string place_text(const Catalogue& catalogue, const std::string& code, Language language) {
  const std::string region = catalogue::region_of(code);
  const auto name = [&](const std::string& of) {
    const auto* place = catalogue.find_district(of);
    return place == nullptr ? of : place->names.in(language);
  };
  if (code == region || catalogue.find_district(region) == nullptr) return name(code);
  return name(region) + ", " + name(code);
}

std::string address_text(const Catalogue& catalogue, const catalogue::Answers& parts, Language language) {
  return fmt::format("{}, {}, {}", place_text(catalogue, text_or(parts, "district"), language),
                     text_or(parts, "mahalla"), text_or(parts, "street"));
}

std::string choice_text(const Field& field, const std::string& id, Language language) {
  const auto found = std::ranges::find(field.choices, id, &catalogue::Choice::id);
  return found == field.choices.end() ? id : found->names.in(language);
}

std::string number_text(const Field& field, double number, Language language) {
  std::string text = fmt::format("{:.{}f}", number, field.decimals);
  std::ranges::replace(text, '.', ',');
  // Sums and measures in groups of three; a number without a unit may be that of a house, or a year.
  const std::size_t whole = std::min(text.find(','), text.size());
  constexpr std::size_t kUngrouped = 4;  // digits
  if (field.unit && number >= 0 && whole > kUngrouped)
    text.replace(0, whole, i18n::number(std::stoll(text.substr(0, whole))));
  return field.unit ? text + "\u00a0" + field.unit->in(language) : text;
}

}  // namespace

std::string answer_text(const Catalogue& catalogue, const Field& field, const Value& value,
                        Language language) {
  if (const bool* flag = value.flag())
    return std::string(i18n::text(language, *flag ? "answer.yes" : "answer.no"));
  if (const double* number = value.number()) return number_text(field, *number, language);
  if (const std::string* text = value.text()) {
    if (field.type == FieldType::choice) return choice_text(field, *text, language);
    if (field.type == FieldType::date) return day_text(*text, language);
    if (field.type == FieldType::phone) return i18n::phone(language, *text);
    return *text;
  }
  if (const auto* parts = value.parts())
    return field.type == FieldType::person ? person_text(*parts, language)
                                           : address_text(catalogue, *parts, language);
  std::string all;
  if (const auto* list = value.list()) {
    for (const auto& item : *list) {
      std::string line;
      for (const auto& part : field.fields) {
        const auto found = item.find(part.id);
        if (found == item.end() || found->second.is_nothing()) continue;
        line += (line.empty() ? "" : ", ") + answer_text(catalogue, part, found->second, language);
      }
      all += (all.empty() ? "" : "; ") + line;
    }
  }
  return all;
}

std::string applicant_text(const Applicant& applicant, std::string_view part, Language language) {
  const std::string text = part_of(applicant, part);
  if (part == "phone") return i18n::phone(language, text);
  return part == "birth_date" ? day_text(text, language) : text;
}

}  // namespace biroyna::forms
