#include "features/cases/result_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "features/forms/forms.hpp"

namespace biroyna::cases {
using catalogue::Field;
using catalogue::FieldType;
namespace {

std::optional<Day> last_valid_day(const catalogue::Issue& issues, Day today) {
  if (issues.valid_days) return today + std::chrono::days(*issues.valid_days);
  if (!issues.valid_months) return std::nullopt;
  auto last = std::chrono::year_month_day(today) + std::chrono::months(*issues.valid_months);
  if (!last.ok()) last = last.year() / last.month() / std::chrono::last;
  return Day(last);
}

}  // namespace

results::NewResult result_of(const catalogue::Edition& edition, const Application& application, Time now) {
  const Language language = application.applicant.language;
  const Case& process = application.process;
  const catalogue::Catalogue& catalogue = edition.catalogue;
  const catalogue::Service& service = *catalogue.find(process.begun.service);
  const bool granted = process.state != CaseState::refused;
  results::NewResult result{
      .centre = application.centre,
      .case_number = application.number,
      .service = service.id,
      .kind = granted ? std::string(name(service.issues.template_)) : "refusal",
      .language = language,
      .title = granted ? service.result.in(language) : service.names.in(language),
      .holder = application.applicant.name(),
      .holder_is_person = application.applicant.kind == catalogue::ApplicantKind::individual,
      .lines = {},
      .body = {},
      .ground = service.ground.in(language),
      .valid_until = {},
      .issued_by = to_string(kProgram)};
  for (const auto& page : service.form) {
    for (const auto& use : page.fields) {
      const Field* field = catalogue.find_field(use.field);
      const auto answer = application.answers.find(use.field);
      if (field == nullptr || answer == application.answers.end() || field->type == FieldType::consent)
        continue;
      result.lines.push_back(
          {field->label.in(language), forms::answer_text(catalogue, *field, answer->second, language)});
    }
  }
  for (const Task& task : process.tasks) {
    if (task.kind != catalogue::StepKind::decision || !task.outcome) continue;
    result.issued_by = to_string(task.outcome->by);
    if (task.outcome->approved) continue;
    const auto* ground = catalogue.find_refusal(task.outcome->ground);
    if (ground != nullptr) {
      result.body.push_back(ground->names.in(language));
      result.ground = ground->ground.in(language);
    }
    result.body.push_back(task.outcome->explanation);
  }
  if (granted) result.valid_until = last_valid_day(service.issues, edition.zone.day(now));
  return result;
}

}  // namespace biroyna::cases
