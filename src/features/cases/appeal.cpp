#include "features/cases/appeal.hpp"

#include <algorithm>

#include "platform/i18n/i18n.hpp"
#include "platform/i18n/typed.hpp"

namespace biroyna::cases {

bool may_be_appealed(const Case& process) {
  const bool refused = std::ranges::any_of(process.tasks, [](const Task& task) {
    return task.kind == StepKind::decision && task.outcome && !task.outcome->approved;
  });
  return (refused && process.over()) || (process.state == CaseState::closed && process.left);
}

std::string appeal_text(const catalogue::Edition& edition, const catalogue::Service& service,
                        Language language) {
  const i18n::Speaker say(language);
  const catalogue::Catalogue& catalogue = edition.catalogue;
  const auto* department = catalogue.find(service.department);
  return say("appeal.how", {{"body", department == nullptr ? std::string() : department->agency.in(language)},
                            {"days", std::to_string(catalogue.appeal.complaint_days)},
                            {"months", std::to_string(catalogue.appeal.court_months)},
                            {"address", catalogue.centre.address.in(language)},
                            {"phone", i18n::phone(language, catalogue.centre.phone)}});
}

std::string law_of(const catalogue::Service& service, const catalogue::RefusalGround& ground,
                   const std::string& point, Language language) {
  const i18n::Speaker say(language);
  std::string law = service.ground.in(language);
  if (law.empty()) return ground.ground.in(language);
  if (!point.empty()) law = say("appeal.law_and_point", {{"law", law}, {"point", point}});
  const std::string& also = ground.ground.in(language);
  return also.empty() || also == service.ground.in(language) ? law : law + "; " + also;
}

}  // namespace biroyna::cases
