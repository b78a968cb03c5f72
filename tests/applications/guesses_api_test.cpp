// Numbers and secrets that somebody guesses: told nothing, slowed down, logged.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "core/code.hpp"
#include "tests/support/answers.hpp"
#include "tests/support/documents.hpp"
#include "tests/support/json.hpp"
#include "tests/support/program.hpp"

namespace biroyna::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr int kGuesses = 20, kGuessesInAll = 60;
constexpr const char* kUnknownNumber = "00000000";

class GuessesApi : public ::testing::Test {
 protected:
  // From an address of its own.
  static Client::Headers from(const std::string& address, const std::string& secret) {
    return {{"X-Forwarded-For", address}, {"Application-Secret", secret}};
  }
  static std::string at(const std::string& number, const std::string& command = {}) {
    return std::string(kApplications) + "/" + number + (command.empty() ? "" : "/" + command);
  }
  std::string metric(const std::string& name) {
    const std::string all = nobody.get("/metrics").body;
    const auto begin = all.find("\n" + name + " ");
    return begin == std::string::npos ? "" : all.substr(begin + 1, all.find('\n', begin + 1) - begin - 1);
  }

  Installation centre{db::Engine::sqlite};
  Server server{centre};
  Api desk{server.port(), centre.token("operator")}, nobody{server.port(), ""};
  const Answer made =
      desk.post(kApplications, application_for(*reference().find(ServiceId("kindergarten-referral"))));
  const std::string number = text(made, "number"), secret = text(made, "secret");
};

TEST_F(GuessesApi, AnUnknownNumberAndAWrongSecretAreTheSame) {
  // Each field of the answer, but for when it was made.
  const auto shape = [](Answer answer) {
    answer.headers.erase("date");
    return answer;
  };
  int address = 0;
  for (const char* command : {"", "withdraw", "answer", "note", "close", "explode"}) {
    for (const char* body : {"", R"({"version":7})", R"({"colour":"red"})", "{", "[[[["}) {
      if (*command == '\0' && *body != '\0') continue;
      const auto send = [&](const std::string& which) {
        const auto headers = from(fmt::format("10.1.0.{}", ++address), "guessed");
        return shape(*command == '\0' ? nobody.get(at(which), headers)
                                      : nobody.post(at(which, command), body, headers));
      };
      const Answer unknown = send(kUnknownNumber), wrong = send(number);
      EXPECT_EQ(wrong.status, 404) << command << body;
      EXPECT_EQ(wrong.status, unknown.status) << command << body;
      EXPECT_EQ(wrong.headers, unknown.headers) << command << body;
      EXPECT_EQ(wrong.body, unknown.body) << command << body;
    }
  }
}

TEST_F(GuessesApi, WhoGuessesTooOftenAtANumberWaits) {
  for (int i = 0; i < kGuesses; ++i) {
    const auto headers = from("10.0.0.1", fmt::format("guess-{}", i));
    EXPECT_EQ(nobody.get(at(number), headers).status, 404);
    EXPECT_EQ(nobody.post(at(kUnknownNumber, "withdraw"), {}, headers).status, 404);
  }
  for (const auto& wait : {nobody.get(at(number), from("10.0.0.1", secret)),
                           nobody.get(at(kUnknownNumber), from("10.0.0.1", "more")),
                           nobody.post(at(number, "withdraw"), {}, from("10.0.0.1", secret))}) {
    EXPECT_EQ(wait.status, 429) << "the right secret too, or the answer would tell it";
    EXPECT_GT(std::stoi(wait.headers.at("retry-after")), 500);
    EXPECT_LE(std::stoi(wait.headers.at("retry-after")), 600);
    EXPECT_THAT(wait.body, HasSubstr("too_many_guesses"));
  }
  EXPECT_EQ(nobody.get(at(number), from("10.0.0.2", secret)).status, 200) << "others go on";
  EXPECT_EQ(desk.get(at(number)).status, 200);
  EXPECT_EQ(metric(R"(biroyna_application_guesses_total{wrong="wrong_secret"})"),
            R"(biroyna_application_guesses_total{wrong="wrong_secret"} 20)");
  EXPECT_EQ(metric(R"(biroyna_application_guesses_total{wrong="unknown_number"})"),
            R"(biroyna_application_guesses_total{wrong="unknown_number"} 20)");
  EXPECT_EQ(metric("biroyna_application_slowed_down_total"), "biroyna_application_slowed_down_total 3");
}

// Many people share an address: of an office, of a mobile network.
TEST_F(GuessesApi, WhoGuessesAtOtherNumbersKeepsNobodyBehindTheAddressFromTheirCase) {
  for (int i = 1; i <= 2 * kGuessesInAll; ++i) {
    const std::array<unsigned char, 7> guess = {
        static_cast<unsigned char>(i % 31), static_cast<unsigned char>(i / 31), 7, 7, 7, 7, 7};
    EXPECT_EQ(nobody.get(at(make_code(guess)), from("10.0.0.1", "guessed")).status,
              i <= kGuessesInAll ? 404 : 429);
  }
  EXPECT_EQ(nobody.get(at(number), from("10.0.0.1", secret)).status, 200);
  const auto refused = [&](const std::string& which) {
    Answer answer = nobody.get(at(which), from("10.0.0.1", "guessed"));
    answer.headers.erase("date");
    answer.headers.erase("retry-after");
    return answer;
  };
  const Answer wrong = refused(number), unknown = refused(kUnknownNumber);
  EXPECT_EQ(wrong.status, 429) << "what is wrong has to wait";
  EXPECT_EQ(wrong.status, unknown.status);
  EXPECT_EQ(wrong.headers, unknown.headers);
  EXPECT_EQ(wrong.body, unknown.body);
  EXPECT_EQ(nobody.get(at(number), from("10.0.0.1", secret)).status, 200);
}

TEST_F(GuessesApi, ANumberIsTheSameHoweverItIsTyped) {
  const std::string grouped = number.substr(0, 4) + "-" + number.substr(4);
  for (int i = 0; i < kGuesses; ++i)
    EXPECT_EQ(nobody.get(at(i % 2 == 0 ? number : grouped), from("10.0.0.1", "guessed")).status, 404);
  EXPECT_EQ(nobody.get(at(grouped), from("10.0.0.1", "guessed")).status, 429);
}

TEST_F(GuessesApi, TheRightSecretIsNeverCounted) {
  for (int i = 0; i < 3 * kGuesses; ++i)
    EXPECT_EQ(nobody.get(at(number), from("10.0.0.1", secret)).status, 200);
}

TEST_F(GuessesApi, TheStaffMistypeNumbersAsOftenAsTheyLike) {
  for (int i = 0; i < 2 * kGuesses; ++i) EXPECT_EQ(desk.get(at(kUnknownNumber)).status, 404);
  EXPECT_EQ(desk.get(at(number)).status, 200);
  for (int i = 0; i < kGuesses; ++i)
    EXPECT_EQ(desk.get(at(kUnknownNumber), {{"Application-Secret", "guessed"}}).status, 404);
  EXPECT_EQ(desk.get(at(kUnknownNumber), {{"Application-Secret", "guessed"}}).status, 429);
}

TEST_F(GuessesApi, AResultIsNotHadByGuessingTheSecretOfItsCase) {
  make_signing_key(centre);
  const std::string pdf = "/api/v1/results/" + issue_document(centre, {}, number).code + "/pdf";
  const auto asked = [&](const std::string& address, const std::string& with) {
    return nobody.get(pdf, from(address, with)).status;
  };
  EXPECT_EQ(asked("10.0.0.2", secret), 200);
  for (int i = 0; i < kGuesses; ++i) EXPECT_EQ(asked("10.0.0.1", "guessed"), 404);
  EXPECT_EQ(asked("10.0.0.1", secret), 404) << "who was wrong too often waits, or the answer would tell it";
  EXPECT_EQ(nobody.get(at(number), from("10.0.0.1", secret)).status, 429) << "guesses count together";
  EXPECT_EQ(asked("10.0.0.2", secret), 200);
}

TEST_F(GuessesApi, PagesCountGuessesToo) {
  const auto cookie = [&](const std::string& guess) -> Client::Headers {
    return {{"X-Forwarded-For", "10.0.0.2"}, {"Cookie", "__Host-applications=" + number + "." + guess}};
  };
  const std::string mine = "/en/sergeli/my/" + number;
  for (int i = 0; i < 3 * kGuesses; ++i) EXPECT_EQ(nobody.get(mine, cookie(secret)).status, 200);
  const std::string of_another =
      text(desk.post(kApplications, application_for(*reference().find(ServiceId("pension-certificate")))),
           "secret");
  for (int i = 0; i < kGuesses; ++i) EXPECT_EQ(nobody.get(mine, cookie(of_another)).status, 303);
  EXPECT_EQ(nobody.get(mine, cookie(secret)).status, 303) << "who was wrong too often waits";
  EXPECT_EQ(metric(R"(biroyna_application_guesses_total{wrong="wrong_secret"})"),
            R"(biroyna_application_guesses_total{wrong="wrong_secret"} 20)");
}

TEST_F(GuessesApi, WhoOfTheStaffOpensTheCaseOfAnotherDepartmentIsNamed) {
  const auto added = object_of(Api(server.port(), centre.token("administrator"))
                                   .post("/api/v1/centres/sergeli/devices",
                                         R"({"name":"A","role":"specialist","departments":["health"]})"));
  Api other(server.port(), text(added, "token"));
  EXPECT_EQ(other.get("/en/sergeli/cases/" + number).status, 404);
  EXPECT_EQ(other
                .post("/en/sergeli/cases/" + number + "/note", "",
                      {{"Content-Type", "application/x-www-form-urlencoded"}})
                .status,
            404);
  EXPECT_THAT(server.log(), HasSubstr(R"("event":"application_guessed","wrong":"not_theirs","by":"device:)"));
  EXPECT_EQ(metric(R"(biroyna_application_guesses_total{wrong="not_theirs"})"),
            R"(biroyna_application_guesses_total{wrong="not_theirs"} 2)");
}

TEST_F(GuessesApi, TheLogNamesNobody) {
  nobody.get(at(number), from("10.9.8.7", "guessed-secret"));
  nobody.get(at(kUnknownNumber), from("10.9.8.7", "guessed-secret"));
  const std::string log = server.log();
  EXPECT_THAT(log, HasSubstr(R"("event":"application_guessed","wrong":"wrong_secret","by":"visitor")"));
  EXPECT_THAT(log, HasSubstr(R"("event":"application_guessed","wrong":"unknown_number","by":"visitor")"));
  for (const std::string& personal :
       {std::string("10.9.8.7"), std::string("guessed-secret"), secret, std::string("Karimova"), number})
    EXPECT_THAT(log, Not(HasSubstr(personal)));
}

TEST_F(GuessesApi, StrangersHandInAHundredAnHour) {
  const Client::Headers headers = {{"X-Forwarded-For", "10.0.0.1"}};
  for (int i = 0; i < 100; ++i) EXPECT_EQ(nobody.post(kApplications, "{}", headers).status, 422);
  const Answer wait = nobody.post(kApplications, "{}", headers);
  EXPECT_EQ(wait.status, 429);
  EXPECT_GT(std::stoi(wait.headers.at("retry-after")), 3000);
  EXPECT_THAT(wait.body, HasSubstr("too_many_applications"));
  EXPECT_EQ(nobody.post(kApplications, "{}", {{"X-Forwarded-For", "10.0.0.2"}}).status, 422);
  for (int i = 0; i < 120; ++i) EXPECT_EQ(desk.post(kApplications, "{}").status, 422);
}

}  // namespace
}  // namespace biroyna::testing
