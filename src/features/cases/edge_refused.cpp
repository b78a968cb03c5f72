#include "features/cases/edge_refused.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace biroyna::cases {
namespace json = boost::json;
namespace {

using catalogue::AnswerError;

// The errors as the catalogue gives them: a rule has words of its own.
std::vector<AnswerError> errors_in(const Refusal& refusal, const catalogue::Catalogue& catalogue,
                                   const NewApplication& application, const catalogue::Facts& facts) {
  std::vector<AnswerError> errors;
  for (const auto& field : refusal.fields) errors.push_back({field.pointer, field.code});
  const auto* service = catalogue.find(application.service);
  const bool by_rule = std::ranges::find(errors, "error.rule", &AnswerError::code) != errors.end();
  if (service == nullptr || !by_rule) return errors;
  for (const auto& found : catalogue::check(catalogue, *service, application.answers, facts)) {
    const auto same = std::ranges::find(errors, found.pointer, &AnswerError::pointer);
    if (found.says && same != errors.end() && same->code == found.code) same->says = found.says;
  }
  return errors;
}

}  // namespace

http::Response refused_application(const Site& site, const http::Request& request, const Refusal& refusal,
                                   const catalogue::Edition& edition, const NewApplication& application) {
  http::Response response = site.refused(request, refusal);
  if (refusal.fields.empty() || response.content_type != "application/problem+json") return response;
  NewApplication kept = application;
  kept.applicant = normalised(std::move(kept.applicant));
  kept.answers = catalogue::normalised(edition.catalogue, kept.answers);
  const auto facts =
      forms::facts_of(kept.applicant, catalogue::Channel::online, edition.zone.day(site.clock()));
  const auto errors = errors_in(refusal, edition.catalogue, kept, facts);
  const forms::FormView view{edition.catalogue, i18n::Speaker(request.language), kept.applicant, kept.answers,
                             errors};
  json::value problem = json::parse(response.body);
  for (auto& error : problem.as_object()["errors"].as_array()) {
    const std::string pointer(error.as_object()["pointer"].as_string());
    if (pointer.starts_with("/applicant/") || pointer.starts_with("/answers/"))
      error.as_object()["detail"] = error_text(view, pointer);
  }
  response.body = json::serialize(problem);
  return response;
}

}  // namespace biroyna::cases
