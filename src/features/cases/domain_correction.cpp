#include "features/cases/domain_correction.hpp"

#include <algorithm>

#include "features/forms/domain_conversation.hpp"

namespace biroyna::cases {

using catalogue::AnswerError;
using catalogue::Answers;

namespace {

bool is_marked(const Correction& correction, std::string_view field) {
  const std::string mark = std::string(kAnswerMark) + std::string(field);
  return std::ranges::any_of(correction.marked, [&](const std::string& one) { return lies_in(one, mark); });
}

bool is_marked_part(const Correction& correction, std::string_view part) {
  return std::ranges::any_of(correction.marked, [&](const std::string& one) {
    return marked_part(one) == part || (part == "birth_date" && marked_part(one) == "pinfl");
  });
}

void check_applicant(const Correction& correction, Day today, std::vector<AnswerError>& errors) {
  const std::vector<FieldError> old = check(correction.applicant_before, today);
  for (const auto& error : check(correction.applicant_after, today)) {
    const bool was_wrong = std::ranges::find(old, error.pointer, &FieldError::pointer) != old.end();
    if (!was_wrong || is_marked_part(correction, marked_part(std::string_view(error.pointer).substr(1))))
      errors.push_back({error.pointer, error.code});
  }
  for (const auto& part : forms::correctable_parts(catalogue::ApplicantKind::business)) {
    const bool changed =
        part_of(correction.applicant_before, part) != part_of(correction.applicant_after, part);
    if (changed && !is_marked_part(correction, part))
      errors.push_back({"/applicant/" + part, "error.not_asked"});
  }
}

}  // namespace

std::vector<std::string> markable(const catalogue::Service& service, catalogue::ApplicantKind applicant) {
  std::vector<std::string> marks;
  for (const auto& page : service.form) {
    for (const auto& use : page.fields) marks.push_back(std::string(kAnswerMark) + use.field);
  }
  for (const auto& use : service.documents) marks.push_back(std::string(kDocumentMark) + use.type.str());
  for (const auto& part : forms::correctable_parts(applicant))
    marks.push_back(std::string(kApplicantMark) + part);
  return marks;
}

std::vector<AnswerError> correction_errors(const catalogue::Catalogue& catalogue,
                                           const catalogue::Service& service, const Correction& correction,
                                           const catalogue::Facts& facts) {
  std::set<DocumentTypeId> documents = correction.had;
  documents.insert(correction.provided.begin(), correction.provided.end());
  const auto faults = [&](const Answers& answers, const std::set<DocumentTypeId>& there) {
    return forms::faults_of_answers(catalogue, service, {correction.applicant_after, answers, there}, facts);
  };
  const std::vector<AnswerError> old = faults(correction.before, correction.had);
  std::vector<AnswerError> errors = faults(correction.after, documents);
  std::erase_if(errors, [&](const AnswerError& error) {
    const std::string_view field = marked_field(std::string_view(error.pointer).substr(1));
    return !is_marked(correction, field) && std::ranges::find(old, error) != old.end();
  });
  check_applicant(correction, facts.today, errors);
  for (auto& error : catalogue::unknown_answers(service, correction.after))
    errors.push_back(std::move(error));
  // What was told before stays as it was; what was not may have become a question.
  for (const auto& [field, value] : correction.before) {
    if (!(catalogue::look_up(correction.after, field) == value) && !is_marked(correction, field))
      errors.push_back({"/answers/" + field, "error.not_asked"});
  }
  for (const std::string& mark : correction.marked) {
    const std::string type(marked_document(mark));
    const AnswerError missing{"/documents/" + type, "error.document_missing"};
    const bool lacks = !type.empty() && !correction.provided.contains(DocumentTypeId(type));
    if (lacks && std::ranges::find(errors, missing) == errors.end()) errors.push_back(missing);
  }
  for (auto& error : forms::unknown_documents(service, correction.provided))
    errors.push_back(std::move(error));
  return errors;
}

std::vector<RouteStep> route_of(const std::vector<catalogue::Step>& steps) {
  std::vector<RouteStep> route;
  for (const auto& step : steps)
    route.push_back({step.id, step.department, step.role, step.working_days, step.after, step.kind,
                     step.external, step.refusal_by_head});
  return route;
}

Asked asked_by(const catalogue::Catalogue& catalogue, const catalogue::Service& service,
               const Answers& answers, const catalogue::Facts& facts) {
  const auto fee = catalogue::fee_due(catalogue, service, answers, facts);
  const auto share = catalogue::fee_share(service, answers, facts);
  const auto* concession =
      share.value_or(0) > 0 ? catalogue::concession_for(catalogue, service, answers, facts) : nullptr;
  return {route_of(catalogue::applicable_steps(service, answers, facts)), fee,
          concession == nullptr ? std::string() : concession->id};
}

}  // namespace biroyna::cases
