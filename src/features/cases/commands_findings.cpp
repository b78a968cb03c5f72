#include "features/cases/commands_findings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "features/cases/domain_findings.hpp"

namespace biroyna::cases {
namespace {

// In their one spelling; what was left empty is nothing, and takes back what was there.
catalogue::Answers as_typed(const catalogue::Catalogue& catalogue, const catalogue::Answers& provided) {
  catalogue::Answers typed = catalogue::normalised(catalogue, provided);
  std::erase_if(typed,
                [](const auto& one) { return one.second.list() != nullptr && one.second.list()->empty(); });
  for (const auto& [field, value] : provided) typed.try_emplace(field);
  return typed;
}

}  // namespace

Result<Order> with_all_findings(const Applications& applications, const Order& order,
                                const Application& application, const Task& task) {
  const auto edition = applications.edition(application);
  const catalogue::Catalogue& catalogue = edition->catalogue;
  const catalogue::Service& service = service_of(application.process, *edition);
  const catalogue::Answers typed = as_typed(catalogue, order.input.findings);
  catalogue::Facts facts = applications.facts_of(application);
  const auto possible = findings_possible(service, application.process, task, application.answers, facts);
  const auto is_one_of = [](const auto& uses, const std::string& field) {
    return std::ranges::find(uses, field, &catalogue::FindingUse::field) != uses.end();
  };
  catalogue::Answers of_others = facts.findings;
  for (const auto* use : possible) of_others.erase(use->field);
  Order whole = order;
  catalogue::Answers& findings = whole.input.findings;
  findings = with_findings(task.findings, typed);
  // What is not asked any more falls away, and with it what was asked because of it.
  std::vector<const catalogue::FindingUse*> due;
  do {
    facts.findings = with_findings(of_others, findings);
    due = findings_due(service, application.process, task, application.answers, facts);
  } while (std::erase_if(findings, [&](const auto& finding) {
             const bool known = !typed.contains(finding.first) || is_one_of(possible, finding.first);
             return known && !is_one_of(due, finding.first);
           }) > 0);
  auto errors = catalogue::field_errors(catalogue::check_findings(catalogue, due, findings, facts));
  if (errors.empty()) {
    facts.findings = with_findings(of_others, findings);
    errors = catalogue::field_errors(
        catalogue::broken_finding_rules(catalogue, service, application.answers, facts));
  }
  // What is issued would not hold for a day.
  const auto end = catalogue::found_field(service.issues.valid_until);
  const auto* last = catalogue::look_up(findings, end).text();
  if (const auto day = last == nullptr ? std::nullopt : parse_iso_day(*last); day && *day < facts.today)
    errors.push_back({fmt::format("/findings/{}", end), "error.in_the_past"});
  // What is only recorded may be incomplete until the step is done.
  if (order.command->causes == EventKind::findings_recorded && task.state != TaskState::done) {
    std::erase_if(errors, [](const FieldError& error) {
      const bool within = error.pointer.find('/', std::string_view("/findings/").size()) != std::string::npos;
      return error.code == "error.required" && !within;
    });
  }
  if (!errors.empty()) return invalid(std::move(errors));
  return whole;
}

std::vector<const catalogue::FindingUse*> findings_asked(const Applications& applications,
                                                         const Application& application,
                                                         const Command& command, const Task& task,
                                                         const catalogue::Answers& typed, bool possible) {
  if (!command.takes(InputField::findings)) return {};
  const auto edition = applications.edition(application);
  const catalogue::Service& service = service_of(application.process, *edition);
  catalogue::Facts facts = applications.facts_of(application);
  if (possible) return findings_possible(service, application.process, task, application.answers, facts);
  facts.findings = with_findings(std::move(facts.findings), as_typed(edition->catalogue, typed));
  return findings_due(service, application.process, task, application.answers, facts);
}

}  // namespace biroyna::cases
