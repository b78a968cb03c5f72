// What the reader says of forms, routes, fees and refusals.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "features/catalogue/test_form.hpp"
#include "features/catalogue/test_mistakes.hpp"

namespace biroyna::catalogue {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(ReaderOfForms, ReadsAllThatAServiceSays) {
  yaml::Problems problems;
  const auto catalogue = read(files_with_form(), problems);
  ASSERT_TRUE(catalogue) << problems.front().to_string();
  const Service& service = *catalogue->find(ServiceId("tree-felling"));
  ASSERT_EQ(service.form.size(), 3u);
  EXPECT_EQ(service.form[0].id, "tree");
  EXPECT_FALSE(service.form[0].fields[1].required);
  EXPECT_EQ(print(*service.form[0].fields[1].when), "t_tree == 'other'");
  EXPECT_EQ(print(*service.form[1].when), "t_height > 3");
  EXPECT_EQ(service.rules.front().at, "t_owner.birth_date");
  EXPECT_EQ(print(*service.fee_formula), "if(t_height > 10, 0.5, 0.25)");
  ASSERT_EQ(service.documents.size(), 3u);
  EXPECT_EQ(service.documents[2].type, DocumentTypeId("t-plan")) << "a field that is answered by a file";
  EXPECT_EQ(print(*service.documents[2].when), "t_height > 3 and t_own_land")
      << "its page's condition as well";
  EXPECT_EQ(catalogue->find(DocumentTypeId("t-plan"))->field, "t_plan");
  EXPECT_EQ(catalogue->find_field("t_plan"), nullptr);
  EXPECT_EQ(service.form[1].fields.size(), 2u);
  EXPECT_EQ(print(*service.documents[1].when), "not t_own_land");
  EXPECT_EQ(service.steps[0].kind, StepKind::automatic);
  EXPECT_EQ(service.steps[0].external, "cadastre");
  EXPECT_EQ(service.steps[1].kind, StepKind::opinion);
  EXPECT_EQ(service.steps[2].role, "head");
  EXPECT_EQ(service.steps[0].findings.at(0).field, "t_since");
  EXPECT_EQ(service.steps[0].findings.at(0).in_answer(), "planted_on");
  EXPECT_EQ(service.steps[1].findings.at(0).in_answer(), "t_girth");
  EXPECT_EQ(step_that_finds(service, "t_girth"), &service.steps[1]);
  EXPECT_EQ(step_that_finds(service, "t_height"), nullptr);
  EXPECT_EQ(service.issues.layout, DocumentLayout::permit);
  EXPECT_EQ(service.issues.valid_months, 12);
  EXPECT_EQ(service.keep_years, 5);
  EXPECT_FALSE(service.at_window);
  EXPECT_THAT(service.refusals, ElementsAre("t-protected"));

  const Field& planted = *catalogue->find_field("t_planted");
  EXPECT_EQ(planted.fewest_items, 1u);
  EXPECT_EQ(planted.most_items, 5u);
  EXPECT_FALSE(planted.fields[0].required);
  EXPECT_TRUE(planted.fields[1].required);
  EXPECT_TRUE(catalogue->find_field("t_reason")->lines);
  EXPECT_EQ(catalogue->find_field("t_height")->decimals, 1);
}

TEST(ReaderOfForms, AFindingIsKnownToWhatComesAfterIt) {
  Files files = files_with_form();
  std::string& text = files.at(kTreeFelling);
  replace_once(text, "if(t_height > 10, 0.5, 0.25)", "if(findings.t_girth > 90, 0.5, 0.25)");
  replace_once(text, "kind: opinion, when: \"t_height > 3\"",
               "kind: opinion, when: \"findings.t_since < '2000-01-01'\"");
  replace_once(text, "facts: [], valid_months: 12",
               "facts: [t_tree, findings.t_girth], valid_until: findings.t_since");
  EXPECT_THAT(mistakes(files), IsEmpty());
  yaml::Problems problems;
  const auto catalogue = read(files, problems).value();
  const Service& service = *catalogue.find(ServiceId("tree-felling"));
  EXPECT_THAT(findings_issued(service), ElementsAre("t_girth", "t_since"));
  Facts facts{.today = parse_iso_day("2026-11-24").value(), .applicant_birth_date = {}};
  EXPECT_EQ(fee_share(service, {}, facts), 0.25) << "what is not found is nothing";
  EXPECT_EQ(applicable_steps(service, {}, facts).size(), 2u);
  facts.findings = {{"t_girth", 120}, {"t_since", "1990-05-01"}};
  EXPECT_EQ(fee_share(service, {}, facts), 0.5);
  EXPECT_EQ(applicable_steps(service, {}, facts).size(), 3u);
}

class MistakeInAForm : public ::testing::TestWithParam<Mistaken> {};

TEST_P(MistakeInAForm, IsFoundWithFileAndLine) { expect_found(GetParam(), files_with_form()); }

INSTANTIATE_TEST_SUITE_P(
    Reader, MistakeInAForm,
    ::testing::Values(
        Mistaken{"unknown_field", kTreeFelling, "- t_tree\n", "- t_tree\n      - t_trunk\n",
                 "unknown field \"t_trunk\""},
        Mistaken{"field_twice", kTreeFelling, "[t_own_land, t_owner, {id: t_plan, when: \"t_own_land\"}]",
                 "[t_own_land, t_owner, t_tree, {id: t_plan, when: \"t_own_land\"}]",
                 "field \"t_tree\" stands in this form twice"},
        Mistaken{"file_twice", kTreeFelling, "- t_tree\n", "- t_tree\n      - t_plan\n",
                 "field \"t_plan\" stands in this form twice", "    fields: [t_own_land"},
        Mistaken{"file_in_a_condition", kTreeFelling, "t_height > 3\"\n    fields",
                 "given(t_plan)\"\n    fields", "\"when\": character 7: unknown name \"t_plan\""},
        Mistaken{"file_left_out", kTreeFelling, "{id: t_plan, when: \"t_own_land\"}",
                 "{id: t_plan, required: false}", "unknown key \"required\""},
        Mistaken{"file_that_is_a_document", "fields.yaml", "id: t_other, type: date",
                 "id: identity, type: file", "\"identity\" is a document already"},
        Mistaken{"file_in_a_group", "fields.yaml", "{id: kind, type: text,", "{id: kind, type: file,",
                 "a file cannot stand in a group"},
        Mistaken{"key_of_a_use", kTreeFelling, "required: false, when", "optional: true, when",
                 "unknown key \"optional\""},
        Mistaken{"page_without_title", kTreeFelling, "  - id: tree\n    title: *t\n", "  - id: tree\n",
                 "\"title\" is missing", "  - id: tree"},
        Mistaken{"page_twice", kTreeFelling, "- id: owner", "- id: tree",
                 "the id \"tree\" stands here twice"},
        Mistaken{"page_without_fields", kTreeFelling,
                 "[t_own_land, t_owner, {id: t_plan, when: \"t_own_land\"}]\n  - id: instead\n    title: "
                 "*t\n    fields:\n",
                 "[t_own_land, t_owner, {id: t_plan, when: \"t_own_land\"}]\n  - id: idle\n    title: *t\n   "
                 " fields: []\n  - id: instead\n    title: "
                 "*t\n    fields:\n",
                 "a page needs at least one field", "    fields: []"},
        Mistaken{"condition_unparsable", kTreeFelling, "t_height > 3\"\n    fields",
                 "t_height >\"\n    fields", "\"when\": character 11: a value is missing before the end"},
        Mistaken{"condition_that_is_a_number", kTreeFelling, "t_height > 3\"\n    fields",
                 "t_height * 3\"\n    fields", "\"when\": this must be yes or no"},
        Mistaken{"condition_of_wrong_types", kTreeFelling, "t_height > 3\"\n    fields",
                 "t_height > 'a'\"\n    fields",
                 "\"when\": character 10: a number cannot be compared with a text in this way"},
        Mistaken{"choice_that_is_none", kTreeFelling, "t_tree == 'other'", "t_tree == 'others'",
                 "\"when\": character 11: this is never 'others', only one of: fruit, other"},
        Mistaken{"asked_later_on_the_page", kTreeFelling,
                 "- t_tree\n      - {id: t_height, required: false, when: \"t_tree == 'other'\"}",
                 "- {id: t_height, required: false, when: \"t_tree == 'other'\"}\n      - t_tree",
                 "\"when\": \"t_tree\" is asked only after this"},
        Mistaken{"asked_on_a_later_page", kTreeFelling, "t_height > 3\"\n    fields",
                 "t_own_land\"\n    fields", "\"when\": \"t_own_land\" is asked only after this"},
        Mistaken{"not_asked", kTreeFelling, "not t_own_land\"}\nresult", "t_other < today\"}\nresult",
                 "\"when\": \"t_other\" is not asked in this form"},
        Mistaken{"name_of_nothing", kTreeFelling, "t_height > 3\"\n    fields", "t_hight > 3\"\n    fields",
                 "\"when\": character 1: unknown name \"t_hight\""},
        Mistaken{"rule_of_wrong_type", kTreeFelling, "age(t_owner.birth_date) >= 18",
                 "age(t_owner.birth_date)", "\"must\": this must be yes or no"},
        Mistaken{"rule_at_nothing", kTreeFelling, "at: t_owner.birth_date", "at: t_owner.shoe",
                 "\"t_owner.shoe\" is not a field of this form"},
        Mistaken{"rule_at_another_field", kTreeFelling, "at: t_owner.birth_date", "at: t_other",
                 "\"t_other\" is not a field of this form"},
        Mistaken{"rule_at_a_built_in", kTreeFelling, "at: t_owner.birth_date", "at: applicant.kind",
                 "\"applicant.kind\" is not a field of this form"},
        Mistaken{"rule_without_words", kTreeFelling, "birth_date\n    says: *t\n", "birth_date\n",
                 "\"says\" is missing", "  - must"},
        Mistaken{"fee_of_wrong_type", kTreeFelling, "if(t_height > 10, 0.5, 0.25)", "t_height > 10",
                 "\"formula\": this must be a number"},
        Mistaken{"fee_twice", kTreeFelling, "fee: {formula", "fee: {bhm: 1, formula", "unknown key \"bhm\""},
        Mistaken{"document_unknown", kTreeFelling, "{id: power-of-attorney", "{id: power-of-lawyer",
                 "unknown document \"power-of-lawyer\""},
        Mistaken{"document_twice", kTreeFelling, "{id: power-of-attorney", "{id: identity",
                 "document \"identity\" stands here twice"},
        Mistaken{"document_that_is_a_file", kTreeFelling, "{id: power-of-attorney", "{id: t-plan",
                 "document \"t-plan\" is asked in the form already", "  - identity"},
        Mistaken{"step_without_kind", kTreeFelling, ", kind: decision}", "}", "\"kind\" is missing"},
        Mistaken{"step_of_unknown_kind", kTreeFelling, "kind: opinion", "kind: advice",
                 "a step's kind is decision, opinion or automatic, not \"advice\""},
        Mistaken{"step_without_role", kTreeFelling, "role: specialist, ", "", "\"role\" is missing"},
        Mistaken{"step_of_unknown_role", kTreeFelling, "role: specialist", "role: gardener",
                 "unknown role \"gardener\"; known are specialist, head"},
        Mistaken{"automatic_step_that_asks_nobody", kTreeFelling, ", external: cadastre", "",
                 "\"external\" is missing"},
        Mistaken{"person_that_is_a_registry", kTreeFelling, "kind: opinion",
                 "kind: opinion, external: cadastre", "only an automatic step asks a registry"},
        Mistaken{"decision_under_a_condition", kTreeFelling, "kind: decision}",
                 "kind: decision, when: \"t_own_land\"}",
                 "a service needs a step of the kind decision that has no condition", "  - {id: registry"},
        Mistaken{"step_that_nobody_waits_for", kTreeFelling, "after: [visit, registry]", "after: [registry]",
                 "no decision without a condition waits for step \"visit\"", "  - {id: registry"},
        Mistaken{"steps_longer_than_the_term", kTreeFelling, "term: {working_days: 6}",
                 "term: {working_days: 4}", "the steps take 5 working days, the term is 4",
                 "  - {id: registry"},
        Mistaken{"circular_steps", kTreeFelling, "working_days: 0, after: []",
                 "working_days: 0, after: [decide]",
                 "the steps wait for each other in a circle: registry → decide → visit", "  - {id: registry"},
        Mistaken{"unknown_step", kTreeFelling, "after: [visit, registry]", "after: [visit, register]",
                 "step \"decide\" waits for an unknown step \"register\"", "  - {id: registry"},
        Mistaken{"at_window_with_steps", kTreeFelling, "keep_years: 5\n", "keep_years: 5\nat_window: true\n",
                 "only a service of which people do one step is done at the window at once"},
        Mistaken{"unknown_issued_document", kTreeFelling, "document: permit", "document: poster",
                 "unknown document \"poster\""},
        Mistaken{"fact_that_is_not_asked", kTreeFelling, "facts: []", "facts: [poster]",
                 "the form does not ask for \"poster\""},
        Mistaken{"finding_that_no_step_makes", kTreeFelling, "facts: []", "facts: [findings.t_height]",
                 "no step finds \"t_height\""},
        Mistaken{"finding_of_an_unknown_field", kTreeFelling,
                 "findings: [t_girth, {id: t_felled, required: false}]", "findings: [t_root]",
                 "unknown field \"t_root\""},
        Mistaken{"finding_that_is_asked", kTreeFelling,
                 "findings: [t_girth, {id: t_felled, required: false}]", "findings: [t_tree]",
                 "field \"t_tree\" is asked in the form already"},
        Mistaken{"finding_of_two_steps", kTreeFelling, "findings: [t_girth, {id: t_felled, required: false}]",
                 "findings: [t_since]", "field \"t_since\" is found twice"},
        Mistaken{"finding_before_it_is_made", kTreeFelling, "when: \"t_height > 3\", findings",
                 "when: \"findings.t_girth > 3\", findings",
                 "\"when\": no step before this finds \"t_girth\""},
        Mistaken{"registry_name_where_no_registry_is_asked", kTreeFelling,
                 "findings: [t_girth, {id: t_felled, required: false}]",
                 "findings: [{id: t_girth, from: girth}]", "only a registry's answer has names of its own"},
        Mistaken{"fee_that_waits_for_a_finding", kTreeFelling, "if(t_height > 10, 0.5, 0.25)",
                 "findings.t_girth / 100",
                 "while nothing is found yet, this gives no number: ask given() before"},
        Mistaken{"registry_name_that_is_a_path", kTreeFelling, "from: planted_on", "from: planted.on",
                 "a name in the registry's answer has letters, digits, \"-\" and \"_\""},
        Mistaken{"finding_in_the_form", kTreeFelling, "when: \"not t_own_land\"}\nrules",
                 "when: \"findings.t_girth > 3\"}\nrules", "\"when\": no step before this finds \"t_girth\""},
        Mistaken{"key_of_a_finding", kTreeFelling, "findings: [t_girth, {id: t_felled, required: false}]",
                 "findings: [{id: t_girth, optional: true}]", "unknown key \"optional\""},
        Mistaken{"fact_twice", kTreeFelling, "facts: []", "facts: [t_height, t_height]",
                 "the fact \"t_height\" stands here twice"},
        Mistaken{"about_no_person", kTreeFelling, "facts: []", "facts: [], about: t_height",
                 "\"t_height\" is no person"},
        Mistaken{"valid_until_no_date", kTreeFelling, "facts: [], valid_months: 12",
                 "facts: [], valid_until: t_height", "\"t_height\" is no date"},
        Mistaken{"valid_until_what_nobody_may_know", kTreeFelling, "facts: [], valid_months: 12",
                 "facts: [], valid_until: findings.t_felled", "\"t_felled\" is not always known"},
        Mistaken{"valid_for_no_month", kTreeFelling, "valid_months: 12", "valid_months: 0",
                 "\"valid_months\" must be a whole number from 1 to 1200, not \"0\""},
        Mistaken{"valid_for_months_and_days", kTreeFelling, "valid_months: 12",
                 "valid_months: 12, valid_days: 15",
                 "a document is valid for months, for days or until a day, by one of them"},
        Mistaken{"unknown_refusal", kTreeFelling, "[t-protected]", "[t-forbidden]",
                 "unknown refusal \"t-forbidden\""},
        Mistaken{"no_refusal", kTreeFelling, "[t-protected]", "[]", "a service names at least one refusal"},
        Mistaken{"no_ground", kTreeFelling, "ground: *t\n", "", "\"ground\" is missing", "id:"},
        Mistaken{"no_end", kTreeFelling, "keep_years: 5\n", "", "\"keep_years\" is missing", "id:"},
        Mistaken{"field_of_unknown_type", "fields.yaml", "{id: t_other, type: date",
                 "{id: t_other, type: day", "unknown type \"day\""},
        Mistaken{"field_with_a_foreign_key", "fields.yaml", "{id: t_other, type: date,",
                 "{id: t_other, type: date, most: 5,", "unknown key \"most\""},
        Mistaken{
            "field_with_a_hyphen", "fields.yaml", "{id: t_other,", "{id: t-other,",
            "the id \"t-other\" may only have small letters a-z, digits and \"_\", and begins with a letter"},
        Mistaken{"field_that_is_a_word", "fields.yaml", "{id: t_other,", "{id: today,",
                 "\"today\" is a word of the expressions and cannot be an id"},
        Mistaken{"field_id_twice", "fields.yaml", "{id: t_other,", "{id: t_tree,",
                 "the id \"t_tree\" stands here twice"},
        Mistaken{"one_choice", "fields.yaml", "[{id: fruit, names: *t}, ", "[",
                 "a choice has from 2 to 20 choices"},
        Mistaken{"number_backwards", "fields.yaml", "least: 0, most: 60", "least: 0, most: -1",
                 "\"most\" must not be less than \"least\""},
        Mistaken{"group_backwards", "fields.yaml", "    most: 5\n", "    most: 0\n",
                 "\"most\" must be a whole number from 1 to 60, not \"0\""},
        Mistaken{"group_within_a_group", "fields.yaml", "{id: kind, type: text,", "{id: kind, type: consent,",
                 "a consent cannot stand in a group"},
        Mistaken{
            "refusal_without_ground", "refusals.yaml",
            "names: {uz-Latn: a, uz-Cyrl: а, ru: а, en: a}, ground: {uz-Latn: a, uz-Cyrl: а, ru: а, en: a}}",
            "names: {uz-Latn: a, uz-Cyrl: а, ru: а, en: a}}", "\"ground\" is missing"}),
    [](const auto& test) { return std::string(test.param.name); });

// What a database keeps of the time before.
TEST(ReaderOfForms, ACatalogueThatIsOlderThanFormsIsStillRead) {
  Files old = files_with_form();
  old.erase("fields.yaml");
  old.erase("refusals.yaml");
  std::string& text = old.at(kTreeFelling);
  text.erase(text.find("form:"), text.find("term:") - text.find("form:"));
  text.erase(text.find("issues:"));
  replace_once(text, "{formula: \"if(t_height > 10, 0.5, 0.25)\"}", "{bhm: 1}");
  text.erase(text.find("  - {id: power-of-attorney"),
             text.find("result:") - text.find("  - {id: power-of-attorney"));
  text.erase(text.find("steps:"));
  text += "steps:\n  - {id: decide, department: architecture, working_days: 2, after: []}\n";
  yaml::Problems problems;
  EXPECT_TRUE(read(old, problems, Origin::stored)) << problems.front().to_string();
  EXPECT_THAT(mistakes(old),
              ElementsAre("fields.yaml: the file is missing", "refusals.yaml: the file is missing"));
}

TEST(ReaderOfForms, AllMistakesOfOneServiceAreFoundAtOnce) {
  Files all = files_with_form();
  std::string& text = all.at(kTreeFelling);
  replace_once(text, "t_tree == 'other'", "t_tree == 'none'");
  replace_once(text, "t_height > 3\"\n    fields", "t_height +\"\n    fields");
  replace_once(text, "at: t_owner.birth_date", "at: nothing");
  replace_once(text, "[t-protected]", "[t-forbidden]");
  EXPECT_EQ(mistakes(all).size(), 4u);
}

}  // namespace
}  // namespace biroyna::catalogue
