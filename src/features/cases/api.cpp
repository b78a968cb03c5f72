#include "features/cases/api.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <functional>
#include <memory>

#include "core/typed_day.hpp"
#include "features/cases/commands.hpp"
#include "features/cases/edge.hpp"
#include "features/cases/edge_refused.hpp"
#include "features/cases/guess_throttle.hpp"
#include "features/cases/json.hpp"
#include "platform/json/paging.hpp"
#include "platform/json/response.hpp"

namespace biroyna::cases {
namespace json = boost::json;
namespace {

using auth::Roles;

constexpr std::int64_t kMostRows = 200;      // of a page of a list
constexpr std::size_t kMostId = 100;         // signs of a document's id or secret
constexpr std::int64_t kMostDocuments = 50;  // of an application

Refusal not_found() { return {Refusal::Kind::not_found, "not_found"}; }
Refusal forbidden() { return {Refusal::Kind::forbidden, "forbidden"}; }

forms::Applicant read_applicant(JsonFields& fields, Language language) {
  JsonFields part = fields.part("applicant");
  forms::Applicant applicant;
  const std::string kind = part.text_if("kind").value_or("individual");
  if (kind == name(catalogue::ApplicantKind::business))
    applicant.kind = catalogue::ApplicantKind::business;
  else if (kind != name(catalogue::ApplicantKind::individual))
    part.wrong("kind", "not_a_choice");
  const auto text = [&](const char* key) { return part.text_if(key, 300).value_or(""); };
  applicant.family_name = text("family_name");
  applicant.given_name = text("given_name");
  applicant.middle_name = text("middle_name");
  if (const std::string birth = text("birth_date"); !birth.empty()) {
    applicant.birth_date = parse_iso_day(birth);
    if (!applicant.birth_date) part.take({{"/applicant/birth_date", day_fault(birth)}});
  }
  applicant.pinfl = text("pinfl");
  applicant.passport = text("passport");
  applicant.organisation = text("organisation");
  applicant.tin = text("tin");
  applicant.phone = text("phone");
  applicant.address = text("address");
  const std::string spoken = part.text_if("language").value_or(std::string(tag(language)));
  applicant.language = parse_language(spoken).value_or(language);
  if (!parse_language(spoken)) part.wrong("language", "unknown_language");
  fields.take(std::move(part));
  return applicant;
}

forms::ApplicantParts read_parts(JsonFields& fields) {
  forms::ApplicantParts parts;
  if (fields.any("applicant") == nullptr) return parts;
  JsonFields told = fields.part("applicant");
  for (const auto& part : forms::correctable_parts(catalogue::ApplicantKind::business)) {
    if (auto text = told.text_if(part, 300)) parts.emplace(part, *std::move(text));
  }
  if (const auto birth = parts.find("birth_date"); birth != parts.end() && !parse_iso_day(birth->second))
    told.take({{"/applicant/birth_date", day_fault(birth->second)}});
  fields.take(std::move(told));
  return parts;
}

// Whether somebody may hand in a document of this id with this secret, which may be empty.
using MayUse = std::function<bool(const documents::DocumentId&, std::string_view secret)>;

// Documents by type: an id, or {"id", "secret"}.
Attachments read_documents(JsonFields& fields, const MayUse& may_use) {
  Attachments documents;
  const json::value* found = fields.any("documents");
  if (found == nullptr) return documents;
  if (!found->is_object()) return fields.wrong("documents", "not_parts"), documents;
  // Each is looked up.
  if (static_cast<std::int64_t>(found->as_object().size()) > kMostDocuments)
    return fields.wrong("documents", "too_many", FieldError::Limits{0, kMostDocuments}), documents;
  JsonFields told = fields.part("documents");
  for (const auto& [key, document] : found->as_object()) {
    const std::string type(key);
    std::string id, secret;
    if (document.is_object()) {
      JsonFields named = told.part(type);
      id = named.text("id", kMostId);
      secret = named.text("secret", kMostId);
      told.take(std::move(named));
    } else {
      id = told.text(type, kMostId);
    }
    if (id.empty()) continue;
    const documents::DocumentId document_id(std::move(id));
    if (may_use(document_id, secret))
      documents.emplace(type, document_id);
    else
      told.wrong(type, secret.empty() ? "document_needs_secret" : "document_not_uploaded");
  }
  fields.take(std::move(told));
  return documents;
}

catalogue::Answers read_answers(JsonFields& fields, InputField field = InputField::answers) {
  const std::string named(name(field));
  const json::value* provided = fields.any(named);
  if (provided == nullptr) return {};
  std::vector<FieldError> wrong;
  auto answers = catalogue::read_answers(*provided, "/" + named, wrong);
  fields.take(std::move(wrong));
  // Null takes back what is there.
  if (provided->is_object()) {
    for (const auto& [key, value] : provided->get_object())
      if (value.is_null()) answers.try_emplace(std::string(key));
  }
  return answers;
}

CommandInput read_input(JsonFields& fields, const Command& command, const MayUse& may_use) {
  CommandInput input;
  const auto text = [&](InputField field, std::size_t longest) {
    return command.takes(field) ? fields.text_if(std::string(name(field)), longest).value_or("")
                                : std::string();
  };
  input.text = text(InputField::text, kMostText);
  input.ground = text(InputField::ground, 100);
  input.point = text(InputField::point, kMostPoint);
  input.receipt = text(InputField::receipt, kMostReceipt);
  input.addressee = text(InputField::addressee, kMostAddressee);
  input.original = text(InputField::original, kMostOriginal);
  input.place = text(InputField::place, kMostPlace);
  input.department = DepartmentId(text(InputField::department, 100));
  input.assignee = StaffId(text(InputField::assignee, 100));
  if (command.takes(InputField::marked))
    input.marked = fields.texts_if(std::string(name(InputField::marked)));
  if (command.takes(InputField::working_days))
    input.working_days = static_cast<int>(
        fields.integer_or(std::string(name(InputField::working_days)), command.working_days, 0, 100));
  if (command.takes(InputField::documents)) input.documents = read_documents(fields, may_use);
  if (command.takes(InputField::applicant)) input.applicant = read_parts(fields);
  if (command.takes(InputField::answers)) input.answers = read_answers(fields);
  if (command.takes(InputField::findings)) input.findings = read_answers(fields, InputField::findings);
  return input;
}

json::value next_of(const std::string& mark) {
  if (mark.empty()) return nullptr;
  return json::value(mark);
}

// "number:step".
std::pair<std::string, std::string> task_of(std::string_view id) {
  const auto colon = id.find(':');
  if (colon == std::string_view::npos) return {};
  return {std::string(id.substr(0, colon)), std::string(id.substr(colon + 1))};
}

class Api {
 public:
  Api(const Site& site, Applications& applications, const CaseAccess& access, GuessThrottle& guess_throttle,
      const catalogue::Catalogues& catalogues, const documents::Documents& documents)
      : site_(site),
        applications_(applications),
        access_(access),
        guess_throttle_(guess_throttle),
        catalogues_(catalogues),
        documents_(documents) {}

  void submit(const http::Request& request, http::Reply reply) const {
    if (viewer_of(request.principal).party == Party::stranger) {
      if (const auto later = guess_throttle_.may_submit(request.principal, request.peer))
        return reply.send(site_.refused(request, *later));
    }
    JsonFields fields(request);
    NewApplication application{
        .centre = CentreId(fields.text("centre")),
        .service = ServiceId(fields.text("service")),
        .applicant = read_applicant(fields, request.language),
        .answers = read_answers(fields),
        .documents =
            read_documents(fields, may_use(request, viewer_of(request.principal).party == Party::stranger)),
        .ticket = TicketId(fields.text_if("ticket").value_or(""))};
    if (auto wrong = fields.finish()) return reply.send(site_.refused(request, *wrong));
    const auto edition = catalogues_.current(application.centre);
    if (!edition) return reply.send(site_.refused(request, not_found()));
    applications_.submit(
        application, request.principal, repeat_of(request),
        [this, &request, reply, edition, application](Result<Executed<Applications::Changed>> submitted) {
          if (!submitted)
            return reply.send(refused_application(site_, request, submitted.error(), *edition, application));
          const auto& [changed, replayed] = *submitted;
          reply.send(with_replay(shown_once(changed), replayed));
        });
  }

  http::Response show(const http::Request& request) const {
    const auto opened = access_.open(request, request.param("number"), secret_of(request));
    if (!opened) return site_.refused(request, opened.error());
    return json_response(application_json(applications_, opened->application, opened->viewer));
  }

  http::Response list(const http::Request& request) const {
    const CentreId centre(request.principal.centre);
    CaseSearch search{.centre = centre,
                      .text = std::string(request.query_value("q").value_or("")),
                      .unanswered = request.query_value("unanswered") == "true",
                      .after = std::string(request.query_value("after").value_or(""))};
    if (const auto state = request.query_value("state")) {
      search.state = parse_case_state(*state);
      if (!search.state) return wrong(request, "/state", "error.not_a_choice");
    }
    const auto limit = limit_of(request, static_cast<std::int64_t>(search.limit), kMostRows);
    if (!limit) return site_.refused(request, limit.error());
    search.limit = static_cast<std::size_t>(*limit);
    if (const auto later = guess_throttle_.may_search(request.principal, search.text))
      return site_.refused(request, *later);
    const auto page = applications_.cases(search);
    const auto edition = catalogues_.current(centre);
    json::array items;
    for (const auto& row : page.rows) items.push_back(case_json(row, edition->zone));
    return page_response(std::move(items), next_of(page.next));
  }

  // The tasks of the person's departments, those due first. With mine=true, only tasks that the person, or
  // somebody for whom they stand in, has claimed.
  http::Response tasks(const http::Request& request) const {
    const Viewer viewer = applications_.viewer(request.principal);
    TaskSearch search{.centre = CentreId(request.principal.centre),
                      .departments = viewer.departments,
                      .unanswered = request.query_value("unanswered") == "true",
                      .after = std::string(request.query_value("after").value_or(""))};
    if (const auto order = request.query_value("order")) {
      const auto known = parse_task_order(*order);
      if (!known) return wrong(request, "/order", "error.not_a_choice");
      search.order = *known;
    }
    const auto limit = limit_of(request, static_cast<std::int64_t>(search.limit), kMostRows);
    if (!limit) return site_.refused(request, limit.error());
    search.limit = static_cast<std::size_t>(*limit);
    if (request.query_value("mine") == "true") {
      search.assignee = viewer.staff;
      search.or_of = viewer.stands_in_for;
      search.departments.clear();
    }
    if (viewer.party == Party::specialist && !viewer.leads) search.not_for_heads = viewer.staff;
    if (const auto department = request.query_value("department")) {
      const DepartmentId requested{std::string(*department)};
      const bool own = std::ranges::find(viewer.departments, requested) != viewer.departments.end();
      if (!own && !sees_all(viewer)) return site_.refused(request, forbidden());
      search.departments = {requested};
    }
    const auto page = applications_.tasks(search);
    json::array items;
    for (const auto& row : page.rows) items.push_back(task_json(row));
    return page_response(std::move(items), next_of(page.next));
  }

  void command(const http::Request& request, http::Reply reply) const {
    run(request, std::move(reply), Target::application, std::string(request.param("number")), {});
  }

  void task_command(const http::Request& request, http::Reply reply) const {
    auto [number, task] = task_of(request.param("task"));
    run(request, std::move(reply), Target::task, std::move(number), std::move(task));
  }

 private:
  http::Response wrong(const http::Request& request, std::string pointer, std::string code) const {
    return site_.refused(request,
                         {Refusal::Kind::invalid, "invalid", {{std::move(pointer), std::move(code)}}});
  }

  // The staff may use what the centre has. Others may know the id of what is not theirs, so they show that
  // they have handed it in.
  MayUse may_use(const http::Request& request, bool outsider) const {
    return [this, &request, outsider](const documents::DocumentId& id, std::string_view secret) {
      return !outsider || documents_.is_from(request.principal, id, secret);
    };
  }

  void run(const http::Request& request, http::Reply reply, Target target, std::string number,
           std::string task) const {
    const Command* command = find_command(target, request.param("command"));
    if (command == nullptr) return reply.send(site_.refused(request, not_found()));
    // Checked before the command, so that a stranger learns nothing from the time that it takes, or from the
    // answer to a repeat.
    const std::string_view secret = target == Target::task ? std::string_view() : secret_of(request);
    const auto seen = access_.open(request, number, secret);
    if (!seen) return reply.send(site_.refused(request, seen.error()));
    JsonFields fields(request);
    Order order{.command = command,
                .number = std::move(number),
                .task = std::move(task),
                .input = read_input(fields, *command, may_use(request, seen->viewer.actor.of_applicant())),
                .repeat = repeat_of(request)};
    if (const auto version = fields.integer_or("version", 0, 1, 1'000'000'000)) order.version = version;
    if (auto wrong = fields.finish()) return reply.send(site_.refused(request, *wrong));
    applications_.change(
        change_of(applications_, credentials_of(request), std::move(order)),
        [this, &request, reply](const Result<Executed<Applications::Changed>>& done) {
          if (!done) return reply.send(site_.refused(request, done.error()));
          const Application& application = done->value.application;
          const Viewer viewer = applications_.viewer(request.principal, application, secret_of(request));
          reply.send(with_replay(json_response(application_json(applications_, application, viewer)),
                                 done->replayed));
        });
  }

  // An application that was handed in, with its secret.
  http::Response shown_once(const Applications::Changed& submitted) const {
    auto answer = application_json(applications_, submitted.application, {.party = Party::applicant});
    answer["secret"] = submitted.secret;
    auto response = json_response(answer, 201);
    response.headers.emplace_back("Location", "/api/v1/applications/" + submitted.application.number);
    return response;
  }

  const Site& site_;
  Applications& applications_;
  const CaseAccess& access_;
  GuessThrottle& guess_throttle_;
  const catalogue::Catalogues& catalogues_;
  const documents::Documents& documents_;
};

}  // namespace

Day read_day(JsonFields& fields, const char* key) {
  const std::string text = fields.text(key, 10);
  const auto day = parse_iso_day(text);
  if (!day && !text.empty()) fields.take({{fmt::format("/{}", key), day_fault(text)}});
  return day.value_or(Day());
}

void add_api(http::Router& router, const Site& site, Applications& applications, const CaseAccess& access,
             GuessThrottle& guess_throttle, const catalogue::Catalogues& catalogues,
             const documents::Documents& documents) {
  const auto api =
      std::make_shared<const Api>(site, applications, access, guess_throttle, catalogues, documents);
  const auto post = [&](std::string pattern, Roles allowed,
                        void (Api::*handle)(const http::Request&, http::Reply) const,
                        std::size_t body_bytes = 0) {
    router.add({http::Method::post, std::move(pattern), allowed, http::Where::pool,
                std::bind_front(handle, api), body_bytes});
  };
  post("/api/v1/applications", Roles::all(), &Api::submit, kLargestApplication);
  router.get("/api/v1/applications/{number}", Roles::all(), std::bind_front(&Api::show, api));
  post("/api/v1/applications/{number}/{command}", Roles::all(), &Api::command);
  router.get("/api/v1/centres/{centre}/applications", kListing, std::bind_front(&Api::list, api));
  router.get("/api/v1/tasks", kWorkers, std::bind_front(&Api::tasks, api));
  post("/api/v1/tasks/{task}/{command}", kWorkers, &Api::task_command);
}

}  // namespace biroyna::cases
