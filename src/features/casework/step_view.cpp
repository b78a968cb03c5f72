#include "features/casework/step_view.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "features/case_views/case_views.hpp"
#include "features/forms/forms.hpp"

namespace biroyna::casework {
namespace {

using case_views::department_name;

OutcomeView outcome_view(const CaseReading& reading, StepKind kind, const Outcome& outcome) {
  const auto& say = reading.say;
  OutcomeView view;
  view.decision = verdict(say, kind, outcome.approved);
  view.by = reading.actor_name(outcome.by);
  view.at = reading.day_and_time(outcome.at);
  if (const auto* ground = reading.edition.catalogue.find_refusal(outcome.ground)) {
    view.ground = ground->names.in(say.language());
    view.law = law_of(service_of(reading.application.process, reading.edition), *ground, outcome.point,
                      say.language());
  }
  view.explanation = outcome.explanation;
  return view;
}

}  // namespace

std::string event_title(const i18n::Speaker& say, const Event& event, const Task* task) {
  if (event.kind == EventKind::task_decided && task != nullptr && task->kind == StepKind::opinion)
    return std::string(say("event.opinion_given"));
  if (event.kind == EventKind::task_escalated && event.assignee.empty())
    return std::string(say("event.escalated_to_head"));
  return std::string(say(fmt::format("event.{}", name(event.kind))));
}

std::string_view verdict(const i18n::Speaker& say, StepKind kind, bool approved) {
  switch (kind) {
    case StepKind::decision:
      return say(approved ? "work.granted" : "work.refused");
    case StepKind::opinion:
      return say(approved ? "work.approved" : "work.not_approved");
    case StepKind::automatic:
      break;
  }
  return say(approved ? "work.registry_says_confirmed" : "work.registry_says_denied");
}

std::string person_name(const std::vector<staff::Person>& people, const StaffId& id,
                        const i18n::Speaker& say) {
  const auto found = std::ranges::find(people, id, &staff::Person::id);
  return found == people.end() ? std::string(say("work.by_device")) : found->name;
}

std::string CaseReading::actor_name(const Actor& actor) const {
  if (const Mandate* mandate = case_views::mandate_of(application.mandates, actor))
    return case_views::mandate_text(say, *mandate);
  switch (actor.kind) {
    case ActorKind::staff:
      return name_of(StaffId(actor.id));
    case ActorKind::applicant:
    case ActorKind::visitor:
      return std::string(say("work.by_applicant"));
    case ActorKind::representative:
      return std::string(say("work.by_representative"));
    case ActorKind::program:
      return std::string(say("work.by_program"));
    case ActorKind::device:
      break;
  }
  return std::string(say("work.by_device"));
}

std::string CaseReading::day_and_time(Time time) const {
  return case_views::time_text(say, edition.zone, time);
}

std::vector<FindingView> findings_view(const CaseReading& reading, const catalogue::Answers& findings) {
  const auto& catalogue = reading.edition.catalogue;
  const Language language = reading.say.language();
  std::vector<FindingView> view;
  for (const auto& step : service_of(reading.application.process, reading.edition).steps) {
    for (const auto& use : step.findings) {
      const auto found = findings.find(use.field);
      const auto* field = catalogue.find_field(use.field);
      if (field != nullptr && found != findings.end())
        view.push_back({field->fact.value_or(field->label).in(language),
                        forms::answer_text(catalogue, *field, found->second, language)});
    }
  }
  return view;
}

StepView step_view(const CaseReading& reading, const Task& task,
                   const std::vector<integrations::Registries::Asking>& asking) {
  const auto& say = reading.say;
  const Case& process = reading.application.process;
  const auto department = [&](const Task& one) {
    return department_name(reading.edition.catalogue, one.department, say.language());
  };
  StepView view;
  view.department = department(task);
  view.state = say(fmt::format("work.task_{}", name(task.state)));
  view.kind = say(fmt::format("work.kind_{}", name(task.kind)));
  if (task.kind == StepKind::automatic)
    view.kind += fmt::format(": {}", catalogue::registry_name(say, task.external));
  view.length = say.many("work.days_n", task.working_days);
  view.has_deadline = task.state == TaskState::open || task.state == TaskState::claimed;
  if (task.state == TaskState::claimed)
    view.notes.push_back(task.assignee == reading.viewer.staff
                             ? std::string(say("work.you_have_it"))
                             : say("work.taken_by", {{"name", reading.name_of(task.assignee)}}));
  for (const auto& one : asking) {
    if (task.kind != StepKind::automatic || !view.has_deadline || one.step != task.id) continue;
    const std::string registry = one.names ? one.names->in(say.language()) : one.registry.str();
    view.notes.push_back(say(one.dead ? "work.registry_dead" : "work.registry_asked",
                             {{"name", registry}, {"when", reading.day_and_time(one.asked_at)}}));
  }
  if (is_for_head_of_department(task)) view.notes.emplace_back(say("work.by_department_head"));
  if (task.proposed) {
    const OutcomeView proposed = outcome_view(reading, task.kind, *task.proposed);
    view.notes.push_back(say("work.refusal_proposed", {{"name", proposed.by}, {"when", proposed.at}}));
    view.notes.push_back(proposed.ground);
    view.notes.push_back(proposed.explanation);
  }
  if (const Task* asker = task.asked_by.empty() ? nullptr : process.find(task.asked_by))
    view.notes.push_back(say("work.asked_by", {{"name", department(*asker)}}));
  view.findings = findings_view(reading, task.findings);
  if (task.outcome) view.outcome = outcome_view(reading, task.kind, *task.outcome);
  return view;
}

}  // namespace biroyna::casework
