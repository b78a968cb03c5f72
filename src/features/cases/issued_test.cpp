// What the centre hands out for each of its services: each document says what the catalogue names for it, of
// one person, and a refusal how it is appealed against. Read from the PDF.
#include <gmock/gmock.h>

#include <algorithm>

#include "features/cases/appeal.hpp"
#include "features/cases/domain_findings.hpp"
#include "features/cases/result_text.hpp"
#include "features/cases/test_centre.hpp"
#include "platform/db/testing/processes.hpp"
#include "platform/i18n/i18n.hpp"

namespace biroyna::cases {
namespace {

using namespace testing;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kWhy = "The register says otherwise.";
constexpr const char* kPoint = "paragraph 7";

// Without line breaks and the blanks of columns; a line is broken after a hyphen, too.
std::string flat(std::string text) {
  for (std::size_t at = 0; (at = text.find("\u00a0", at)) != std::string::npos;) text.replace(at, 2, " ");
  std::string all;
  for (const char sign : text) {
    const bool blank = sign == ' ' || sign == '\n' || sign == '\f';
    if (!blank || (!all.empty() && all.back() != ' ')) all.push_back(blank ? ' ' : sign);
    if (sign == '-') all.push_back(' ');
  }
  return all;
}
// A long value is broken within its column, beside a broken label: its words are there in their order.
bool says(const std::string& page, const std::string& part) {
  std::size_t from = 0;
  std::istringstream words(flat(part));
  for (std::string word; words >> word;) {
    const auto at = page.find(word, from);
    if (at == std::string::npos) return false;
    from = at;
  }
  return true;
}

class IssuedDocuments : public CentreTest {
 protected:
  const catalogue::Edition& edition() const { return *program->catalogues.current(kSergeli); }

  // An application with right answers.
  Application application(const catalogue::Service& service, Language language) {
    const catalogue::Catalogue& catalogue = edition().catalogue;
    Application made;
    made.centre = kSergeli;
    made.number = "7K4M9QX2";
    made.edition = program->catalogues.current(kSergeli);
    made.applicant = {.kind = service.for_individuals ? catalogue::ApplicantKind::individual
                                                      : catalogue::ApplicantKind::business,
                      .family_name = "Karimova",
                      .given_name = "Zuhra",
                      .middle_name = {},
                      .birth_date = parse_iso_day("1990-03-02"),
                      .pinfl = "40203901234567",
                      .passport = {},
                      .organisation = {},
                      .tin = {},
                      .phone = "+998901234567",
                      .language = language};
    if (made.applicant.kind == catalogue::ApplicantKind::business) {
      made.applicant.organisation = "Bahor MChJ";
      made.applicant.tin = "301234567";
    }
    const auto facts = forms::facts_of(made.applicant, catalogue::Channel::window, edition().zone.day(now));
    made.answers = catalogue::right_answers(catalogue, service, facts, 1).value();
    made.process =
        Case::submitted({.number = made.number,
                         .service = service.id,
                         .catalogue_version = catalogue.version,
                         .channel = "window",
                         .route = route_of(catalogue::applicable_steps(service, made.answers, facts)),
                         .working_days = service.term_working_days,
                         .fee = {}},
                        kApplicant, now);
    return made;
  }
  // Goes through its steps, each of which finds what it has to; a refusal by the first that decides.
  void decide(Application& application, const catalogue::Service& service, bool grant) const {
    const catalogue::Catalogue& catalogue = edition().catalogue;
    for (std::uint32_t seed = 1; !is_decision(application.process.state); ++seed) {
      const auto task = std::ranges::find(application.process.tasks, TaskState::open, &Task::state);
      ASSERT_NE(task, application.process.tasks.end());
      const std::string id = task->id;
      catalogue::Facts facts =
          forms::facts_of(application.applicant, catalogue::Channel::window, edition().zone.day(now));
      facts.findings = application.process.findings();
      const auto due = findings_due(service, application.process, *task, application.answers, facts);
      const auto found = catalogue::right_findings(catalogue, due, facts, seed);
      ASSERT_TRUE(found) << service.id.str() << " " << id;
      if (task->kind == catalogue::StepKind::automatic) {
        carry_out(application,
                  application.process.answer_automatic(id, Confirmation::confirmed, "", now, *found));
        continue;
      }
      const bool refuses = !grant && task->kind == catalogue::StepKind::decision;
      carry_out(application, application.process.claim(id, kAziza, now));
      carry_out(application,
                refuses ? application.process.refuse(id, kAziza, service.refusals.front(), kWhy, now, kPoint)
                        : application.process.approve(id, kAziza, "", now, *found));
    }
  }
  static void carry_out(Application& application, const Case::Decided& events) {
    for (const Event& event : events.value()) application.process.apply(event);
  }
  std::string page(const results::NewResult& result) const {
    return flat(
        db::testing::said_of(pdf::typeset(program->results.preview(result)), "pdftotext -layout FILE -"));
  }

  // What the paper has to say of a decision in favour.
  std::vector<std::string> required(const catalogue::Service& service, const Application& application) const {
    const catalogue::Catalogue& catalogue = edition().catalogue;
    const Language language = application.applicant.language;
    const auto* document = catalogue.find_issued(service.issues.document);
    std::vector<std::string> parts = {document->names.in(language), document->intro.in(language),
                                      service.names.in(language), application.applicant.name(),
                                      service.ground.in(language)};
    const auto& person = catalogue::look_up(application.answers, service.issues.about);
    if (person.parts() != nullptr) {
      for (const char* part : {"family_name", "given_name"})
        parts.push_back(*person.parts()->at(part).text());
      parts.push_back(i18n::date(language, parse_iso_day(*person.parts()->at("birth_date").text()).value()));
    }
    if (application.applicant.kind == catalogue::ApplicantKind::individual) {
      parts.push_back(i18n::date(language, *application.applicant.birth_date));
      parts.push_back(application.applicant.pinfl);
    } else {
      parts.push_back(application.applicant.tin);
    }
    return parts;
  }
  // The label and the value of each fact.
  std::vector<pdf::Row> facts(const catalogue::Service& service, const Application& application) const {
    const catalogue::Catalogue& catalogue = edition().catalogue;
    const Language language = application.applicant.language;
    std::vector<pdf::Row> rows;
    for (const auto& id : *service.issues.facts) {
      const std::string found(catalogue::found_field(id));
      const auto findings = application.process.findings();
      const auto& value =
          found.empty() ? catalogue::look_up(application.answers, id) : catalogue::look_up(findings, found);
      if (value.is_nothing()) continue;
      const auto* field = catalogue.find_field(found.empty() ? id : found);
      rows.push_back({field->fact.value_or(field->label).in(language),
                      forms::answer_text(catalogue, *field, value, language)});
    }
    return rows;
  }
  // By which office, in whose authority, and what is certified as a sentence.
  std::vector<std::string> who_decided(const catalogue::Service& service, const Application& application,
                                       const results::NewResult& result) const {
    const catalogue::Catalogue& catalogue = edition().catalogue;
    const Language language = application.applicant.language;
    const auto last =
        std::find_if(application.process.tasks.rbegin(), application.process.tasks.rend(),
                     [](const Task& task) { return task.kind == catalogue::StepKind::decision; });
    const bool by_head = last->role == kByHead;
    EXPECT_EQ(result.sentence.empty(), !service.issues.sentence);
    EXPECT_EQ(result.sentence.find('{'), std::string::npos) << result.sentence;
    return {catalogue.find(last->department)->names.in(language),
            std::string(i18n::text(language, by_head ? "result.by_head" : "result.by_specialist")),
            service.authority ? service.authority->in(language)
                              : catalogue.find(service.department)->agency.in(language),
            result.sentence};
  }
  // What stands below in Uzbek, where the document is in another language.
  std::vector<std::string> in_state_language(const catalogue::Service& service,
                                             const Application& application) const {
    const Language language = application.applicant.language;
    if (language == Language::uz_latn || language == Language::uz_cyrl) return {};
    const auto* document = edition().catalogue.find_issued(service.issues.document);
    std::vector<std::string> parts = {
        document->names.in(Language::uz_latn), document->intro.in(Language::uz_latn),
        service.names.in(Language::uz_latn), service.ground.in(Language::uz_latn)};
    Application in_uzbek = application;
    in_uzbek.applicant.language = Language::uz_latn;
    for (const auto& [label, value] : facts(service, in_uzbek)) {
      parts.push_back(label);
      parts.push_back(value);
    }
    return parts;
  }
  // Facts that are no line of the document.
  std::vector<std::string> missing_lines(const results::NewResult& result,
                                         const std::vector<pdf::Row>& facts) const {
    std::vector<std::string> all;
    const pdf::Sheet sheet = program->results.preview(result);
    for (const auto& [label, value] : facts) {
      const bool stands = std::ranges::any_of(sheet.blocks, [&](const pdf::Block& block) {
        const auto* table = std::get_if<pdf::Rows>(&block);
        return table != nullptr && std::ranges::any_of(table->rows, [&](const pdf::Row& row) {
                 return row.label == label && row.value == value;
               });
      });
      if (!stands) all.push_back(label + ": " + value);
    }
    return all;
  }
  // Facts of which the page does not say every word.
  static std::vector<std::string> missing_words(const std::string& page, const std::vector<pdf::Row>& facts) {
    std::vector<std::string> all;
    for (const auto& [label, value] : facts)
      if (!says(page, label) || !says(page, value)) all.push_back(label + ": " + value);
    return all;
  }
  static std::vector<std::string> missing(const std::string& page, const std::vector<std::string>& parts) {
    std::vector<std::string> all;
    for (const auto& part : parts)
      if (!says(page, part)) all.push_back(part);
    return all;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, IssuedDocuments, db::testing::program_engines(), db::testing::engine_name);

TEST_P(IssuedDocuments, SayWhatTheCatalogueNamesForEachService) {
  std::size_t language = 0;
  for (const auto& service : edition().catalogue.services) {
    Application granted = application(service, kLanguages[language++ % kLanguages.size()]);
    SCOPED_TRACE(service.id.str());
    decide(granted, service, true);
    const results::NewResult result = result_of(edition(), granted, now);
    const std::string text = page(result);
    EXPECT_THAT(missing(text, required(service, granted)), IsEmpty());
    EXPECT_THAT(missing_lines(result, facts(service, granted)), IsEmpty());
    EXPECT_THAT(missing_words(text, facts(service, granted)), IsEmpty());
    EXPECT_THAT(missing(text, who_decided(service, granted, result)), IsEmpty());
    EXPECT_THAT(missing(text, in_state_language(service, granted)), IsEmpty());
    for (const auto& field : catalogue::findings_issued(service)) {
      const auto* step = catalogue::step_that_finds(service, field);
      const auto use = std::ranges::find(step->findings, field, &catalogue::FindingUse::field);
      const bool needed = use->required && !use->when && !step->when;
      EXPECT_TRUE(!needed || granted.process.findings().contains(std::string(field))) << field;
    }
    const bool ends =
        service.issues.valid_days || service.issues.valid_months || !service.issues.valid_until.empty();
    EXPECT_EQ(result.valid_until.has_value(), ends);
    if (ends) EXPECT_TRUE(says(text, i18n::date(granted.applicant.language, *result.valid_until)));
  }
}

// A value is no template: what stands in it in braces is said as it is.
TEST_P(IssuedDocuments, ASentenceIsFilledInOnce) {
  const auto& service = *edition().catalogue.find(ServiceId("disability-assessment-referral"));
  ASSERT_TRUE(service.issues.sentence);
  Application granted = application(service, Language::en);
  decide(granted, service, true);
  const auto named = catalogue::facts_in(service.issues.sentence->in(Language::en));
  ASSERT_GE(named.size(), 2u);
  const std::string braces = "{" + named.back() + "}";
  for (Task& task : granted.process.tasks)
    for (auto& [field, value] : task.findings)
      if (field == "assessment_commission") value = braces;
  const std::string said = result_of(edition(), granted, now).sentence;
  const auto first = said.find(braces);
  EXPECT_NE(first, std::string::npos) << said;
  EXPECT_EQ(said.find(braces, first + 1), std::string::npos) << said;
}

// The check itself is tried once.
class ChangedDocuments : public IssuedDocuments {};
INSTANTIATE_TEST_SUITE_P(Engines, ChangedDocuments, ::testing::Values(db::testing::Where(db::Engine::sqlite)),
                         db::testing::engine_name);

// A check that finds nothing when a line is gone or is called otherwise would prove nothing.
TEST_P(ChangedDocuments, ALineThatIsGoneOrCalledOtherwiseIsMissed) {
  for (const auto& service : edition().catalogue.services) {
    Application granted = application(service, Language::en);
    decide(granted, service, true);
    const results::NewResult result = result_of(edition(), granted, now);
    for (std::size_t i = 0; i < result.lines.size(); ++i) {
      results::NewResult without = result, renamed = result;
      without.lines.erase(without.lines.begin() + static_cast<std::ptrdiff_t>(i));
      renamed.lines[i].label = "Xyzzy";
      for (const auto& changed : {without, renamed})
        EXPECT_THAT(missing_lines(changed, facts(service, granted)), Not(IsEmpty()))
            << service.id.str() << ": " << result.lines[i].label;
    }
  }
}

TEST_P(IssuedDocuments, ARefusalNamesItsRuleAndHowItIsAppealedAgainst) {
  std::size_t language = 0;
  for (const auto& service : edition().catalogue.services) {
    Application refused = application(service, kLanguages[language++ % kLanguages.size()]);
    SCOPED_TRACE(service.id.str());
    decide(refused, service, false);
    const Language spoken = refused.applicant.language;
    const std::string text = page(result_of(edition(), refused, now));
    EXPECT_THAT(missing(text, {std::string(i18n::text(spoken, "result.kind_refusal")),
                               refused.applicant.name(), service.ground.in(spoken), kPoint, kWhy,
                               edition().catalogue.find_refusal(service.refusals.front())->names.in(spoken),
                               appeal_text(edition(), service, spoken)}),
                IsEmpty());
  }
}

}  // namespace
}  // namespace biroyna::cases
