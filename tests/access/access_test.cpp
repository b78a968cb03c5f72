// Who may do what: every role, and everybody's relation to a case, against every route, over HTTP.
// A route of applications, documents, results or registries that has no row in the table fails.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <map>

#include "app/test_app.hpp"
#include "core/code.hpp"
#include "features/cases/cases.hpp"
#include "features/documents/test_documents.hpp"
#include "tests/access/table.hpp"
#include "tests/registry/asking.hpp"
#include "tests/support/answers.hpp"
#include "tests/support/documents.hpp"
#include "tests/support/json.hpp"
#include "tests/support/uploads.hpp"

namespace biroyna::testing {
namespace {

namespace json = boost::json;
using ::testing::IsEmpty;

class Access : public ::testing::TestWithParam<db::testing::Where> {
 protected:
  struct Actor {
    std::string token;
    Client::Headers headers = {};
    bool signed_in() const { return !token.empty(); }
  };

  Access() {
    make_signing_key(centre);
    import_another_centre(centre);
    for (const auto& name : words(kDevices)) add(name, name.substr(name.starts_with("away-") ? 5 : 0));
    for (const auto& name : words(kPeople)) {
      const std::string role = name.substr(name.starts_with("away-") ? 5 : 0);
      if (role == "specialist" || role == "colleague")
        add(name, role == "colleague" ? "department_head" : role, {"--department", "preschool"});
      else if (role == "other")
        add(name, "specialist", {"--department", "sport"});
      else
        add(name, role);
    }
    server = std::make_unique<Server>(centre, Environment{"BIROYNA_REGISTRIES=[{id: agency, mode: poll}, "
                                                          "{id: cadastre, mode: poll}]"});
    make_cases();
    // Who has no token is counted by their address.
    actors["nobody"] = {};
    actors["guesser"] = {"", secret_of_number(cases::new_secret())};
    // Another applicant, with the right secret of an application of their own.
    actors["neighbour"] = {"", secret_of_number(made.at("neighbours secret"))};
    for (const auto& [name, secret] : {std::pair{"applicant", "secret"},
                                       {"representative", "representative of number"},
                                       {"follower", "follower of number"}})
      actors[name] = {"", secret_of_number(made.at(secret))};
  }

  // As the API takes it, and as a browser remembers it.
  Client::Headers secret_of_number(const std::string& secret) const {
    return {{"Application-Secret", secret},
            {"Cookie", fmt::format("__Host-applications={}.{}", made.at("number"),
                                   *read_code(secret, cases::kSecretSigns))}};
  }

  void add(const std::string& name, const std::string& role, const std::vector<std::string>& more = {}) {
    actors[name] = {token_of(centre, name.starts_with("away-") ? "chirchiq" : "sergeli", role, more)};
  }

  // An open case with a document and a claimed task, a decided one of the same applicant, and a question.
  void make_cases() {
    Client client(server->port());
    const std::string document = text(
        object_of(send_form(client, form_of(documents::testing::png()), actors["operator"].token)), "id");
    auto submission =
        json::parse(application_for(*reference().find(ServiceId("kindergarten-referral")))).as_object();
    submission["documents"] = json::object{{"birth-certificate", document}};
    // The document is about the child: it has the name that is looked for.
    submission["answers"].as_object()["child"].as_object()["family_name"] = "Karimova";
    const auto submit = [&] {
      const Answer answer = ask_as("operator", "POST", "/api/v1/applications", json::serialize(submission));
      if (answer.status != 201) throw std::runtime_error(answer.body);
      return object_of(answer);
    };
    const auto neighbours =
        object_of(ask_as("operator", "POST", "/api/v1/applications",
                         application_for(*reference().find(ServiceId("kindergarten-referral")), 2)));
    const auto open = submit(), decided = submit();
    made = {{"number", text(open, "number")},          {"secret", text(open, "secret")},
            {"decided", text(decided, "number")},      {"document", document},
            {"other secret", text(decided, "secret")}, {"neighbours secret", text(neighbours, "secret")}};
    for (const char* of : {"number", "decided"}) {
      give_mandate(of, "representative", "act");
      give_mandate(of, "follower", "see");
    }
    made["mandate"] = give_mandate("number", "somebody", "act");
    const Answer taken_back =
        ask_as("operator", "POST", filled_in("/api/v1/applications/{number}/mandates/{mandate}/revoke"));
    if (taken_back.status != 200) throw std::runtime_error(taken_back.body);
    const auto work = [&](const std::string& number, const char* command, const std::string& body = "{}") {
      const Answer answer =
          ask_as("specialist", "POST", fmt::format("/api/v1/tasks/{}:placement/{}", number, command), body);
      if (answer.status != 200) throw std::runtime_error(answer.body);
      return object_of(answer);
    };
    work(made["number"], "claim");
    work(made["decided"], "claim");
    made["code"] =
        std::string(work(made["decided"], "approve", approval_of("kindergarten-referral", "placement"))
                        .at("results")
                        .at(0)
                        .as_string());
    made["question"] = ask(centre, "agency", "mine");
  }

  // Keeps its secret; answers its id.
  std::string give_mandate(const std::string& of, const std::string& name, const std::string& extent) {
    const std::string until =
        to_iso(std::chrono::floor<std::chrono::days>(system_now()) + std::chrono::days(30));
    const Answer given = ask_as(
        "operator", "POST", fmt::format("/api/v1/applications/{}/mandates", made.at(of)),
        fmt::format(R"({{"name":"N","relation":"lawyer","extent":"{}","reach":"application","until":"{}"}})",
                    extent, until));
    if (given.status != 201) throw std::runtime_error(given.body);
    made[name + " of " + of] = text(object_of(given), "secret");
    return text(object_of(given), "id");
  }

  Answer ask_as(const std::string& name, const std::string& method, const std::string& target,
                const std::string& body = {}, bool of_the_decided = false) {
    const Actor& actor = actors.at(name);
    Client::Headers headers = actor.headers;
    if (of_the_decided && name == "applicant") headers = {{"Application-Secret", made["other secret"]}};
    if (const auto mandate = made.find(name + " of decided"); of_the_decided && mandate != made.end())
      headers = {{"Application-Secret", mandate->second}};
    // Each request from another address, so that nobody is slowed down.
    ++requests;
    headers.emplace_back("X-Forwarded-For", fmt::format("10.0.{}.{}", requests / 250, requests % 250));
    return Api(server->port(), actor.token).send(method, target, body, std::move(headers));
  }

  std::string filled_in(std::string target) const {
    for (const auto& [name, value] : made) {
      const std::string place = "{" + name + "}";
      if (const auto at = target.find(place); at != std::string::npos)
        target.replace(at, place.size(), value);
    }
    return target;
  }

  // Whoever has the secret of another application is told what whoever guesses is told.
  static std::string in_table(const std::string& name) { return name == "neighbour" ? "guesser" : name; }
  int expected(const Row& row, const std::string& actor) const {
    const std::string name = in_table(actor);
    // A page sends who is not signed in to where they can.
    const bool page = !row.pattern.starts_with("/api/");
    if (!among(row.role, name)) return actors.at(actor).signed_in() ? 403 : page ? 303 : 401;
    if (!among(row.sees, name)) return row.unseen;
    return among(row.may, name) ? row.done : 403;
  }

  Installation centre{GetParam()};
  std::map<std::string, Actor> actors;
  std::map<std::string, std::string> made;
  std::unique_ptr<Server> server;
  int requests = 0;
};
INSTANTIATE_TEST_SUITE_P(Engines, Access, db::testing::program_engines(), db::testing::engine_name);

TEST_P(Access, EverybodyIsAnsweredWhatTheTableSays) {
  for (const Row& row : rows()) {
    const std::string target = filled_in(row.target);
    const bool of_the_decided = row.target.find("{code}") != std::string::npos;
    for (const auto& [name, actor] : actors) {
      const Answer answer = ask_as(name, row.method, target, row.body, of_the_decided);
      EXPECT_EQ(answer.status, expected(row, name)) << name << " " << row.method << " " << row.target << "\n"
                                                    << answer.body.substr(0, 300);
      if (row.told == "?") continue;
      const bool told = answer.body.find("Karimova") != std::string::npos;
      EXPECT_EQ(told, among(row.told, in_table(name))) << name << " " << row.method << " " << row.target;
    }
  }
  // Nothing of all that has happened.
  const auto now = object_of(ask_as("head", "GET", filled_in("/api/v1/applications/{number}")));
  EXPECT_EQ(now.at("version").as_int64(), 6) << "handed in, three powers given, one taken back, claimed";
  EXPECT_EQ(text(object_of(ask_as("nobody", "GET", filled_in("/api/v1/verify/{code}"))), "state"), "valid");
}

// ---- Every route there is.

using Routes = AppTest;

TEST_F(Routes, EachOfACaseHasARow) {
  Names known;
  for (const Row& row : rows()) known.insert(row.method + " " + row.pattern);
  Names routes;
  for (const auto& route : app.router().routes()) {
    const std::string name = fmt::format("{} {}", http::name(route->method), route->pattern);
    routes.insert(name);
    // Leads to the page above, and shows nothing.
    const bool leads = route->method == http::Method::get && route->where == http::Where::io &&
                       known.contains("POST " + route->pattern);
    EXPECT_TRUE(leads || known.contains(name) || elsewhere(name))
        << name << " needs a row in tests/access/table.cpp";
  }
  for (const auto& name : known) EXPECT_TRUE(routes.contains(name)) << name << " is no route";
}

TEST_F(Routes, AreShutToTheRolesThatTheyDoNotName) {
  const Installation centre(db::Engine::sqlite);
  Server server(centre);
  for (int i = 0; i < auth::kRoles; ++i) {
    const auto role = static_cast<auth::Role>(i);
    if (role == auth::Role::printer) continue;  // has no token in an installation
    const bool anonymous = role == auth::Role::anonymous;
    Api api(server.port(), anonymous ? "" : centre.token(std::string(auth::name(role))));
    for (const auto& route : app.router().routes()) {
      if (route->allowed.contains(role)) continue;
      std::string target = route->pattern;
      for (std::size_t at; (at = target.find('{')) != std::string::npos;) {
        const std::size_t end = target.find('}', at) + 1;
        const std::string name = target.substr(at + 1, end - at - 2);
        target.replace(at, end - at, name == "lang" ? "en" : name == "centre" ? "sergeli" : "nothing");
      }
      const Answer answer = api.send(std::string(http::name(route->method)), target, "{}");
      const bool page = !route->pattern.starts_with("/api/");
      EXPECT_EQ(answer.status, !anonymous ? 403
                               : page     ? 303
                                          : 401)
          << auth::name(role) << " " << http::name(route->method) << " " << target;
    }
  }
}

// The same role in another centre: what is under a centre's address is not there for it.
TEST_F(Routes, OfACentreAreNotThereForTheSameRoleOfAnother) {
  const Installation centre(db::Engine::sqlite);
  import_another_centre(centre);
  Server server(centre);
  std::map<auth::Role, std::unique_ptr<Api>> own, away;
  const auto api = [&](auto& apis, auth::Role role, const char* of) -> Api& {
    auto& found = apis[role];
    if (!found) {
      std::vector<std::string> more;
      if (auth::kOfDepartments.contains(role)) more = {"--department", "preschool"};
      found = std::make_unique<Api>(server.port(), token_of(centre, of, std::string(auth::name(role)), more));
    }
    return *found;
  };
  int asked = 0;
  for (const auto& route : app.router().routes()) {
    if (route->pattern.find("{centre}") == std::string::npos ||
        route->allowed.contains(auth::Role::anonymous))
      continue;
    for (int i = 0; i < auth::kRoles; ++i) {
      const auto role = static_cast<auth::Role>(i);
      if (!route->allowed.contains(role)) continue;
      std::string target = route->pattern;
      for (std::size_t at; (at = target.find('{')) != std::string::npos;) {
        const std::size_t end = target.find('}', at) + 1;
        const std::string name = target.substr(at + 1, end - at - 2);
        target.replace(at, end - at, name == "lang" ? "en" : name == "centre" ? "sergeli" : "nothing");
      }
      const std::string method(http::name(route->method));
      EXPECT_EQ(api(away, role, "chirchiq").send(method, target, "{}").status, 404)
          << auth::name(role) << " " << method << " " << target;
      ++asked;
      // The control: their own are let in, where nothing is changed by that and no service has to be chosen
      // before.
      if (method != "GET" || target.find("nothing") != std::string::npos || target.ends_with("/events") ||
          target.ends_with("/priority"))
        continue;
      EXPECT_NE(api(own, role, "sergeli").get(target).status, 404) << auth::name(role) << " " << target;
    }
  }
  EXPECT_GT(asked, 150);
}

}  // namespace
}  // namespace biroyna::testing
