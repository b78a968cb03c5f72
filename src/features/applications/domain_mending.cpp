#include "features/applications/domain_mending.hpp"

#include <algorithm>

#include "features/applications/domain_conversation.hpp"

namespace biroyna::applications {

using catalogue::AnswerError;
using catalogue::Answers;

namespace {

bool is_marked(const Mending& mending, const std::string& field) {
  const std::string mark = std::string(kAnswerMark) + field;
  return std::ranges::any_of(
      mending.marked, [&](const std::string& one) { return one == mark || one.starts_with(mark + "/"); });
}

// "child" of "/answers/child/birth_date"; empty for what is no answer.
std::string field_of(const std::string& pointer) {
  constexpr std::string_view kBefore = "/answers/";
  if (!pointer.starts_with(kBefore)) return {};
  const std::string rest = pointer.substr(kBefore.size());
  return rest.substr(0, rest.find('/'));
}

}  // namespace

std::vector<AnswerError> faults_of_mending(const catalogue::Catalogue& catalogue,
                                           const catalogue::Service& service, const Mending& mending,
                                           const catalogue::Facts& facts) {
  std::set<DocumentId> papers = mending.had;
  papers.insert(mending.given.begin(), mending.given.end());
  const auto faults = [&](const Answers& answers, const std::set<DocumentId>& there) {
    return faults_of_answers(catalogue, service, {mending.applicant, answers, there}, facts);
  };
  const std::vector<AnswerError> old = faults(mending.before, mending.had);
  std::vector<AnswerError> errors = faults(mending.after, papers);
  std::erase_if(errors, [&](const AnswerError& error) {
    return !is_marked(mending, field_of(error.pointer)) && std::ranges::find(old, error) != old.end();
  });
  for (auto& error : catalogue::unknown_answers(service, mending.after)) errors.push_back(std::move(error));
  // What was told before stays as it was; what was not may have become a question.
  for (const auto& [field, value] : mending.after) {
    const auto told = mending.before.find(field);
    if (told != mending.before.end() && !(told->second == value) && !is_marked(mending, field))
      errors.push_back({"/answers/" + field, "error.not_asked"});
  }
  for (const auto& [field, value] : mending.before) {
    if (!mending.after.contains(field) && !is_marked(mending, field))
      errors.push_back({"/answers/" + field, "error.not_asked"});
  }
  for (const std::string& mark : mending.marked) {
    if (!mark.starts_with(kDocumentMark)) continue;
    const std::string document = mark.substr(kDocumentMark.size());
    const AnswerError missing{"/documents/" + document, "error.paper_missing"};
    if (!mending.given.contains(DocumentId(document)) && std::ranges::find(errors, missing) == errors.end())
      errors.push_back(missing);
  }
  for (const DocumentId& document : mending.given) {
    const bool known = std::ranges::find(service.documents, document, &catalogue::DocumentUse::document) !=
                       service.documents.end();
    if (!known) errors.push_back({"/documents/" + document.str(), "error.unknown_document"});
  }
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

}  // namespace biroyna::applications
