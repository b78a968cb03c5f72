#include "features/cases/domain_findings.hpp"

#include <algorithm>

namespace biroyna::cases {
namespace {

const catalogue::Step* step_of(const catalogue::Service& service, const Task& task) {
  const auto step = std::ranges::find(service.steps, task.id, &catalogue::Step::id);
  return step == service.steps.end() || !task.asked_by.empty() ? nullptr : &*step;
}

}  // namespace

std::vector<const catalogue::FindingUse*> findings_due(const catalogue::Service& service, const Case& process,
                                                       const Task& task, const catalogue::Answers& answers,
                                                       const catalogue::Facts& facts) {
  const catalogue::Step* step = step_of(service, task);
  if (step == nullptr) return {};
  auto due = catalogue::findings_of(*step, answers, facts);
  if (task.kind != StepKind::decision) return due;
  for (const std::string_view field : catalogue::findings_issued(service)) {
    const catalogue::Step* finder = catalogue::step_that_finds(service, field);
    const Task* done = finder == nullptr || finder == step ? nullptr : process.find(finder->id);
    if (done == nullptr || !done->applies || !ended(*done) || done->findings.contains(std::string(field)))
      continue;
    for (const auto* use : catalogue::findings_of(*finder, answers, facts)) {
      if (use->field == field && use->required) due.push_back(use);
    }
  }
  return due;
}

std::vector<const catalogue::FindingUse*> findings_possible(const catalogue::Service& service,
                                                            const Case& process, const Task& task,
                                                            const catalogue::Answers& answers,
                                                            const catalogue::Facts& facts) {
  auto possible = findings_due(service, process, task, answers, facts);
  const catalogue::Step* step = step_of(service, task);
  if (step == nullptr) return possible;
  for (const auto& use : step->findings) {
    if (std::ranges::find(possible, &use) == possible.end()) possible.push_back(&use);
  }
  return possible;
}

catalogue::Answers findings_that_count(const catalogue::Service& service, catalogue::Answers found,
                                       const catalogue::Answers& answers, catalogue::Facts facts) {
  const auto counts = [&](const std::string& field) {
    const catalogue::Step* step = catalogue::step_that_finds(service, field);
    if (step == nullptr) return true;
    const auto use = std::ranges::find(step->findings, field, &catalogue::FindingUse::field);
    return catalogue::holds(use->when, answers, facts);
  };
  do {
    facts.findings = found;
  } while (std::erase_if(found, [&](const auto& finding) { return !counts(finding.first); }) > 0);
  return found;
}

bool lacks_findings(const catalogue::Service& service, const Case& process, const catalogue::Answers& answers,
                    const catalogue::Facts& facts) {
  return std::ranges::any_of(catalogue::findings_issued(service), [&](std::string_view field) {
    const catalogue::Step* finder = catalogue::step_that_finds(service, field);
    const Task* task = finder == nullptr ? nullptr : process.find(finder->id);
    if (task == nullptr || !task->applies) return false;
    return std::ranges::any_of(catalogue::findings_of(*finder, answers, facts), [&](const auto* use) {
      return use->field == field && use->required && !facts.findings.contains(std::string(field));
    });
  });
}

catalogue::Answers with_findings(catalogue::Answers before, const catalogue::Answers& found) {
  for (const auto& [field, value] : found) before.insert_or_assign(field, value);
  std::erase_if(before, [](const auto& finding) { return finding.second.is_nothing(); });
  return before;
}

}  // namespace biroyna::cases
