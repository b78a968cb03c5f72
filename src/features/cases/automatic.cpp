#include "features/cases/automatic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "features/cases/codec.hpp"

namespace biroyna::cases {
namespace {

// Whether an answer names somebody else than who was asked about. Nobody is compared with nobody's number.
bool is_about_another(const Application& application, const catalogue::Service& service,
                      const catalogue::Step& step, const catalogue::Value& named) {
  const bool is_finding = std::ranges::any_of(
      step.findings, [](const catalogue::FindingUse& use) { return use.in_answer() == "pinfl"; });
  if (named.is_nothing() || is_finding) return false;
  std::string number;
  if (named.text() != nullptr) number = *named.text();
  if (named.number() != nullptr) number = fmt::format("{:.0f}", *named.number());
  const auto& person = catalogue::look_up(application.answers, service.issues.about);
  const auto* of_person = catalogue::look_up(application.answers, service.issues.about + ".pinfl").text();
  const std::string asked_about = person.parts() == nullptr ? application.applicant.pinfl
                                  : of_person == nullptr    ? std::string()
                                                            : *of_person;
  return !asked_about.empty() && number != asked_about;
}

}  // namespace

std::vector<RegistryQuestion> registry_questions(const Application& application,
                                                 const catalogue::Edition& edition) {
  const auto& steps = service_of(application.process, edition).steps;
  std::vector<RegistryQuestion> questions;
  const Case& process = application.process;
  if (process.over()) return questions;
  for (const Task& task : process.tasks) {
    const bool open = task.state == TaskState::open || task.state == TaskState::claimed;
    if (task.kind != StepKind::automatic || !open) continue;
    const auto step = std::ranges::find(steps, task.id, &catalogue::Step::id);
    questions.push_back({.registry = task.external,
                         .step = task.id,
                         .key = fmt::format("{}:{}:{}", application.number, task.id, to_ms(task.term->begun)),
                         .body = question_of(application, step == steps.end() ? std::nullopt : step->tells),
                         .now = task.state == TaskState::open});
  }
  return questions;
}

FoundInAnswer found_in_answer(const catalogue::Edition& edition, const Application& application,
                              const catalogue::Facts& facts, std::string_view task, std::string_view data) {
  const auto& service = service_of(application.process, edition);
  const auto step = std::ranges::find(service.steps, task, &catalogue::Step::id);
  if (step == service.steps.end() || step->findings.empty()) return {};
  std::vector<FieldError> wrong;
  boost::system::error_code error;
  const auto answer = catalogue::read_answers(boost::json::parse(data, error), "", wrong);
  FoundInAnswer found;
  if (is_about_another(application, service, *step, catalogue::look_up(answer, "pinfl")))
    found.misfits.push_back(fmt::format("{}pinfl", kApplicantMark));
  // What is asked because of what the answer holds is in it, too.
  catalogue::Facts with_answer = facts;
  std::vector<const catalogue::FindingUse*> uses;
  for (std::vector<const catalogue::FindingUse*> before;; before = uses) {
    uses = catalogue::findings_of(*step, application.answers, with_answer);
    if (uses == before) break;
    for (const auto* use : uses) {
      const catalogue::Field* field = edition.catalogue.find_field(use->field);
      const auto value = catalogue::normalised(*field, catalogue::look_up(answer, use->in_answer()));
      if (!value.is_nothing()) found.findings.insert_or_assign(use->field, value);
    }
    for (const auto& [field, value] : found.findings) with_answer.findings.insert_or_assign(field, value);
  }
  std::erase_if(found.findings, [&](const auto& finding) {
    return std::ranges::find(uses, finding.first, &catalogue::FindingUse::field) == uses.end();
  });
  for (const auto& misfit : catalogue::check_findings(edition.catalogue, uses, found.findings, with_answer)) {
    const std::string_view path = std::string_view(misfit.pointer).substr(1 + kFindingMark.size());
    std::string mark = fmt::format("{}{}", kFindingMark, path.substr(0, path.find('/')));
    if (std::ranges::find(found.misfits, mark) == found.misfits.end())
      found.misfits.push_back(std::move(mark));
  }
  if (found.misfits.empty()) {
    for (const auto& broken :
         catalogue::broken_finding_rules(edition.catalogue, service, application.answers, with_answer))
      found.misfits.push_back(broken.pointer.substr(1));
  }
  if (!found.misfits.empty()) found.findings.clear();
  return found;
}

}  // namespace biroyna::cases
