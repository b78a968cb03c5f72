#include "app/consumers.hpp"

#include <algorithm>

#include "features/cases/cases.hpp"

namespace biroyna {
namespace {

// "7K4M9QX2" of the subject of a case's event.
std::string case_number(const audit::StoredEvent& event) {
  return event.subject.substr(std::min(cases::kSubject.size(), event.subject.size()));
}

audit::Kinds names(std::initializer_list<cases::EventKind> kinds) {
  audit::Kinds all;
  for (const auto kind : kinds) all.emplace(name(kind));
  return all;
}

void ask_and_take_back(db::Tx& tx, const cases::Applications& applications,
                       integrations::Registries& registries, const audit::StoredEvent& event) {
  registries.hold(tx, event.centre);  // the case stays as it is until this is done
  const auto application = applications.find(tx, case_number(event));
  if (!application) return;
  std::vector<integrations::Question> asked, kept;
  for (auto& question : cases::registry_questions(*application, *applications.edition(*application))) {
    auto& questions = question.now ? asked : kept;
    questions.push_back({.centre = application->centre,
                         .registry = integrations::RegistryId(question.registry),
                         .case_number = application->number,
                         .step = question.step,
                         .body = std::move(question.body),
                         .key = std::move(question.key),
                         .asked_for = application->applicant.pinfl});
  }
  registries.reconcile(tx, event.centre, application->number, std::move(asked), std::move(kept), event.actor);
}

}  // namespace

Consumers forgetting(documents::Documents& documents, integrations::Registries& registries) {
  const audit::Kinds erased = names({cases::EventKind::case_erased});
  return {{.name = "documents",
           .kinds = erased,
           .begin = audit::Begin::start,
           .handle =
               [&documents](db::Tx& tx, const audit::StoredEvent& event) {
                 documents.detach(tx, event.centre, case_number(event), "program");
               }},
          {.name = "registries-forget",
           .kinds = erased,
           .begin = audit::Begin::start,
           .handle = [&registries](db::Tx& tx, const audit::StoredEvent& event) {
             registries.forget(tx, event.centre, case_number(event), "program");
           }}};
}

Consumers all_consumers(cases::Applications& applications, documents::Documents& documents,
                        integrations::Registries& registries, catalogue::Catalogues& catalogues,
                        Clock clock) {
  using enum cases::EventKind;
  Consumers all = forgetting(documents, registries);
  all.push_back(
      {.name = "registries",
       .kinds = names({case_submitted, fee_paid, task_released, task_decided, applicant_answered,
                       route_changed, case_withdrawn, case_closed, case_lapsed, case_reopened, turn_came,
                       identity_confirmed, question_ended, case_forwarded, granted_by_silence}),
       .begin = audit::Begin::end,
       .handle = [&](db::Tx& tx, const audit::StoredEvent& event) {
         ask_and_take_back(tx, applications, registries, event);
       }});
  all.push_back({.name = "terms",
                 .kinds = {std::string(catalogue::kImported)},
                 .begin = audit::Begin::end,
                 .handle = [&catalogues, &applications, clock = std::move(clock)](
                               db::Tx& tx, const audit::StoredEvent& event) {
                   if (const auto newest = catalogues.newest(tx, event.centre)) {
                     catalogues.take_up(newest);
                     applications.dissolve_lines(tx, newest->catalogue);
                   }
                   cases::look_at_all_tasks(tx, event.centre, clock());
                 }});
  return all;
}

bool is_asked(db::Tx& tx, const cases::Applications& applications, const integrations::Asked& question) {
  const auto application = applications.find(tx, question.case_number);
  if (!application) return true;
  const auto asked = cases::registry_questions(*application, *applications.edition(*application));
  return std::ranges::any_of(asked, [&](const auto& now) {
    return now.step == question.step && question.key.starts_with(now.key) &&
           question.body_sha256 == auth::to_hex(auth::sha256(now.body));
  });
}

}  // namespace biroyna
