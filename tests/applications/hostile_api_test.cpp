// Hostile bodies: whatever is sent, the answer names what is wrong, nothing fails and nothing is kept.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <set>

#include "tests/support/answers.hpp"
#include "tests/support/documents.hpp"
#include "tests/support/json.hpp"
#include "tests/support/program.hpp"

namespace biroyna::testing {
namespace {

namespace json = boost::json;
using catalogue::FieldType;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string nested(int depth, const std::string& in, const std::string& out) {
  std::string text;
  for (int i = 0; i < depth; ++i) text += in;
  for (int i = 0; i < depth; ++i) text += out;
  return text;
}

using Texts = std::vector<std::string>;

// JSON of every kind, none of which is an answer to a field of this type.
Texts wrong_for(FieldType type) {
  const bool number = type == FieldType::number, text = type == FieldType::text;
  Texts wrong = {R"({"family_name":{"family_name":{"family_name":{}}}})",
                 R"({"":""})",
                 "[[[]]]",
                 R"([1,"two",null])",
                 R"([{"unheard_of":{"a":1}}])",
                 '"' + std::string(5000, 'x') + '"',
                 "1e308",
                 "-1e15",
                 "18446744073709551615"};
  const auto unless = [&](bool right, const Texts& more) {
    if (!right) wrong.insert(wrong.end(), more.begin(), more.end());
  };
  unless(number, {"-1", "0.5"});
  unless(type == FieldType::yes_no || type == FieldType::consent, {"true", "false"});
  unless(text, {R"("nothing of this kind")", R"("\u0000")", R"("'; DROP TABLE applications; --")"});
  unless(type == FieldType::address, {R"({"district":"1726283"})"});
  return wrong;
}

class HostileApi : public ::testing::TestWithParam<db::testing::Where> {
 protected:
  void expect_nothing_kept() {
    EXPECT_TRUE(items_of(desk.get("/api/v1/centres/sergeli/applications")).empty());
  }
  // Refused, with each wrong field named.
  static void expect_refused(const Answer& answer, const std::string& what, const std::string& below = "/") {
    ASSERT_EQ(answer.status, 422) << what << answer.body;
    const auto problem = object_of(answer);
    ASSERT_TRUE(problem.contains("errors")) << what << answer.body;
    ASSERT_FALSE(problem.at("errors").as_array().empty()) << what;
    for (const auto& error : problem.at("errors").as_array())
      EXPECT_THAT(text(error.as_object(), "pointer"), StartsWith(below)) << what;
  }

  Installation centre{GetParam()};
  Server server{centre};
  Api desk{server.port(), centre.token("operator")};
  const json::object right =
      json::parse(application_for(*reference().find(ServiceId("kindergarten-referral")))).as_object();
};
INSTANTIATE_TEST_SUITE_P(Engines, HostileApi, db::testing::program_engines(), db::testing::engine_name);

// Answers are checked before anything is stored.
class HostileAnswers : public HostileApi {};
INSTANTIATE_TEST_SUITE_P(OneEngine, HostileAnswers, ::testing::Values(db::Engine::sqlite),
                         db::testing::engine_name);

TEST_P(HostileAnswers, ToEveryFieldOfEveryServiceAreNamed) {
  int sent = 0;
  std::set<std::string, std::less<>> seen;  // fields that another service has, too
  for (const auto& service : reference().services) {
    const auto whole = json::parse(application_for(service)).as_object();
    for (const auto& [field, answer] : whole.at("answers").as_object()) {
      Texts all = wrong_for(reference().find_field(field)->type);
      if (!seen.insert(std::string(field)).second) all.resize(1);
      for (const auto& wrong : all) {
        auto body = whole;
        body["answers"].as_object()[field] = json::parse(wrong);
        expect_refused(
            desk.post(kApplications, json::serialize(body)),
            fmt::format("{} {}: {}", service.id.str(), std::string_view(field), wrong.substr(0, 60)),
            "/answers");
        ++sent;
      }
    }
  }
  EXPECT_GT(sent, 500);
  expect_nothing_kept();
}

TEST_P(HostileApi, WrongKindsInEveryPlaceOfASubmission) {
  const Texts kinds = {"true", "-1",   "1.5",        R"("")", '"' + std::string(5000, 'x') + '"',
                       "[]",   "[[]]", R"({"a":{}})"};
  const auto send = [&](const json::object& body, const std::string& what) {
    const Answer answer = desk.post(kApplications, json::serialize(body));
    if (answer.status == 201) ADD_FAILURE() << what << " was taken";
    EXPECT_THAT(answer.status, AnyOf(404, 422)) << what << answer.body;
  };
  for (const auto& text : kinds) {
    const json::value kind = json::parse(text);
    const std::string what = text.substr(0, 40);
    for (const char* place : {"centre", "service", "applicant", "answers"}) {
      auto body = right;
      body[place] = kind;
      send(body, place + what);
    }
    for (const char* place :
         {"kind", "family_name", "given_name", "birth_date", "passport", "phone", "language"}) {
      auto body = right;
      body["applicant"].as_object()[place] = kind;
      // Empty is left out.
      if (kind == json::value("") && std::string_view(place) == "birth_date")
        body["applicant"].as_object().erase("passport");
      send(body, place + what);
    }
    for (const char* place : {"documents", "ticket"}) {
      auto body = right;
      body[place] = kind;
      if (!kind.is_string() || kind.as_string().size() > 200) send(body, place + what);
    }
    auto body = right;
    body["documents"] = json::object{{"identity", kind}};
    send(body, "documents/identity" + what);
  }
  for (const char* document : {R"("\u0000")", R"("../../etc/passwd")", R"("%00")", R"("ў")"}) {
    auto body = right;
    body["documents"] = json::object{{"identity", json::parse(document)}};
    expect_refused(desk.post(kApplications, json::serialize(body)), document, "/documents/identity");
    body["documents"] = json::object{{json::parse(document).as_string(), "document"}};
    expect_refused(desk.post(kApplications, json::serialize(body)), document, "/documents/");
  }
  expect_nothing_kept();
}

// Two of these at once stopped the console for 15 seconds.
TEST_P(HostileApi, AnswersAndDocumentsWithoutEndAreNotReadToTheirEnd) {
  const auto send = [&](const char* place, const char* prefix, int count) {
    json::object many;
    for (int i = 0; i < count; ++i) many[prefix + std::to_string(i)] = "x";
    auto body = right;
    body[place] = std::move(many);
    const Answer answer = desk.post(kApplications, json::serialize(body));
    EXPECT_EQ(answer.status, 422) << place;
    EXPECT_LT(answer.body.size(), 100'000u) << place;
    EXPECT_NE(answer.body.find("\"/" + std::string(place) + "\""), std::string::npos)
        << answer.body.substr(0, 300);
  };
  send("answers", "k", 30'000);
  send("documents", "d", 22'000);
  send("documents", "d", 51);
  expect_nothing_kept();
}

TEST_P(HostileApi, BodiesThatAreNone) {
  const std::string deep = R"({"centre":"sergeli","service":"kindergarten-referral","answers":)";
  const std::vector<std::string> bodies = {
      "{",
      "[]",
      "null",
      "1e999",
      "{\"a\":1e999}",
      "\xff\xfe",
      std::string("{}\0", 3),
      R"({"a":"\ud800"})",
      R"({"answers":NaN})",
      deep + nested(20, "{\"a\":", "}") + "}",
      deep + nested(30, "[", "]") + "}",
      deep + nested(500, "{\"a\":[", "]}") + "}",
      nested(100'000, "[", "]"),
      nested(100'000, "{\"a\":", "}"),
      R"({"answers":{"child":)" + nested(25, "[{\"a\":", "}]") + "}}",
      R"({"answers":{")" + std::string(500'000, 'k') + R"(":1}})",
      "{\"" + std::string(900'000, 'k') + "\":1}",
      R"({"applicant":{"family_name":")" + std::string(900'000, 'x') + "\"}}"};
  for (const auto& body : bodies) {
    const Answer answer = desk.post(kApplications, body);
    EXPECT_THAT(answer.status, AnyOf(400, 422)) << body.substr(0, 80) << answer.body.substr(0, 300);
    EXPECT_LT(answer.body.size(), 3'000'000u);
  }
  expect_nothing_kept();
}

TEST_P(HostileApi, CommandsWithWrongFields) {
  const auto made = object_of(desk.post(kApplications, json::serialize(right)));
  const std::string number = text(made, "number"), address = "/api/v1/applications/" + number + "/",
                    task = fmt::format("/api/v1/tasks/{}:placement/", number);
  Api head(server.port(), centre.token("head")), specialist(server.port(), centre.token("specialist"));
  EXPECT_EQ(specialist.post(task + "claim").status, 200);
  struct Field {
    Api& who;
    std::string target, name;
  };
  const std::vector<Field> fields = {{desk, address + "pay", "receipt"},
                                     {desk, address + "note", "text"},
                                     {desk, address + "note", "version"},
                                     {desk, address + "answer", "documents"},
                                     {head, address + "extend", "working_days"},
                                     {head, address + "extend", "text"},
                                     {specialist, task + "approve", "text"},
                                     {specialist, task + "refuse", "ground"},
                                     {specialist, task + "ask", "marked"},
                                     {specialist, task + "ask-department", "department"},
                                     {specialist, task + "ask-department", "working_days"},
                                     {head, task + "hand-on", "assignee"}};
  for (const auto& [who, target, name] : fields) {
    for (const char* value : {"true", "[[1]]", "[{}]", R"({"a":{"a":{}}})", "1e308", "-1.5"}) {
      const Answer answer = who.post(target, fmt::format(R"({{"{}":{}}})", name, value));
      expect_refused(answer, target + " " + name + value);
    }
    const Answer zero = who.post(target, fmt::format(R"({{"{}":"a\u0000b"}})", name));
    expect_refused(zero, target + " " + name);
  }
  for (const char* odd : {"%00", "%ff", "..", "a:b:c", ":", "00000000:placement"}) {
    // What is no address ends the connection.
    Api once(server.port(), centre.token("specialist"));
    const Answer answer = once.post(fmt::format("/api/v1/tasks/{}/claim", odd));
    EXPECT_THAT(answer.status, AnyOf(400, 404)) << odd << answer.body;
  }
  for (const char* query : {"after=x", "after=%7C%7C", "after=99999999999999999999%7Ca%7Cb",
                            "after=1%7C%27%7C%27", "department=%27", "mine=perhaps", "q=%25%25"}) {
    EXPECT_THAT(specialist.get(std::string("/api/v1/tasks?") + query).status, AnyOf(200, 400, 403, 422))
        << query;
    EXPECT_THAT(desk.get(std::string("/api/v1/centres/sergeli/applications?") + query).status,
                AnyOf(200, 400, 422))
        << query;
  }
  EXPECT_EQ(object_of(desk.get("/api/v1/applications/" + number)).at("version").as_int64(), 2)
      << "nothing of all that has happened";
}

}  // namespace
}  // namespace biroyna::testing
