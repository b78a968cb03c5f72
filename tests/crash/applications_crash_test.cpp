// The power goes while applications are handed in, documents come and decisions are made: what was
// acknowledged is there once, nothing is there twice, and nothing lies about.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <numeric>
#include <set>

#include "features/documents/test_documents.hpp"
#include "tests/crash/crowd.hpp"
#include "tests/support/answers.hpp"
#include "tests/support/documents.hpp"
#include "tests/support/drill.hpp"
#include "tests/support/json.hpp"
#include "tests/support/program.hpp"
#include "tests/support/uploads.hpp"

namespace biroyna::testing {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;

// What was sent with each key, and the number that each acknowledged one has.
struct Sent {
  std::map<std::string, std::string> bodies, numbers;
  std::size_t size() const { return numbers.size(); }
};

struct Submissions : Crowd<Sent> {
  Submissions(std::uint16_t port, const std::string& token, const std::string& round, int clients)
      : Crowd(clients, [port, token, round](Crowd& crowd, int i) {
          static const std::string wanted =
              application_for(*reference().find(ServiceId("kindergarten-referral")));
          Api desk(port, token);
          for (int n = 0;; ++n) {
            const std::string key = fmt::format("{}-{}-{}", round, i, n);
            const std::string content = key + std::string(50'000, 'x');
            const Answer document = send_form(
                desk.client(), form_of(documents::testing::png(documents::testing::chunk("IDAT", content))),
                token);
            if (document.status != 201) return;
            auto application = json::parse(wanted).as_object();
            application["documents"] = json::object{{"birth-certificate", text(document, "id")}};
            const std::string body = json::serialize(application);
            {
              const std::lock_guard lock(crowd.mutex);
              crowd.answered.bodies[key] = body;
            }
            const Answer answer = desk.post(kApplications, body, {{"Idempotency-Key", key}});
            const std::lock_guard lock(crowd.mutex);
            ++crowd.statuses[answer.status];
            if (answer.status == 201) crowd.answered.numbers[key] = text(answer, "number");
          }
        }) {}
};

class ApplicationsCrash : public ::testing::TestWithParam<db::testing::Where> {
 protected:
  ApplicationsCrash() { make_signing_key(centre); }

  Finished run_here(std::vector<std::string> words) { return run(with(std::move(words), centre.place())); }
  void expect_whole() {
    EXPECT_EQ(run_here({"audit", "verify"}).exit_code, 0);
    const Finished cleaned = run_here(
        {"documents", "check", "--remove-orphans", count_of_orphans(run_here({"documents", "check"}).out)});
    EXPECT_EQ(cleaned.exit_code, 0) << cleaned.err;
    EXPECT_THAT(cleaned.out, HasSubstr(" 0 missing or damaged"));
    EXPECT_THAT(run_here({"documents", "check"}).out, HasSubstr(" 0 without a document"));
  }
  static std::vector<std::string> all_numbers(Api& desk) {
    std::vector<std::string> numbers;
    for (std::string after;;) {
      const auto page = object_of(desk.get("/api/v1/centres/sergeli/applications?after=" + after));
      for (const auto& item : page.at("items").as_array())
        numbers.push_back(text(item.as_object(), "number"));
      if (page.at("next").is_null()) return numbers;
      after = text(page, "next");
      after.replace(after.find('|'), 1, "%7C");
    }
  }
  static std::int64_t times(const json::object& application, std::string_view kind) {
    return std::ranges::count_if(application.at("timeline").as_array(), [&](const json::value& event) {
      return text(event.as_object(), "kind") == kind;
    });
  }

  const Installation centre{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Engines, ApplicationsCrash, db::testing::program_engines(),
                         db::testing::engine_name);

TEST_P(ApplicationsCrash, WhatWasHandedInIsThereOnceWithItsDocument) {
  Sent sent;
  DrillRow row{.what = "kill under load, applications, " + ::testing::PrintToString(GetParam())};
  std::size_t answers = 0;
  for (const std::size_t before_the_kill : kill_after({1, 10, 40})) {
    ++row.times, answers += before_the_kill;
    Server server(centre);
    Submissions crowd(server.port(), centre.token("operator"), std::to_string(row.times), 32);
    while (crowd.count() < before_the_kill) std::this_thread::yield();
    server.kill();
    crowd.join();
    sent.bodies.merge(crowd.answered.bodies);
    sent.numbers.merge(crowd.answered.numbers);
  }
  ASSERT_GE(sent.numbers.size(), answers);
  expect_whole();

  Server again(centre);
  Api desk(again.port(), centre.token("operator"));
  auto numbers = all_numbers(desk);
  for (const auto& [key, number] : sent.numbers) {
    EXPECT_EQ(std::ranges::count(numbers, number), 1)
        << "an acknowledged application is lost, or there twice";
    ++row.acknowledged, row.lost += std::ranges::count(numbers, number) == 1 ? 0 : 1;
  }
  note_for_drill(row);
  EXPECT_LE(numbers.size(), sent.bodies.size());

  // Whoever was not answered sends it again, as do those who were.
  std::set<std::string> made;
  for (const auto& [key, body] : sent.bodies) {
    const Answer answer = desk.post(kApplications, body, {{"Idempotency-Key", key}});
    ASSERT_EQ(answer.status, 201) << answer.body;
    const std::string number = text(answer, "number");
    EXPECT_TRUE(made.insert(number).second) << "two keys, one application";
    const auto known = sent.numbers.find(key);
    EXPECT_TRUE(known == sent.numbers.end() || known->second == number) << "one key, two applications";
    const auto application = object_of(desk.get(std::string(kApplications) + "/" + number));
    EXPECT_EQ(application.at("documents").as_array().size(), 1u);
    EXPECT_EQ(times(application, "case_submitted"), 1);
  }
  numbers = all_numbers(desk);
  EXPECT_EQ(std::set(numbers.begin(), numbers.end()), made);
  EXPECT_EQ(numbers.size(), made.size());
  expect_whole();
}

// Each decides its own cases, some approved, some refused.
bool approved(const std::string& number) { return number.front() < 'F'; }

struct Decisions : Crowd<std::set<std::string>> {  // the numbers of those that were acknowledged
  Decisions(std::uint16_t port, const std::string& token, const std::vector<std::string>& numbers,
            int clients)
      : Crowd(clients, [port, token, numbers, clients](Crowd& crowd, int i) {
          Api specialist(port, token);
          for (auto n = static_cast<std::size_t>(i); n < numbers.size();
               n += static_cast<std::size_t>(clients)) {
            const Answer answer = decide(specialist, numbers[n]);
            const std::lock_guard lock(crowd.mutex);
            ++crowd.statuses[answer.status];
            if (answer.status == 200) crowd.answered.insert(numbers[n]);
          }
        }) {}
  static Answer decide(Api& specialist, const std::string& number) {
    static const std::string approval = approval_of("kindergarten-referral", "placement");
    return specialist.post(
        fmt::format("/api/v1/tasks/{}:placement/{}", number, approved(number) ? "approve" : "refuse"),
        approved(number) ? approval : R"({"ground":"no-place","text":"Full."})",
        {{"Idempotency-Key", "decide-" + number}});
  }
};

TEST_P(ApplicationsCrash, ADecisionAndItsResultAreThereOnce) {
  const auto kills = kill_after({1, 8, 20});
  // Some are decided between the last answer that is waited for and the kill.
  const std::size_t cases = std::accumulate(kills.begin(), kills.end(), 22 * kills.size());
  DrillRow row{.what = "kill under load, decisions, " + ::testing::PrintToString(GetParam()),
               .times = kills.size()};
  std::vector<std::string> numbers;
  {
    Server server(centre);
    Api desk(server.port(), centre.token("operator")), specialist(server.port(), centre.token("specialist"));
    const std::string wanted = application_for(*reference().find(ServiceId("kindergarten-referral")));
    while (numbers.size() < cases) {
      numbers.push_back(text(desk.post(kApplications, wanted), "number"));
      ASSERT_EQ(specialist.post(fmt::format("/api/v1/tasks/{}:placement/claim", numbers.back())).status, 200);
    }
  }
  std::set<std::string> decided;
  for (const std::size_t before_the_kill : kills) {
    Server server(centre);
    std::vector<std::string> open;
    std::ranges::copy_if(numbers, std::back_inserter(open),
                         [&](const std::string& number) { return !decided.contains(number); });
    Decisions crowd(server.port(), centre.token("specialist"), open, 16);
    while (crowd.count() < before_the_kill) std::this_thread::yield();
    server.kill();
    crowd.join();
    decided.merge(crowd.answered);
  }
  EXPECT_EQ(run_here({"audit", "verify"}).exit_code, 0);

  Server again(centre);
  Api head(again.port(), centre.token("head")), specialist(again.port(), centre.token("specialist"));
  const auto results = [&](const std::string& number) {
    return items_of(head.get("/api/v1/centres/sergeli/results?q=" + number));
  };
  for (const auto& number : numbers) {
    const auto application = object_of(head.get(std::string(kApplications) + "/" + number));
    const bool issued = text(application, "state") == "issued";
    EXPECT_EQ(times(application, "task_decided"), issued ? 1 : 0);
    EXPECT_EQ(results(number).size(), issued ? 1u : 0u)
        << "a decision without its result, or the other way round";
    if (!decided.contains(number)) continue;
    ++row.acknowledged, row.lost += issued ? 0 : 1;
    ASSERT_TRUE(issued) << "an acknowledged decision is lost";
    EXPECT_EQ(application.at("steps").at(0).at("outcome").at("approved").as_bool(), approved(number));
    EXPECT_EQ(head.get(fmt::format("/api/v1/results/{}/pdf",
                                   std::string_view(application.at("results").at(0).as_string())))
                  .status,
              200);
  }
  note_for_drill(row);
  // Whoever was not answered decides again, as do those who were.
  std::set<std::string> registered;
  for (const auto& number : numbers) {
    const Answer answer = Decisions::decide(specialist, number);
    EXPECT_EQ(answer.status, 200) << answer.body;
    EXPECT_TRUE(!decided.contains(number) || answer.headers.contains("idempotency-replayed"));
    const auto found = results(number);
    ASSERT_EQ(found.size(), 1u);
    registered.insert(text(found[0].as_object(), "number"));
  }
  EXPECT_EQ(registered.size(), cases) << "a register number was given twice";
  EXPECT_EQ(run_here({"audit", "verify"}).exit_code, 0);
}

}  // namespace
}  // namespace biroyna::testing
