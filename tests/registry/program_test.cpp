// The whole program beside a registry: killed at the worst moment, called, polled, and seen to by people.
#include "tests/support/program.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "tests/registry/asking.hpp"
#include "tests/registry/simulated_registry.hpp"

namespace biroyna::testing {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kLetters = "/api/v1/centres/sergeli/dead-letters";
constexpr const char* kQuestions = "/api/v1/registries/agency/questions";

class RegistryProgram : public ::testing::TestWithParam<db::testing::Where> {
 protected:
  Environment environment() const {
    return {fmt::format(
                "BIROYNA_REGISTRIES=[{{id: civil-status, url: '{}', timeout_ms: 1000, "
                "token_variable: CIVIL_TOKEN}}, {{id: agency, mode: poll}}, {{id: cadastre, mode: poll}}]",
                registry.url()),
            "CIVIL_TOKEN=secret"};
  }
  std::int64_t count(std::uint16_t port, const char* id, const char* field) const {
    const Answer answer = Api(port, centre.token("head")).get("/api/v1/centres/sergeli/registries");
    const json::value standing = json::parse(answer.body);
    for (const auto& one : standing.at("items").as_array()) {
      if (one.at("id").as_string() == id) return one.at(field).as_int64();
    }
    return -1;
  }
  Installation centre{GetParam()};
  SimulatedRegistry registry;
};
INSTANTIATE_TEST_SUITE_P(Engines, RegistryProgram, db::testing::program_engines(), db::testing::engine_name);

TEST_P(RegistryProgram, KilledBetweenSendingAndCommitItIsAnsweredOnce) {
  registry.plan({"hold"});
  const std::string id = ask(centre, "civil-status", "a");
  {
    Server server(centre, environment());
    ASSERT_TRUE(eventually([&] { return registry.seen().size() == 1; }));
    server.kill();
  }
  registry.release();
  Server again(centre, environment());
  ASSERT_TRUE(eventually([&] { return count(again.port(), "civil-status", "open_questions") == 0; }));
  const auto seen = registry.seen();
  ASSERT_EQ(seen.size(), 2u);
  for (const auto& one : seen) {
    EXPECT_EQ(one.at("headers").at("idempotency-key").as_string(), id);
    EXPECT_EQ(one.at("headers").at("authorization").as_string(), "Bearer secret");
  }
  EXPECT_EQ(again.terminate(), 0);
  EXPECT_EQ(answered(centre), 1);
  auto verify = centre.place();
  verify.insert(verify.begin(), {"audit", "verify"});
  EXPECT_EQ(run(verify).exit_code, 0);
}

TEST_P(RegistryProgram, ADeadLetterIsSeenRepeatedAndAnswered) {
  registry.plan({"wrong_id"});
  const std::string id = ask(centre, "civil-status", "a");
  Server server(centre, environment());
  Api head(server.port(), centre.token("head"));
  ASSERT_TRUE(eventually([&] { return count(server.port(), "civil-status", "dead_letters") == 1; }));
  const Answer letters = head.get(kLetters);
  const auto letter = json::parse(letters.body).at("items").at(0).as_object();
  EXPECT_EQ(letter.at("id").as_string(), id);
  EXPECT_EQ(letter.at("reason").as_string(), "other_question");
  const Answer page = head.get("/en/sergeli/registries", {{"Accept", "text/html"}});
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("The answer is to another request."));
  EXPECT_THAT(page.body, HasSubstr("7K4M-9QX2"));
  EXPECT_THAT(page.body, Not(HasSubstr("30101901234567"))) << "what was asked is nobody's business here";
  const Answer confirm = head.get("/en/sergeli/registries/" + id + "/give-up", {{"Accept", "text/html"}});
  EXPECT_THAT(confirm.body, HasSubstr("Give up the request for application 7K4M-9QX2?"));

  const std::string retry = std::string(kLetters) + "/" + id + "/retry";
  EXPECT_EQ(head.post(retry, {}, {{"Idempotency-Key", "k"}}).status, 204);
  EXPECT_EQ(head.post(retry, {}, {{"Idempotency-Key", "k"}}).status, 204) << "a repeat";
  EXPECT_EQ(Api(server.port(), centre.token("operator")).post(retry).status, 403);
  ASSERT_TRUE(eventually([&] { return count(server.port(), "civil-status", "open_questions") == 0; }));
  EXPECT_EQ(count(server.port(), "civil-status", "dead_letters"), 0);
  EXPECT_EQ(head.post(retry).status, 409);
  EXPECT_THAT(head.get("/metrics").body,
              HasSubstr("biroyna_registry_answered_total{registry=\"civil-status\"} 1"));
}

TEST_P(RegistryProgram, TheButtonsOfThePageWork) {
  registry.plan({"wrong_id", "wrong_shape"});
  const std::string id = ask(centre, "civil-status", "a");
  Server server(centre, environment());
  Api head(server.port(), centre.token("administrator"));
  const auto dead = [&] { return count(server.port(), "civil-status", "dead_letters") == 1; };
  const Client::Headers form = {{"Content-Type", "application/x-www-form-urlencoded"}};
  const std::string page = "/ru/sergeli/registries";
  const auto press = [&](const std::string& command) {
    return head.send("POST", page + "/" + id + command, {}, form);
  };
  ASSERT_TRUE(eventually(dead));
  const Answer retried = press("/retry");
  EXPECT_EQ(retried.status, 303);
  EXPECT_EQ(retried.headers.at("location"), page + "?done=retried");
  ASSERT_TRUE(eventually([&] { return registry.seen().size() == 2 && dead(); }));
  const Answer given_up = press("/give-up");
  EXPECT_EQ(given_up.headers.at("location"), page + "?done=given_up");
  EXPECT_THAT(head.get(page + "?done=given_up",
                       {{"Accept", "text/html"}, {"Cookie", given_up.headers.at("set-cookie")}})
                  .body,
              HasSubstr("Запрос прекращён."));
  EXPECT_FALSE(dead());
}

TEST_P(RegistryProgram, AnAgencyFetchesAndAnswersItsOwnQuestionsOnly) {
  const std::string id = ask(centre, "agency", "a");
  ask(centre, "civil-status", "b");
  Server server(centre, environment());
  Api agency(server.port(), centre.token("agency"));
  const auto page = json::parse(agency.get(kQuestions).body);
  ASSERT_EQ(page.at("items").as_array().size(), 1u);
  const auto& question = page.at("items").at(0);
  EXPECT_EQ(question.at("id").as_string(), id);
  EXPECT_EQ(question.at("question").at("pinfl").as_string(), "30101901234567");
  for (const char* other : {"civil-status", "cadastre", "unknown"}) {
    const std::string questions = fmt::format("/api/v1/registries/{}/questions", other);
    EXPECT_EQ(agency.get(questions).status, 404) << other;
    EXPECT_EQ(agency.post(questions + "/" + id + "/answer", R"({"outcome":"denied"})").status, 404) << other;
  }
  EXPECT_EQ(Api(server.port(), centre.token("administrator")).get(kQuestions).status, 403);
  EXPECT_EQ(Api(server.port(), "").get(kQuestions).status, 401);

  const std::string answer = std::string(kQuestions) + "/" + id + "/answer";
  const Answer wrong = agency.post(answer, R"({"outcome":"maybe"})");
  EXPECT_EQ(wrong.status, 422);
  EXPECT_THAT(wrong.body, HasSubstr("/outcome"));
  EXPECT_EQ(agency.post(answer, R"({"id":")" + id + R"(","outcome":"confirmed","data":{"plot":7}})").status,
            204);
  EXPECT_EQ(agency.post(answer, R"({"outcome":"denied"})").status, 409);
  EXPECT_EQ(count(server.port(), "agency", "open_questions"), 0);
  EXPECT_EQ(agency.get("/en/sergeli/registries").status, 403);
}

TEST(RegistrySetup, MistakesAreNamedWithTheirPlace) {
  const Installation centre(db::Engine::sqlite);
  const auto with = [&](std::vector<std::string> words, const std::string& registries) {
    const auto place = centre.place();
    words.insert(words.end(), place.begin(), place.end());
    return run(words, {}, {"BIROYNA_REGISTRIES=" + registries});
  };
  const std::vector<std::string> serve = {"serve", "--listen", "127.0.0.1:0"};
  const auto wrong = with(serve, "[{id: civil-status, url: 'ftp://a'}]");
  EXPECT_EQ(wrong.exit_code, 1);
  EXPECT_THAT(wrong.err, HasSubstr("BIROYNA_REGISTRIES:1: \"url\" is written like"));
  const std::string secret = "[{id: civil-status, url: 'https://a.uz', token_variable: NONE}]";
  const auto missing = with(serve, secret);
  EXPECT_EQ(missing.exit_code, 1);
  EXPECT_THAT(missing.err, HasSubstr("BIROYNA_REGISTRIES:1: the environment has no \"NONE\""));
  EXPECT_EQ(with({"audit", "verify"}, secret).exit_code, 0) << "the command line asks no registry";
}

}  // namespace
}  // namespace biroyna::testing
