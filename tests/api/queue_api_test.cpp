// The queue over HTTP, as a program outside sees it: the same suite on SQLite and on PostgreSQL.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <thread>

#include "tests/support/json.hpp"
#include "tests/support/program.hpp"

namespace biroyna::testing {
namespace {

namespace json = boost::json;

constexpr const char* kTickets = "/api/v1/centres/sergeli/tickets";
constexpr const char* kBirth =
    R"({"services":["kindergarten-referral"],"priority":"none","language":"ru","channel":"kiosk"})";

class QueueApi : public ::testing::TestWithParam<db::testing::Where> {
 protected:
  Api as(const std::string& role) { return {server.port(), role.empty() ? "" : centre.token(role)}; }
  json::object take(const std::string& wanted = kBirth) {
    const Answer answer = kiosk.post(kTickets, wanted);
    EXPECT_EQ(answer.status, 201) << answer.body;
    return object_of(answer);
  }
  Answer command(const json::object& ticket, const std::string& name, const std::string& with = {}) {
    return desk.post("/api/v1/tickets/" + text(ticket, "id") + "/" + name, with);
  }
  Answer call_next(const std::string& window) {
    return desk.post("/api/v1/centres/sergeli/windows/" + window + "/call-next");
  }
  // A window that can serve this need, by the catalogue.
  std::string window_for(const json::object& ticket) {
    const auto windows = object_of(desk.get("/api/v1/centres/sergeli/windows"));
    for (const auto& item : windows.at("items").as_array()) {
      const std::string window(item.at("id").as_string());
      const Answer called = desk.post("/api/v1/centres/sergeli/windows/" + window + "/open");
      EXPECT_EQ(called.status, 200) << called.body;
      const Answer here = desk.post("/api/v1/centres/sergeli/windows/" + window + "/call",
                                    fmt::format(R"({{"ticket":"{}"}})", text(ticket, "id")));
      if (here.status == 200) return window;
      desk.post("/api/v1/centres/sergeli/windows/" + window + "/close", R"({"anyway":true})");
    }
    ADD_FAILURE() << "no window serves it";
    return {};
  }
  // A window that has called the ticket.
  std::string called(const json::object& ticket) { return window_for(ticket); }

  Installation centre{GetParam()};
  Server server{centre};
  Api kiosk = as("kiosk"), desk = as("operator"), host = as("host");
};
INSTANTIATE_TEST_SUITE_P(Engines, QueueApi, db::testing::program_engines(), db::testing::engine_name);

TEST_P(QueueApi, ATicketIsTakenAndFound) {
  const Answer answer = kiosk.post(kTickets, kBirth);
  ASSERT_EQ(answer.status, 201) << answer.body;
  const auto ticket = object_of(answer);
  EXPECT_EQ(text(ticket, "state"), "waiting");
  EXPECT_EQ(text(ticket, "number").size(), 4u);
  EXPECT_EQ(ticket.at("ahead").as_int64(), 0);
  EXPECT_EQ(json::serialize(ticket.at("forecast")),
            R"({"p50_seconds":null,"p90_seconds":null,"no_window":true})")
      << "no window is open";
  EXPECT_THAT(text(ticket, "status_url"), ::testing::EndsWith("/ru/t/" + text(ticket, "id")));
  EXPECT_EQ(answer.headers.at("location"), "/api/v1/tickets/" + text(ticket, "id"));

  const Answer again = as("").get("/api/v1/tickets/" + text(ticket, "id"));
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(text(object_of(again), "number"), text(ticket, "number"));
  EXPECT_EQ(as("").get("/api/v1/tickets/unknown").status, 404);
  EXPECT_EQ(as("").get("/ru/t/" + text(ticket, "id")).status, 200);
}

TEST_P(QueueApi, OnlyThoseWhoMayTakeTickets) {
  EXPECT_EQ(as("").post(kTickets, kBirth).status, 401);
  EXPECT_EQ(as("board").post(kTickets, kBirth).status, 403);
  EXPECT_EQ(kiosk.post("/api/v1/centres/elsewhere/tickets", kBirth).status, 404);
  EXPECT_EQ(kiosk.post("/api/v1/centres/sergeli/windows/1/call-next").status, 403);
  Api wrong(server.port(), "not-a-token");
  EXPECT_EQ(wrong.post(kTickets, kBirth).status, 401);
}

TEST_P(QueueApi, EveryWrongFieldIsNamedInTheReadersLanguage) {
  const Answer answer = kiosk.post(
      kTickets, R"({"services":["nothing"],"priority":"king","language":"fr","channel":"air","x":1})",
      {{"Accept-Language", "ru"}});
  ASSERT_EQ(answer.status, 422) << answer.body;
  EXPECT_EQ(answer.headers.at("content-type"), "application/problem+json");
  std::vector<std::string> pointers;
  const auto problem = object_of(answer);
  for (const auto& error : problem.at("errors").as_array()) {
    pointers.emplace_back(error.at("pointer").as_string());
    EXPECT_GT(std::string(error.at("detail").as_string()).size(), 5u);
  }
  EXPECT_THAT(pointers, ::testing::UnorderedElementsAre("/language", "/channel", "/x"));
  const Answer unknown = kiosk.post(kTickets, R"({"services":["nothing"],"priority":"king"})");
  EXPECT_EQ(object_of(unknown).at("errors").as_array().size(), 2u) << unknown.body;
  EXPECT_EQ(kiosk.post(kTickets, "{").status, 400);
  EXPECT_EQ(kiosk.post(kTickets, "[]").status, 400);
  const std::string token = "Bearer " + centre.token("kiosk");
  EXPECT_EQ(kiosk.client()
                .request("POST", kTickets, {{"Authorization", token}, {"Content-Type", "text/plain"}}, "x")
                .status,
            415);
  EXPECT_EQ(kiosk.post(kTickets, kBirth, {{"Idempotency-Key", std::string(300, 'x')}}).status, 422);
}

TEST_P(QueueApi, AKioskTakesNoMoreByTheApiThanByItsPages) {
  for (int i = 0; i < 20; ++i) ASSERT_EQ(kiosk.post(kTickets, kBirth).status, 201) << i;
  const Answer refused = kiosk.post(kTickets, kBirth);
  EXPECT_EQ(refused.status, 429);
  EXPECT_TRUE(refused.headers.contains("retry-after"));
  EXPECT_EQ(host.post(kTickets, kBirth).status, 201) << "whoever stands at the door goes on";
}

TEST_P(QueueApi, TheSameKeyIsOneTicket) {
  const Client::Headers key = {{"Idempotency-Key", "one"}};
  const Answer first = kiosk.post(kTickets, kBirth, key), again = kiosk.post(kTickets, kBirth, key);
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.headers.at("idempotency-replayed"), "true");
  EXPECT_EQ(again.headers.at("location"), first.headers.at("location"));
  EXPECT_EQ(kiosk.post(kTickets, R"({"services":["kindergarten-referral"]})", key).status, 422);

  std::vector<std::thread> threads;
  std::vector<std::string> ids(16);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    threads.emplace_back([&, i] {
      ids[i] = text(object_of(as("kiosk").post(kTickets, kBirth, {{"Idempotency-Key", "together"}})), "id");
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_THAT(ids, ::testing::Each(ids.front()));
  EXPECT_EQ(object_of(as("").get("/api/v1/centres/sergeli/board")).at("waiting").as_int64(), 2);
}

TEST_P(QueueApi, AWholeVisit) {
  const auto ticket = take();
  const std::string window = called(ticket);
  const auto board = object_of(as("").get("/api/v1/centres/sergeli/board"));
  ASSERT_EQ(board.at("calls").as_array().size(), 1u);
  EXPECT_EQ(text(board.at("calls").as_array()[0].as_object(), "number"), text(ticket, "number"));
  EXPECT_EQ(text(board.at("calls").as_array()[0].as_object(), "window"), window);

  EXPECT_EQ(command(ticket, "finish").status, 409) << "not before it was started";
  EXPECT_EQ(text(object_of(command(ticket, "recall")), "state"), "called");
  EXPECT_EQ(text(object_of(command(ticket, "start")), "state"), "serving");
  EXPECT_EQ(command(ticket, "finish", R"({"outcome":"wonderful"})").status, 422);
  EXPECT_EQ(text(object_of(command(ticket, "finish", R"({"outcome":"done"})")), "state"), "finished");
  EXPECT_EQ(command(ticket, "cancel").status, 409);
  EXPECT_EQ(call_next(window).status, 204) << "nobody waits";
}

TEST_P(QueueApi, ParkReturnNoShowTransferCancel) {
  const auto ticket = take();
  const std::string window = called(ticket);
  EXPECT_EQ(text(object_of(command(ticket, "park")), "state"), "parked");
  EXPECT_EQ(text(object_of(command(ticket, "return")), "state"), "waiting");
  EXPECT_EQ(text(object_of(call_next(window)), "id"), text(ticket, "id"));
  EXPECT_EQ(text(object_of(command(ticket, "no-show")), "state"), "no_show");
  EXPECT_EQ(text(object_of(command(ticket, "return")), "state"), "waiting");
  EXPECT_EQ(text(object_of(call_next(window)), "id"), text(ticket, "id"));
  EXPECT_EQ(text(object_of(command(ticket, "undo")), "state"), "waiting");
  EXPECT_EQ(text(object_of(call_next(window)), "id"), text(ticket, "id"));
  command(ticket, "start");
  EXPECT_EQ(command(ticket, "transfer").status, 422) << "to what?";
  const auto moved =
      object_of(command(ticket, "transfer", R"({"service":"old-age-pension","note":"has documents"})"));
  EXPECT_EQ(text(moved, "state"), "waiting");
  EXPECT_EQ(text(object_of(command(ticket, "cancel")), "state"), "cancelled");
  EXPECT_EQ(command(ticket, "explode").status, 404);
}

TEST_P(QueueApi, TheHallIsStoppedAndTheDayIsClosed) {
  const auto ticket = take();
  EXPECT_EQ(host.post("/api/v1/centres/sergeli/hall/stop-calls").status, 200);
  EXPECT_EQ(call_next("1").status, 409);
  EXPECT_EQ(host.post("/api/v1/centres/sergeli/hall/resume-calls").status, 200);
  EXPECT_EQ(host.post("/api/v1/centres/sergeli/hall/close-day").status, 200);
  EXPECT_EQ(text(object_of(as("").get("/api/v1/tickets/" + text(ticket, "id"))), "state"), "expired");
  const Answer late = kiosk.post(kTickets, kBirth);
  EXPECT_EQ(late.status, 409);
  EXPECT_THAT(text(object_of(late), "type"), ::testing::EndsWith("/day_closed"));
}

TEST_P(QueueApi, TheHostFindsChangesAndCancels) {
  const auto ticket = take();
  const Answer changed =
      host.send("PATCH", "/api/v1/tickets/" + text(ticket, "id"),
                R"({"services":["kindergarten-referral"],"priority":"disability","language":"uz-Cyrl"})");
  EXPECT_EQ(text(object_of(changed), "priority"), "disability");
  EXPECT_EQ(host.post("/api/v1/tickets/" + text(ticket, "id") + "/notes", R"({"text":"wheelchair"})").status,
            200);
  const auto second = take();
  const auto list = object_of(host.get("/api/v1/centres/sergeli/tickets?state=waiting"));
  EXPECT_EQ(list.at("items").as_array().size(), 2u);
  EXPECT_TRUE(list.at("next").is_null());
  const Answer cancelled =
      host.post("/api/v1/centres/sergeli/tickets/cancel",
                fmt::format(R"({{"tickets":["{}","{}"]}})", text(ticket, "id"), text(second, "id")));
  EXPECT_EQ(object_of(cancelled).at("cancelled").as_int64(), 2);
}

TEST_P(QueueApi, WatchersSeeWhatHappensAndResume) {
  Api watcher = as("");
  watcher.client().write("GET /api/v1/centres/sergeli/events HTTP/1.1\r\nHost: x\r\n\r\n");
  watcher.client().read_until("\n\n");
  const auto ticket = take();
  std::string seen = watcher.client().read_until("ticket_taken");
  seen += watcher.client().read_until("data:");
  EXPECT_THAT(seen, ::testing::HasSubstr(text(ticket, "number")));
  EXPECT_THAT(seen, ::testing::Not(::testing::HasSubstr(text(ticket, "id"))))
      << "its address is its holder's";

  Api late = as("");
  late.client().write("GET /api/v1/centres/sergeli/events HTTP/1.1\r\nHost: x\r\nLast-Event-ID: 0\r\n\r\n");
  EXPECT_THAT(late.client().read_until("ticket_taken"), ::testing::HasSubstr("day_opened"));
}

TEST_P(QueueApi, AnotherServerOnTheSameDatabaseFollows) {
  if (GetParam() == db::Engine::sqlite) {
    const auto second = run({"serve", "--data", centre.folder().string(), "--listen", "127.0.0.1:0"});
    EXPECT_EQ(second.exit_code, 1);
    EXPECT_EQ(std::ranges::count(second.err, '\n'), 1) << second.err;
    return;
  }
  Server other(centre);
  const auto first = take();
  Api there(other.port(), centre.token("kiosk"));
  const auto second = object_of(there.post(kTickets, kBirth));
  EXPECT_NE(text(first, "number"), text(second, "number"));
  EXPECT_EQ(second.at("ahead").as_int64(), 1);
}

TEST_P(QueueApi, ARestartForgetsNothing) {
  const auto first = take(), second = take();
  const std::string window = called(first);
  server.kill();
  Server again(centre);
  Api operators(again.port(), centre.token("operator"));
  EXPECT_EQ(text(object_of(operators.get("/api/v1/tickets/" + text(first, "id"))), "state"), "called");
  const auto seen = object_of(operators.get("/api/v1/tickets/" + text(second, "id")));
  EXPECT_EQ(text(seen, "state"), "waiting");
  EXPECT_EQ(operators.post("/api/v1/tickets/" + text(first, "id") + "/start").status, 200);
  const auto verified = run([&] {
    auto arguments = std::vector<std::string>{"audit", "verify"};
    for (const auto& word : centre.place()) arguments.push_back(word);
    return arguments;
  }());
  EXPECT_EQ(verified.exit_code, 0) << verified.err;
}

TEST_P(QueueApi, Operations) {
  Api anybody = as("");
  EXPECT_EQ(anybody.get("/healthz").status, 200);
  EXPECT_EQ(anybody.get("/readyz").status, 200);
  take();
  EXPECT_THAT(anybody.get("/metrics").body,
              ::testing::HasSubstr("biroyna_queue_waiting{centre=\"sergeli\"} 1"));
  for (const char* task : {"queue", "sessions", "deadlines", "scan", "erasure"})
    EXPECT_THAT(anybody.get("/metrics").body,
                ::testing::HasSubstr(fmt::format("biroyna_task_failures_total{{task=\"{}\"}} 0", task)));
  EXPECT_EQ(anybody.get("/xx/sergeli/board").status, 404) << "no such language";
  EXPECT_EQ(anybody.get("/nowhere").status, 404);
}

}  // namespace
}  // namespace biroyna::testing
