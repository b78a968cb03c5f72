#include "features/cases/codec.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <stdexcept>

#include "platform/json/stored.hpp"
namespace biroyna::cases {
namespace json = boost::json;
using stored::integer;
using stored::put;
using stored::text;
using stored::texts;
namespace {

json::object public_part(const Event& event) {
  json::object object;
  put(object, "task", event.task);
  put(object, "assignee", event.assignee.str());
  put(object, "approved", event.approved);
  put(object, "ground", event.ground);
  put(object, "department", event.department.str());
  put(object, "working_days", event.working_days);
  put(object, "marked", event.marked);
  put(object, "reference", event.reference);
  put(object, "fee", event.fee.amount);
  put(object, "calendar", event.calendar);
  put(object, "due", event.due ? to_ms(*event.due) : 0);
  return object;
}

json::object step_json(const RouteStep& step) {
  json::object object{{"id", step.id}, {"department", step.department.str()}, {"role", step.role}};
  put(object, "working_days", step.working_days);
  put(object, "after", step.after);
  object["kind"] = name(step.kind);
  put(object, "external", step.external);
  put(object, "refusal_by_head", step.refusal_by_head);
  return object;
}

RouteStep step_of(const json::object& object) {
  const auto kind = catalogue::parse_step_kind(text(object, "kind"));
  if (!kind) throw std::runtime_error("an unknown kind of step");
  return {text(object, "id"),       DepartmentId(text(object, "department")),
          text(object, "role"),     static_cast<int>(integer(object, "working_days")),
          texts(object, "after"),   *kind,
          text(object, "external"), integer(object, "refusal_by_head") != 0};
}

json::array route_json(const std::vector<RouteStep>& route) {
  json::array steps;
  for (const auto& step : route) steps.push_back(step_json(step));
  return steps;
}

std::vector<RouteStep> route_of(const json::object& object) {
  std::vector<RouteStep> route;
  for (const auto& step : object.at("route").as_array()) route.push_back(step_of(step.as_object()));
  return route;
}

json::object event_json(const Event& event) {
  json::object object = public_part(event);
  if (!event.route.empty()) object["route"] = route_json(event.route);
  if (!event.found.empty()) object["found"] = catalogue::answers_json(event.found);
  object["kind"] = name(event.kind);
  object["at"] = to_ms(event.at);
  put(object, "actor", to_string(event.actor));
  put(object, "text", event.text);
  put(object, "file", event.proof.file);
  put(object, "documents", event.proof.documents);
  return object;
}

catalogue::Answers found_in(const json::object& object) {
  std::vector<FieldError> wrong;
  const auto* found = object.if_contains("found");
  return found == nullptr ? catalogue::Answers() : catalogue::read_answers(*found, "", wrong);
}

Actor actor_at(const json::object& object, const char* key) {
  auto actor = parse_actor(text(object, key));
  if (!actor) throw std::runtime_error("a stored case has an unknown actor");
  return *std::move(actor);
}

Event event_of(const json::object& object) {
  return {.kind = named<EventKind>(text(object, "kind"), kEventKinds),
          .at = from_ms(integer(object, "at")),
          .actor = actor_at(object, "actor"),
          .task = text(object, "task"),
          .assignee = StaffId(text(object, "assignee")),
          .approved = integer(object, "approved") != 0,
          .ground = text(object, "ground"),
          .department = DepartmentId(text(object, "department")),
          .working_days = static_cast<int>(integer(object, "working_days")),
          .marked = texts(object, "marked"),
          .text = text(object, "text"),
          .reference = text(object, "reference"),
          .route = object.contains("route") ? route_of(object) : std::vector<RouteStep>{},
          .fee = {integer(object, "fee")},
          .calendar = integer(object, "calendar"),
          .due = object.contains("due") ? std::optional(from_ms(integer(object, "due"))) : std::nullopt,
          .found = found_in(object),
          .proof = {text(object, "file"), text(object, "documents"), integer(object, "seq")}};
}

json::object start_json(const CaseStart& start) {
  json::object object{{"number", start.number},
                      {"service", start.service.str()},
                      {"catalogue_version", start.catalogue_version},
                      {"channel", start.channel},
                      {"route", route_json(start.route)}};
  put(object, "working_days", start.working_days);
  put(object, "fee", start.fee.amount);
  put(object, "concession", start.concession);
  put(object, "at_window", start.at_window);
  put(object, "hearing_days", start.hearing_days);
  put(object, "silence", start.silence);
  put(object, "waits_for_turn", start.waits_for_turn);
  put(object, "needs_identity", start.needs_identity);
  put(object, "needs_zone", start.needs_zone);
  put(object, "fee_back", start.fee_back);
  put(object, "days_to_pay", start.days_to_pay);
  put(object, "days_to_visit", start.days_to_visit);
  return object;
}

CaseStart start_of(const json::object& object) {
  CaseStart start{.number = text(object, "number"),
                  .service = ServiceId(text(object, "service")),
                  .catalogue_version = integer(object, "catalogue_version"),
                  .channel = text(object, "channel"),
                  .route = route_of(object),
                  .working_days = static_cast<int>(integer(object, "working_days")),
                  .fee = {integer(object, "fee")},
                  .concession = text(object, "concession"),
                  .at_window = integer(object, "at_window") != 0,
                  .hearing_days = static_cast<int>(integer(object, "hearing_days")),
                  .silence = integer(object, "silence") != 0,
                  .waits_for_turn = integer(object, "waits_for_turn") != 0,
                  .needs_identity = integer(object, "needs_identity") != 0,
                  .needs_zone = integer(object, "needs_zone") != 0,
                  .fee_back = integer(object, "fee_back") != 0,
                  .days_to_pay = static_cast<int>(integer(object, "days_to_pay")),
                  .days_to_visit = static_cast<int>(integer(object, "days_to_visit"))};
  return start;
}

json::object read(std::string_view text) {
  boost::system::error_code error;
  json::value value = json::parse(text, error);
  if (error || !value.is_object()) throw std::runtime_error("a stored case is no JSON object");
  return std::move(value.as_object());
}

}  // namespace

std::string encode(const Case& subject) {
  json::array events;
  for (const auto& event : subject.timeline) {
    json::object object = event_json(event);
    put(object, "seq", event.proof.seq);
    events.push_back(std::move(object));
  }
  return json::serialize(json::object{{"begun", start_json(subject.begun)}, {"events", std::move(events)}});
}

Case decode_case(std::string_view text) {
  const json::object object = read(text);
  const json::array& events = object.at("events").as_array();
  if (events.empty()) throw std::runtime_error("a stored case that was never submitted");
  const Event first = event_of(events[0].as_object());
  Case subject = Case::submitted(start_of(object.at("begun").as_object()), first.actor, first.at);
  subject.timeline.front().proof = first.proof;
  for (std::size_t i = 1; i < events.size(); ++i) subject.apply(event_of(events[i].as_object()));
  return subject;
}

std::string encode(const CaseStart& start) { return json::serialize(start_json(start)); }
std::string encode(const Event& event) { return json::serialize(event_json(event)); }

std::string question_of(const Application& application,
                        const std::optional<std::vector<std::string>>& tells) {
  forms::Applicant applicant = application.applicant;
  catalogue::Answers answers = application.answers;
  if (tells) {
    std::erase_if(
        answers, [&](const auto& answer) { return std::ranges::find(*tells, answer.first) == tells->end(); });
    applicant.phone.clear();
    applicant.address = {};
  }
  return json::serialize(json::object{{"service", application.process.begun.service.str()},
                                      {"applicant", read(forms::encode(applicant))},
                                      {"answers", catalogue::answers_json(answers)}});
}

std::string event_data(const Event& event) { return json::serialize(public_part(event)); }

}  // namespace biroyna::cases
