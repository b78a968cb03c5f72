#include "features/cases/domain_mending.hpp"

#include <algorithm>

#include "features/forms/domain_conversation.hpp"

namespace biroyna::cases {

using catalogue::AnswerError;
using catalogue::Answers;

namespace {

bool is_marked(const Mending& mending, std::string_view field) {
  const std::string mark = std::string(kAnswerMark) + std::string(field);
  return std::ranges::any_of(mending.marked, [&](const std::string& one) { return lies_in(one, mark); });
}

bool is_marked_part(const Mending& mending, std::string_view part) {
  return std::ranges::any_of(mending.marked, [&](const std::string& one) {
    return marked_part(one) == part || (part == "birth_date" && marked_part(one) == "pinfl");
  });
}

void check_applicant(const Mending& mending, Day today, std::vector<AnswerError>& errors) {
  const std::vector<FieldError> old = check(mending.applicant_before, today);
  for (const auto& error : check(mending.applicant_after, today)) {
    const bool was_wrong = std::ranges::find(old, error.pointer, &FieldError::pointer) != old.end();
    if (!was_wrong || is_marked_part(mending, marked_part(std::string_view(error.pointer).substr(1))))
      errors.push_back({error.pointer, error.code});
  }
  for (const auto& part : forms::mendable_parts(catalogue::ApplicantKind::business)) {
    const bool changed = part_of(mending.applicant_before, part) != part_of(mending.applicant_after, part);
    if (changed && !is_marked_part(mending, part))
      errors.push_back({"/applicant/" + part, "error.not_asked"});
  }
}

}  // namespace

std::vector<std::string> markable(const catalogue::Service& service, catalogue::ApplicantKind applicant) {
  std::vector<std::string> marks;
  for (const auto& page : service.form) {
    for (const auto& use : page.fields) marks.push_back(std::string(kAnswerMark) + use.field);
  }
  for (const auto& use : service.documents) marks.push_back(std::string(kDocumentMark) + use.document.str());
  for (const auto& part : forms::mendable_parts(applicant))
    marks.push_back(std::string(kApplicantMark) + part);
  return marks;
}

std::vector<AnswerError> faults_of_mending(const catalogue::Catalogue& catalogue,
                                           const catalogue::Service& service, const Mending& mending,
                                           const catalogue::Facts& facts) {
  std::set<DocumentId> papers = mending.had;
  papers.insert(mending.given.begin(), mending.given.end());
  const auto faults = [&](const Answers& answers, const std::set<DocumentId>& there) {
    return forms::faults_of_answers(catalogue, service, {mending.applicant_after, answers, there}, facts);
  };
  const std::vector<AnswerError> old = faults(mending.before, mending.had);
  std::vector<AnswerError> errors = faults(mending.after, papers);
  std::erase_if(errors, [&](const AnswerError& error) {
    const std::string_view field = marked_field(std::string_view(error.pointer).substr(1));
    return !is_marked(mending, field) && std::ranges::find(old, error) != old.end();
  });
  check_applicant(mending, facts.today, errors);
  for (auto& error : catalogue::unknown_answers(service, mending.after)) errors.push_back(std::move(error));
  // What was told before stays as it was; what was not may have become a question.
  for (const auto& [field, value] : mending.before) {
    if (!(catalogue::look_up(mending.after, field) == value) && !is_marked(mending, field))
      errors.push_back({"/answers/" + field, "error.not_asked"});
  }
  for (const std::string& mark : mending.marked) {
    const std::string document(marked_document(mark));
    const AnswerError missing{"/documents/" + document, "error.paper_missing"};
    const bool lacks = !document.empty() && !mending.given.contains(DocumentId(document));
    if (lacks && std::ranges::find(errors, missing) == errors.end()) errors.push_back(missing);
  }
  for (auto& error : forms::unknown_papers(service, mending.given)) errors.push_back(std::move(error));
  return errors;
}

std::vector<RouteStep> route_of(const std::vector<catalogue::Step>& steps) {
  std::vector<RouteStep> route;
  for (const auto& step : steps)
    route.push_back(
        {step.id, step.department, step.role, step.working_days, step.after, step.kind, step.external});
  return route;
}

Asked asked_by(const catalogue::Catalogue& catalogue, const catalogue::Service& service,
               const Answers& answers, const catalogue::Facts& facts) {
  return {route_of(catalogue::applicable_steps(service, answers, facts)),
          catalogue::fee_due(catalogue, service, answers, facts)};
}

}  // namespace biroyna::cases
