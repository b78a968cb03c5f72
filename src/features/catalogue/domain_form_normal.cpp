// What people type, in the one spelling in which it is stored.
#include <algorithm>
#include <charconv>

#include "core/clean_text.hpp"
#include "core/text.hpp"
#include "core/typed_day.hpp"
#include "features/catalogue/domain_form.hpp"
#include "features/catalogue/domain_identifiers.hpp"

namespace biroyna::catalogue {
namespace {

// "1 250,50"
Value number_from(const std::string& text) {
  std::string plain = text;
  std::erase(plain, ' ');
  std::ranges::replace(plain, ',', '.');
  double number = 0;
  const auto [end, error] =
      std::from_chars(plain.data(), plain.data() + plain.size(), number, std::chars_format::fixed);
  if (plain.empty() || error != std::errc{} || end != plain.data() + plain.size()) return text;
  return number;
}

Value day_from(const std::string& text) {
  const auto read = read_day(text);
  return read.day ? to_iso(*read.day) : text;
}

Value or_nothing(std::string text) { return text.empty() ? Value() : Value(std::move(text)); }

Value text_from(FieldType type, bool lines, const std::string& typed) {
  const std::string text = lines ? many_lines(typed) : one_line(typed);
  if (text.empty()) return {};
  switch (type) {
    case FieldType::text:
      return with_apostrophes(text);
    case FieldType::number:
      return number_from(text);
    case FieldType::date:
      return day_from(text);
    case FieldType::yes_no:
    case FieldType::consent:
      if (text == "true" || text == "false") return text == "true";
      return text;
    case FieldType::phone:
      return or_nothing(phone_from(text));
    case FieldType::pinfl:
    case FieldType::tin:
      return or_nothing(digits_from(text));
    case FieldType::passport:
      return or_nothing(passport_from(text));
    default:
      return text;
  }
}

Answers without_nothing(Answers answers) {
  std::erase_if(answers, [](const auto& answer) { return answer.second.is_nothing(); });
  return answers;
}

Value parts_from(const Field& field, const Answers& typed) {
  Answers parts = typed;
  for (const auto& part : parts_of(field.type)) {
    const auto found = parts.find(std::string(part.id));
    if (found == parts.end() || found->second.text() == nullptr) continue;
    found->second =
        text_from(part.id == "district" ? FieldType::choice : part.type, false, *found->second.text());
  }
  parts = without_nothing(std::move(parts));
  return parts.empty() ? Value() : Value(std::move(parts));
}

Value items_from(const Field& field, const std::vector<Answers>& typed) {
  std::vector<Answers> items;
  for (const auto& one : typed) {
    Answers item = one;
    for (const auto& part : field.fields) {
      if (const auto found = item.find(part.id); found != item.end())
        found->second = normalised(part, found->second);
    }
    // A row of a table that was left empty is none.
    if (item = without_nothing(std::move(item)); !item.empty()) items.push_back(std::move(item));
  }
  return items;
}

}  // namespace

Value normalised(const Field& field, const Value& value) {
  if (const auto* text = value.text()) {
    return is_utf8(*text) ? text_from(field.type, field.lines, *text) : value;
  }
  if (const auto* parts = value.parts()) return parts_from(field, *parts);
  if (const auto* list = value.list()) return items_from(field, *list);
  return value;
}

Answers normalised(const Catalogue& catalogue, const Answers& answers) {
  Answers made;
  for (const auto& [id, value] : answers) {
    const Field* field = catalogue.find_field(id);
    Value one = field == nullptr ? value : normalised(*field, value);
    if (!one.is_nothing()) made.emplace(id, std::move(one));
  }
  return made;
}

}  // namespace biroyna::catalogue
