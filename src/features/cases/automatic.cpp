#include "features/cases/automatic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "features/cases/codec.hpp"

namespace biroyna::cases {

std::vector<RegistryQuestion> registry_questions(const Application& application) {
  std::vector<RegistryQuestion> questions;
  const Case& process = application.process;
  if (process.over()) return questions;
  for (const Task& task : process.tasks) {
    const bool open = task.state == TaskState::open || task.state == TaskState::claimed;
    if (task.kind != StepKind::automatic || !open) continue;
    questions.push_back({.registry = task.external,
                         .step = task.id,
                         .key = fmt::format("{}:{}:{}", application.number, task.id, to_ms(task.term->begun)),
                         .body = question_of(application),
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
  const auto* about = catalogue::look_up(answer, "pinfl").text();
  const auto* of_whom = catalogue::look_up(application.answers, service.issues.about + ".pinfl").text();
  const std::string& asked_about = of_whom != nullptr ? *of_whom : application.applicant.pinfl;
  if (about != nullptr && !asked_about.empty() && *about != asked_about)
    found.misfits.push_back(fmt::format("{}pinfl", kApplicantMark));
  const auto uses = catalogue::findings_of(*step, application.answers, facts);
  for (const auto* use : uses) {
    const catalogue::Field* field = edition.catalogue.find_field(use->field);
    const auto value = catalogue::normalised(*field, catalogue::look_up(answer, use->in_answer()));
    if (!value.is_nothing()) found.findings.insert_or_assign(use->field, value);
  }
  for (const auto& misfit : catalogue::check_findings(edition.catalogue, uses, found.findings, facts)) {
    const std::string_view path = std::string_view(misfit.pointer).substr(1 + kFindingMark.size());
    std::string mark = fmt::format("{}{}", kFindingMark, path.substr(0, path.find('/')));
    if (std::ranges::find(found.misfits, mark) == found.misfits.end())
      found.misfits.push_back(std::move(mark));
  }
  if (!found.misfits.empty()) found.findings.clear();
  return found;
}

}  // namespace biroyna::cases
