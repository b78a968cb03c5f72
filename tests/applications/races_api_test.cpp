// Two at once: specialists who decide one task, an applicant who withdraws meanwhile, a registry that
// answers, and a catalogue that changes under open cases. On SQLite and on PostgreSQL.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <barrier>
#include <functional>
#include <map>
#include <thread>

#include "tests/registry/simulated_registry.hpp"
#include "tests/support/answers.hpp"
#include "tests/support/documents.hpp"
#include "tests/support/json.hpp"
#include "tests/support/program.hpp"

namespace biroyna::testing {
namespace {

namespace json = boost::json;
using ::testing::AnyOf;
using ::testing::HasSubstr;

constexpr int kRounds = 8;

class RacesApi : public ::testing::TestWithParam<db::testing::Where> {
 protected:
  RacesApi() { make_signing_key(centre); }

  std::string another_specialist() {
    std::vector<std::string> words = {"token",      "add",          "--centre",  "sergeli",      "--role",
                                      "specialist", "--department", "preschool", "--department", "pension"};
    const auto place = centre.place();
    words.insert(words.end(), place.begin(), place.end());
    const std::string said = run(words).out;
    return said.substr(0, said.find('\n'));
  }

  json::object submitted(const char* service) {
    const Answer answer =
        desk.post("/api/v1/applications", application_for(*reference().find(ServiceId(service))));
    EXPECT_EQ(answer.status, 201) << answer.body;
    return object_of(answer);
  }
  json::object now(const json::object& application) { return object_of(desk.get(at(application))); }
  static std::string at(const json::object& application, const std::string& command = {}) {
    return "/api/v1/applications/" + text(application, "number") + (command.empty() ? "" : "/" + command);
  }
  static std::string task(const json::object& application, const std::string& step,
                          const std::string& command) {
    return fmt::format("/api/v1/tasks/{}:{}/{}", text(application, "number"), step, command);
  }
  static std::int64_t times(const json::object& application, std::string_view kind) {
    return std::ranges::count_if(application.at("timeline").as_array(), [&](const json::value& event) {
      return text(event.as_object(), "kind") == kind;
    });
  }
  std::size_t issued(const json::object& application) {
    return items_of(Api(server.port(), centre.token("head"))
                        .get("/api/v1/centres/sergeli/results?q=" + text(application, "number")))
        .size();
  }

  // Each of them on a thread and a connection of its own, all at the same moment.
  using Act = std::function<Answer(Api&)>;
  std::vector<Answer> at_once(const std::vector<std::pair<std::string, Act>>& acts) {
    std::vector<Answer> answers(acts.size());
    std::barrier begin(static_cast<std::ptrdiff_t>(acts.size()));
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < acts.size(); ++i) {
      threads.emplace_back([&, i] {
        Api api(server.port(), acts[i].first);
        api.get("/healthz");
        begin.arrive_and_wait();
        answers[i] = acts[i].second(api);
      });
    }
    for (auto& thread : threads) thread.join();
    return answers;
  }
  static Act post(std::string target, std::string body = {}, Client::Headers headers = {}) {
    return [=](Api& api) { return api.post(target, body, headers); };
  }
  static std::map<int, int> statuses(const std::vector<Answer>& answers) {
    std::map<int, int> found;
    for (const auto& answer : answers) ++found[answer.status];
    return found;
  }

  // What registries are asked follows what happens to a case: here it has.
  ::testing::AssertionResult registries_have_heard() {
    Api anybody(server.port(), "");
    const bool heard = eventually([&] {
      return anybody.get("/metrics").body.find("biroyna_consumer_lag_events{consumer=\"registries\"} 0\n") !=
             std::string::npos;
    });
    return heard ? ::testing::AssertionSuccess()
                 : ::testing::AssertionFailure() << anybody.get("/metrics").body;
  }
  // A token for the agency of the civil registry.
  std::string the_agency() const {
    std::vector<std::string> words = {"token",  "add",    "--centre", "sergeli",
                                      "--role", "agency", "--name",   "civil-registry"};
    const auto place = centre.place();
    words.insert(words.end(), place.begin(), place.end());
    const std::string said = run(words).out;
    return said.substr(0, said.find('\n'));
  }

  Installation centre{GetParam()};
  Server server{centre, {"BIROYNA_REGISTRIES=[{id: civil-registry, mode: poll}]"}};
  Api desk{server.port(), centre.token("operator")};
  const std::string first = another_specialist(), second = another_specialist();
};
INSTANTIATE_TEST_SUITE_P(Engines, RacesApi, db::testing::program_engines(), db::testing::engine_name);

constexpr const char* kQuestions = "/api/v1/registries/civil-registry/questions";
constexpr const char* kOneStep = "kindergarten-referral";
const std::string kApproval = approval_of(kOneStep, "placement");
constexpr const char* kRefusal = R"({"ground":"no-place","text":"Full."})";

TEST_P(RacesApi, OneOfManyClaimsATask) {
  for (int round = 0; round < kRounds; ++round) {
    const auto made = submitted(kOneStep);
    const auto claim = post(task(made, "placement", "claim"));
    const auto answers = at_once({{first, claim}, {second, claim}, {centre.token("specialist"), claim}});
    EXPECT_EQ(statuses(answers), (std::map<int, int>{{200, 1}, {409, 2}}));
    for (const auto& answer : answers) {
      if (answer.status == 200) continue;
      EXPECT_THAT(answer.body, HasSubstr("other_assignee"));
    }
    EXPECT_EQ(times(now(made), "task_claimed"), 1);
  }
}

TEST_P(RacesApi, OneDecisionIsTakenAndTheOtherIsToldWhy) {
  for (int round = 0; round < kRounds; ++round) {
    const auto made = submitted(kOneStep);
    ASSERT_EQ(Api(server.port(), first).post(task(made, "placement", "claim")).status, 200);
    // The one who has it, in two tabs; and a colleague, who may never.
    const auto answers = at_once({{first, post(task(made, "placement", "approve"), kApproval)},
                                  {first, post(task(made, "placement", "refuse"), kRefusal)},
                                  {second, post(task(made, "placement", "approve"), kApproval)}});
    EXPECT_EQ(answers[2].status, 409);
    EXPECT_EQ((statuses({answers[0], answers[1]})), (std::map<int, int>{{200, 1}, {409, 1}}));
    for (const auto& answer : answers) {
      if (answer.status == 200) continue;
      EXPECT_THAT(answer.body,
                  AnyOf(HasSubstr("other_assignee"), HasSubstr("case_state"), HasSubstr("task_state")));
    }
    const auto end = now(made);
    EXPECT_EQ(times(end, "task_decided"), 1);
    EXPECT_EQ(text(end, "state"), "issued");
    const bool approved = end.at("steps").at(0).at("outcome").at("approved").as_bool();
    EXPECT_EQ(approved, answers[0].status == 200) << "what was acknowledged is what stands";
    EXPECT_EQ(issued(made), 1u);
  }
}

TEST_P(RacesApi, TheSameDecisionSentTwiceAtOnceIsOne) {
  for (int round = 0; round < kRounds; ++round) {
    const auto made = submitted(kOneStep);
    Api(server.port(), first).post(task(made, "placement", "claim"));
    const Client::Headers key = {{"Idempotency-Key", fmt::format("a-double-click-{}", round)}};
    const auto approve = post(task(made, "placement", "approve"), kApproval, key);
    const auto answers = at_once({{first, approve}, {first, approve}});
    EXPECT_EQ(statuses(answers), (std::map<int, int>{{200, 2}}));
    EXPECT_EQ(answers[0].body, answers[1].body);
    EXPECT_EQ(issued(made), 1u);
  }
}

TEST_P(RacesApi, TheSameSubmissionSentTwiceAtOnceIsOne) {
  for (int round = 0; round < kRounds; ++round) {
    const auto submit = post("/api/v1/applications", application_for(*reference().find(ServiceId(kOneStep))),
                             {{"Idempotency-Key", fmt::format("k-{}", round)}});
    const std::string token = centre.token("operator");
    const auto answers = at_once({{token, submit}, {token, submit}, {token, submit}});
    EXPECT_EQ(statuses(answers), (std::map<int, int>{{201, 3}}));
    EXPECT_EQ(answers[0].body, answers[1].body);
    EXPECT_EQ(answers[0].body, answers[2].body);
  }
  EXPECT_EQ(items_of(desk.get("/api/v1/centres/sergeli/applications")).size(), kRounds);
}

TEST_P(RacesApi, WhoWithdrawsWhileItIsDecidedEitherHasOrHasNot) {
  for (int round = 0; round < kRounds; ++round) {
    const auto made = submitted(kOneStep);
    Api(server.port(), first).post(task(made, "placement", "claim"));
    const auto answers =
        at_once({{first, post(task(made, "placement", "approve"), kApproval)},
                 {"", post(at(made, "withdraw"), {}, {{"Application-Secret", text(made, "secret")}})}});
    EXPECT_EQ(statuses(answers), (std::map<int, int>{{200, 1}, {409, 1}}));
    const bool withdrawn = answers[1].status == 200;
    const auto end = now(made);
    EXPECT_EQ(text(end, "state"), withdrawn ? "withdrawn" : "issued");
    EXPECT_EQ(issued(made), withdrawn ? 0u : 1u);
    EXPECT_THAT((withdrawn ? answers[0] : answers[1]).body,
                AnyOf(HasSubstr("case_state"), HasSubstr("task_state")));
  }
}

TEST_P(RacesApi, ARegistryAnswersWhileAPersonDecides) {
  const std::string agency = the_agency();
  const std::string questions = kQuestions;
  for (int round = 0; round < kRounds; ++round) {
    const auto made = submitted("birth-lump-sum");
    ASSERT_TRUE(registries_have_heard());
    const std::string question =
        text(items_of(Api(server.port(), agency).get(questions)).back().as_object(), "id");
    const auto answers =
        at_once({{agency, post(questions + "/" + question + "/answer",
                               R"({"outcome":"confirmed","comment":"Born."})")},
                 {first, [&](Api& api) {
                    const Answer claimed = api.post(task(made, "birth", "claim"));
                    return claimed.status == 200 ? api.post(task(made, "birth", "approve")) : claimed;
                  }}});
    // An answer to what a person has claimed is taken and left aside; what a person has done needs none any
    // more.
    EXPECT_THAT(answers[0].status, AnyOf(204, 409)) << answers[0].body;
    EXPECT_THAT(answers[1].status, AnyOf(200, 409)) << answers[1].body;
    EXPECT_FALSE(answers[0].status == 409 && answers[1].status == 409);
    const auto end = now(made);
    EXPECT_EQ(times(end, "task_decided"), 1);
    EXPECT_EQ(text(end.at("steps").at(0).as_object(), "state"), "done");
    EXPECT_EQ(text(end.at("steps").at(1).as_object(), "state"), "open");
  }
}

TEST_P(RacesApi, NothingIsAskedForACaseThatIsOverOrWhatAPersonHasDone) {
  const std::string agency = the_agency();
  const auto open = [&] {
    EXPECT_TRUE(registries_have_heard());
    return items_of(Api(server.port(), agency).get(kQuestions)).size();
  };
  const auto withdrawn = submitted("birth-lump-sum"), done = submitted("birth-lump-sum");
  ASSERT_EQ(open(), 2u);
  Api(server.port(), "")
      .post(at(withdrawn, "withdraw"), {}, {{"Application-Secret", text(withdrawn, "secret")}});
  EXPECT_EQ(open(), 1u);
  Api specialist(server.port(), first);
  ASSERT_EQ(specialist.post(task(done, "birth", "claim")).status, 200);
  ASSERT_EQ(specialist.post(task(done, "birth", "release")).status, 200);
  EXPECT_EQ(open(), 1u) << "nobody has done it";
  specialist.post(task(done, "birth", "claim"));
  ASSERT_EQ(specialist.post(task(done, "birth", "approve")).status, 200);
  EXPECT_EQ(open(), 0u);
}

// ---- The catalogue changes while cases are open.

class ChangedCatalogue : public RacesApi {
 protected:
  // Imports the reference catalogue as `change` leaves it, and waits until the server knows.
  void import(const std::function<void(const std::filesystem::path&)>& change) {
    const db::testing::TemporaryFolder folder;
    const auto copy = copy_catalogue(folder.path() / "catalogue");
    change(copy);
    std::vector<std::string> words = {"import", copy.string()};
    const auto place = centre.place();
    words.insert(words.end(), place.begin(), place.end());
    const Finished finished = run(words);
    ASSERT_EQ(finished.exit_code, 0) << finished.err;
    ASSERT_TRUE(eventually([&] { return known != desk.get(kService).body; }));
  }
  static std::string replaced(std::string text, const std::string& part, const std::string& by) {
    const auto found = text.find(part);
    if (found == std::string::npos) throw std::runtime_error(part + " is not there");
    return text.replace(found, part.size(), by);
  }
  static constexpr const char* kService = "/api/v1/centres/sergeli/services/kindergarten-referral";
  static constexpr const char* kFile = "services/kindergarten-referral.yaml";
  const std::string known = desk.get(kService).body;
};
INSTANTIATE_TEST_SUITE_P(Engines, ChangedCatalogue, db::testing::program_engines(), db::testing::engine_name);

constexpr const char* kSteps = "steps:\n";
constexpr const char* kWithSecondStep =
    "steps:\n"
    "  - {id: visit, department: preschool, role: specialist, working_days: 0, after: [placement], kind: "
    "decision}\n";

TEST_P(ChangedCatalogue, OpenCasesGoOnWithTheEditionTheyBeganWith) {
  Api specialist(server.port(), first);
  const auto refused = submitted(kOneStep), granted = submitted(kOneStep);
  specialist.post(task(refused, "placement", "claim"));
  import([](const std::filesystem::path& catalogue) {
    const std::string text = replaced(read_file(catalogue / kFile), kSteps, kWithSecondStep);
    write_file(catalogue / kFile, replaced(text, "not-entitled, no-place,", "not-entitled,"));
  });
  const auto later = submitted(kOneStep);
  EXPECT_EQ(later.at("steps").as_array().size(), 2u);
  EXPECT_EQ(now(granted).at("steps").as_array().size(), 1u);

  // The old ground for the old case, not for the new one.
  EXPECT_EQ(specialist.post(task(refused, "placement", "refuse"), kRefusal).status, 200);
  EXPECT_EQ(text(now(refused), "state"), "issued");
  specialist.post(task(later, "placement", "claim"));
  const Answer unknown = specialist.post(task(later, "placement", "refuse"), kRefusal);
  EXPECT_EQ(unknown.status, 422);
  EXPECT_THAT(unknown.body, HasSubstr("/ground"));

  // One step is enough for the old case; the new one has another.
  specialist.post(task(granted, "placement", "claim"));
  EXPECT_EQ(specialist.post(task(granted, "placement", "approve"), kApproval).status, 200);
  EXPECT_EQ(text(now(granted), "state"), "issued");
  EXPECT_EQ(specialist.post(task(later, "placement", "approve"), kApproval).status, 200);
  EXPECT_EQ(text(now(later), "state"), "in_work");
}

TEST_P(ChangedCatalogue, AServiceThatIsNoLongerThereIsStillDecided) {
  Api specialist(server.port(), first);
  const auto made = submitted(kOneStep), issued_before = submitted(kOneStep);
  specialist.post(task(issued_before, "placement", "claim"));
  EXPECT_EQ(specialist.post(task(issued_before, "placement", "approve"), kApproval).status, 200);
  import([](const std::filesystem::path& catalogue) {
    std::filesystem::remove(catalogue / kFile);
    const auto file = catalogue / "life-events.yaml";
    std::string text = read_file(file);
    const std::string line = "      - kindergarten-referral\n";
    while (text.find(line) != std::string::npos) text = replaced(text, line, "");
    write_file(file, text);
  });
  const Answer late =
      desk.post("/api/v1/applications", application_for(*reference().find(ServiceId(kOneStep))));
  EXPECT_EQ(late.status, 422) << late.body;
  EXPECT_THAT(late.body, HasSubstr("/service"));

  EXPECT_FALSE(now(made).at("answers").as_object().empty());
  specialist.post(task(made, "placement", "claim"));
  const Answer page = specialist.get("/en/sergeli/cases/" + text(made, "number"));
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("Which kindergarten")) << "with what was asked then";
  EXPECT_EQ(specialist.post(task(made, "placement", "approve"), kApproval).status, 200);
  const auto end = now(made);
  EXPECT_EQ(text(end, "state"), "issued");

  const std::string code(end.at("results").at(0).as_string()), number = text(made, "number");
  for (const std::string& address :
       {std::string("/en/sergeli/worklist"), std::string("/en/sergeli/worklist?view=mine"),
        "/en/sergeli/cases/" + number, std::string("/en/sergeli/results"), "/en/sergeli/results/" + code,
        "/en/verify/" + code, "/api/v1/verify/" + code, "/api/v1/results/" + code + "/pdf",
        std::string("/api/v1/centres/sergeli/results"), std::string("/api/v1/centres/sergeli/applications"),
        std::string("/api/v1/tasks")})
    EXPECT_EQ(desk.get(address).status, 200) << address;
}

}  // namespace
}  // namespace biroyna::testing
