// What the program answers is what its description says, for every operation that is described.
#include "tests/support/contract.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tests/support/program.hpp"

namespace biroyna::testing {
namespace {

namespace json = boost::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kCentre = "/api/v1/centres/sergeli";

std::string at(std::string_view rest) { return std::string(kCentre).append(rest); }

json::object object_of(const Answer& answer) { return json::parse(answer.body).as_object(); }
json::array items_of(const Answer& answer) { return object_of(answer).at("items").as_array(); }
std::string text(const json::object& object, std::string_view key) {
  return std::string(object.at(key).as_string());
}

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
  void sessions();
  void people_and_devices();

  Installation centre{db::Engine::sqlite};
  Server server{centre};
  Contract contract{json::parse(Api(server.port(), "").get("/api/openapi.json").body)};
};

void Contracts::operations() {
  for (const char* address : {"/healthz", "/readyz", "/metrics", "/api/openapi.json"}) get("", address);
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
  command(ticket, "transfer", R"({"service":"old-age-pension","note":"has papers"})");
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
  for (const char* name : {"stop-calls", "resume-calls", "close-day"}) post("host", at("/hall/") + name);
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

void Contracts::sessions() {
  constexpr const char* kPerson =
      R"({"login":"zuhra.k","name":"Zuhra Karimova","password":"long enough to be safe","role":"operator"})";
  constexpr const char* kSignIn = R"({"login":"zuhra.k","password":"long enough to be safe"})";
  const auto person = object_of(post("administrator", at("/staff"), 201, kPerson));
  post("administrator", at("/staff"), 422, kPerson);
  const auto sign_in = [&]() -> Client::Headers {
    const Answer answer = post("", "/api/v1/sessions", 201, kSignIn);
    const std::string cookie = answer.headers.at("set-cookie");
    Client::Headers headers = {{"Cookie", cookie.substr(0, cookie.find(';'))}};
    headers.emplace_back("X-CSRF-Token", text(object_of(get("", "/api/v1/me", 200, headers)), "csrf_token"));
    return headers;
  };
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

TEST_F(Contracts, EveryAnswerIsAsDescribedAndEveryOperationAnswers) {
  operations();
  catalogue();
  tickets();
  visits();
  hall();
  events();
  sessions();
  people_and_devices();
  // Not seen here: the database of this server does not go away.
  EXPECT_THAT(contract.unseen(), ElementsAre("ready 503"));
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
      {"administrator", "POST", at("/devices"), R"({"name":"N","role":"board"})"}};
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
