// The program is told to stop in the middle of everything, again and again: it ends by itself and cleanly,
// and what was acknowledged is there when it is started again.
//
// Run with the address sanitizer, where a write that reaches into something destroyed is a report.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <boost/json.hpp>
#include <random>
#include <set>

#include "features/documents/test_documents.hpp"
#include "tests/crash/crowd.hpp"
#include "tests/support/json.hpp"
#include "tests/support/program.hpp"
#include "tests/support/uploads.hpp"

namespace biroyna::testing {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;
using ::testing::Not;

// Of each engine; together fifty.
constexpr int kStops = 21, kStopsOfPeriodicWork = 4;
// What is freed is overwritten, so that a build without the sanitizer does not get away with reading it.
const Environment kEnvironment = {"MALLOC_PERTURB_=165"};
constexpr const char* kCentre = "/api/v1/centres/sergeli";
constexpr const char* kPassword = "a long password";
constexpr const char* kPages[] = {"/uz-Latn/sergeli", "/en/sergeli/services", "/ru/sergeli/board",
                                  "/en/sergeli/services/kindergarten-referral"};

struct Acknowledged {
  std::map<std::string, std::string> tickets;  // number by id
  std::vector<json::object> documents;
  std::size_t size() const { return tickets.size() + documents.size(); }
};

void take_ticket(Crowd<Acknowledged>& crowd, Api& kiosk, const std::string& key) {
  const Answer answer = kiosk.post(fmt::format("{}/tickets", kCentre),
                                   R"({"services":["kindergarten-referral"]})", {{"Idempotency-Key", key}});
  const std::lock_guard lock(crowd.mutex);
  ++crowd.statuses[answer.status];
  if (answer.status == 201) crowd.answered.tickets.emplace(text(answer, "id"), text(answer, "number"));
}

void upload(Crowd<Acknowledged>& crowd, Client& client, const std::string& token, const std::string& key) {
  const std::string content = key + std::string(20'000, 'x');
  const Answer answer =
      send_form(client, form_of(documents::testing::png(documents::testing::chunk("IDAT", content))), token);
  const std::lock_guard lock(crowd.mutex);
  ++crowd.statuses[answer.status];
  if (answer.status == 201) crowd.answered.documents.push_back(object_of(answer));
}

void sign_in(Api& anybody, int attempt) {
  const bool right = attempt % 8 == 0;
  anybody.post("/api/v1/sessions",
               fmt::format(R"({{"login":"{}","password":"{}"}})", right ? "aziza" : "bobur",
                           right ? kPassword : "a wrong password"));
}

// Everybody who uses a centre at once, until it stops.
struct Everybody : Crowd<Acknowledged> {
  Everybody(const Server& server, const Installation& centre, const std::string& round)
      : Crowd(8, [port = server.port(), &centre, round](Crowd& crowd, int i) {
          Api kiosk(port, centre.token("host")), anybody(port, "");
          if (i == 0) {  // each second one comes back and is told what it missed
            const char* resumes = round.back() % 2 == 0 ? "Last-Event-ID: 0\r\n" : "";
            anybody.client().write(
                fmt::format("GET {}/events HTTP/1.1\r\nHost: x\r\n{}\r\n", kCentre, resumes));
            anybody.client().closed();
            return;
          }
          for (int n = 0;; ++n) {
            const std::string key = fmt::format("{}-{}-{}", round, i, n);
            if (i == 1) {
              sign_in(anybody, n);
            } else if (i == 2) {
              upload(crowd, anybody.client(), centre.token("operator"), key);
            } else if (i < 5) {
              take_ticket(crowd, kiosk, key);
              kiosk.get(fmt::format("{}/board", kCentre));
            } else {
              anybody.get(kPages[static_cast<std::size_t>(n) % std::size(kPages)]);
            }
          }
        }) {}
};

// Keeps the program from writing until this time has passed or the program has ended.
void hold_writes(const Installation& centre, pid_t program, int milliseconds, std::atomic<bool>& holds) {
  if (centre.engine() == db::Engine::postgresql) {
    holds = true;
    db::testing::PostgresqlServer::shared().run(
        fmt::format("BEGIN; LOCK TABLE event_heads IN EXCLUSIVE MODE; SELECT pg_sleep({}); COMMIT",
                    milliseconds / 1000.0),
        centre.database());
    return;
  }
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open((centre.folder() / "biroyna.db").c_str(), &db), SQLITE_OK);
  sqlite3_busy_timeout(db, 30'000);
  EXPECT_EQ(sqlite3_exec(db, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  holds = true;
  db::testing::ends_within(program, milliseconds);
  sqlite3_close(db);
}

class Stop : public ::testing::TestWithParam<db::testing::Where> {
 protected:
  Stop() {
    for (const char* login : {"aziza", "bobur"}) {
      const Finished added = run(with({"staff", "add", "--centre", "sergeli", "--login", login, "--name",
                                       login, "--role", "operator", "--chose-password"},
                                      centre.place()),
                                 std::string(kPassword) + "\n");
      EXPECT_EQ(added.exit_code, 0) << added.err;
    }
  }
  int up_to(int most) { return std::uniform_int_distribution(0, most)(random); }

  // Keeps the program from writing for a while, tells it to stop in the middle of that, and holds it to a
  // clean end.
  void stop_while_writes_wait(Server& server, int before_ms, int after_ms) {
    std::atomic<bool> holds = false;
    std::thread holding([&, pid = server.pid()] { hold_writes(centre, pid, before_ms + after_ms, holds); });
    while (!holds) std::this_thread::yield();
    EXPECT_FALSE(db::testing::ends_within(server.pid(), before_ms)) << server.log();
    expect_clean_end(server);
    holding.join();
  }
  static void expect_clean_end(Server& server) {
    EXPECT_EQ(server.terminate(), 0) << server.log();
    EXPECT_THAT(server.log(), Not(HasSubstr("Sanitizer")));
    EXPECT_THAT(server.log(), Not(HasSubstr("runtime error")));
  }
  void keep(Crowd<Acknowledged>& crowd) {
    for (const auto& [status, times] : crowd.statuses)
      EXPECT_TRUE(status == 201 || status == 503) << status << " was answered";
    acknowledged.tickets.merge(crowd.answered.tickets);
    std::ranges::move(crowd.answered.documents, std::back_inserter(acknowledged.documents));
  }

  void expect_all_that_was_acknowledged() {
    Server server(centre);
    Api host(server.port(), centre.token("host"));
    std::map<std::string, std::string> found;
    for (std::string after;;) {
      const auto page = object_of(host.get(fmt::format("{}/tickets?after={}", kCentre, after)));
      for (const auto& item : page.at("items").as_array())
        found.emplace(text(item.as_object(), "id"), text(item.as_object(), "number"));
      if (page.at("next").is_null()) break;
      after = text(page, "next");
    }
    for (const auto& [id, number] : acknowledged.tickets)
      EXPECT_EQ(found[id], number) << "an acknowledged ticket is lost";
    for (const auto& document : acknowledged.documents) {
      const Answer content = host.client().get(fmt::format("{}/{}/content", kDocuments, text(document, "id")),
                                               {{"Document-Secret", text(document, "secret")}});
      EXPECT_EQ(content.status, 200) << "an acknowledged document is lost";
    }
    EXPECT_EQ(server.terminate(), 0) << server.log();
    EXPECT_EQ(run(with({"audit", "verify"}, centre.place())).exit_code, 0);
    const Finished documents = run(with({"documents", "check"}, centre.place()));
    EXPECT_EQ(documents.exit_code, 0) << documents.err;
  }

  const Installation centre{GetParam()};
  Acknowledged acknowledged;
  std::mt19937 random{GetParam() == db::Engine::sqlite ? 1u : 2u};
};
INSTANTIATE_TEST_SUITE_P(Engines, Stop, db::testing::engines(), db::testing::engine_name);

TEST_P(Stop, InTheMiddleOfEverythingLosesNothing) {
  for (int round = 0; round < kStops && !HasFailure(); ++round) {
    SCOPED_TRACE(round);
    Server server(centre, kEnvironment);
    Everybody everybody(server, centre, std::to_string(round));
    // From the first moment on, to when work is in full swing.
    const auto before = static_cast<std::size_t>(up_to(40));
    while (everybody.count() < before && !db::testing::ends_within(server.pid(), 0))
      std::this_thread::yield();
    if (up_to(1) == 0)
      expect_clean_end(server);
    else
      stop_while_writes_wait(server, up_to(300), up_to(300));
    everybody.join();
    keep(everybody);
  }
  EXPECT_GT(acknowledged.tickets.size(), 100u);
  EXPECT_GT(acknowledged.documents.size(), 10u);
  expect_all_that_was_acknowledged();
}

// No answer keeps the program running then: what waits is the program's own.
TEST_P(Stop, WhileAPeriodicTaskWaitsForTheWriter) {
  for (int round = 0; round < kStopsOfPeriodicWork && !HasFailure(); ++round) {
    SCOPED_TRACE(round);
    Server server(centre, kEnvironment);
    {
      Crowd<Acknowledged> one(1, [&](Crowd<Acknowledged>& crowd, int) {
        Api kiosk(server.port(), centre.token("host"));
        take_ticket(crowd, kiosk, fmt::format("periodic-{}", round));
        // An event that is none of the hall's, for which the hall has to look.
        upload(crowd, kiosk.client(), centre.token("operator"), fmt::format("periodic-{}", round));
      });
      one.join();
      keep(one);
    }
    stop_while_writes_wait(server, 1100, 200);  // longer than the task's period
  }
  expect_all_that_was_acknowledged();
}

}  // namespace
}  // namespace biroyna::testing
