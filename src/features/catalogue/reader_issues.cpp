// What a service issues, and issued-documents.yaml.
#include <algorithm>
#include <set>

#include "features/catalogue/domain_validity.hpp"
#include "features/catalogue/reader_parts.hpp"

namespace biroyna::catalogue {
namespace {

bool requires_always(const auto& uses, std::string_view field) {
  const auto use =
      std::ranges::find(uses, field, [](const auto& one) { return std::string_view(one.field); });
  return use != uses.end() && !use->when && use->required;
}

// The field that the form asks for, or that a step finds; null, and a problem, for any other name.
const Field* known_field(const yaml::Node& node, const Service& service, const Catalogue& catalogue,
                         const std::string& name) {
  if (const auto field = found_field(name); !field.empty()) {
    if (step_that_finds(service, field) != nullptr) return catalogue.find_field(field);
    node.problem(fmt::format("no step finds \"{}\"", field));
    return nullptr;
  }
  if (is_asked(service, name)) return catalogue.find_field(name);
  if (!name.empty()) node.problem(fmt::format("the form does not ask for \"{}\"", name));
  return nullptr;
}

// Whether it is asked or found, whatever else was answered or found.
bool is_always_known(const Service& service, std::string_view field) {
  return is_asked_always(service, field) || std::ranges::any_of(service.steps, [&](const Step& step) {
           return !step.when && requires_always(step.findings, field);
         });
}

void read_facts(yaml::Node& issues, Service& service, const Catalogue& catalogue) {
  service.issues.about = issues.text_if("about").value_or("");
  const Field* person = known_field(issues, service, catalogue, service.issues.about);
  if (person != nullptr && person->type != FieldType::person)
    issues.problem_at("about", fmt::format("\"{}\" is no person", person->id));
  else if (person != nullptr && !found_field(service.issues.about).empty() &&
           !is_always_known(service, person->id))
    issues.problem_at("about", fmt::format("\"{}\" is not always known", person->id));
  auto& facts = service.issues.facts.emplace();
  for (yaml::Node& item : issues.child("facts").items()) {
    facts.push_back(item.scalar());
    known_field(item, service, catalogue, facts.back());
    if (std::ranges::count(facts, facts.back()) > 1)
      item.problem(fmt::format("the fact \"{}\" stands here twice", facts.back()));
  }
}

// Each language says the same facts, and each of them is there when the document is issued.
void read_sentence(yaml::Node& issues, Service& service, const Catalogue& catalogue) {
  if (!issues.has("sentence")) return;
  service.issues.sentence = issues.names("sentence");
  const auto named_in = [&](Language language) {
    const auto names = facts_in(service.issues.sentence->in(language));
    return std::set<std::string>(names.begin(), names.end());
  };
  const auto facts = named_in(kLanguages.front());
  if (std::ranges::any_of(kLanguages, [&](Language language) { return named_in(language) != facts; })) {
    issues.problem_at("sentence", "the languages of a sentence do not name the same facts");
    return;
  }
  for (const auto& name : facts) {
    if (name.empty()) issues.problem_at("sentence", "braces in a sentence hold the name of a fact");
    const Field* field = known_field(issues, service, catalogue, name);
    if (field != nullptr && !is_always_known(service, field->id))
      issues.problem_at("sentence", fmt::format("\"{}\" is not always known", name));
  }
}

void read_validity(yaml::Node& issues, Service& service, const Catalogue& catalogue) {
  Issue& issue = service.issues;
  if (issues.has("valid_months"))
    issue.valid_months = static_cast<int>(issues.integer("valid_months", 1, 1200));
  if (issues.has("valid_days")) issue.valid_days = static_cast<int>(issues.integer("valid_days", 1, 1000));
  issue.valid_until = issues.text_if("valid_until").value_or("");
  const Field* day = known_field(issues, service, catalogue, issue.valid_until);
  if (day != nullptr && day->type != FieldType::date)
    issues.problem_at("valid_until", fmt::format("\"{}\" is no date", day->id));
  else if (day != nullptr && !is_always_known(service, day->id))
    issues.problem_at("valid_until", fmt::format("\"{}\" is not always known", day->id));
  const int ways = int{issue.valid_months.has_value()} + int{issue.valid_days.has_value()} +
                   int{!issue.valid_until.empty()};
  if (ways > 1) issues.problem("a document is valid for months, for days or until a day, by one of them");
}

// What the catalogue tells people of a document's validity is what stands on it.
void check_texts(const yaml::Node& root, const Service& service, const Catalogue& catalogue) {
  const auto check = [&](const char* key, const Names& text) {
    for (const Language language : contradictions(text, service.issues))
      root.problem_at(key,
                      fmt::format("{} ({}) says another validity than \"issues\" does", key, tag(language)));
  };
  check("result", service.result);
  check("summary", service.summary);
  if (const auto* document = catalogue.find_issued(service.issues.document)) {
    check("issues", document->names);
    check("issues", document->intro);
  }
}

}  // namespace

bool is_asked_always(const Service& service, std::string_view field) {
  return std::ranges::any_of(
      service.form, [&](const FormPage& page) { return !page.when && requires_always(page.fields, field); });
}

void read_issues(yaml::Node& root, Service& service, const Catalogue& catalogue, Origin origin) {
  yaml::Node issues = root.child("issues");
  if (origin == Origin::stored && issues.has("template")) {
    service.issues.layout =
        parse_document_layout(issues.text("template")).value_or(DocumentLayout::certificate);
  } else {
    service.issues.document = issues.text("document");
    const IssuedDocument* document = catalogue.find_issued(service.issues.document);
    if (document != nullptr)
      service.issues.layout = document->layout;
    else if (!service.issues.document.empty())
      issues.problem_at("document", fmt::format("unknown document \"{}\"", service.issues.document));
    read_facts(issues, service, catalogue);
    read_sentence(issues, service, catalogue);
  }
  read_validity(issues, service, catalogue);
  if (origin == Origin::folder) check_texts(root, service, catalogue);
  issues.finish();
}

void read_issued_document(yaml::Node& node, Ids& ids, Catalogue& catalogue) {
  IssuedDocument document{.id = slug_id(node, ids), .names = {}, .intro = {}};
  const std::string layout = node.text("layout");
  const auto parsed = parse_document_layout(layout);
  if (!parsed && !layout.empty()) node.problem_at("layout", fmt::format("unknown layout \"{}\"", layout));
  document.layout = parsed.value_or(DocumentLayout::certificate);
  document.names = node.names("names");
  document.intro = node.names("intro");
  catalogue.issued_documents.push_back(std::move(document));
}

}  // namespace biroyna::catalogue
