#include "features/catalogue/form_json.hpp"

#include <boost/json.hpp>

namespace biroyna::catalogue {
namespace json = boost::json;
namespace {

// A page's condition and a field's own.
std::optional<Expression> both(const std::optional<Expression>& a, const std::optional<Expression>& b) {
  if (!a || !b) return a ? a : b;
  return Expression{Op::and_, {}, {}, {*a, *b}};
}

void put_when(json::object& object, const char* key, const std::optional<Expression>& when) {
  if (when) object[key] = print(*when);
}

json::object text_schema(FieldType type, std::size_t longest) {
  switch (type) {
    case FieldType::date:
      return {{"type", "string"}, {"format", "date"}};
    case FieldType::phone:
      return {{"type", "string"}, {"pattern", R"(^\+[1-9][0-9]{6,14}$)"}};
    case FieldType::pinfl:
      return {{"type", "string"}, {"pattern", "^[3-6][0-9]{13}$"}};
    case FieldType::tin:
      return {{"type", "string"}, {"pattern", "^[0-9]{9}$"}};
    case FieldType::passport:
      return {{"type", "string"}, {"pattern", "^[A-Z]{2}[0-9]{7}$"}};
    case FieldType::yes_no:
      return {{"type", "boolean"}};
    case FieldType::consent:
      return {{"type", "boolean"}, {"const", true}};
    default:
      return {{"type", "string"}, {"minLength", 1}, {"maxLength", longest}};
  }
}

json::object closed(json::object properties, json::array required) {
  return {{"type", "object"},
          {"properties", std::move(properties)},
          {"required", std::move(required)},
          {"additionalProperties", false}};
}

json::object field_schema(const Field& field, Language language);

json::object record_schema(FieldType type) {
  json::object properties;
  json::array required;
  for (const auto& part : parts_of(type)) {
    properties[part.id] = part.id == "district"
                              ? json::object{{"type", "string"}, {"pattern", "^17[0-9]{5}$"}}
                              : text_schema(part.type, part.longest);
    if (part.required) required.emplace_back(part.id);
  }
  return closed(std::move(properties), std::move(required));
}

json::object group_schema(const Field& group, Language language) {
  json::object properties;
  json::array required;
  for (const auto& field : group.fields) {
    properties[field.id] = field_schema(field, language);
    if (field.required) required.emplace_back(field.id);
  }
  return {{"type", "array"},
          {"minItems", group.fewest_items},
          {"maxItems", group.most_items},
          {"items", closed(std::move(properties), std::move(required))}};
}

json::object type_schema(const Field& field, Language language) {
  switch (field.type) {
    case FieldType::number: {
      json::object schema{{"type", field.decimals == 0 ? "integer" : "number"},
                          {"minimum", field.least},
                          {"maximum", field.most}};
      if (field.decimals > 0) schema["x-decimals"] = field.decimals;
      return schema;
    }
    case FieldType::choice: {
      json::array ids;
      for (const auto& choice : field.choices) ids.emplace_back(choice.id);
      return {{"type", "string"}, {"enum", std::move(ids)}};
    }
    case FieldType::person:
    case FieldType::address:
      return record_schema(field.type);
    case FieldType::group:
      return group_schema(field, language);
    default:
      return text_schema(field.type, field.longest);
  }
}

json::object field_schema(const Field& field, Language language) {
  json::object schema = type_schema(field, language);
  schema["title"] = field.label.in(language);
  if (field.hint) schema["description"] = field.hint->in(language);
  return schema;
}

json::object field_json(const Field& field, Language language) {
  json::object object{{"id", field.id}, {"type", name(field.type)}, {"label", field.label.in(language)}};
  if (field.hint) object["hint"] = field.hint->in(language);
  if (field.type == FieldType::text) {
    object["most"] = field.longest;
    object["lines"] = field.lines;
  }
  if (field.type == FieldType::number) {
    object["least"] = field.least;
    object["most"] = field.most;
    object["decimals"] = field.decimals;
    if (field.unit) object["unit"] = field.unit->in(language);
  }
  if (field.type == FieldType::choice) {
    json::array choices;
    for (const auto& choice : field.choices)
      choices.push_back({{"id", choice.id}, {"label", choice.names.in(language)}});
    object["choices"] = std::move(choices);
  }
  if (field.type == FieldType::group) {
    json::array fields;
    for (const auto& one : field.fields) {
      json::object nested = field_json(one, language);
      nested["required"] = one.required;
      fields.push_back(std::move(nested));
    }
    object["fields"] = std::move(fields);
    object["least"] = field.fewest_items;
    object["most"] = field.most_items;
  }
  return object;
}

json::object use_json(const Catalogue& catalogue, const FieldUse& use, Language language) {
  json::object field = field_json(*catalogue.find_field(use.field), language);
  field["required"] = use.required;
  put_when(field, "when", use.when);
  return field;
}

json::array pages_json(const Catalogue& catalogue, const Service& service, Language language) {
  json::array pages;
  for (const auto& page : service.form) {
    json::array fields;
    for (const auto& use : page.fields) {
      fields.push_back(use_json(catalogue, use, language));
    }
    json::object object{{"id", page.id}, {"title", page.title.in(language)}, {"fields", std::move(fields)}};
    put_when(object, "when", page.when);
    pages.push_back(std::move(object));
  }
  return pages;
}

// What each step finds, which the applicant is not asked.
json::array findings_json(const Catalogue& catalogue, const Service& service, Language language) {
  json::array steps;
  for (const auto& step : service.steps) {
    if (step.findings.empty()) continue;
    json::array fields, required;
    json::object properties;
    for (const auto& use : step.findings) {
      const Field& field = *catalogue.find_field(use.field);
      json::object shown = use_json(catalogue, use, language), schema = field_schema(field, language);
      put_when(schema, "x-when", use.when);
      if (step.kind == StepKind::automatic) shown["from"] = use.in_answer();
      if (use.required && !use.when) required.emplace_back(use.field);
      fields.push_back(std::move(shown));
      properties[use.field] = std::move(schema);
    }
    steps.push_back({{"step", step.id},
                     {"fields", std::move(fields)},
                     {"schema", closed(std::move(properties), std::move(required))}});
  }
  return steps;
}

}  // namespace

json::object answers_schema(const Catalogue& catalogue, const Service& service, Language language) {
  json::object properties;
  json::array required;
  for (const auto& page : service.form) {
    for (const auto& use : page.fields) {
      json::object schema = field_schema(*catalogue.find_field(use.field), language);
      const auto when = both(page.when, use.when);
      put_when(schema, "x-when", when);
      properties[use.field] = std::move(schema);
      if (use.required && !when) required.emplace_back(use.field);
    }
  }
  json::object schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                      {"title", service.names.in(language)}};
  for (auto& [key, value] : closed(std::move(properties), std::move(required))) schema[key] = value;
  return schema;
}

json::object form_json(const Catalogue& catalogue, const Service& service, Language language) {
  json::array rules;
  for (const auto& rule : service.rules)
    rules.push_back({{"must", print(rule.must)}, {"at", rule.at}, {"says", rule.says.in(language)}});
  json::array documents;
  for (const auto& use : service.documents) {
    json::object document{{"id", use.type.str()}, {"name", catalogue.find(use.type)->names.in(language)}};
    put_when(document, "when", use.when);
    if (!use.step.empty()) document["asked_of_registry"] = true;
    documents.push_back(std::move(document));
  }
  json::object form{{"service", service.id.str()},
                    {"catalogue_version", catalogue.version},
                    {"language", tag(language)},
                    {"title", service.names.in(language)},
                    {"pages", pages_json(catalogue, service, language)},
                    {"rules", std::move(rules)},
                    {"documents", std::move(documents)},
                    {"findings", findings_json(catalogue, service, language)},
                    {"schema", answers_schema(catalogue, service, language)}};
  put_when(form, "fee_formula", service.fee_formula);
  return form;
}

}  // namespace biroyna::catalogue
