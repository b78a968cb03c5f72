// fields.yaml and refusals.yaml.
#include <algorithm>
#include <array>

#include "core/id.hpp"
#include "features/catalogue/reader_parts.hpp"

namespace biroyna::catalogue {
namespace {

constexpr std::int64_t kLongestText = 10'000;  // characters
constexpr double kGreatest = 1e12;
constexpr std::int64_t kMostItems = 60;
constexpr std::size_t kFewestChoices = 2, kMostChoices = 20;
constexpr std::string_view kFile = "file";
// Words of the expressions' grammar, and names that it has by itself.
constexpr std::array<std::string_view, 10> kReserved = {"or",    "and",   "not",     "in",        "true",
                                                        "false", "today", "channel", "applicant", "findings"};

void only_once(const yaml::Node& node, const std::string& id, Ids& ids) {
  if (!id.empty() && !ids.insert(id).second)
    node.problem_at("id", fmt::format("the id \"{}\" stands here twice", id));
}

void read_choices(yaml::Node& node, Field& field) {
  Ids ids;
  for (yaml::Node& item : node.child("choices").items()) {
    field.choices.push_back({word_id(item, ids), item.names("names")});
    item.finish();
  }
  if (node.has("choices") && (field.choices.size() < kFewestChoices || field.choices.size() > kMostChoices))
    node.problem_at("choices",
                    fmt::format("a choice has from {} to {} choices", kFewestChoices, kMostChoices));
}

Field read_field(yaml::Node& node, Ids& ids, bool nested);

void read_group(yaml::Node& node, Field& field) {
  Ids ids;
  for (yaml::Node& item : node.child("fields").items()) field.fields.push_back(read_field(item, ids, true));
  if (node.has("fields") && field.fields.empty())
    node.problem_at("fields", "a group needs at least one field");
  if (node.has("least")) field.fewest_items = static_cast<std::size_t>(node.integer("least", 0, kMostItems));
  if (node.has("most")) field.most_items = static_cast<std::size_t>(node.integer("most", 1, kMostItems));
  if (field.fewest_items > field.most_items)
    node.problem_at("most", "\"most\" must not be less than \"least\"");
}

void read_number(yaml::Node& node, Field& field) {
  if (node.has("least")) field.least = node.number("least", -kGreatest, kGreatest);
  if (node.has("most")) field.most = node.number("most", -kGreatest, kGreatest);
  if (field.least > field.most) node.problem_at("most", "\"most\" must not be less than \"least\"");
  if (node.has("decimals")) field.decimals = static_cast<int>(node.integer("decimals", 0, 4));
  if (node.has("unit")) field.unit = node.names("unit");
}

Field read_field(yaml::Node& node, Ids& ids, bool nested) {
  Field field;
  field.id = field_id(node, ids);
  const std::string type = node.text("type");
  const auto parsed = parse_field_type(type);
  if (!parsed && !type.empty() && type != kFile)
    node.problem_at("type", fmt::format("unknown type \"{}\"", type));
  field.type = parsed.value_or(FieldType::text);
  field.label = node.names("label");
  if (node.has("fact")) field.fact = node.names("fact");
  if (node.has("hint")) field.hint = node.names("hint");
  if (node.has("special")) {
    field.special = parse_special_data(node.text("special"));
    if (!field.special) node.problem_at("special", "special data is health, convictions or others");
  }
  if (nested) {
    if (node.has("required")) field.required = node.flag("required");
    if (field.type == FieldType::group || field.type == FieldType::consent || type == kFile)
      node.problem_at("type", fmt::format("a {} cannot stand in a group", type));
  }
  if (field.type == FieldType::text) {
    if (node.has("most")) field.longest = static_cast<std::size_t>(node.integer("most", 1, kLongestText));
    if (node.has("lines")) field.lines = node.flag("lines");
  }
  if (field.type == FieldType::number) read_number(node, field);
  if (field.type == FieldType::choice) read_choices(node, field);
  if (field.type == FieldType::group) read_group(node, field);
  // Of an unknown type nobody knows which keys it has.
  if (parsed) node.finish();
  return field;
}

// A field that is answered by a file is a document like those of documents.yaml: kept, seen and asked for
// anew as they are.
void read_file(yaml::Node& node, Ids& ids, Catalogue& catalogue) {
  DocumentType type{{}, node.names("label"), field_id(node, ids)};
  std::string id = type.field;
  std::ranges::replace(id, '_', '-');
  type.id = DocumentTypeId(std::move(id));
  if (!type.field.empty() && catalogue.find(type.id) != nullptr)
    node.problem_at("id", fmt::format("\"{}\" is a document already", type.id.str()));
  node.finish();
  catalogue.documents.push_back(std::move(type));
}

}  // namespace

std::string slug_id(yaml::Node& node, Ids& ids) {
  std::string text = node.text("id");
  if (!text.empty() && !is_slug(text)) {
    node.problem_at("id",
                    fmt::format("the id \"{}\" may only have small letters a-z, digits and hyphens", text));
  }
  only_once(node, text, ids);
  return text;
}

std::string word_id(yaml::Node& node, Ids& ids) {
  std::string text = node.text("id");
  std::string slug = text;
  std::ranges::replace(slug, '_', '-');
  if (!text.empty() && !is_slug(slug)) {
    node.problem_at(
        "id", fmt::format("the id \"{}\" may only have small letters a-z, digits, hyphens and \"_\"", text));
  }
  only_once(node, text, ids);
  return text;
}

std::string field_id(yaml::Node& node, Ids& ids) {
  std::string text = node.text("id");
  const bool well_written = text.size() <= 64 && std::ranges::all_of(text, [](char c) {
                              return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
                            });
  if (!text.empty() && (!well_written || text.front() < 'a' || text.front() > 'z')) {
    node.problem_at("id",
                    fmt::format("the id \"{}\" may only have small letters a-z, digits and \"_\", and begins "
                                "with a letter",
                                text));
  }
  if (std::ranges::find(kReserved, text) != kReserved.end())
    node.problem_at("id", fmt::format("\"{}\" is a word of the expressions and cannot be an id", text));
  only_once(node, text, ids);
  return text;
}

void read_fields(yaml::Node& root, Catalogue& catalogue) {
  Ids ids;
  for (yaml::Node& item : root.child("fields").items()) {
    if (item.has("type") && item.text("type") == kFile)
      read_file(item, ids, catalogue);
    else
      catalogue.fields.push_back(read_field(item, ids, false));
  }
  root.finish();
}

void read_refusals(yaml::Node& root, Catalogue& catalogue) {
  Ids ids;
  for (yaml::Node& item : root.child("refusals").items()) {
    catalogue.refusals.push_back({slug_id(item, ids), item.names("names"), item.names("ground")});
    item.finish();
  }
  if (root.has("appeal")) {
    yaml::Node appeal = root.child("appeal");
    catalogue.appeal = {static_cast<int>(appeal.integer("complaint_days", 1, 366)),
                        static_cast<int>(appeal.integer("court_months", 1, 36))};
    appeal.finish();
  }
  root.finish();
}

}  // namespace biroyna::catalogue
