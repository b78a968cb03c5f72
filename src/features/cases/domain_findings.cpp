#include "features/cases/domain_findings.hpp"

#include <algorithm>

namespace biroyna::cases {
namespace {

const catalogue::Step* step_of(const catalogue::Service& service, const Task& task) {
  const auto step = std::ranges::find(service.steps, task.id, &catalogue::Step::id);
  return step == service.steps.end() || !task.asked_by.empty() ? nullptr : &*step;
}

bool has_ended(const Task& task) {
  return task.state == TaskState::done || task.state == TaskState::cancelled;
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
    if (done == nullptr || !done->applies || !has_ended(*done) || done->findings.contains(std::string(field)))
      continue;
    for (const auto* use : catalogue::findings_of(*finder, answers, facts)) {
      if (use->field == field && use->required) due.push_back(use);
    }
  }
  return due;
}

catalogue::Answers with_findings(catalogue::Answers before, const catalogue::Answers& found) {
  for (const auto& [field, value] : found) before.insert_or_assign(field, value);
  std::erase_if(before, [](const auto& finding) { return finding.second.is_nothing(); });
  return before;
}

}  // namespace biroyna::cases
