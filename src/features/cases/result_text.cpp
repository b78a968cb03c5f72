#include "features/cases/result_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "features/cases/appeal.hpp"
#include "features/cases/domain_findings.hpp"
#include "features/forms/forms.hpp"
#include "platform/i18n/i18n.hpp"
#include "platform/i18n/sentence.hpp"

namespace biroyna::cases {
using catalogue::Field;
using catalogue::FieldType;
namespace {

using catalogue::Answers;

// What was answered or found, by their names.
struct Known {
  const Answers& answers;
  const Answers findings;
  const catalogue::Value& look_up(std::string_view name) const {
    const auto found = catalogue::found_field(name);
    return found.empty() ? catalogue::look_up(answers, name) : catalogue::look_up(findings, found);
  }
};

std::string text_of(const Known& known, std::string_view path) {
  const std::string* text = known.look_up(path).text();
  return text == nullptr ? std::string() : *text;
}

std::optional<Day> last_valid_day(const catalogue::Issue& issues, const Known& known, Day today) {
  if (!issues.valid_until.empty()) return parse_iso_day(text_of(known, issues.valid_until));
  if (issues.valid_days) return today + std::chrono::days(*issues.valid_days);
  if (!issues.valid_months) return std::nullopt;
  auto last = std::chrono::year_month_day(today) + std::chrono::months(*issues.valid_months);
  if (!last.ok()) last = last.year() / last.month() / std::chrono::last;
  return Day(last);
}

results::Holder holder_of(const forms::Applicant& applicant) {
  if (applicant.kind == catalogue::ApplicantKind::individual)
    return {.name = applicant.name(), .born = applicant.birth_date, .pinfl = applicant.pinfl};
  return {.name = applicant.name(), .is_person = false, .tin = applicant.tin};
}

// The person whom a field names; nothing where nobody was named.
std::optional<results::Holder> person_in(const Known& known, const std::string& field) {
  const auto part = [&](const char* name) { return text_of(known, fmt::format("{}.{}", field, name)); };
  std::string name = part("family_name");
  if (name.empty()) return std::nullopt;
  for (const char* more : {"given_name", "middle_name"})
    if (const std::string text = part(more); !text.empty()) name += " " + text;
  return results::Holder{
      .name = std::move(name), .born = parse_iso_day(part("birth_date")), .pinfl = part("pinfl")};
}

// The fields and findings that stand on the document, in their order.
std::vector<std::string> facts_of(const catalogue::Service& service) {
  if (service.issues.facts) return *service.issues.facts;
  std::vector<std::string> all;
  for (const auto& page : service.form)
    for (const auto& use : page.fields) all.push_back(use.field);
  return all;
}

void name_document(results::NewResult& result, const catalogue::Catalogue& catalogue,
                   const catalogue::Service& service) {
  const auto* document = catalogue.find_issued(service.issues.document);
  if (document == nullptr) return;
  result.name = document->names.in(result.language);
  result.intro = document->intro.in(result.language);
  result.title = service.names.in(result.language);
}

// Nobody decided in term, and the law takes that as a grant.
std::string silence_text(const Case& process, const catalogue::Edition& edition,
                         const catalogue::Service& service, Language language) {
  const auto silent =
      std::find_if(process.timeline.rbegin(), process.timeline.rend(),
                   [](const Event& event) { return event.kind == EventKind::granted_by_silence; });
  return i18n::Speaker(language)("result.by_silence",
                                 {{"day", i18n::date(language, edition.zone.day(silent->due.value()))},
                                  {"law", service.silence ? service.silence->in(language) : std::string()}});
}

// The facts of the sentence in their places; empty where one of them is not known.
std::string sentence_of(const catalogue::Catalogue& catalogue, const catalogue::Service& service,
                        const Known& known, Language language) {
  if (!service.issues.sentence) return {};
  const std::string& template_text = service.issues.sentence->in(language);
  std::string text;
  std::size_t from = 0;
  // What is filled in is not looked at again: it may hold braces itself.
  for (const std::string& name : catalogue::facts_in(template_text)) {
    const auto found = catalogue::found_field(name);
    const Field* field = catalogue.find_field(found.empty() ? name : std::string(found));
    const catalogue::Value& value = known.look_up(name);
    if (field == nullptr || value.is_nothing()) return {};
    std::string said = forms::answer_text(catalogue, *field, value, language);
    if (const auto day = parse_iso_day(text_of(known, name)); day && field->type == FieldType::date)
      said = i18n::date_in_sentence(language, *day);
    const std::size_t place = template_text.find('{' + name + '}', from);
    text.append(template_text, from, place - from).append(said);
    from = place + name.size() + 2;
  }
  text.append(template_text, from);
  return text;
}

// "Preschool education department, head of department": who decided last, by office.
std::string office_of(const catalogue::Catalogue& catalogue, const Task& decided, Language language) {
  const i18n::Speaker say(language);
  const auto* department = catalogue.find(decided.department);
  const bool by_head = is_for_head_of_department(decided);
  return fmt::format("{}, {}",
                     department == nullptr ? decided.department.str() : department->names.in(language),
                     say(by_head ? "result.by_head" : "result.by_specialist"));
}

std::string authority_of(const catalogue::Catalogue& catalogue, const catalogue::Service& service,
                         Language language) {
  if (service.authority) return service.authority->in(language);
  const auto* department = catalogue.find(service.department);
  return department == nullptr ? std::string() : department->agency.in(language);
}

// In one language.
results::NewResult result_in(Language language, const catalogue::Edition& edition,
                             const Application& application, Time now) {
  const Case& process = application.process;
  const catalogue::Catalogue& catalogue = edition.catalogue;
  const catalogue::Service& service = *catalogue.find(process.begun.service);
  const catalogue::Facts facts = facts_of(edition, application, application.applicant, now);
  // Granted in part, but without what its document needs: then it says why not all of it was.
  const bool granted =
      process.state == CaseState::granted ||
      (process.state != CaseState::refused && !lacks_findings(service, process, application.answers, facts));
  results::NewResult result{.centre = application.centre,
                            .case_number = application.number,
                            .service = service.id,
                            .kind = granted ? std::string(name(service.issues.layout)) : "refusal",
                            .language = language,
                            .title = granted ? service.result.in(language) : service.names.in(language),
                            .holder = holder_of(application.applicant),
                            .lines = {},
                            .body = {},
                            .ground = service.ground.in(language),
                            .valid_until = {},
                            .issued_by = to_string(kProgram)};
  const Known known{application.answers, facts.findings};
  if (auto about = person_in(known, service.issues.about)) {
    result.applicant = std::exchange(result.holder, *std::move(about));
  }
  for (const std::string& fact : facts_of(service)) {
    const auto found = catalogue::found_field(fact);
    const Field* field = catalogue.find_field(found.empty() ? fact : std::string(found));
    const catalogue::Value& value = known.look_up(fact);
    if (field == nullptr || value.is_nothing() || field->type == FieldType::consent) continue;
    result.lines.push_back({field->fact.value_or(field->label).in(language),
                            forms::answer_text(catalogue, *field, value, language)});
  }
  for (const Task& task : process.tasks) {
    if (task.kind != catalogue::StepKind::decision || !task.outcome) continue;
    result.issued_by = to_string(task.outcome->by);
    result.official = office_of(catalogue, task, language);
    if (task.outcome->approved) continue;
    const auto* ground = catalogue.find_refusal(task.outcome->ground);
    if (ground != nullptr) {
      result.body.push_back(ground->names.in(language));
      result.ground = law_of(service, *ground, task.outcome->point, language);
    }
    result.body.push_back(task.outcome->explanation);
  }
  result.authority = authority_of(catalogue, service, language);
  const bool decides = !granted || service.issues.layout == catalogue::DocumentLayout::decision;
  if (decides) result.appeal = appeal_text(edition, service, language);
  if (!granted) return result;
  result.valid_until = last_valid_day(service.issues, known, edition.zone.day(now));
  name_document(result, catalogue, service);
  result.sentence = sentence_of(catalogue, service, known, language);
  if (process.silent) result.intro = silence_text(process, edition, service, language);
  return result;
}

bool is_uzbek(Language language) { return language == Language::uz_latn || language == Language::uz_cyrl; }

}  // namespace

results::NewResult result_of(const catalogue::Edition& edition, const Application& application, Time now) {
  const Language language = application.applicant.language;
  results::NewResult result = result_in(language, edition, application, now);
  if (is_uzbek(language)) return result;
  const Language of_centre = edition.catalogue.centre.default_language;
  result.in_state_language.push_back(
      result_in(is_uzbek(of_centre) ? of_centre : Language::uz_latn, edition, application, now));
  return result;
}

}  // namespace biroyna::cases
