// What the program answers is what its description says, for every operation that is described.
#include "tests/support/contract.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "features/documents/test_documents.hpp"
#include "platform/pdf_check/testing/pdf.hpp"
#include "tests/registry/asking.hpp"
#include "tests/registry/simulated_registry.hpp"
#include "tests/support/answers.hpp"
#include "tests/support/documents.hpp"
#include "tests/support/json.hpp"
#include "tests/support/uploads.hpp"

namespace biroyna::testing {
namespace {

namespace json = boost::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kCentre = "/api/v1/centres/sergeli";

std::string at(std::string_view rest) { return std::string(kCentre).append(rest); }

// Holds each exchange to the description that this very server gives of itself.
class Contracts : public ::testing::Test {
 protected:
  Answer send(const std::string& role, const std::string& method, const std::string& target, int status,
              const std::string& body = {}, Client::Headers headers = {}) {
    Api api(server.port(), role.empty() ? "" : centre.token(role));
    const Answer answer = api.send(method, target, body, std::move(headers));
    EXPECT_EQ(answer.status, status) << method << " " << target << "\n" << answer.body;
    EXPECT_THAT(contract.differences(method, target, body, answer), IsEmpty()) << answer.body;
    return answer;
  }
  Answer get(const std::string& role, const std::string& target, int status = 200,
             Client::Headers headers = {}) {
    return send(role, "GET", target, status, {}, std::move(headers));
  }
  Answer post(const std::string& role, const std::string& target, int status = 200,
              const std::string& body = {}) {
    return send(role, "POST", target, status, body);
  }
  json::object take(const std::string& body = R"({"services":["kindergarten-referral"]})") {
    return object_of(post("kiosk", at("/tickets"), 201, body));
  }
  void command(const json::object& ticket, const std::string& name, const std::string& body = {}) {
    post("operator", fmt::format("/api/v1/tickets/{}/{}", text(ticket, "id"), name), 200, body);
  }
  // The first window that may call this ticket; it has called it.
  std::string window_that_calls(const json::object& ticket) {
    const std::string body = fmt::format(R"({{"ticket":"{}"}})", text(ticket, "id"));
    Api desk(server.port(), centre.token("operator"));
    const auto windows = items_of(get("operator", at("/windows")));
    for (const auto& item : windows) {
      const std::string window = at("/windows/" + std::string(item.at("id").as_string()));
      post("operator", window + "/open");
      const Answer called = desk.post(window + "/call", body);
      EXPECT_THAT(contract.differences("POST", window + "/call", body, called), IsEmpty()) << called.body;
      if (called.status == 200) return window;
      post("operator", window + "/close", 200, R"({"anyway":true})");
    }
    throw std::runtime_error("no window serves it");
  }

  void operations();
  void catalogue();
  void tickets();
  void visits();
  void hall();
  void events();
  void results();
  void applications();
  void absences();
  void mandates();
  void sessions();
  void people_and_devices();
  void registries();
  void documents();
  void throttled();

  Installation centre{db::Engine::sqlite};
  // One registry that nobody answers at, one that fetches.
  Server server{centre,
                {"BIROYNA_REGISTRIES=[{id: civil-status, url: 'http://127.0.0.1:1', attempts: 1}, "
                 "{id: agency, mode: poll}]"}};
  Contract contract{json::parse(Api(server.port(), "").get("/api/openapi.json").body)};
};

void Contracts::operations() {
  for (const char* address : {"/healthz", "/readyz", "/metrics", "/api/openapi.json"}) get("", address);
  get("head", "/api/v1/clock");
  post("administrator", "/api/v1/clock/confirm");
}

void Contracts::catalogue() {
  get("", "/api/v1/centres");
  get("", kCentre);
  get("", "/api/v1/centres/elsewhere", 404);
  const auto all = items_of(get("", at("/services")));
  ASSERT_FALSE(all.empty());
  for (const auto& service : all) get("", at("/services/" + text(service.as_object(), "id")));
  const auto& first = all.front().as_object();
  get("", at("/services?q=yer&sphere=land-property&department=land-cadastre&online=true&limit=1&after=agri-"
             "plot-division"));
  get("", at("/services?sphere=none&department=none&life_event=none&online=perhaps&limit=0"), 422);
  const std::string address = at("/services/" + text(first, "id"));
  get("", address, 304, {{"If-None-Match", get("", address).headers.at("etag")}});
  const std::string form = at("/services/kindergarten-referral/form");
  get("", form, 304, {{"If-None-Match", get("", form).headers.at("etag")}});
  for (const char* list : {"/spheres", "/departments", "/life-events"}) {
    EXPECT_FALSE(items_of(get("", at(list))).empty()) << list;
  }
}

void Contracts::tickets() {
  const auto ticket = take(
      R"({"services":["kindergarten-referral","old-age-pension"],"priority":"disability","language":"ru",
          "channel":"host","people":3,"helper":true,"name":"Zuhra","phone":"+998901234567"})");
  const std::string address = "/api/v1/tickets/" + text(ticket, "id");
  get("", address);
  get("", "/api/v1/tickets/unknown", 404);
  send("host", "PATCH", address, 200,
       R"({"services":["kindergarten-referral"],"priority":"elderly","language":"uz-Cyrl"})");
  post("host", address + "/notes", 200, R"({"text":"wheelchair"})");
  get("host", at("/tickets"));
  get("host", at("/tickets?state=waiting&after=" + text(ticket, "id")));
  get("host", at("/tickets?state=asleep"), 422);
  get("", at("/board"));
  post("host", at("/tickets/cancel"), 200, fmt::format(R"({{"tickets":["{}"]}})", text(ticket, "id")));

  post("", at("/tickets"), 401, R"({"services":["kindergarten-referral"]})");
  post("board", at("/tickets"), 403, R"({"services":["kindergarten-referral"]})");
  post("kiosk", at("/tickets"), 400, "{");
  post("kiosk", at("/tickets"), 422, R"({"services":["nothing"],"priority":"king"})");
}

void Contracts::visits() {
  const auto ticket = take();
  const std::string window = window_that_calls(ticket);
  const auto call_next = [&](int status = 200) { post("operator", window + "/call-next", status); };
  get("", at("/board"));
  get("operator", at("/windows"));
  command(ticket, "undo");
  call_next();
  command(ticket, "recall");
  get("", "/api/v1/tickets/" + text(ticket, "id"));
  command(ticket, "park");
  command(ticket, "return");
  call_next();
  command(ticket, "no-show");
  command(ticket, "return");
  call_next();
  command(ticket, "start");
  command(ticket, "transfer", R"({"service":"old-age-pension","note":"has documents"})");
  get("", "/api/v1/tickets/" + text(ticket, "id"));
  command(ticket, "cancel");
  const auto second = take();
  call_next();
  post("operator", fmt::format("/api/v1/tickets/{}/finish", text(second, "id")), 409);
  command(second, "start");
  command(second, "finish", R"({"outcome":"done"})");
  get("", "/api/v1/tickets/" + text(second, "id"));
  call_next(204);
  for (const char* name : {"break", "resume", "close"}) post("operator", window + "/" + name);
}

// Last of the queue: it closes the day.
void Contracts::hall() {
  for (const char* name : {"close", "open"}) post("head", at("/needs/old-age-pension/") + name);
  take();
  for (const char* name : {"stop-calls", "resume-calls", "close-day", "reopen-day", "close-day"})
    post("host", at("/hall/") + name);
  post("kiosk", at("/tickets"), 409, R"({"services":["kindergarten-referral"]})");
}

// A stream has no end, so only its beginning is an answer.
void Contracts::events() {
  Api watcher(server.port(), "");
  watcher.client().write(fmt::format("GET {} HTTP/1.1\r\nHost: x\r\n\r\n", at("/events")));
  const std::string head = watcher.client().read_until("\n\n");
  ASSERT_THAT(head, ::testing::StartsWith("HTTP/1.1 200 "));
  ASSERT_THAT(head, HasSubstr("Content-Type: text/event-stream"));
  const Answer beginning{200, {{"content-type", "text/event-stream"}}, {}};
  EXPECT_THAT(contract.differences("GET", at("/events"), {}, beginning), IsEmpty());
}

void Contracts::results() {
  make_signing_key(centre);
  const std::string wrong = issue_document(centre).code, right = issue_document(centre, wrong).code;
  get("", "/api/v1/verify/" + right);
  get("", "/api/v1/verify/" + wrong);
  get("", "/api/v1/verify/nothing");
  get("operator", "/api/v1/results/" + right + "/pdf");
  get("", "/api/v1/results/" + right + "/pdf", 404);
  EXPECT_FALSE(items_of(get("head", at("/results"))).empty());
  get("head", at("/results?q=2&limit=1&after=" + right));
  get("head", at("/results?limit=0"), 422);
  post("head", "/api/v1/results/" + right + "/revoke", 422, R"({"reason":" "})");
  post("head", "/api/v1/results/" + right + "/revoke", 204, R"({"reason":"wrong again"})");
  post("head", "/api/v1/results/" + right + "/revoke", 409, R"({"reason":"wrong again"})");
  get("head", at("/results"));
}

void Contracts::applications() {
  const std::string wanted = application_for(*reference().find(ServiceId("kindergarten-referral")));
  post("operator", kApplications, 422, R"({"centre":"sergeli","service":"none","applicant":{}})");
  const auto first = object_of(post("operator", kApplications, 201, wanted));
  const std::string address = "/api/v1/applications/" + text(first, "number");
  const std::string task = fmt::format("/api/v1/tasks/{}:{}/", text(first, "number"),
                                       text(first.at("steps").as_array()[0].as_object(), "id"));
  get("operator", address);
  get("", address, 200, {{"Application-Secret", text(first, "secret")}});
  get("", address, 404);
  get("operator", at("/applications?q=" + text(first, "number")));
  get("operator", at("/applications?q=karim&after=1|2"));
  get("specialist", "/api/v1/tasks?department=preschool");
  get("specialist", "/api/v1/tasks?mine=true&after=1|2|3");
  get("kiosk", "/api/v1/tasks", 403);
  post("operator", address + "/note", 200, R"({"text":"Came with her mother."})");
  post("head", address + "/extend", 200, R"({"working_days":2,"text":"Study."})");
  post("operator", address + "/message", 200, R"({"text":"We called you."})");
  send("", "POST", address + "/message", 200, R"({"text":"I was away."})",
       {{"Application-Secret", text(first, "secret")}});
  get("", address, 200, {{"Application-Secret", text(first, "secret")}});
  get("operator", at("/applications?state=submitted&unanswered=true&limit=2"));
  get("operator", at("/applications?state=lost"), 422);
  get("specialist", "/api/v1/tasks?order=newest&limit=1");
  post("operator", address + "/pay", 409, R"({"receipt":"R-1"})");
  post("specialist", task + "claim");
  post("specialist", task + "release");
  post("specialist", task + "claim");
  post("specialist", task + "ask-department", 200,
       R"({"department":"health","working_days":2,"text":"Healthy?"})");
  post("specialist", task + "ask", 200, R"({"text":"Which one?","marked":["answers/child"]})");
  post("operator", address + "/answer");
  post("specialist", task + "refuse", 422, R"({"ground":"none","text":"No."})");
  post("specialist", task + "approve", 412, R"({"version":99})");
  post("specialist", task + "record", 200, approval_of("kindergarten-referral", "placement"));
  post("specialist", task + "approve", 200, approval_of("kindergarten-referral", "placement"));
  const auto opinion = object_of(get("head", address)).at("steps").as_array().back().as_object();
  const std::string asked = fmt::format("/api/v1/tasks/{}:{}/", text(first, "number"), text(opinion, "id"));
  post("specialist", asked + "claim");
  post("specialist", asked + "approve", 200, R"({"text":"Healthy."})");
  post("operator", address + "/hand-over");
  post("head", address + "/hold-erasure", 200, R"({"text":"The court asks for it."})");
  post("head", address + "/allow-erasure", 200, R"({"text":"It is done."})");
  get("head", at("/erasures"));
  post("head", address + "/reopen", 200, R"({"text":"The court has said so."})");
  post("head", address + "/close", 409);
  post("specialist", task + "claim");
  post("head", task + "hand-on", 422, R"({"assignee":"somebody"})");
  const auto colleague = object_of(post(
      "administrator", at("/staff"), 201,
      R"({"login":"anora","name":"Anora Ergasheva","password":"long enough to be safe","role":"specialist",)"
      R"("departments":["preschool"]})"));
  post("head", task + "hand-on", 200, fmt::format(R"({{"assignee":"{}"}})", text(colleague, "id")));
  post("operator", address + "/withdraw");
  post("head", address + "/close");

  const auto refused = object_of(post("operator", kApplications, 201, wanted));
  const std::string other = fmt::format("/api/v1/tasks/{}:{}/", text(refused, "number"),
                                        text(refused.at("steps").as_array()[0].as_object(), "id"));
  post("specialist", other + "claim");
  post("specialist", other + "refuse", 200,
       fmt::format(R"({{"ground":"{}","text":"It is not so."}})",
                   reference().find(ServiceId("kindergarten-referral"))->refusals.front()));
  post("specialist", other + "intend-refusal", 409, R"({"ground":"no-place","text":"Full."})");
  post("operator", "/api/v1/applications/" + text(refused, "number") + "/post");
  // What was paid for what goes elsewhere is given back.
  const auto apostille = object_of(post(
      "operator", kApplications, 201, application_for(*reference().find(ServiceId("education-apostille")))));
  const std::string paid = "/api/v1/applications/" + text(apostille, "number");
  post("operator", paid + "/take-original", 200, R"({"original":"Diploma B 123","place":"Safe 2"})");
  post("operator", paid + "/return-original", 200, R"({"original":"1"})");
  post("operator", paid + "/return-original", 409, R"({"original":"1"})");
  const std::string of_paid = fmt::format("/api/v1/tasks/{}:{}/", text(apostille, "number"),
                                          text(apostille.at("steps").as_array()[0].as_object(), "id"));
  post("operator", paid + "/pay", 200, R"({"receipt":"R-1"})");
  post("specialist", of_paid + "claim");
  post("specialist", of_paid + "forward", 200, R"({"addressee":"Ministry of Justice","text":"Of a court."})");
  post("operator", paid + "/return-fee", 200, R"({"receipt":"R-2"})");
  const auto elsewhere = object_of(post("operator", kApplications, 201, wanted));
  post("operator", "/api/v1/applications/" + text(elsewhere, "number") + "/confirm-identity", 409);
  const std::string away = fmt::format("/api/v1/tasks/{}:{}/", text(elsewhere, "number"),
                                       text(elsewhere.at("steps").as_array()[0].as_object(), "id"));
  post("specialist", away + "claim");
  post("specialist", away + "propose-refusal", 409, R"({"ground":"no-place","text":"Full."})");
  post("specialist", away + "forward", 200,
       R"({"addressee":"Yakkasaroy district","text":"The child lives there."})");
  const auto with_fee =
      object_of(post("operator", kApplications, 201,
                     application_for(*reference().find(ServiceId("electricity-connection")))));
  post("operator", "/api/v1/applications/" + text(with_fee, "number") + "/pay", 200, R"({"receipt":"R-1"})");
}

void Contracts::mandates() {
  const auto made = object_of(post("operator", "/api/v1/applications", 201,
                                   application_for(*reference().find(ServiceId("kindergarten-referral")))));
  const std::string mandates = "/api/v1/applications/" + text(made, "number") + "/mandates";
  const Client::Headers own = {{"Application-Secret", text(made, "secret")}};
  const std::string until =
      to_iso(std::chrono::floor<std::chrono::days>(system_now()) + std::chrono::days(30));
  const std::string wanted = fmt::format(
      R"({{"name":"Karimov Olim","relation":"spouse","extent":"act","reach":"submission","until":"{}"}})",
      until);
  const auto mandate = object_of(send("", "POST", mandates, 201, wanted, own));
  post("operator", mandates, 422,
       R"({"name":" ","relation":"spouse","extent":"act","reach":"submission","until":"2020-01-01"})");
  post("", mandates, 404, wanted);
  post("head", mandates, 403, wanted);
  EXPECT_EQ(items_of(get("", mandates, 200, own)).size(), 1u);
  EXPECT_EQ(items_of(get("specialist", mandates)).size(), 1u);
  const Client::Headers theirs = {{"Application-Secret", text(mandate, "secret")}};
  get("", mandates, 403, theirs);
  get("", "/api/v1/applications/" + text(made, "number"), 200, theirs);
  const std::string revoke = mandates + "/" + text(mandate, "id") + "/revoke";
  send("", "POST", revoke, 200, {}, own);
  post("operator", revoke, 409);
  post("operator", mandates + "/nothing/revoke", 404);
  get("", "/api/v1/applications/" + text(made, "number"), 404, theirs);
}

void Contracts::absences() {
  const auto person = [&](const std::string& login) {
    return text(
        object_of(post(
            "administrator", at("/staff"), 201,
            fmt::format(R"({{"login":"{}","name":"N","password":"long enough","role":"head"}})", login))),
        "id");
  };
  const std::string first = person("first"), second = person("second");
  const std::string wanted = fmt::format(
      R"({{"person":"{}","substitute":"{}","from":"2999-01-05","to":"2999-01-09"}})", first, second);
  const auto made = object_of(post("head", at("/absences"), 201, wanted));
  post("head", at("/absences"), 409, wanted);
  post("head", at("/absences"), 422, R"({"person":"p","substitute":"s","from":"2999-01-05","to":"soon"})");
  post("specialist", at("/absences"), 403, wanted);
  EXPECT_EQ(items_of(get("head", at("/absences"))).size(), 1u);
  EXPECT_TRUE(items_of(get("specialist", at("/absences"))).empty());
  get("board", at("/absences"), 403);
  send("head", "DELETE", at("/absences/" + text(made, "id")), 204);
  send("head", "DELETE", at("/absences/" + text(made, "id")), 404);
}

void Contracts::sessions() {
  constexpr const char* kPerson =
      R"({"login":"zuhra.k","name":"Zuhra Karimova","password":"chosen by another","role":"operator"})";
  constexpr const char* kFirst = R"({"login":"zuhra.k","password":"chosen by another"})";
  constexpr const char* kSignIn = R"({"login":"zuhra.k","password":"long enough to be safe"})";
  const auto person = object_of(post("administrator", at("/staff"), 201, kPerson));
  post("administrator", at("/staff"), 422, kPerson);
  const auto session_of = [&](const Answer& answer) {
    const std::string cookie = answer.headers.at("set-cookie");
    Client::Headers headers = {{"Cookie", cookie.substr(0, cookie.find(';'))}};
    headers.emplace_back("X-CSRF-Token", text(object_of(get("", "/api/v1/me", 200, headers)), "csrf_token"));
    return headers;
  };
  const auto first = session_of(post("", "/api/v1/sessions", 201, kFirst));
  get("", "/api/v1/sessions", 403, first);
  constexpr const char* kChange =
      R"({"old_password":"chosen by another","new_password":"long enough to be safe"})";
  send("", "POST", "/api/v1/me/password", 422, R"({"old_password":"chosen by another","new_password":"s"})",
       first);
  send("", "POST", "/api/v1/me/password", 204, kChange, first);
  const auto sign_in = [&] { return session_of(post("", "/api/v1/sessions", 201, kSignIn)); };
  const auto own = sign_in();
  sign_in();
  std::string one;
  for (const auto& session : items_of(get("", "/api/v1/sessions", 200, own)))
    if (!session.at("current").as_bool()) one = text(session.as_object(), "id");
  send("", "DELETE", "/api/v1/sessions/" + one, 204, {}, own);
  send("", "DELETE", "/api/v1/sessions/" + one, 404, {}, own);
  send("", "DELETE", "/api/v1/sessions/others", 204, {}, own);
  get("", "/api/v1/sessions", 401);
  send("", "POST", "/api/v1/me/password", 401);
  send("", "DELETE", "/api/v1/sessions/current", 204, {}, sign_in());
  send("", "DELETE", "/api/v1/sessions", 204, {}, sign_in());
  post("", "/api/v1/sessions", 401, R"({"login":"zuhra.k","password":"guessed"})");
  get("", "/api/v1/me", 401);
  send("administrator", "PATCH", at("/staff/" + text(person, "id")), 204, R"({"active":false})");
  post("", "/api/v1/sessions", 401, kSignIn);
}

void Contracts::people_and_devices() {
  get("board", "/api/v1/me");
  get("administrator", at("/staff"));
  get("operator", at("/staff"), 403);
  const auto device =
      object_of(post("administrator", at("/devices"), 201, R"({"name":"Board at the door","role":"board"})"));
  get("administrator", at("/devices"));
  send("administrator", "DELETE", at("/devices/" + text(device, "id")), 204);
  send("administrator", "DELETE", at("/devices/unknown"), 404);
  post("administrator", at("/devices"), 422, R"({"name":"Board","role":"king"})");
}

void Contracts::registries() {
  const std::string fetched = "/api/v1/registries/agency/questions";
  const std::string mine = ask(centre, "agency", "mine");
  EXPECT_EQ(items_of(get("agency", fetched)).size(), 1u);
  get("agency", fetched + "?limit=1&after=" + mine);
  get("agency", fetched + "?limit=0", 422);
  get("operator", fetched, 403);
  const std::string answer = fetched + "/" + mine + "/answer";
  post("agency", answer, 422, R"({"outcome":"perhaps"})");
  post("agency", answer, 204,
       fmt::format(R"({{"id":"{}","outcome":"confirmed","comment":"Plot 7","data":{{"plot":7}}}})", mine));
  post("agency", answer, 409, R"({"outcome":"denied"})");

  const std::string letters = at("/dead-letters");
  const auto dies = [&] {
    return eventually([&] { return !items_of(get("head", letters + "?limit=100")).empty(); });
  };
  const std::string dead = letters + "/" + ask(centre, "civil-status", "unheard");
  ASSERT_TRUE(dies());
  post("head", dead + "/retry", 204);
  ASSERT_TRUE(dies());
  post("head", dead + "/give-up", 204);
  post("head", dead + "/give-up", 409);
  post("head", letters + "/unknown/retry", 404);
  get("head", at("/registries"));
  get("operator", at("/registries"), 403);
}

// A PNG of one dot, which can be drawn.
std::string one_dot() {
  constexpr std::string_view kHex =
      "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da6364f8cf50"
      "0f00038601805a347d6b0000000049454e44ae426082";
  std::string bytes;
  for (std::size_t i = 0; i < kHex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(std::string(kHex.substr(i, 2)), nullptr, 16));
  return bytes;
}

void Contracts::documents() {
  Client client(server.port());
  const auto hand_in = [&](const std::string& form, int status) {
    const Answer answer = send_form(client, form);
    EXPECT_EQ(answer.status, status) << answer.body;
    EXPECT_THAT(contract.differences("POST", kDocuments, form, answer), IsEmpty()) << answer.body;
    return answer;
  };
  hand_in(form_of("no document"), 415);
  hand_in(form_of("", {}), 422);
  for (const std::string& file : {documents::testing::png(), documents::testing::jpeg(),
                                  documents::testing::heic(), pdf_check::testing::pdf_with(1)}) {
    const auto document = object_of(hand_in(form_of(file), 201));
    const std::string address = fmt::format("{}/{}", kDocuments, text(document, "id"));
    get("operator", address);
    get("operator", address + "/content");
    get("", address, 404);
    get("board", address + "/content", 403);
  }
  const auto picture = object_of(hand_in(form_of(one_dot()), 201));
  get("operator", fmt::format("{}/{}/picture", kDocuments, text(picture, "id")));
}

// Last of all: nobody is listened to any more.
void Contracts::throttled() {
  const auto until_slowed_down = [&](const std::string& method, const std::string& target,
                                     const std::string& body = {}, Client::Headers headers = {}) {
    Api nobody(server.port(), "");
    Answer answer;
    for (int i = 0; i < 200 && answer.status != 429; ++i) answer = nobody.send(method, target, body, headers);
    EXPECT_EQ(answer.status, 429) << target;
    EXPECT_THAT(contract.differences(method, target, body, answer), IsEmpty()) << answer.body;
  };
  until_slowed_down("GET", "/api/v1/applications/00000000");
  until_slowed_down("POST", "/api/v1/applications/00000000/withdraw");
  until_slowed_down("GET", "/api/v1/applications/00000000/mandates");
  until_slowed_down("POST", "/api/v1/applications/00000000/mandates", "{}");
  until_slowed_down("POST", "/api/v1/applications/00000000/mandates/nothing/revoke");
  until_slowed_down("POST", "/api/v1/applications", "{}");
  until_slowed_down("GET", "/api/v1/verify/nothing");
  Client client(server.port());
  const std::string form = form_of("no document");
  Answer answer;
  for (int i = 0; i < 200 && answer.status != 429; ++i) answer = send_form(client, form);
  EXPECT_THAT(contract.differences("POST", kDocuments, form, answer), IsEmpty()) << answer.body;
}

TEST_F(Contracts, EveryAnswerIsAsDescribedAndEveryOperationAnswers) {
  operations();
  catalogue();
  tickets();
  visits();
  hall();
  events();
  results();
  applications();
  absences();
  mandates();
  sessions();
  people_and_devices();
  registries();
  documents();
  throttled();
  // Not seen here: the database of this server does not go away; what these commands ask for belongs to
  // services that are not applied for here, and tests/applications and the pages show them.
  EXPECT_THAT(contract.unseen(),
              ElementsAre("commandApplication confirm-identity", "commandTask intend-refusal",
                          "commandTask propose-refusal", "ready 503"));
}

TEST_F(Contracts, WhatIsDescribedAsRequiredIsRequired) {
  const std::string ticket = "/api/v1/tickets/" + text(take(), "id");
  const std::string person =
      text(object_of(post("administrator", at("/staff"), 201,
                          R"({"login":"l","name":"N","password":"long enough","role":"host"})")),
           "id");
  struct Request {
    std::string role, method, target, body;
  };
  const std::vector<Request> requests = {
      {"kiosk", "POST", at("/tickets"), R"({"services":[]})"},
      {"host", "PATCH", ticket, R"({"services":[],"priority":"none","language":"ru"})"},
      {"host", "POST", ticket + "/notes", R"({"text":"t"})"},
      {"host", "POST", at("/tickets/cancel"), R"({"tickets":[]})"},
      {"operator", "POST", at("/windows/1/call"), R"({"ticket":"t"})"},
      {"", "POST", "/api/v1/sessions", R"({"login":"l","password":"p"})"},
      {"administrator", "POST", at("/staff"),
       R"({"login":"m","name":"N","password":"long enough","role":"host"})"},
      {"administrator", "PATCH", at("/staff/" + person), R"({"active":true})"},
      {"administrator", "POST", at("/devices"), R"({"name":"N","role":"board"})"},
      {"head", "POST", at("/absences"), R"({"substitute":"s","from":"2999-01-05","to":"2999-01-09"})"},
      {"agency", "POST",
       fmt::format("/api/v1/registries/agency/questions/{}/answer", ask(centre, "agency", "required")),
       R"({"outcome":"denied"})"}};
  for (const auto& [role, method, target, body] : requests) {
    const auto whole = json::parse(body).as_object();
    for (const auto& [name, value] : whole) {
      auto without = whole;
      without.erase(name);
      send(role, method, target, 422, json::serialize(without));
    }
  }
}

// The same exchange against descriptions that say something else.
class WrongDescriptions : public Contracts {
 protected:
  std::vector<std::string> against(const std::string& pointer, const std::string& value) {
    json::value wrong = json::parse(Api(server.port(), "").get("/api/openapi.json").body);
    const auto key = pointer.rfind('/');
    wrong.at_pointer(pointer.substr(0, key)).as_object()[pointer.substr(key + 1)] = json::parse(value);
    return Contract(wrong).differences("GET", kTicket, {}, answer);
  }
  static constexpr const char* kTicket = "/api/v1/tickets/any";
  Answer answer = get("", "/api/v1/tickets/" + text(take(), "id"));
};

TEST_F(WrongDescriptions, AreNoticed) {
  const std::string ticket = "/components/schemas/Ticket";
  EXPECT_THAT(against("/info/title", R"("Another")"), IsEmpty());
  EXPECT_THAT(against(ticket + "/properties/number/type", R"("integer")"),
              ElementsAre(HasSubstr("getTicket 200: the answer's /number: ")));
  EXPECT_THAT(against(ticket + "/properties/people/type", R"(["string","null"])"),
              ElementsAre(HasSubstr("/people: 1 is no ")));
  EXPECT_THAT(against(ticket + "/properties/number/pattern", R"("^\\d+$")"),
              ElementsAre(HasSubstr("/number: ")));
  EXPECT_THAT(against(ticket + "/required", R"(["id","colour"])"),
              ElementsAre(HasSubstr("/colour: is missing")));
  EXPECT_THAT(against("/components/schemas/TicketState/enum", R"(["called"])"),
              ElementsAre(HasSubstr("/state: \"waiting\" is none of ")));
  EXPECT_THAT(against("/components/schemas/Forecast/properties", "{}"),
              ::testing::Contains(HasSubstr("/forecast/p50_seconds: is not described")));
  EXPECT_THAT(against(ticket + "/properties/services/items", R"({"type":"boolean"})"),
              ElementsAre(HasSubstr("/services/0: ")));
  EXPECT_THAT(against(ticket + "/properties/issued_at/format", R"("date")"),
              ElementsAre(HasSubstr("/issued_at: ")));
  EXPECT_THAT(against(ticket + "/properties/number", R"({"anyOf":[{"type":"null"},{"type":"boolean"}]})"),
              ElementsAre(HasSubstr("/number: fits none")));
  EXPECT_THROW(against(ticket + "/properties/number/contentEncoding", R"("base64")"), std::logic_error);

  const std::string operation = "/paths/~1api~1v1~1tickets~1{ticket}/get";
  EXPECT_THAT(against(operation + "/responses/200/content", R"({"text/plain":{"schema":{}}})"),
              ElementsAre(HasSubstr("\"application/json\" is not described")));
  EXPECT_THAT(against(operation + "/responses/200/headers", R"({"ETag":{"schema":{}}})"),
              ElementsAre(HasSubstr("ETag is missing")));
  EXPECT_THAT(against(operation + "/responses", R"({"201":{},"default":{}})"),
              ::testing::Contains(HasSubstr("the status is not described")));
  EXPECT_THAT(against("/paths", "{}"), ElementsAre("GET /api/v1/tickets/any is not described"));
}

TEST_F(WrongDescriptions, OfARequestAreNoticed) {
  const Answer taken = post("kiosk", at("/tickets"), 201, R"({"services":["kindergarten-referral"]})");
  EXPECT_THAT(contract.differences("POST", at("/tickets"), R"({"service":"kindergarten-referral"})", taken),
              ::testing::UnorderedElementsAre(HasSubstr("the request's /services: is missing"),
                                              HasSubstr("the request's /service: is not described")));
  EXPECT_THAT(contract.differences("POST", at("/tickets"), {}, taken),
              ElementsAre(HasSubstr("needs no body")));
  EXPECT_THAT(contract.differences("GET", "/healthz", "{}", {200, {{"content-type", "text/css"}}, {}}),
              ::testing::Contains(HasSubstr("body is not described")));
}

TEST_F(WrongDescriptions, WhatNobodyCalledIsCounted) {
  const auto unseen = contract.unseen();
  EXPECT_FALSE(unseen.contains("getTicket 200"));
  for (const char* name : {"callNext 204", "commandTicket recall", "commandHall close-day", "me 200"})
    EXPECT_TRUE(unseen.contains(name)) << name;
}

}  // namespace
}  // namespace biroyna::testing
