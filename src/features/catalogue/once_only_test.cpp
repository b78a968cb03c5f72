// What is asked of the state instead of the person, what a sentence may say, which data needs a consent of
// its own, and what is held between findings.
#include <gmock/gmock.h>

#include "features/catalogue/domain_form.hpp"
#include "features/catalogue/test_form.hpp"
#include "features/catalogue/test_mistakes.hpp"

namespace biroyna::catalogue {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kIdentity = "  - identity\n";
constexpr const char* kOfRegistry = "  - {id: identity, registry: population-registry}\n";
constexpr const char* kPlace = "issues: {document: permit, facts: [], valid_months: 12}";
constexpr const char* kSays = "{uz-Latn: \"B\", uz-Cyrl: \"Б\", ru: \"Б\", en: \"Wrong\"}";

Service service_of(const Files& files) {
  yaml::Problems problems;
  const auto catalogue = read(files, problems);
  for (const auto& problem : problems) ADD_FAILURE() << problem.to_string();
  return catalogue ? *catalogue->find(ServiceId("tree-felling")) : Service{};
}
Files asked_of_registry() {
  Files files = files_with_form();
  replace_once(files.at(kTreeFelling), kIdentity, kOfRegistry);
  return files;
}
Facts facts_on(Channel channel) {
  Facts facts{.today = *parse_iso_day("2026-11-24"), .applicant_birth_date = {}};
  facts.channel = channel;
  return facts;
}
std::vector<std::string> ids_of(const std::vector<Step>& steps) {
  std::vector<std::string> ids;
  for (const auto& step : steps) ids.push_back(step.id);
  return ids;
}
const DocumentTypeId kIdentityDocument("identity");

TEST(OnceOnly, ARegistryIsAskedInsteadOfTheApplicant) {
  const Service service = service_of(asked_of_registry());
  const Facts facts = facts_on(Channel::online);
  EXPECT_THAT(documents_needed(service, {}, facts), Not(Contains(kIdentityDocument)));
  const auto spared = documents_spared(service, {}, facts);
  ASSERT_EQ(spared.size(), 1u);
  EXPECT_EQ(spared[0]->type, kIdentityDocument);
  const auto steps = applicable_steps(service, {}, facts);
  EXPECT_THAT(ids_of(steps), ElementsAre("registry-identity", "registry", "decide"));
  EXPECT_EQ(steps[0].external, "population-registry");
  EXPECT_THAT(steps[2].after, Contains("registry")) << "what waits for what is as it was";
  // Nobody works on it before the registry has answered.
  const auto with_visit = applicable_steps(service, {{"t_tree", "other"}, {"t_height", 12}}, facts);
  EXPECT_THAT(with_visit.at(2).after, Contains("registry-identity"));
}

TEST(OnceOnly, ACentreThatCannotAskTheRegistryAsksForTheDocument) {
  Files files = asked_of_registry();
  replace_once(files.at("centre.yaml"), "  - population-registry", "  - another-registry");
  const Service service = service_of(files);
  EXPECT_THAT(documents_needed(service, {}, facts_on(Channel::online)), Contains(kIdentityDocument));
  EXPECT_THAT(ids_of(applicable_steps(service, {}, facts_on(Channel::online))),
              Not(Contains("registry-identity")));
}

TEST(OnceOnly, WhatIsDecidedAtTheWindowSeesTheDocumentThere) {
  Files files = asked_of_registry();
  std::string& text = files.at(kTreeFelling);
  const auto visit = text.find("  - {id: visit");
  text.erase(visit, text.find('\n', visit) + 1 - visit);
  replace_once(text, "after: [visit, registry]", "after: [registry]");
  text += "at_window: true\n";
  const Service service = service_of(files);
  EXPECT_THAT(documents_needed(service, {}, facts_on(Channel::window)), Contains(kIdentityDocument));
  EXPECT_THAT(documents_needed(service, {}, facts_on(Channel::online)), Not(Contains(kIdentityDocument)));
}

TEST(OnceOnly, AStepOfTheServiceMayAskForTheDocument) {
  Files files = files_with_form();
  replace_once(files.at(kTreeFelling), kIdentity, "  - {id: identity, step: registry}\n");
  const Service service = service_of(files);
  EXPECT_THAT(documents_needed(service, {}, facts_on(Channel::window)), Not(Contains(kIdentityDocument)));
  EXPECT_EQ(service.steps.size(), 3u);
}

TEST(OnceOnly, WithoutItsRegistryWhoDecidesFindsWhatItWouldSay) {
  Files files = files_with_form();
  replace_once(files.at("centre.yaml"), "  - cadastre\n", "");
  const Service service = service_of(files);
  EXPECT_THAT(ids_of(applicable_steps(service, {}, facts_on(Channel::online))), ElementsAre("decide"));
  ASSERT_NE(step_that_finds(service, "t_since"), nullptr);
  EXPECT_EQ(step_that_finds(service, "t_since")->id, "decide");
}

TEST(OnceOnly, MostDocumentsOfTheReferenceCentreAreAskedOfTheState) {
  std::size_t asked = 0, spared = 0;
  for (const auto& service : reference().services) {
    for (const auto& use : service.documents) ++(use.step.empty() ? asked : spared);
  }
  EXPECT_GT(spared, asked);
}

TEST(FindingRules, AreHeldAgainstWhatWasFoundAndAnswered) {
  Files files = files_with_form();
  files.at(kTreeFelling) += std::string(
                                "finding_rules:\n  - {must: \"findings.t_girth < 300 or t_height > 20\", at: "
                                "findings.t_girth, says: ") +
                            kSays + "}\n";
  yaml::Problems problems;
  const auto catalogue = read(files, problems);
  ASSERT_TRUE(catalogue) << problems.front().to_string();
  const Service& service = *catalogue->find(ServiceId("tree-felling"));
  Facts facts = facts_on(Channel::window);
  const Answers answers = {{"t_tree", "other"}, {"t_height", 12}};
  EXPECT_THAT(broken_finding_rules(*catalogue, service, answers, facts), IsEmpty()) << "nothing is found yet";
  facts.findings = {{"t_girth", 310}};
  const auto broken = broken_finding_rules(*catalogue, service, answers, facts);
  ASSERT_EQ(broken.size(), 1u);
  EXPECT_EQ(broken[0].pointer, "/findings/t_girth");
  EXPECT_EQ(broken[0].says->in(Language::en), "Wrong");
  EXPECT_THAT(broken_finding_rules(*catalogue, service, {{"t_tree", "other"}, {"t_height", 30}}, facts),
              IsEmpty());
}

TEST(SpecialData, IsAskedOnlyAfterAConsentOfItsOwn) {
  Files files = files_with_form();
  replace_once(files.at("fields.yaml"), "- {id: t_tree, type: choice,",
               "- {id: t_tree, special: health, type: choice,");
  EXPECT_THAT(mistakes(files),
              ElementsAre(::testing::HasSubstr("\"t_tree\" tells of health: a consent with")));
  files.at("fields.yaml") += "  - {id: t_consent, type: consent, special: health, label: *t}\n";
  replace_once(files.at(kTreeFelling), "      - t_tree\n", "      - t_consent\n      - t_tree\n");
  EXPECT_THAT(mistakes(files), IsEmpty());
}

class MistakeInWhatIsKnown : public ::testing::TestWithParam<Mistaken> {};
TEST_P(MistakeInWhatIsKnown, IsFoundWithFileAndLine) { expect_found(GetParam(), files_with_form()); }
INSTANTIATE_TEST_SUITE_P(
    Reader, MistakeInWhatIsKnown,
    ::testing::Values(
        Mistaken{"registry_id", kTreeFelling, kIdentity, "  - {id: identity, registry: The Register}\n",
                 "\"The Register\" is not the id of a registry"},
        Mistaken{"no_such_step", kTreeFelling, kIdentity, "  - {id: identity, step: nobody}\n",
                 "document \"identity\": \"nobody\" is no automatic step of the service"},
        Mistaken{"step_of_people", kTreeFelling, kIdentity, "  - {id: identity, step: decide}\n",
                 "document \"identity\": \"decide\" is no automatic step of the service"},
        Mistaken{"sentence_of_nothing", kTreeFelling, kPlace,
                 "issues: {document: permit, facts: [], valid_months: 12, sentence: {uz-Latn: \"{t_trunk}\", "
                 "uz-Cyrl: \"{t_trunk}\", ru: \"{t_trunk}\", en: \"{t_trunk}\"}}",
                 "the form does not ask for \"t_trunk\"", "issues:"},
        Mistaken{"another_validity", kTreeFelling, "result: *t",
                 "result: {uz-Latn: a, uz-Cyrl: а, ru: а, en: Valid for 3 days}",
                 "result (en) says another validity than \"issues\" does"},
        Mistaken{"rule_of_nothing", kTreeFelling, "keep_years: 5",
                 "keep_years: 5\nfinding_rules: [{must: \"t_own_land\", at: findings.t_trunk, says: *t}]",
                 "\"findings.t_trunk\" is found by no step of this service", "finding_rules:"},
        Mistaken{"prefilled_by_nothing", kTreeFelling, "findings: [t_girth,",
                 "findings: [{id: t_girth, prefill: t_trunk},", "the form does not ask for \"t_trunk\""}),
    [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace biroyna::catalogue
