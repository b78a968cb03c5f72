// A service whose form uses all that a form can have, for tests.
#pragma once

#include "features/catalogue/test_files.hpp"

namespace biroyna::catalogue {

// Beside the reference catalogue, with facts of its own, so that it does not depend on what services really
// ask.
inline constexpr const char* kTreeFelling = "services/tree-felling.yaml";
inline constexpr const char* kTestFields = R"(fields:
  - {id: t_tree, type: choice, label: &t {uz-Latn: a, uz-Cyrl: а, ru: а, en: a}, choices: [{id: fruit, names: *t}, {id: other, names: *t}]}
  - {id: t_height, type: number, least: 0, most: 60, decimals: 1, unit: *t, label: *t}
  - {id: t_owner, type: person, label: *t, hint: *t}
  - {id: t_reason, type: text, most: 500, lines: true, label: *t}
  - {id: t_own_land, type: yes_no, label: *t}
  - id: t_planted
    type: group
    label: *t
    least: 1
    most: 5
    fields:
      - {id: kind, type: text, label: *t, required: false}
      - {id: height, type: number, label: *t}
  - {id: t_other, type: date, label: *t}
  - {id: t_plan, type: file, label: *t}
  - {id: t_since, type: date, label: *t}
  - {id: t_felled, type: date, label: *t}
  - {id: t_girth, type: number, least: 1, most: 500, unit: *t, label: *t}
)";
inline constexpr const char* kTestRefusals = R"(refusals:
  - {id: t-protected, names: {uz-Latn: a, uz-Cyrl: а, ru: а, en: a}, ground: {uz-Latn: a, uz-Cyrl: а, ru: а, en: a}}
)";
inline constexpr const char* kTestWindows = R"(windows:
  - id: "1"
    names: {uz-Latn: a, uz-Cyrl: а, ru: а, en: a}
    skills: [{department: architecture, preference: 1}]
    shift: ["09:00-18:00"]
)";
inline constexpr const char* kTreeFellingText = R"yaml(id: tree-felling
sphere: land-property
department: architecture
group: land
names: &t {uz-Latn: a, uz-Cyrl: а, ru: а, en: a}
summary: *t
who: *t
keywords: {uz-Latn: [], uz-Cyrl: [], ru: [], en: []}
recipients: [individual]
online: true
presence_required: false
form:
  - id: tree
    title: *t
    fields:
      - t_tree
      - {id: t_height, required: false, when: "t_tree == 'other'"}
  - id: owner
    title: *t
    when: "t_height > 3"
    fields: [t_own_land, t_owner, {id: t_plan, when: "t_own_land"}]
  - id: instead
    title: *t
    fields:
      - {id: t_planted, when: "not t_own_land"}
rules:
  - must: "age(t_owner.birth_date) >= 18"
    at: t_owner.birth_date
    says: *t
term: {working_days: 6}
fee: {formula: "if(t_height > 10, 0.5, 0.25)"}
documents:
  - identity
  - {id: power-of-attorney, when: "not t_own_land"}
result: *t
service_minutes: {median: 6, p90: 12}
steps:
  - {id: registry, department: land-cadastre, working_days: 0, after: [], kind: automatic, external: cadastre, findings: [{id: t_since, from: planted_on}]}
  - {id: visit, department: architecture, role: specialist, working_days: 3, after: [registry], kind: opinion, when: "t_height > 3", findings: [t_girth, {id: t_felled, required: false}]}
  - {id: decide, department: architecture, role: head, working_days: 2, after: [visit, registry], kind: decision}
issues: {document: permit, facts: [], valid_months: 12}
ground: *t
refusals: [t-protected]
keep_years: 5
)yaml";

inline constexpr std::string_view kServices = "services/", kOptional = "optional/";

inline Files files_with_form() {
  Files made = reference_files();
  std::erase_if(made, [](const auto& file) {
    return file.first.starts_with(kServices) || file.first.starts_with(kOptional);
  });
  // Its service has a step that asks this registry.
  std::string& centre = made.at("centre.yaml");
  centre.insert(centre.find("  - population-registry"), "  - cadastre\n");
  std::string& fees = made.at("fees.yaml");
  fees.resize(fees.find("concessions:\n"));
  fees += "concessions: []\n";
  made["fields.yaml"] = kTestFields;
  made["refusals.yaml"] = kTestRefusals;
  made["life-events.yaml"] = "life_events: []\n";
  made["windows.yaml"] = kTestWindows;
  made[kTreeFelling] = kTreeFellingText;
  return made;
}

inline Catalogue catalogue_with_form() {
  yaml::Problems problems;
  auto catalogue = read(files_with_form(), problems);
  if (!catalogue) throw std::runtime_error(problems.front().to_string());
  return *std::move(catalogue);
}

}  // namespace biroyna::catalogue
