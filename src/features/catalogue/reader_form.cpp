// A service's form: its pages, the conditions on them, the rules between answers.
#include <algorithm>

#include "features/catalogue/reader_parts.hpp"

namespace biroyna::catalogue {
namespace {

std::string_view shown(Type type) { return type == Type::number ? "a number" : "yes or no"; }

std::string field_of(const std::string& name) { return name.substr(0, name.find('.')); }

// Why a name may not stand here, when it is a fact that others may name.
std::optional<std::string> misplaced(const std::string& name, const Known& known) {
  if (known.asked.contains(name)) return std::nullopt;
  if (const auto found = found_field(name); !found.empty())
    return fmt::format("no step before this finds \"{}\"", field_of(std::string(found)));
  if (known.whole.contains(name)) return fmt::format("\"{}\" is asked only after this", name);
  const std::string field = field_of(name);
  if (!known.whole.contains(field) && known.catalogue.find_field(field) != nullptr)
    return fmt::format("\"{}\" is not asked in this form", field);
  return std::nullopt;
}

// A page and the entries of its list of fields, whose conditions are read when it is known what all is asked.
struct PageNodes {
  yaml::Node page;
  std::vector<yaml::Node> items;
};

FieldUse read_use(yaml::Node& item, const Service& service, const FormPage& page, const Known& known) {
  FieldUse use;
  use.field = id_of(item);
  if (!use.field.empty() && known.catalogue.find_field(use.field) == nullptr)
    item.problem(fmt::format("unknown field \"{}\"", use.field));
  const auto is_used = [&](const FormPage& one) {
    return std::ranges::find(one.fields, use.field, &FieldUse::field) != one.fields.end();
  };
  if (is_used(page) || std::ranges::any_of(service.form, is_used))
    item.problem(fmt::format("field \"{}\" stands in this form twice", use.field));
  if (item.has("required")) use.required = item.flag("required");
  return use;
}

// The document of a field of type file, with the condition of its page and its own.
DocumentUse read_file_use(yaml::Node& item, const DocumentType& file, const Service& service,
                          const FormPage& page, std::optional<Expression> when) {
  if (std::ranges::find(service.documents, file.id, &DocumentUse::type) != service.documents.end())
    item.problem(fmt::format("field \"{}\" stands in this form twice", file.field));
  if (page.when && when)
    when = Expression{.op = Op::and_, .literal = {}, .name = {}, .operands = {*page.when, *std::move(when)}};
  else if (page.when)
    when = page.when;
  return {file.id, std::move(when)};
}

std::vector<PageNodes> read_pages(yaml::Node& root, Service& service, Known& known) {
  std::vector<PageNodes> nodes;
  yaml::Node form = root.child("form");
  Ids ids;
  for (yaml::Node& node : form.items()) {
    FormPage page{word_id(node, ids), node.names("title"), {}, {}};
    auto items = node.child("fields").items();
    for (yaml::Node& item : items) {
      if (known.catalogue.find_file(id_of(item)) != nullptr) continue;
      page.fields.push_back(read_use(item, service, page, known));
      learn(known.whole, known.catalogue.find_field(page.fields.back().field));
    }
    if (node.has("fields") && items.empty()) node.problem_at("fields", "a page needs at least one field");
    service.form.push_back(std::move(page));
    nodes.push_back({node, std::move(items)});
  }
  if (root.has("form") && nodes.empty()) form.problem("a form needs at least one page");
  return nodes;
}

void read_rules(yaml::Node& root, Service& service, const Known& known) {
  for (yaml::Node& item : root.child("rules").items()) {
    auto must = expression(item, "must", Type::yes_no, known);
    Rule rule{{}, item.text("at"), item.names("says")};
    if (!rule.at.empty() && (!known.whole.contains(rule.at) || built_in_scope().contains(rule.at)))
      item.problem_at("at", fmt::format("\"{}\" is not a field of this form", rule.at));
    item.finish();
    if (!must) continue;
    rule.must = *std::move(must);
    service.rules.push_back(std::move(rule));
  }
}

// Whoever is asked for such data is asked for their consent on the same page, or before it.
void check_consents(const yaml::Node& root, const Service& service, const Catalogue& catalogue) {
  std::set<SpecialData> agreed;
  for (const auto& page : service.form) {
    for (const auto& use : page.fields) {
      const Field* field = catalogue.find_field(use.field);
      if (field != nullptr && field->special && field->type == FieldType::consent)
        agreed.insert(*field->special);
    }
    for (const auto& use : page.fields) {
      const Field* field = catalogue.find_field(use.field);
      if (field == nullptr || !field->special || agreed.contains(*field->special)) continue;
      root.problem_at(
          "form",
          fmt::format("\"{}\" tells of {}: a consent with \"special: {}\" stands on its page or before",
                      use.field, name(*field->special), name(*field->special)));
    }
  }
}

}  // namespace

std::string id_of(yaml::Node& item) { return item.has("id") ? item.text("id") : item.scalar(); }

void learn(Scope& scope, const Field* field, std::string_view prefix) {
  if (field == nullptr) return;
  for (const auto& [name, declared] : scope_of({field})) {
    if (!built_in_scope().contains(name)) scope.emplace(std::string(prefix) + name, declared);
  }
}

std::optional<Expression> expression(yaml::Node& node, const std::string& key, Type expected,
                                     const Known& known) {
  const std::string text = node.text(key);
  if (text.empty()) return std::nullopt;
  const auto wrong = [&](const std::string& reason) {
    node.problem_at(key, fmt::format("\"{}\": {}", key, reason));
    return std::nullopt;
  };
  auto parsed = parse_expression(text);
  if (!parsed) return wrong(parsed.error().to_string());
  for (const auto& name : names_in(*parsed)) {
    if (const auto reason = misplaced(name, known)) return wrong(*reason);
  }
  const auto type = type_of(*parsed, known.asked);
  if (!type) return wrong(type.error().to_string());
  if (*type != expected) return wrong(fmt::format("this must be {}", shown(expected)));
  return *std::move(parsed);
}

std::optional<Expression> expression_if(yaml::Node& node, const std::string& key, Type expected,
                                        const Known& known) {
  if (!node.has(key)) return std::nullopt;
  return expression(node, key, expected, known);
}

void read_form(yaml::Node& root, Service& service, Known& known) {
  auto nodes = read_pages(root, service, known);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    auto& [node, items] = nodes[i];
    FormPage& page = service.form[i];
    page.when = expression_if(node, "when", Type::yes_no, known);
    node.finish();
    auto use = page.fields.begin();
    for (yaml::Node& item : items) {
      auto condition = expression_if(item, "when", Type::yes_no, known);
      if (item.has("id")) item.finish();
      if (const DocumentType* file = known.catalogue.find_file(id_of(item))) {
        service.documents.push_back(read_file_use(item, *file, service, page, std::move(condition)));
        continue;
      }
      use->when = std::move(condition);
      learn(known.asked, known.catalogue.find_field(use->field));
      ++use;
    }
  }
  // Each file is asked on a page of its own.
  std::erase_if(service.form, [](const FormPage& page) { return page.fields.empty(); });
  if (root.has("rules")) read_rules(root, service, known);
  check_consents(root, service, known.catalogue);
}

}  // namespace biroyna::catalogue
