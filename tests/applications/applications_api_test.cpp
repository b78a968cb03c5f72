// Applications over HTTP: the same suite on SQLite and on PostgreSQL.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>

#include "core/code.hpp"
#include "features/cases/retention.hpp"
#include "features/documents/test_documents.hpp"
#include "tests/support/answers.hpp"
#include "tests/support/documents.hpp"
#include "tests/support/json.hpp"
#include "tests/support/program.hpp"
#include "tests/support/uploads.hpp"

namespace biroyna::testing {
namespace {

namespace json = boost::json;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const std::string kReferred = approval_of("kindergarten-referral", "placement");

// With what an application has answered, and its steps have found.
std::string approval(const json::object& application, const catalogue::Service& service,
                     const std::string& step) {
  std::vector<FieldError> wrong;
  catalogue::Answers findings;
  for (const auto& one : application.at("steps").as_array()) {
    const auto* found = one.as_object().if_contains("findings");
    if (found != nullptr) findings.merge(catalogue::read_answers(*found, "", wrong));
  }
  return approval_of(service.id.str(), step, catalogue::read_answers(application.at("answers"), "", wrong),
                     findings);
}

class ApplicationsApi : public ::testing::TestWithParam<db::testing::Where> {
 protected:
  ApplicationsApi() { make_signing_key(centre); }

  Api as(const std::string& role) { return {server.port(), role.empty() ? "" : centre.token(role)}; }

  static std::string application(const char* service) {
    return application_for(*reference().find(ServiceId(service)));
  }

  json::object submitted(const std::string& submission) {
    const Answer answer = desk.post("/api/v1/applications", submission);
    EXPECT_EQ(answer.status, 201) << answer.body << submission;
    return object_of(answer);
  }
  json::object now(const json::object& application) { return object_of(desk.get(at(application))); }
  static std::string at(const json::object& application, const std::string& command = {}) {
    return "/api/v1/applications/" + text(application, "number") + (command.empty() ? "" : "/" + command);
  }
  static std::string task(const json::object& application, std::string_view step,
                          const std::string& command) {
    return fmt::format("/api/v1/tasks/{}:{}/{}", text(application, "number"), step, command);
  }

  // Carries an application to its end, granting or refusing each decision.
  json::object decided(json::object application, const catalogue::Service& service, bool grant) {
    for (int round = 0; round < 30; ++round) {
      application = now(application);
      const std::string state = text(application, "state");
      if (state == "issued") return application;
      // Also a fee that became higher by what was found.
      if (state == "awaiting_payment")
        EXPECT_EQ(desk.post(at(application, "pay"), R"({"receipt":"R-1"})").status, 200);
      if (state == "awaiting_applicant")
        EXPECT_EQ(desk.post(at(application, "answer"), R"({"text":"It is."})").status, 200);
      for (const auto& each : application.at("steps").as_array()) {
        const auto& step = each.as_object();
        if (text(step, "state") != "open" && text(step, "state") != "claimed") continue;
        const std::string id = text(step, "id");
        const auto role = std::ranges::find(service.steps, id, &catalogue::Step::id)->role;
        Api& worker = service.at_window ? desk : role == "head" ? department_head : specialist;
        const Answer claimed = worker.post(task(application, id, "claim"));
        EXPECT_EQ(claimed.status, 200) << service.id.str() << claimed.body;
        const bool refuse = !grant && text(step, "kind") == "decision";
        const bool first = refuse && service.hearing_days > 0 && text(step, "state") == "open";
        const Answer done =
            refuse ? worker.post(
                         task(application, id, first ? "intend-refusal" : "refuse"),
                         fmt::format(R"({{"ground":"{}","text":"It is not so."}})", service.refusals.front()))
                   : worker.post(task(application, id, "approve"), approval(application, service, id));
        EXPECT_EQ(done.status, 200) << service.id.str() << done.body;
        if (text(object_of(done), "state") != "in_work") break;
      }
    }
    ADD_FAILURE() << service.id.str() << " does not end: " << json::serialize(application);
    return application;
  }

  Installation centre{GetParam()};
  Server server{centre};
  Api desk = as("operator"), specialist = as("specialist"), department_head = as("department_head"),
      head = as("head"), nobody = as("");
};
INSTANTIATE_TEST_SUITE_P(Engines, ApplicationsApi, db::testing::program_engines(), db::testing::engine_name);

TEST_P(ApplicationsApi, EveryServiceIsAppliedForDecidedBothWaysAndIssued) {
  ASSERT_EQ(reference().services.size(), 44u);
  std::uint32_t seed = 0;
  for (const auto& service : reference().services) {
    for (const bool grant : {true, false}) {
      const auto end = decided(submitted(application_for(service, ++seed)), service, grant);
      EXPECT_EQ(end.at("results").as_array().size(), 1u) << service.id.str();
    }
  }
  const auto issued =
      object_of(as("head").get("/api/v1/centres/sergeli/results?limit=200")).at("items").as_array();
  EXPECT_EQ(issued.size(), 88u);
  EXPECT_EQ(std::ranges::count_if(
                issued, [](const auto& each) { return text(each.as_object(), "kind") == "refusal"; }),
            44);
  const std::string code = text(issued[0].as_object(), "code");
  EXPECT_EQ(text(object_of(as("").get("/api/v1/verify/" + code)), "state"), "valid");
  EXPECT_EQ(run([&] {
              std::vector<std::string> words = {"audit", "verify"};
              const auto place = centre.place();
              words.insert(words.end(), place.begin(), place.end());
              return words;
            }())
                .exit_code,
            0);
}

TEST_P(ApplicationsApi, SaysHowManyContactsAndVisitsItTook) {
  const auto& service = *reference().find(ServiceId("reconstruction-permit"));
  auto made = submitted(application_for(service));
  EXPECT_EQ(made.at("contacts"), 1);
  EXPECT_EQ(made.at("visits"), 1);
  EXPECT_EQ(made.at("visits_replaced"), 0);
  made = decided(made, service, true);
  const auto others = std::ranges::count_if(made.at("steps").as_array(), [&](const auto& each) {
    const auto& step = each.as_object();
    return text(step, "kind") == "automatic" || text(step, "department") != service.department.str();
  });
  EXPECT_GT(others, 0);
  EXPECT_EQ(made.at("visits"), 1);
  EXPECT_EQ(made.at("visits_replaced"), others);
}

TEST_P(ApplicationsApi, SomebodyActsForTheApplicant) {
  const auto made = submitted(application("kindergarten-referral"));
  const Client::Headers own = {{"Application-Secret", text(made, "secret")},
                               {"Idempotency-Key", "one power"}};
  const std::string until =
      to_iso(std::chrono::floor<std::chrono::days>(system_now()) + std::chrono::days(30));
  const auto mandate_json = [&](const std::string& name, const std::string& relation,
                                const std::string& last) {
    return fmt::format(R"({{"name":"{}","relation":"{}","extent":"act","reach":"application","until":"{}"}})",
                       name, relation, last);
  };
  const Answer added = nobody.post(at(made, "mandates"), mandate_json("Karimov Olim", "spouse", until), own);
  ASSERT_EQ(added.status, 201) << added.body;
  const Answer again = nobody.post(at(made, "mandates"), mandate_json("Karimov Olim", "spouse", until), own);
  EXPECT_EQ(again.body, added.body);
  EXPECT_EQ(again.headers.at("idempotency-replayed"), "true");
  EXPECT_EQ(object_of(desk.get(at(made, "mandates"))).at("items").as_array().size(), 1u);

  const auto mandate = object_of(added);
  const Client::Headers theirs = {{"Application-Secret", text(mandate, "secret")},
                                  {"Idempotency-Key", "one power"}};
  EXPECT_EQ(nobody.post(at(made, "mandates"), mandate_json("Karimov Olim", "spouse", until), theirs).status,
            403)
      << "the answer to a repeat is the applicant's alone";
  const auto seen = object_of(nobody.get(at(made), theirs));
  for (const auto& event : seen.at("timeline").as_array())
    EXPECT_NE(text(event.as_object(), "kind"), "mandate_given") << "is between the applicant and the centre";
  EXPECT_EQ(nobody.post(at(made, "withdraw"), "{}", {theirs.front()}).status, 200);
  const auto withdrawn = now(made).at("timeline").as_array().back().as_object();
  EXPECT_EQ(text(withdrawn, "actor"), "representative:" + text(mandate, "id"));

  const Answer wrong =
      nobody.post(at(made, "mandates"), mandate_json(" ", "spouse", "2020-01-01"), {own.front()});
  EXPECT_EQ(wrong.status, 422);
  EXPECT_THAT(wrong.body, ::testing::HasSubstr(R"("/name","code":"required")")) << "a blank is nothing";
  const Answer past =
      nobody.post(at(made, "mandates"), mandate_json("A", "spouse", "2020-01-01"), {own.front()});
  EXPECT_THAT(past.body, ::testing::HasSubstr(R"("/until","code":"in_the_past")"));
  const Answer unknown =
      nobody.post(at(made, "mandates"), mandate_json("A", "neighbour", "soon"), {own.front()});
  for (const char* said : {R"("/relation","code":"not_a_choice")", R"("/until","code":"not_a_date")"})
    EXPECT_THAT(unknown.body, ::testing::HasSubstr(said));

  const std::string revoke = at(made, "mandates/" + text(mandate, "id") + "/revoke");
  EXPECT_EQ(nobody.post(revoke, {}, {theirs.front()}).status, 403);
  EXPECT_EQ(desk.post(revoke).status, 200) << "for an applicant who is there";
  EXPECT_EQ(nobody.get(at(made), theirs).status, 404);
}

// People of the preschool department, who sign in.
class Absences : public ApplicationsApi {
 protected:
  struct Person {
    std::string id;
    Client::Headers session;
  };
  Person person(const std::string& login, const std::string& role = "specialist") {
    const std::string departments = role == "specialist" ? R"(,"departments":["preschool"])" : "";
    const auto made = object_of(
        as("administrator")
            .post("/api/v1/centres/sergeli/staff",
                  fmt::format(R"({{"login":"{}","name":"{}","password":"long enough","role":"{}"{}}})", login,
                              login, role, departments)));
    const auto session_of = [&](const Answer& in) {
      const std::string cookie = in.headers.at("set-cookie");
      Client::Headers session = {{"Cookie", cookie.substr(0, cookie.find(';'))}};
      session.emplace_back("X-CSRF-Token", text(nobody.get("/api/v1/me", session), "csrf_token"));
      return session;
    };
    const Client::Headers first = session_of(
        nobody.post("/api/v1/sessions", fmt::format(R"({{"login":"{}","password":"long enough"}})", login)));
    return {text(made, "id"),
            session_of(nobody.post("/api/v1/me/password",
                                   R"({"old_password":"long enough","new_password":"long enough, too"})",
                                   first))};
  }
  static std::string absence(const std::string& person, const std::string& substitute, int from, int to) {
    const Day today = Zone("Asia/Tashkent").day(system_now());
    return fmt::format(R"({{"person":"{}","substitute":"{}","from":"{}","to":"{}"}})", person, substitute,
                       to_iso(today + std::chrono::days(from)), to_iso(today + std::chrono::days(to)));
  }
  static constexpr const char* kAbsences = "/api/v1/centres/sergeli/absences";
};
INSTANTIATE_TEST_SUITE_P(Engines, Absences, db::testing::program_engines(), db::testing::engine_name);

TEST_P(Absences, WhoSearchesForNameAfterNameWaits) {
  const Person desk_clerk = person("bahrom", "operator");
  const auto made = submitted(application("kindergarten-referral"));
  const auto search = [&](const std::string& text) {
    return nobody.get("/api/v1/centres/sergeli/applications?q=" + text, desk_clerk.session).status;
  };
  for (int i = 0; i < 60; ++i) ASSERT_EQ(search(fmt::format("neighbour{}", i)), 200);
  EXPECT_EQ(search("karimova"), 429);
  EXPECT_EQ(search(text(made, "number")), 200) << "a number stands on a document";
  EXPECT_EQ(desk.get("/api/v1/centres/sergeli/applications?q=karimova").status, 200)
      << "a program's own token";
}

TEST_P(Absences, WhoStandsInSeesTheTasksAndTakesThemOver) {
  const Person aziza = person("aziza"), bobur = person("bobur");
  const auto made = submitted(application("kindergarten-referral"));
  const std::string step = text(made.at("steps").as_array()[0].as_object(), "id");
  ASSERT_EQ(nobody.post(task(made, step, "claim"), "", aziza.session).status, 200);
  EXPECT_EQ(nobody.post(task(made, step, "claim"), "", bobur.session).status, 409);
  const auto mine = [&](const Person& who) {
    return object_of(nobody.get("/api/v1/tasks?mine=true", who.session)).at("items").as_array().size();
  };
  EXPECT_EQ(mine(bobur), 0u);
  const Answer added = nobody.post(kAbsences, absence(aziza.id, bobur.id, 0, 2), aziza.session);
  ASSERT_EQ(added.status, 201) << added.body;
  EXPECT_EQ(mine(bobur), 1u);
  EXPECT_EQ(nobody.post(task(made, step, "approve"), kReferred, bobur.session).status, 409)
      << "taken over first";
  ASSERT_EQ(nobody.post(task(made, step, "claim"), "", bobur.session).status, 200);
  EXPECT_EQ(nobody.post(task(made, step, "approve"), kReferred, bobur.session).status, 200);
}

TEST_P(Absences, AreOnesOwnButForTheHead) {
  const Person aziza = person("aziza"), bobur = person("bobur"), desk = person("desk", "operator");
  EXPECT_EQ(nobody.post(kAbsences, absence(bobur.id, aziza.id, 0, 2), aziza.session).status, 403);
  const Answer added = head.post(kAbsences, absence(bobur.id, aziza.id, 0, 2));
  ASSERT_EQ(added.status, 201) << added.body;
  const std::string address = std::string(kAbsences) + "/" + text(added, "id");
  EXPECT_EQ(nobody.get(kAbsences, desk.session).body, R"({"items":[]})");
  EXPECT_EQ(nobody.send("DELETE", address, "", desk.session).status, 404);
  EXPECT_EQ(nobody.send("DELETE", address, "", aziza.session).status, 404)
      << "she stands in, but it is not hers";
  EXPECT_EQ(items_of(nobody.get(kAbsences, aziza.session)).size(), 1u);
  EXPECT_EQ(nobody.send("DELETE", address, "", bobur.session).status, 204);
  EXPECT_EQ(as("kiosk").get(kAbsences).status, 403);
  EXPECT_EQ(head.get("/api/v1/centres/elsewhere/absences").status, 404);
}

TEST_P(Absences, AreRefusedWhereNobodyWouldStandIn) {
  const Person aziza = person("aziza"), bobur = person("bobur"), desk = person("desk", "operator");
  const auto refused = [&](const std::string& absence) {
    const Answer answer = head.post(kAbsences, absence);
    return fmt::format("{} {}", answer.status, answer.body);
  };
  EXPECT_THAT(refused(absence(aziza.id, aziza.id, 0, 1)), ::testing::HasSubstr("own_substitute"));
  EXPECT_THAT(refused(absence(aziza.id, desk.id, 0, 1)), ::testing::HasSubstr("no_colleague"));
  EXPECT_THAT(refused(absence("nobody", bobur.id, 0, 1)), ::testing::HasSubstr("unknown_person"));
  EXPECT_THAT(refused(absence(aziza.id, bobur.id, 2, 1)), ::testing::HasSubstr("days_order"));
  ASSERT_EQ(head.post(kAbsences, absence(aziza.id, bobur.id, 0, 5)).status, 201);
  EXPECT_THAT(refused(absence(bobur.id, aziza.id, 5, 9)), ::testing::StartsWith("409"));
  EXPECT_EQ(head.post(kAbsences, absence(bobur.id, aziza.id, 6, 9)).status, 201);
}

TEST_P(ApplicationsApi, OnlyWhatWasKeptLongEnoughIsErased) {
  const auto& service = *reference().find(ServiceId("pension-certificate"));
  auto made = decided(submitted(application_for(service)), service, true);
  const auto erase = [&](std::vector<std::string> more = {}) {
    std::vector<std::string> words = {"applications", "erase"};
    const auto place = centre.place();
    words.insert(words.end(), place.begin(), place.end());
    words.insert(words.end(), more.begin(), more.end());
    return run(words).out;
  };
  EXPECT_EQ(erase({"--dry-run"}), "0 applications have been kept long enough\n");
  // The program erases by itself, too: it is not to be quicker.
  server.terminate();
  db::Options options;
  options.exclusive = false;
  if (GetParam() == db::Engine::sqlite)
    options.data_dir = centre.folder();
  else
    options.postgresql = db::testing::PostgresqlServer::shared().connection(centre.database());
  {
    const auto database = db::open(options);
    database->write_and_wait(
        [](db::Tx& tx) { tx.exec("UPDATE applications SET erase_at_ms = 1 WHERE erase_at_ms IS NOT NULL"); });
    EXPECT_EQ(erase({"--dry-run"}), "1 applications have been kept long enough\n");
    EXPECT_EQ(erase(), "0 applications are announced, 0 erased, 0 documents removed\n")
        << "its day has not come";
    EXPECT_EQ(erase({"--dry-run"}), "0 applications have been kept long enough\n");
    audit::EventLog log(*database);
    catalogue::Catalogues catalogues(*database, log);
    Time then = system_now() + std::chrono::years(100);
    cases::Retention later(*database, log, catalogues, [&] { return then; });
    EXPECT_EQ(later.erase(10), 0u) << "it was not announced";
    EXPECT_EQ(later.announce(10), 1u);
    then += cases::kErasureNotice;
    EXPECT_EQ(later.erase(10), 1u);
  }
  EXPECT_EQ(erase(), "") << "the log knows another time than the clock";
  const Server again(centre);
  Api clerk(again.port(), centre.token("operator")), chief(again.port(), centre.token("head")),
      stranger(again.port(), "");
  made = object_of(clerk.get(at(made)));
  EXPECT_TRUE(made.at("erased").as_bool());
  EXPECT_EQ(text(made.at("applicant").as_object(), "family_name"), "");
  EXPECT_THAT(made.at("answers").as_object(), IsEmpty());
  EXPECT_EQ(chief.post(at(made, "reopen"), R"({"text":"x"})").status, 409);
  EXPECT_EQ(text(stranger.get("/api/v1/verify/" + std::string(made.at("results").as_array()[0].as_string())),
                 "state"),
            "valid");
  std::vector<std::string> verify = {"audit", "verify"};
  const auto place = centre.place();
  verify.insert(verify.end(), place.begin(), place.end());
  EXPECT_EQ(run(verify).exit_code, 0);
}

TEST_P(ApplicationsApi, TheSameKeyIsOneApplication) {
  const std::string submission = application("pension-certificate");
  const Answer first = desk.post("/api/v1/applications", submission, {{"Idempotency-Key", "k1"}});
  const Answer again = desk.post("/api/v1/applications", submission, {{"Idempotency-Key", "k1"}});
  ASSERT_EQ(first.status, 201) << first.body;
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.headers.at("idempotency-replayed"), "true");
  EXPECT_EQ(object_of(desk.get("/api/v1/centres/sergeli/applications")).at("items").as_array().size(), 1u);
}

// The key of somebody's repeat is theirs alone: an address that a proxy passes on is never read as their id.
TEST_P(ApplicationsApi, NobodyGetsTheAnswerOfAnotherByForwardingTheirId) {
  const std::string submission = application("pension-certificate");
  const Answer first = desk.post("/api/v1/applications", submission, {{"Idempotency-Key", "k1"}});
  ASSERT_EQ(first.status, 201) << first.body;
  Api stranger(server.port(), "");
  const std::string id = text(desk.get("/api/v1/me"), "id");
  ASSERT_FALSE(id.empty());
  for (const std::string& forwarded : {id, "203.0.113.1, " + id}) {
    const Answer forged = stranger.post("/api/v1/applications", submission,
                                        {{"Idempotency-Key", "k1"}, {"X-Forwarded-For", forwarded}});
    EXPECT_FALSE(forged.headers.contains("idempotency-replayed")) << forwarded;
    EXPECT_NE(forged.body, first.body) << forwarded;
  }
}

TEST_P(ApplicationsApi, WhatIsWrongIsNamedAndNothingIsKept) {
  const Answer answer = desk.post(
      "/api/v1/applications",
      R"({"centre":"sergeli","service":"kindergarten-referral","applicant":{"phone":"12","colour":"red"},)"
      R"("answers":{"unheard_of":1}})");
  ASSERT_EQ(answer.status, 422);
  EXPECT_THAT(answer.body, ::testing::HasSubstr("/applicant/colour"));
  const Answer later =
      desk.post("/api/v1/applications",
                R"({"centre":"sergeli","service":"kindergarten-referral","applicant":{"phone":"12"},)"
                R"("answers":{"unheard_of":1}})");
  for (const char* pointer : {"/applicant/phone", "/applicant/family_name", "/answers/unheard_of"})
    EXPECT_THAT(later.body, ::testing::HasSubstr(pointer));
  EXPECT_THAT(object_of(desk.get("/api/v1/centres/sergeli/applications")).at("items").as_array(), IsEmpty());
}

TEST_P(ApplicationsApi, OnlyItsSecretOpensItToAStranger) {
  const auto made = submitted(application("pension-certificate"));
  const std::string secret = text(made, "secret");
  EXPECT_EQ(nobody.get(at(made)).status, 404);
  EXPECT_EQ(nobody.get(at(made), {{"Application-Secret", "guess"}}).status, 404);
  const Answer own = nobody.get(at(made), {{"Application-Secret", secret}});
  ASSERT_EQ(own.status, 200);
  EXPECT_THAT(own.body, ::testing::Not(::testing::HasSubstr("actor")));
  EXPECT_EQ(nobody.post(at(made, "withdraw")).status, 404);
  EXPECT_EQ(
      nobody.post(at(made, "extend"), R"({"working_days":3,"text":"x"})", {{"Application-Secret", secret}})
          .status,
      403);
  const Answer withdrawn = nobody.post(at(made, "withdraw"), {}, {{"Application-Secret", secret}});
  EXPECT_EQ(text(object_of(withdrawn), "state"), "withdrawn");
  EXPECT_EQ(nobody.post(at(made, "withdraw"), {}, {{"Application-Secret", secret}}).status, 409);
  EXPECT_EQ(nobody.get("/api/v1/applications/00000000").status, 404);
}

TEST_P(ApplicationsApi, TheApplicantIsAskedAndAnswersWhileTheClockStands) {
  const auto made = submitted(application("kindergarten-referral"));
  const std::string step = text(made.at("steps").as_array()[0].as_object(), "id");
  EXPECT_EQ(specialist.post(task(made, step, "claim")).status, 200);
  EXPECT_EQ(desk.post(task(made, step, "claim")).status, 403) << "not done during the visit";
  const Answer asked = specialist.post(task(made, step, "ask"),
                                       R"({"text":"Which kindergarten?","marked":["answers/kindergarten"]})");
  ASSERT_EQ(asked.status, 200) << asked.body;
  const auto waiting = now(made);
  EXPECT_EQ(text(waiting, "state"), "awaiting_applicant");
  EXPECT_TRUE(waiting.at("due_on").is_null());
  EXPECT_EQ(text(waiting.at("question").as_object(), "text"), "Which kindergarten?");
  EXPECT_EQ(specialist.post(task(made, step, "approve"), kReferred).status, 409);
  const Answer answered = nobody.post(at(made, "answer"), {}, {{"Application-Secret", text(made, "secret")}});
  ASSERT_EQ(answered.status, 200) << answered.body;
  EXPECT_FALSE(object_of(answered).at("due_on").is_null());
  EXPECT_EQ(specialist.post(task(made, step, "approve"), kReferred).status, 200);
}

TEST_P(ApplicationsApi, TheApplicantSeesWhatIsMarkedAndOnlyWhatTheServiceAsksForIs) {
  const auto made = submitted(application("kindergarten-referral"));
  const std::string step = text(made.at("steps").as_array()[0].as_object(), "id");
  ASSERT_EQ(specialist.post(task(made, step, "claim")).status, 200);
  for (const char* mark : {"answers/land_plot", "answers", "documents/none", "answers/childhood", "child"}) {
    const Answer wrong =
        specialist.post(task(made, step, "ask"), fmt::format(R"({{"text":"Which?","marked":["{}"]}})", mark));
    EXPECT_EQ(wrong.status, 422) << mark;
    EXPECT_THAT(wrong.body, ::testing::HasSubstr("/marked"));
  }
  const std::string document =
      reference().find(ServiceId("kindergarten-referral"))->documents.front().type.str();
  const Answer asked = specialist.post(
      task(made, step, "ask"),
      fmt::format(R"({{"text":"Which?","marked":["answers/child/birth_date","documents/{}"]}})", document));
  ASSERT_EQ(asked.status, 200) << asked.body;
  const auto seen = object_of(nobody.get(at(made), {{"Application-Secret", text(made, "secret")}}))
                        .at("question")
                        .as_object();
  EXPECT_EQ(json::serialize(seen.at("marked")),
            fmt::format(R"(["answers/child/birth_date","documents/{}"])", document));
}

TEST_P(ApplicationsApi, WhatAnOrderLacksIsNamedAllAtOnce) {
  const auto made = submitted(application("kindergarten-referral"));
  const std::string step = text(made.at("steps").as_array()[0].as_object(), "id");
  ASSERT_EQ(specialist.post(task(made, step, "claim")).status, 200);
  const Answer refused = specialist.post(task(made, step, "refuse"));
  EXPECT_EQ(refused.status, 422);
  EXPECT_THAT(refused.body, ::testing::HasSubstr("/ground"));
  EXPECT_THAT(refused.body, ::testing::HasSubstr("/text"));
  const auto with_fee = submitted(application("electricity-connection"));
  EXPECT_EQ(desk.post(at(with_fee, "pay")).status, 422) << "without a receipt";
  EXPECT_EQ(desk.post(at(with_fee, "unheard-of")).status, 404);
}

TEST_P(ApplicationsApi, WhoeverMayNotKnowOfItLearnsNothingByItsVersion) {
  const auto made = submitted(application("pension-certificate"));
  EXPECT_EQ(nobody.post(at(made, "withdraw"), R"({"version":99})").status, 404);
  EXPECT_EQ(desk.post(at(made, "withdraw"), R"({"version":99})").status, 412);
}

// A document that was uploaded, as an application names it.
json::object named(const json::object& uploaded) {
  return {{"id", uploaded.at("id")}, {"secret", uploaded.at("secret")}};
}

// What its answer says was handed in with it.
std::vector<std::string> documents_in(const json::object& application) {
  std::vector<std::string> documents;
  for (const auto& document : application.at("documents").as_array())
    documents.push_back(text(document.as_object(), "type"));
  return documents;
}

TEST_P(ApplicationsApi, TheAnswerToHandingInListsTheDocumentsThatCameWithIt) {
  const Answer document = send_form(
      desk.client(), form_of(documents::testing::png(), {{"centre", "sergeli"}}), centre.token("operator"));
  auto submission = json::parse(application("kindergarten-referral")).as_object();
  submission["documents"] = json::object{{"birth-certificate", text(object_of(document), "id")}};
  EXPECT_THAT(documents_in(submitted(json::serialize(submission))), ElementsAre("birth-certificate"));
}

TEST_P(ApplicationsApi, ItsDocumentsAreReadByWhoWorksOnItAndByNoOtherSpecialist) {
  const Answer document = send_form(
      desk.client(), form_of(documents::testing::png(), {{"centre", "sergeli"}}), centre.token("operator"));
  ASSERT_EQ(document.status, 201) << document.body;
  const std::string id = text(object_of(document), "id");
  auto submission = json::parse(application("kindergarten-referral")).as_object();
  submission["documents"] = json::object{{"birth-certificate", id}};
  submitted(json::serialize(submission));
  const auto token_of = [&](const char* department) {
    return text(
        object_of(as("administrator")
                      .post("/api/v1/centres/sergeli/devices",
                            fmt::format(
                                R"({{"name":"A program of {0}","role":"specialist","departments":["{0}"]}})",
                                department))),
        "token");
  };
  const std::string content = "/api/v1/documents/" + id + "/content";
  EXPECT_EQ(Api(server.port(), token_of("preschool")).get(content).status, 200);
  EXPECT_EQ(Api(server.port(), token_of("health")).get(content).status, 404);
}

TEST_P(ApplicationsApi, WhatIsMarkedIsAnsweredAnewAndNothingElse) {
  const auto made = submitted(application("kindergarten-referral"));
  const std::string step = text(made.at("steps").as_array()[0].as_object(), "id");
  ASSERT_EQ(specialist.post(task(made, step, "claim")).status, 200);
  ASSERT_EQ(
      specialist
          .post(
              task(made, step, "ask"),
              R"({"text":"Which?","marked":["answers/kindergarten","documents/identity","applicant/phone"]})")
          .status,
      200);
  const Client::Headers theirs = {{"Application-Secret", text(made, "secret")}};
  const auto answer = [&](const std::string& body) { return nobody.post(at(made, "answer"), body, theirs); };
  EXPECT_THAT(answer("{}").body, HasSubstr("/documents/identity"));
  EXPECT_THAT(answer(R"({"answers":{"child_relation":"guardian"}})").body,
              HasSubstr("/answers/child_relation"));
  EXPECT_THAT(answer(R"({"answers":{"kindergarten":100000}})").body, HasSubstr("/answers/kindergarten"));
  EXPECT_THAT(answer(R"({"answers":{"kindergarten":"seven"}})").body, HasSubstr("/answers/kindergarten"));
  EXPECT_THAT(answer(R"({"documents":{"nothing":"x"}})").body, HasSubstr("/documents/nothing"));
  EXPECT_THAT(answer(R"({"applicant":{"phone":"12"}})").body, HasSubstr("/applicant/phone"));
  EXPECT_THAT(answer(R"({"applicant":{"family_name":"Other"}})").body, HasSubstr("/applicant/family_name"));
  EXPECT_THAT(answer(R"({"applicant":{"birth_date":"soon"}})").body, HasSubstr("/applicant/birth_date"));
  EXPECT_THAT(answer(R"({"applicant":"nobody"})").body, HasSubstr("/applicant"));
  const std::string document =
      text(object_of(send_form(desk.client(), form_of(documents::testing::png(), {{"centre", "sergeli"}}),
                               centre.token("operator"))),
           "id");
  const Answer done = desk.post(
      at(made, "answer"),
      fmt::format(
          R"({{"text":"Number 7.","applicant":{{"phone":"93 765 43 21"}},"answers":{{"kindergarten":7}},)"
          R"("documents":{{"identity":"{}"}}}})",
          document));
  ASSERT_EQ(done.status, 200) << done.body;
  EXPECT_EQ(object_of(done).at("answers").at("kindergarten").as_int64(), 7);
  EXPECT_THAT(documents_in(object_of(done)), Contains("identity")) << "also before anybody reads it again";
  EXPECT_THAT(done.body, HasSubstr("Number 7."));
  const auto read = object_of(desk.get(at(made)));
  EXPECT_EQ(text(read.at("applicant").as_object(), "phone"), "+998937654321");
  EXPECT_EQ(read.at("applicant").at("family_name"), made.at("applicant").at("family_name"));
}

TEST_P(ApplicationsApi, MessagesGoBothWaysAndWaitForAWord) {
  const auto made = submitted(application("kindergarten-referral"));
  const Client::Headers theirs = {{"Application-Secret", text(made, "secret")}};
  EXPECT_EQ(nobody.post(at(made, "message"), R"({"text":""})", theirs).status, 422);
  ASSERT_EQ(nobody.post(at(made, "message"), R"({"text":"When is it my turn?"})", theirs).status, 200);
  const auto unanswered = [&] {
    return items_of(desk.get("/api/v1/centres/sergeli/applications?unanswered=true")).size() +
           items_of(specialist.get("/api/v1/tasks?unanswered=true")).size();
  };
  EXPECT_EQ(unanswered(), 2u);
  ASSERT_EQ(specialist.post(at(made, "message"), R"({"text":"In May."})").status, 200);
  EXPECT_EQ(unanswered(), 0u);
  const Answer own = nobody.get(at(made), theirs);
  EXPECT_THAT(own.body, HasSubstr("In May."));
  EXPECT_THAT(own.body, HasSubstr(R"("from":"centre")"));
}

TEST_P(ApplicationsApi, AnApplicationThatItsApplicantLeavesIsClosedWithAReason) {
  const auto made = submitted(application("kindergarten-referral"));
  const std::string step = text(made.at("steps").as_array()[0].as_object(), "id");
  Api head = as("head");
  EXPECT_EQ(head.post(at(made, "close"), R"({"text":"Why?"})").status, 409) << "it is worked on";
  ASSERT_EQ(specialist.post(task(made, step, "claim")).status, 200);
  ASSERT_EQ(specialist.post(task(made, step, "ask"), R"({"text":"Which?"})").status, 200);
  EXPECT_EQ(head.post(at(made, "close")).status, 422);
  ASSERT_EQ(head.post(at(made, "close"), R"({"text":"No answer for 60 days."})").status, 200);
  const auto own = object_of(nobody.get(at(made), {{"Application-Secret", text(made, "secret")}}));
  EXPECT_EQ(text(own, "state"), "closed");
  EXPECT_TRUE(own.at("question").is_null());
  EXPECT_THAT(json::serialize(own.at("timeline")), HasSubstr("No answer for 60 days."));
}

TEST_P(ApplicationsApi, ListsAreAsLongAndInTheOrderThatIsAskedFor) {
  std::vector<std::string> numbers;
  for (int i = 0; i < 3; ++i)
    numbers.push_back(text(submitted(application("kindergarten-referral")), "number"));
  const auto tasks = [&](const std::string& query) {
    std::vector<std::string> found;
    std::string after;
    for (int page = 0; page < 4; ++page) {
      const auto answer = object_of(specialist.get("/api/v1/tasks?limit=1" + query + after));
      for (const auto& item : answer.at("items").as_array())
        found.push_back(text(item.as_object(), "application"));
      if (answer.at("next").is_null()) break;
      after = "&after=" + std::string(answer.at("next").as_string());
    }
    return found;
  };
  EXPECT_EQ(tasks("&order=newest").size(), 3u);
  auto oldest = tasks("&order=oldest");
  EXPECT_EQ(oldest.size(), 3u);
  EXPECT_EQ(std::ranges::count(oldest, numbers[0]), 1);
  EXPECT_EQ(specialist.get("/api/v1/tasks?limit=0").status, 422);
  EXPECT_EQ(specialist.get("/api/v1/tasks?order=best").status, 422);
  const std::string cases = "/api/v1/centres/sergeli/applications";
  EXPECT_EQ(items_of(desk.get(cases + "?limit=2")).size(), 2u);
  EXPECT_EQ(items_of(desk.get(cases + "?state=submitted")).size(), 3u);
  EXPECT_EQ(items_of(desk.get(cases + "?state=refused")).size(), 0u);
  EXPECT_EQ(desk.get(cases + "?state=lost").status, 422);
}

TEST_P(ApplicationsApi, ADocumentOfAnotherApplicationIsNobodysWhoKnowsItsId) {
  const auto document = [&] {
    return object_of(send_form(desk.client(), form_of(documents::testing::png(), {{"centre", "sergeli"}}),
                               centre.token("operator")));
  };
  const auto uploaded = document(), other = document();
  const std::string id = text(uploaded, "id");
  auto submission = json::parse(application("kindergarten-referral")).as_object();
  submission["documents"] = json::object{{"birth-certificate", named(uploaded)}, {"identity", named(other)}};
  ASSERT_EQ(nobody.post("/api/v1/applications", json::serialize(submission)).status, 201);
  const Answer again = nobody.post("/api/v1/applications", json::serialize(submission));
  EXPECT_EQ(again.status, 422);
  EXPECT_THAT(again.body, HasSubstr("/documents/birth-certificate"));
  const auto second = submitted(application("kindergarten-referral"));
  const std::string step = text(second.at("steps").as_array()[0].as_object(), "id");
  ASSERT_EQ(specialist.post(task(second, step, "claim")).status, 200);
  const std::string question = R"({"text":"Which?","marked":["documents/identity"]})";
  ASSERT_EQ(specialist.post(task(second, step, "ask"), question).status, 200);
  const std::string answer = fmt::format(R"({{"documents":{{"identity":"{}"}}}})", id);
  const Client::Headers theirs = {{"Application-Secret", text(second, "secret")}};
  EXPECT_EQ(nobody.post(at(second, "answer"), answer, theirs).status, 422);
  EXPECT_EQ(nobody
                .post(at(second, "answer"),
                      json::serialize(json::object{{"documents", {{"identity", named(uploaded)}}}}), theirs)
                .status,
            422);
  EXPECT_EQ(desk.post(at(second, "answer"), answer).status, 200) << "the centre has it";
}

TEST_P(ApplicationsApi, AnUnattachedDocumentIsHandedInByWhoHasItsSecretAlone) {
  const auto upload = [&] {
    return object_of(send_form(desk.client(), form_of(documents::testing::png(), {{"centre", "sergeli"}}),
                               centre.token("kiosk")));
  };
  const auto uploaded = upload(), identity = upload();
  const std::string id = text(uploaded, "id");
  auto submission = json::parse(application("kindergarten-referral")).as_object();
  const auto hand_in = [&](Api& who, const json::value& document) {
    submission["documents"] = json::object{{"birth-certificate", document}, {"identity", named(identity)}};
    return who.post("/api/v1/applications", json::serialize(submission));
  };
  Api kiosk = as("kiosk");
  for (Api* who : {&nobody, &kiosk}) {
    EXPECT_THAT(hand_in(*who, json::string(id)).body, HasSubstr("document_needs_secret"));
    EXPECT_THAT(hand_in(*who, json::object{{"id", id}, {"secret", "guessed"}}).body,
                HasSubstr("document_not_uploaded"));
    EXPECT_THAT(hand_in(*who, json::object{{"id", id}}).body,
                HasSubstr("/documents/birth-certificate/secret"));
    EXPECT_THAT(hand_in(*who, json::object{{"id", id}, {"secret", 7}}).body,
                HasSubstr("/documents/birth-certificate/secret"));
  }
  const Client::Headers secret = {{"Document-Secret", text(uploaded, "secret")}};
  const std::string content = "/api/v1/documents/" + id + "/content";
  EXPECT_EQ(kiosk.get(content).status, 404) << "a device is used by many";
  EXPECT_EQ(kiosk.get(content, secret).status, 200);
  const Answer made = hand_in(nobody, named(uploaded));
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(kiosk.get(content).status, 404) << "it belongs to a case now";
  EXPECT_EQ(kiosk.get(content, secret).status, 404);
}

TEST_P(ApplicationsApi, HandingInIsRepeatedWithItsDocuments) {
  const auto upload = [&] {
    return named(object_of(
        send_form(nobody.client(), form_of(documents::testing::png(), {{"centre", "sergeli"}}), "")));
  };
  auto submission = json::parse(application("kindergarten-referral")).as_object();
  submission["documents"] = json::object{{"birth-certificate", upload()}, {"identity", upload()}};
  const auto hand_in = [&] {
    return nobody.post("/api/v1/applications", json::serialize(submission), {{"Idempotency-Key", "again"}});
  };
  const Answer first = hand_in(), second = hand_in();
  ASSERT_EQ(first.status, 201) << first.body;
  EXPECT_EQ(second.body, first.body);
}

TEST_P(ApplicationsApi, WhoMayOnlySeeReadsNoIdOfADocument) {
  const Answer document = send_form(
      desk.client(), form_of(documents::testing::png(), {{"centre", "sergeli"}}), centre.token("operator"));
  const std::string id = text(object_of(document), "id");
  auto submission = json::parse(application("kindergarten-referral")).as_object();
  submission["documents"] = json::object{{"birth-certificate", id}};
  const auto made = submitted(json::serialize(submission));
  const Client::Headers own = {{"Application-Secret", text(made, "secret")}};
  const std::string until =
      to_iso(std::chrono::floor<std::chrono::days>(system_now()) + std::chrono::days(30));
  const auto mandate = object_of(nobody.post(
      at(made, "mandates"),
      fmt::format(
          R"({{"name":"Karimov Olim","relation":"spouse","extent":"see","reach":"application","until":"{}"}})",
          until),
      own));
  EXPECT_THAT(nobody.get(at(made), own).body, HasSubstr(id));
  const Answer seen = nobody.get(at(made), {{"Application-Secret", text(mandate, "secret")}});
  EXPECT_EQ(seen.status, 200);
  EXPECT_THAT(seen.body, HasSubstr("birth-certificate"));
  EXPECT_THAT(seen.body, Not(HasSubstr(id)));
}

TEST_P(ApplicationsApi, ATaskIsHandedOnToItsDepartmentAloneByWhoeverHasItOrTheHead) {
  const auto person = [&](const char* login, const char* department) {
    const Answer added =
        as("administrator")
            .post("/api/v1/centres/sergeli/staff",
                  fmt::format(R"({{"login":"{}","name":"N N","password":"long enough to be safe",)"
                              R"("role":"specialist","departments":["{}"]}})",
                              login, department));
    EXPECT_EQ(added.status, 201) << added.body;
    return fmt::format(R"({{"assignee":"{}"}})", text(object_of(added), "id"));
  };
  const std::string colleague = person("anora", "preschool"), stranger = person("botir", "health");
  const auto made = submitted(application("kindergarten-referral"));
  const std::string step = text(made.at("steps").as_array()[0].as_object(), "id");
  ASSERT_EQ(specialist.post(task(made, step, "claim")).status, 200);
  EXPECT_EQ(specialist.post(task(made, step, "hand-on")).status, 422);
  EXPECT_EQ(specialist.post(task(made, step, "hand-on"), stranger).status, 422);
  EXPECT_EQ(specialist.post(task(made, step, "hand-on"), colleague).status, 200);
  EXPECT_EQ(specialist.post(task(made, step, "hand-on"), colleague).status, 409) << "somebody else's now";
  EXPECT_EQ(head.post(task(made, step, "hand-on"), colleague).status, 200);
  EXPECT_EQ(desk.post(task(made, step, "hand-on"), colleague).status, 403);
}

TEST_P(ApplicationsApi, WhatADepartmentsHeadDecidesNobodyElseDoes) {
  const auto made = submitted(application("ward-funds-permission"));
  const std::string step = text(made.at("steps").as_array()[0].as_object(), "id");
  const auto listed = [](Api& who) {
    return items_of(who.get("/api/v1/tasks?department=guardianship")).size();
  };
  EXPECT_EQ(listed(specialist), 0u);
  EXPECT_EQ(listed(department_head), 1u);
  EXPECT_EQ(listed(head), 1u);
  EXPECT_EQ(specialist.post(task(made, step, "claim")).status, 403);
  EXPECT_EQ(specialist.get("/en/sergeli/cases/" + text(made, "number")).status, 200);
  ASSERT_EQ(department_head.post(task(made, step, "claim")).status, 200);
  const Answer someone =
      as("administrator")
          .post("/api/v1/centres/sergeli/staff",
                R"({"login":"anora","name":"N N","password":"long enough to be safe","role":"specialist",)"
                R"("departments":["guardianship"]})");
  EXPECT_EQ(department_head
                .post(task(made, step, "hand-on"),
                      fmt::format(R"({{"assignee":"{}"}})", text(object_of(someone), "id")))
                .status,
            422);
}

TEST_P(ApplicationsApi, HowItWasDecidedIsFoundAndReadWhenItsResultIsIssued) {
  const auto granted = submitted(application("kindergarten-referral"));
  const auto refused = submitted(application("kindergarten-referral"));
  const std::string step = text(granted.at("steps").as_array()[0].as_object(), "id");
  for (const auto* made : {&granted, &refused}) {
    EXPECT_TRUE(now(*made).at("outcome").is_null());
    ASSERT_EQ(specialist.post(task(*made, step, "claim")).status, 200);
  }
  ASSERT_EQ(specialist.post(task(granted, step, "approve"), kReferred).status, 200);
  ASSERT_EQ(specialist.post(task(refused, step, "refuse"), R"({"ground":"no-place","text":"Full."})").status,
            200);
  EXPECT_EQ(text(now(refused), "state"), "issued");
  EXPECT_EQ(text(now(refused), "outcome"), "refused");
  EXPECT_EQ(text(now(granted), "outcome"), "granted");
  const std::string listed = head.get("/en/sergeli/cases?state=refused").body;
  EXPECT_THAT(listed, HasSubstr(grouped_code(text(refused, "number"))));
  EXPECT_THAT(listed, Not(HasSubstr(grouped_code(text(granted, "number")))));
  EXPECT_THAT(head.get("/en/sergeli/cases/" + text(refused, "number")).body, HasSubstr("govuk-tag--red"));
}

TEST_P(ApplicationsApi, ItsNumberMayBeWrittenAsPeopleWriteIt) {
  const auto application_ = submitted(application("pension-certificate"));
  std::string typed = grouped_code(text(application_, "number"));
  std::ranges::transform(typed, typed.begin(), [](unsigned char c) { return std::tolower(c); });
  EXPECT_EQ(desk.post("/api/v1/applications/" + typed + "/note", R"({"text":"Was here."})").status, 200);
  EXPECT_EQ(desk.post("/api/v1/tasks/" + typed + ":review/claim").status,
            desk.post(task(application_, "review", "claim")).status);
  EXPECT_EQ(desk.post("/api/v1/applications/0000-0000/note", R"({"text":"Of none."})").status, 404);
}

TEST_P(ApplicationsApi, AnOlderSightOfItIsRefused) {
  const auto made = submitted(application("kindergarten-referral"));
  const std::string step = text(made.at("steps").as_array()[0].as_object(), "id");
  EXPECT_EQ(specialist.post(task(made, step, "claim"), R"({"version":1})").status, 200);
  EXPECT_EQ(specialist.post(task(made, step, "release"), R"({"version":1})").status, 412);
  EXPECT_EQ(specialist.post(task(made, step, "release"), R"({"version":2})").status, 200);
}

TEST_P(ApplicationsApi, AWorklistHasWhatIsOpenTheFirstDueFirstPageByPage) {
  std::vector<std::string> numbers;
  for (int i = 0; i < 3; ++i)
    numbers.push_back(text(submitted(application("kindergarten-referral")), "number"));
  submitted(application("polyclinic-attachment"));
  const auto tasks = [&](const std::string& query) {
    return object_of(specialist.get("/api/v1/tasks" + query)).at("items").as_array();
  };
  EXPECT_EQ(tasks("?department=preschool").size(), 3u);
  EXPECT_THAT(tasks("?mine=true"), IsEmpty());
  const std::string first = text(tasks("?department=preschool")[0].as_object(), "id");
  EXPECT_EQ(specialist.post("/api/v1/tasks/" + first + "/claim").status, 200);
  EXPECT_EQ(tasks("?mine=true").size(), 1u);
  EXPECT_EQ(as("kiosk").get("/api/v1/tasks").status, 403);
}

TEST_P(ApplicationsApi, WhatIsWrongIsSaidAsThePagesSayIt) {
  auto submission = json::parse(application("kindergarten-referral")).as_object();
  auto& applicant = submission["applicant"].as_object();
  applicant["family_name"] = "";
  applicant["given_name"] = "王";
  applicant["phone"] = "+90 532 123 45 67";
  auto answer = desk.post("/api/v1/applications", json::serialize(submission), {{"Accept-Language", "en"}});
  EXPECT_EQ(answer.status, 422);
  EXPECT_THAT(answer.body, HasSubstr("Enter your family name"));
  EXPECT_THAT(answer.body, HasSubstr("“王”"));
  EXPECT_EQ(answer.body.find("/applicant/phone"), std::string::npos) << "a number of another country";
  applicant["birth_date"] = "1990-02-31";
  answer = desk.post("/api/v1/applications", json::serialize(submission));
  EXPECT_THAT(answer.body, HasSubstr(R"("/applicant/birth_date","code":"no_such_day")"));
  applicant["birth_date"] = "27.03.1990";
  answer = desk.post("/api/v1/applications", json::serialize(submission));
  EXPECT_THAT(answer.body, HasSubstr(R"("/applicant/birth_date","code":"not_a_date")")) << "ISO alone";
  applicant["birth_date"] = "1990-03-27";
  applicant["family_name"] = "Kari\u200b\r\nmova";
  applicant["given_name"] = "O'ktam";
  answer = desk.post("/api/v1/applications", json::serialize(submission));
  ASSERT_EQ(answer.status, 201) << answer.body;
  EXPECT_THAT(answer.body, HasSubstr("Kari mova"));
  EXPECT_THAT(answer.body, HasSubstr("Oʻktam"));
}

TEST_P(ApplicationsApi, SurvivesTheProgram) {
  const auto made = submitted(application("kindergarten-referral"));
  server.kill();
  Server again{centre};
  Api desk_again(again.port(), centre.token("operator"));
  EXPECT_EQ(text(object_of(desk_again.get(at(made))), "state"), "submitted");
}

}  // namespace
}  // namespace biroyna::testing
