// Words that are code somewhere: in HTML, SQL, templates, tables, headers, the log, YAML.
#include <boost/json.hpp>
#include <fstream>

#include "platform/http/uri.hpp"
#include "tests/attack/attack.hpp"
#include "tests/support/answers.hpp"

namespace biroyna::testing {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;
using ::testing::Not;

// HTML, an attribute's end, SQL and four kinds of templates; and how a page shows its beginning.
constexpr const char* kWords =
    R"(<script>x()</script>" onload=x {title} ${7*7} {{7*7}} %s%n); DROP TABLE staff; --)";
constexpr const char* kShown = "&lt;script&gt;x()&lt;/script&gt;";

class Injection : public Attack {
 protected:
  Injection() : Attack("injection") {}

  // The words stand on the page, and as text alone.
  void expect_text(const Answer& page, const std::string& what) {
    EXPECT_EQ(page.status, 200) << what;
    EXPECT_THAT(page.body, HasSubstr(kShown)) << what << ": the control: it is shown there";
    EXPECT_THAT(page.body, HasSubstr("{title} ${7*7} {{7*7}} %s%n")) << what << ": nothing fills it in";
    EXPECT_THAT(page.body, Not(HasSubstr("<script>x()"))) << what;
    for (auto at = page.body.find(kShown); at != std::string::npos; at = page.body.find(kShown, at + 1)) {
      const auto quote = page.body.rfind('"', at);
      const bool in_attribute = page.body[quote - 1] == '=';
      const std::string rest = page.body.substr(at + std::string_view(kShown).size(), 6);
      EXPECT_TRUE(!in_attribute || rest == "&quot;" || rest.starts_with("&#34;"))
          << what << page.body.substr(quote - 40, 140);
    }
  }
  Answer page(const std::string& role, const std::string& address) { return as(role).get(address); }
  static std::string quoted(const std::string& words) { return json::serialize(json::string(words)); }
};
INSTANTIATE_TEST_SUITE_P(Engines, Injection, db::testing::program_engines(), db::testing::engine_name);

TEST_P(Injection, WhatPeopleWriteIsTextOnEveryPageThatShowsIt) {
  const std::string words = quoted(kWords);
  Api administrator = as("administrator"), host = as("host"), desk = as("operator");
  ASSERT_EQ(administrator
                .post("/api/v1/centres/sergeli/staff",
                      fmt::format(R"({{"login":"evil","name":{},"role":"host","password":"{}"}})", words,
                                  kOwnPassword))
                .status,
            201);
  expect_text(page("administrator", "/en/sergeli/staff"), "a person's name");
  ASSERT_EQ(
      administrator
          .post("/api/v1/centres/sergeli/devices", fmt::format(R"({{"name":{},"role":"board"}})", words))
          .status,
      201);
  expect_text(page("administrator", "/en/sergeli/devices"), "a device's name");

  const Answer taken = host.post(
      "/api/v1/centres/sergeli/tickets",
      fmt::format(R"({{"services":["kindergarten-referral"],"name":{},"phone":"+998901234567"}})", words));
  ASSERT_EQ(taken.status, 201) << taken.body;
  const std::string ticket = text(taken, "id");
  ASSERT_EQ(host.post("/api/v1/tickets/" + ticket + "/notes", fmt::format(R"({{"text":{}}})", words)).status,
            200);
  expect_text(page("host", "/en/sergeli/host/tickets/" + ticket), "a visitor's name and a note");

  const auto made = object_of(
      desk.post(kApplications, application_for(*reference().find(ServiceId("kindergarten-referral")))));
  const std::string number = text(made, "number"), at = "/api/v1/applications/" + number;
  const Client::Headers applicant = {{"Application-Secret", text(made, "secret")}};
  const Answer sent = nobody.post(at + "/message", fmt::format(R"({{"text":{}}})", words), applicant);
  ASSERT_EQ(sent.status, 200) << sent.body;
  expect_text(page("operator", "/en/sergeli/cases/" + number), "the applicant's message");
  ASSERT_EQ(desk.post(at + "/message", fmt::format(R"({{"text":{}}})", words)).status, 200);
  const Answer found =
      send_form("/en/sergeli/my", fmt::format("number={}&secret={}", number, text(made, "secret")));
  const std::string remembered = found.cookies.at(0).substr(0, found.cookies.at(0).find(';'));
  expect_text(nobody.get(found.headers.at("location"), {{"Cookie", remembered}}),
              "a message to the applicant");

  // What is only asked and never kept.
  const std::string asked = http::percent_encode(kWords);
  for (const std::string& address :
       {"/en/sergeli/services?q=" + asked, "/en/verify?code=" + asked, "/en/sign-in?to=" + asked})
    EXPECT_THAT(nobody.get(address).body, Not(HasSubstr("<script>x()"))) << address;
  expect_text(nobody.get("/en/sergeli/services?q=" + asked), "a search");
  for (const char* list : {"cases", "worklist", "host", "results"})
    EXPECT_THAT(page("head", fmt::format("/en/sergeli/{}?q={}", list, asked)).body,
                Not(HasSubstr("<script>x()")))
        << list;
  // The API says the same as JSON, of its own type.
  const Answer api = administrator.get("/api/v1/centres/sergeli/staff");
  EXPECT_EQ(api.headers.at("content-type"), "application/json");
  EXPECT_THAT(api.body, HasSubstr(words));
}

TEST_P(Injection, WhatPeopleWriteIsNoSql) {
  Api host = as("host"), desk = as("operator");
  ASSERT_EQ(host.post("/api/v1/centres/sergeli/tickets",
                      R"({"services":["kindergarten-referral"],"name":"Karimova","phone":"+998901234567"})")
                .status,
            201);
  ASSERT_EQ(
      desk.post(kApplications, application_for(*reference().find(ServiceId("kindergarten-referral")))).status,
      201);
  const auto found = [&](const std::string& asked) {
    const std::string words = http::percent_encode(asked);
    const Answer tickets = ask("/en/sergeli/host?q=" + words, "host"),
                 cases = ask("/api/v1/centres/sergeli/applications?q=" + words, "operator");
    EXPECT_EQ(tickets.status, 200) << asked;
    EXPECT_EQ(cases.status, 200) << asked;
    return fmt::format("{} {}", tickets.body.find("id=\"found-title\"") != std::string::npos,
                       items_of(cases).size());
  };
  const std::string all = found("karimova");
  EXPECT_THAT(all, ::testing::MatchesRegex("true [1-9]"));
  for (const std::string asked :
       {"' OR '1'='1", "x' UNION SELECT * FROM staff --", "'; DROP TABLE tickets; --", "$99",
        "x\" OR \"\"=\"", "zz%", "1; SELECT pg_sleep(9)", "karimova' AND '1'='2", "_arimova", "k%a",
        "karimova\\"}) {
    EXPECT_EQ(found(asked), asked == "karimova\\" ? all : "false 0") << asked;
    const std::string part = http::percent_encode(asked);
    for (const std::string& target :
         {"/api/v1/applications/" + part, "/api/v1/tickets/" + part, "/api/v1/verify/" + part,
          "/api/v1/documents/" + part, "/en/sergeli/services/" + part, "/api/v1/tasks?department=" + part}) {
      const Answer answer = ask(target, "operator");
      EXPECT_LT(answer.status, 500) << target;
      EXPECT_THAT(answer.body, Not(HasSubstr("Karimova"))) << target;
    }
  }
  for (const char* login : {"' OR '1'='1", "aziza' --"})
    EXPECT_EQ(ask("/api/v1/sessions", "", "POST",
                  json::serialize(json::object{{"login", login}, {"password", login}}))
                  .status,
              401);
  EXPECT_EQ(found("karimova"), all) << "all is there";
  told({"audit", "verify"});
}

// A table of the staff is opened by programs that take "=…" for a formula.
TEST_P(Injection, NoCellOfATableIsAFormula) {
  auto application =
      json::parse(application_for(*reference().find(ServiceId("kindergarten-referral")))).as_object();
  std::vector<std::string> taken;
  for (const char* name : {"=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "Karimova"}) {
    application["applicant"].as_object()["family_name"] = name;
    const Answer made = as("operator").post(kApplications, json::serialize(application));
    EXPECT_THAT(made.status, ::testing::AnyOf(201, 422)) << made.body;
    if (made.status == 201) taken.emplace_back(name);
  }
  EXPECT_THAT(taken, ::testing::Contains("Karimova"));
  const Answer table = as("head").get("/en/sergeli/cases.csv");
  ASSERT_EQ(table.status, 200);
  EXPECT_THAT(table.body, HasSubstr("\"Karimova"));
  for (const char* sign : {"=", "+", "-", "@", "\t"})
    EXPECT_THAT(table.body, Not(HasSubstr(fmt::format(",\"{}", sign)))) << sign;
}

TEST_P(Injection, NoLineOfTheLogIsForged) {
  const std::string forged =
      "\n{\"at\":\"2026-01-01T00:00:00.000Z\",\"level\":\"info\",\"event\":\"forged\"}\n";
  const std::string encoded = http::percent_encode(forged);
  for (const std::string& target : {"/en/sergeli/staff?q=" + encoded, "/api/v1/centres/" + encoded + "/staff",
                                    "/en/" + encoded, "/api/v1/tickets/" + encoded + "/cancel"}) {
    ask(target, "board");
    ask(target, "board", "POST", json::serialize(json::object{{"text", forged}}));
  }
  ask("/api/v1/sessions", "", "POST", json::serialize(json::object{{"login", forged}, {"password", forged}}));
  send_form("/en/sergeli/my", "number=" + encoded + "&secret=" + encoded);
  ask("/api/v1/centres/sergeli/windows/1/call-next", "board", "POST");
  std::istringstream log(server.log());
  int lines = 0;
  bool refused = false;
  for (std::string line; std::getline(log, line); ++lines) {
    boost::system::error_code wrong;
    const json::value parsed = json::parse(line, wrong);
    ASSERT_FALSE(wrong) << line;
    const std::string event(parsed.at("event").as_string());
    EXPECT_NE(event, "forged");
    refused = refused || event == "refused";
  }
  EXPECT_GT(lines, 0);
  EXPECT_TRUE(refused) << "the control: what was tried is there";
}

TEST_P(Injection, NoAddressOfOursLeadsElsewhere) {
  add_person("aziza", "operator");
  const std::string form = "login=aziza&password=olma+anor+behi+uzum&to=";
  for (const char* to : {"https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x()",
                         "/en//evil.example", "%0d%0aSet-Cookie:%20evil=1", "/en/sergeli%0d%0aX-Evil:%201"}) {
    const Answer answer = send_form("/en/sign-in", form + http::percent_encode(to));
    ASSERT_EQ(answer.status, 303) << to;
    EXPECT_THAT(answer.headers.at("location"), ::testing::MatchesRegex("/en(/.*)?")) << to << ": of ours";
    EXPECT_FALSE(answer.headers.contains("x-evil")) << to;
  }
  EXPECT_EQ(send_form("/en/sign-in", form + "%2Fen%2Fsergeli%2Fconsole").headers.at("location"),
            "/en/sergeli/console");
}

// Of files that a centre imports: YAML can name types, and itself again and again.
TEST(InjectionByYaml, AFileThatNamesItselfOrATypeIsAMistakeAndNoMore) {
  const db::testing::TemporaryFolder folder;
  const auto copy = folder.path() / "catalogue";
  std::filesystem::copy(catalogue_folder(), copy, std::filesystem::copy_options::recursive);
  EXPECT_EQ(run({"check", copy.string()}).exit_code, 0);
  const std::string whole = read_file(copy / "centre.yaml");
  std::string bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n";
  for (char name = 'b'; name <= 'i'; ++name)
    bomb += fmt::format("{0}: &{0} [*{1},*{1},*{1},*{1},*{1},*{1},*{1},*{1},*{1}]\n", name,
                        static_cast<char>(name - 1));
  for (const std::string& more : {bomb, std::string("evil: !!python/object/apply:os.system [id]\n"),
                                  std::string("<<: *nothing\n"), std::string("evil: &e [*e]\n")}) {
    write_file(copy / "centre.yaml", whole + more);
    const Finished checked = run({"check", copy.string()});
    EXPECT_EQ(checked.exit_code, 1) << more.substr(0, 40) << checked.out << checked.err;
    EXPECT_THAT(checked.out + checked.err, HasSubstr("centre.yaml")) << more.substr(0, 40);
  }
}

}  // namespace
}  // namespace biroyna::testing
