#include "features/cases/json.hpp"

#include <boost/json.hpp>

#include "features/cases/appeal.hpp"
#include "platform/json/money.hpp"

namespace biroyna::cases {
namespace json = boost::json;
namespace {

json::value time_or_null(const std::optional<Time>& time) {
  if (!time) return nullptr;
  return json::value(to_rfc3339(*time));
}
json::value day_or_null(const std::optional<Time>& time, const Zone& zone) {
  if (!time) return nullptr;
  return json::value(to_iso(zone.day(*time)));
}
json::array texts(const std::vector<std::string>& texts) {
  json::array array;
  for (const auto& text : texts) array.emplace_back(text);
  return array;
}

json::object applicant_json(const forms::Applicant& applicant) {
  return {{"kind", name(applicant.kind)},
          {"family_name", applicant.family_name},
          {"given_name", applicant.given_name},
          {"middle_name", applicant.middle_name},
          {"birth_date",
           applicant.birth_date ? json::value(to_iso(*applicant.birth_date)) : json::value(nullptr)},
          {"pinfl", applicant.pinfl},
          {"passport", applicant.passport},
          {"organisation", applicant.organisation},
          {"tin", applicant.tin},
          {"phone", applicant.phone},
          {"address", applicant.address},
          {"language", tag(applicant.language)}};
}

json::object step_json(const Task& task, const std::optional<Time>& due_at, bool work) {
  json::object object{{"id", task.id},
                      {"department", task.department.str()},
                      {"kind", name(task.kind)},
                      {"state", name(task.state)},
                      {"due_at", time_or_null(due_at)}};
  if (task.outcome) {
    json::object outcome{{"approved", task.outcome->approved}, {"at", to_rfc3339(task.outcome->at)}};
    // Of an opinion only those who work on the case hear.
    if (work || task.kind == catalogue::StepKind::decision) {
      outcome["ground"] = task.outcome->ground;
      outcome["explanation"] = task.outcome->explanation;
    }
    object["outcome"] = std::move(outcome);
  }
  if (work && !task.findings.empty()) object["findings"] = catalogue::answers_json(task.findings);
  if (work && !task.assignee.empty()) object["assignee"] = task.assignee.str();
  if (work) object["for_head"] = task.for_head;
  return object;
}

json::object event_json(const Event& event, bool work) {
  json::object object{{"at", to_rfc3339(event.at)}, {"kind", name(event.kind)}, {"task", event.task}};
  if (work) object["actor"] = to_string(event.actor);
  if (work && event.kind == EventKind::task_warned) object["notice"] = event.reference;
  if (work && event.kind == EventKind::registry_finding) {
    object["outcome"] = event.reference;
    if (!event.marked.empty()) object["misfits"] = texts(event.marked);
  }
  if (event.kind == EventKind::message_sent && !work)
    object["from"] = event.actor.of_applicant() ? "applicant" : "centre";
  if (work && !event.found.empty()) object["findings"] = catalogue::answers_json(event.found);
  if (event.kind == EventKind::case_forwarded) object["addressee"] = event.reference;
  if (event.kind == EventKind::decision_delivered) object["how"] = event.reference;
  if (event.due) object["due_at"] = to_rfc3339(*event.due);
  if (work || rule_of(event.kind).text_told) object["text"] = event.text;
  return object;
}

json::value outcome_json(std::optional<CaseState> outcome) {
  return outcome ? json::value(name(*outcome)) : json::value(nullptr);
}

// How it is appealed against, in each language; null where there is nothing to appeal against.
json::value appeal_json(const Case& process, const catalogue::Edition& edition) {
  if (!may_be_appealed(process)) return nullptr;
  json::object texts;
  for (const Language language : kLanguages)
    texts[tag(language)] = appeal_text(edition, service_of(process, edition), language);
  return texts;
}

}  // namespace

json::object application_json(const Applications& applications, const Application& application,
                              const Viewer& viewer) {
  const Case& process = application.process;
  const bool work = may(viewer, Action::see_work, process);
  const auto edition = applications.edition(application);
  json::array steps, timeline, documents;
  const DueTimes due = applications.due_times(application);
  for (std::size_t i = 0; i < process.tasks.size(); ++i) {
    const Task& task = process.tasks[i];
    if (work || task.asked_by.empty()) steps.push_back(step_json(task, due.of_task(i), work));
  }
  for (const Event& event : process.timeline) {
    const Told told = rule_of(event.kind).told;
    const bool read =
        told == Told::mandates ? may(viewer, Action::see_mandates, process) : work || told != Told::staff;
    if (read) timeline.push_back(event_json(event, work));
  }
  for (const auto& version : applications.documents_of(application)) {
    json::object document{{"type", version.type.str()},
                          {"version", version.version},
                          {"size", version.document.size},
                          {"state", name(version.document.state)}};
    if (may(viewer, Action::download, process)) document["id"] = version.document.id.str();
    if (const auto& origin = version.document.origin)
      document["first_submitted"] = {{"application", origin->case_number}, {"at", to_rfc3339(origin->at)}};
    documents.push_back(std::move(document));
  }
  const Contacts contacts = applications.contacts(application);
  const auto ahead = applications.ahead(application);
  json::value question = nullptr;
  if (const Question* open = process.open_question())
    question = json::object{
        {"text", open->text},
        {"marked", texts(open->marked)},
        {"asked_at", to_rfc3339(open->asked)},
        {"ground", open->ground},
        {"point", open->point},
        {"answer_by", open->until ? json::value(to_rfc3339(*open->until)) : json::value(nullptr)}};
  json::array originals;
  for (const Original& one : process.originals)
    originals.push_back({{"what", one.what},
                         {"place", work ? one.place : std::string()},
                         {"taken_at", to_rfc3339(one.taken)},
                         {"returned_at", time_or_null(one.returned)}});
  return {{"number", application.number},
          {"centre", application.centre.str()},
          {"service", process.begun.service.str()},
          {"state", name(process.state)},
          {"outcome", outcome_json(process.outcome())},
          {"channel", process.begun.channel},
          {"submitted_at", to_rfc3339(process.timeline.front().at)},
          {"due_on", day_or_null(due.of_case, edition->zone)},
          {"due_may_move", due.may_move},
          {"fee", money_json(process.fee)},
          {"concession", process.concession},
          {"receipt", process.receipt},
          {"applicant", applicant_json(application.applicant)},
          {"answers", catalogue::answers_json(application.answers)},
          {"documents", std::move(documents)},
          {"question", std::move(question)},
          {"steps", std::move(steps)},
          {"timeline", std::move(timeline)},
          {"results", texts(process.results)},
          {"appeal", appeal_json(process, *edition)},
          {"ahead_in_line", ahead ? json::value(*ahead) : json::value(nullptr)},
          {"delivered_at", time_or_null(process.delivered_at())},
          {"granted_by_silence", process.silent},
          {"originals", std::move(originals)},
          {"to_return", money_json(process.to_return())},
          {"contacts", contacts.contacts},
          {"visits", contacts.visits},
          {"visits_replaced", contacts.visits_replaced},
          {"erased", process.erased},
          {"version", process.version}};
}

json::object mandate_json(const Mandate& mandate, Day today) {
  return {{"id", mandate.id},
          {"application", mandate.number},
          {"name", mandate.person},
          {"relation", name(mandate.relation)},
          {"extent", name(mandate.extent)},
          {"reach", name(mandate.reach)},
          {"until", to_iso(mandate.until)},
          {"state", name(state_of(mandate, today))},
          {"given_at", to_rfc3339(mandate.given_at)},
          {"revoked_at", time_or_null(mandate.revoked)}};
}

json::object task_json(const TaskRow& row) {
  return {{"id", row.number + ":" + row.task},
          {"application", row.number},
          {"step", row.task},
          {"service", row.service.str()},
          {"department", row.department.str()},
          {"state", name(row.state)},
          {"assignee", row.assignee.str()},
          {"application_state", name(row.case_state)},
          {"applicant", row.applicant_name},
          {"due_at", time_or_null(row.due_at)}};
}

json::object case_json(const CaseRow& row, const Zone& zone) {
  return {{"number", row.number},
          {"service", row.service.str()},
          {"state", name(row.state)},
          {"outcome", outcome_json(row.outcome)},
          {"applicant", row.applicant_name},
          {"submitted_at", to_rfc3339(row.submitted_at)},
          {"due_on", day_or_null(row.due_at, zone)}};
}

}  // namespace biroyna::cases
