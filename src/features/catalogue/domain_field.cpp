#include "features/catalogue/domain_field.hpp"

#include <algorithm>
#include <array>

#include "core/enum_names.hpp"

namespace biroyna::catalogue {
namespace {

// In the order of the enumerators.
constexpr std::array<std::string_view, 13> kTypes = {"text",     "number",  "date",   "choice", "yes_no",
                                                     "person",   "address", "phone",  "pinfl",  "tin",
                                                     "passport", "group",   "consent"};
constexpr std::array<std::string_view, 3> kSpecialData = {"health", "convictions", "others"};
constexpr std::array<std::string_view, 4> kLayouts = {"certificate", "permit", "extract", "decision"};

}  // namespace

std::string_view found_field(std::string_view name) {
  return name.starts_with(kFindingPrefix) ? name.substr(kFindingPrefix.size()) : std::string_view();
}

std::string_view name(FieldType type) { return kTypes[static_cast<std::size_t>(type)]; }
std::optional<FieldType> parse_field_type(std::string_view name) {
  return enum_named<FieldType>(kTypes, name);
}

std::string_view name(SpecialData special) { return kSpecialData[static_cast<std::size_t>(special)]; }
std::optional<SpecialData> parse_special_data(std::string_view name) {
  return enum_named<SpecialData>(kSpecialData, name);
}

std::vector<std::string> facts_in(std::string_view sentence) {
  std::vector<std::string> names;
  while (true) {
    const auto from = sentence.find('{');
    const auto to = sentence.find('}', from);
    if (from == std::string_view::npos || to == std::string_view::npos) return names;
    names.emplace_back(sentence.substr(from + 1, to - from - 1));
    sentence.remove_prefix(to + 1);
  }
}

std::string_view name(DocumentLayout layout) { return kLayouts[static_cast<std::size_t>(layout)]; }
std::optional<DocumentLayout> parse_document_layout(std::string_view name) {
  return enum_named<DocumentLayout>(kLayouts, name);
}

const std::vector<Part>& parts_of(FieldType type) {
  static const std::vector<Part> none;
  static const std::vector<Part> person = {{"family_name"},
                                           {"given_name"},
                                           {"middle_name", FieldType::text, false},
                                           {"birth_date", FieldType::date},
                                           {"pinfl", FieldType::pinfl, false}};
  static const std::vector<Part> address = {
      {"district"}, {"mahalla"}, {"street", FieldType::text, true, 200}};
  if (type == FieldType::person) return person;
  return type == FieldType::address ? address : none;
}

}  // namespace biroyna::catalogue
