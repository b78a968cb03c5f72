// A clock that is wrong for seconds: the whole program, whose wall clock the test sets, in this process.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <boost/json.hpp>
#include <functional>
#include <thread>

#include "app/app.hpp"
#include "features/documents/test_documents.hpp"
#include "tests/support/json.hpp"
#include "tests/support/program.hpp"
#include "tests/support/uploads.hpp"

namespace biroyna::testing {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using documents::testing::png;

constexpr auto kDay = std::chrono::days(1);

class WrongClock : public ::testing::TestWithParam<db::testing::Where> {
 protected:
  ~WrongClock() override { stop(); }

  // By a clock that is off by so much.
  void start(Milliseconds off = {}) {
    offset = off;
    Config config;
    config.data_dir = centre.folder();
    if (centre.engine() == db::Engine::postgresql)
      config.database = db::testing::PostgresqlServer::shared().connection(centre.database());
    config.listen_port = 0;
    app = std::make_unique<App>(config, [this] { return system_now() + offset.load(); });
    serving = std::thread([this] { app->run(); });
  }
  void stop() {
    if (!app) return;
    app->stop();
    serving.join();
    app.reset();
  }
  void task(std::vector<std::string> words) const {
    for (const auto& word : centre.place()) words.push_back(word);
    const Finished finished = run(words);
    EXPECT_EQ(finished.exit_code, 0) << finished.err;
  }

  double figure(const std::string& name) {
    const std::string all = Api(app->port(), "").get("/metrics").body;
    const auto at = all.find("\n" + name + " ");
    return at == std::string::npos ? -1 : std::stod(all.substr(at + name.size() + 2));
  }
  void until(const std::function<bool()>& there) {
    for (int tries = 0; tries < 600 && !there(); ++tries) std::this_thread::sleep_for(50ms);
    EXPECT_TRUE(there());
  }
  // Each of these tasks has begun and ended once more.
  void until_run(const std::vector<std::string>& tasks) {
    for (const auto& task : tasks) {
      const std::string name = fmt::format("biroyna_task_runs_total{{task=\"{}\"}}", task);
      const double before = figure(name);
      until([&] { return figure(name) >= before + 2; });
    }
  }
  void set_right() {
    offset = 0ms;
    until([&] { return figure("biroyna_clock_trusted") == 1; });
  }

  Answer take() {
    return Api(app->port(), centre.token("kiosk"))
        .post("/api/v1/centres/sergeli/tickets", R"({"services":["kindergarten-referral"]})");
  }
  std::string state(const Answer& ticket) {
    return text(Api(app->port(), centre.token("host")).get("/api/v1/tickets/" + text(ticket, "id")), "state");
  }
  Answer hand_in() {
    Api anybody(app->port(), "");
    return send_form(anybody.client(), form_of(png(), {{"centre", "sergeli"}}));
  }
  int status_of(const Answer& document) {
    return Api(app->port(), centre.token("operator"))
        .get(fmt::format("{}/{}", kDocuments, text(document, "id")))
        .status;
  }
  std::int64_t events(std::string_view kind) {
    db::Options options{.exclusive = false};
    if (centre.engine() == db::Engine::postgresql)
      options.postgresql = db::testing::PostgresqlServer::shared().connection(centre.database());
    else
      options.data_dir = centre.folder();
    return db::open(options)->reading([&](db::Tx& tx) {
      return tx
          .first("SELECT count(*) FROM events WHERE kind = $1", {kind},
                 [](const db::Row& row) { return row.integer(0); })
          .value();
    });
  }

  Installation centre{GetParam()};
  std::atomic<Milliseconds> offset{};
  std::unique_ptr<App> app;
  std::thread serving;
};
INSTANTIATE_TEST_SUITE_P(Engines, WrongClock, db::testing::program_engines(), db::testing::engine_name);

TEST_P(WrongClock, TenYearsAheadAtAStartErasesNothingAndDatesNothingWrongly) {
  task({"demo", "--applications", "60"});
  const std::int64_t warned = events("task_warned"), escalated = events("task_escalated");
  start(3650 * kDay);
  until([&] { return figure("biroyna_task_runs_total{task=\"erasure\"}") >= 1; });
  EXPECT_EQ(figure("biroyna_clock_trusted"), 0);
  EXPECT_GT(figure("biroyna_clock_offset_seconds"), 3600.0 * 24 * 3000);
  const Answer ticket = take(), document = hand_in();
  ASSERT_EQ(ticket.status, 201) << ticket.body;
  ASSERT_EQ(document.status, 201) << document.body;
  EXPECT_LE(parse_rfc3339(text(ticket, "issued_at")).value(), system_now() + 1min);
  EXPECT_EQ(events("task_warned"), warned);
  EXPECT_EQ(events("task_escalated"), escalated);
  set_right();
  EXPECT_EQ(state(ticket), "waiting");
  EXPECT_EQ(take().status, 201);
  EXPECT_EQ(status_of(document), 200);
  stop();
  start();
  until_run({"queue"});
  EXPECT_EQ(figure("biroyna_clock_trusted"), 1);
  EXPECT_EQ(status_of(document), 200);
  EXPECT_EQ(events("case_erased"), 0);
  EXPECT_EQ(events("document_removed"), 0);
}

TEST_P(WrongClock, ADayAheadForSecondsClosesNoHall) {
  start();
  const Answer first = take();
  ASSERT_EQ(first.status, 201);
  offset = 25h;
  until_run({"queue"});
  EXPECT_EQ(figure("biroyna_clock_trusted"), 0);
  const Answer second = take();
  ASSERT_EQ(second.status, 201) << second.body;
  EXPECT_LE(parse_rfc3339(text(second, "issued_at")).value(), system_now() + 1min);
  set_right();
  until_run({"queue"});
  const Answer third = take();
  ASSERT_EQ(third.status, 201) << third.body;
  EXPECT_EQ(text(third, "number").substr(1), "003");
  stop();
  start();
  EXPECT_EQ(state(first), "waiting");
  EXPECT_EQ(text(take(), "number").substr(1), "004");
  EXPECT_EQ(events("day_closed"), 0);
}

TEST_P(WrongClock, AStartInTheYear2000KeepsTheDocumentJustAcknowledged) {
  start(-9800 * kDay);
  const Answer document = hand_in();
  ASSERT_EQ(document.status, 201) << document.body;
  EXPECT_EQ(figure("biroyna_clock_trusted"), 0);
  set_right();
  stop();
  start();  // when it starts, it looks for what is old
  until([&] { return figure("biroyna_task_runs_total{task=\"old_documents\"}") >= 1; });
  EXPECT_EQ(status_of(document), 200);
  EXPECT_EQ(events("document_removed"), 0);
}

TEST_P(WrongClock, AStartAfterALongPauseServesAndWaitsForAPersonWithTheRest) {
  start(30 * kDay);
  if (GetParam().engine == db::Engine::sqlite) {
    const Answer ticket = take();
    ASSERT_EQ(ticket.status, 201);
    EXPECT_GE(parse_rfc3339(text(ticket, "issued_at")).value(), system_now() + 29 * kDay);
  }
  Api head(app->port(), centre.token("head"));
  EXPECT_EQ(text(head.get("/api/v1/clock"), "doubt"), "long_pause");
  EXPECT_EQ(head.post("/api/v1/clock/confirm").status, 200);
  EXPECT_TRUE(json::parse(head.get("/api/v1/clock").body).at("trusted").as_bool());
  until_run({"clock"});
  EXPECT_EQ(figure("biroyna_clock_trusted"), 1);
  EXPECT_EQ(events("clock_confirmed"), 1);
  stop();
  start(30 * kDay);
  if (GetParam().engine == db::Engine::sqlite) {
    EXPECT_EQ(figure("biroyna_clock_trusted"), 1) << "also after a restart";
  }
}

TEST_P(WrongClock, TheCommandLineConfirmsTheClockOfARunningServer) {
  start(9min);
  offset = -4min;
  until([&] { return figure("biroyna_clock_trusted") == 0; });
  task({"clock", "confirm"});
  until([&] { return figure("biroyna_clock_trusted") == 1; });
  EXPECT_EQ(take().status, 201);
  task({"clock", "check"});
}

}  // namespace
}  // namespace biroyna::testing
