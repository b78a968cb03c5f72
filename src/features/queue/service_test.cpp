// The queue with its log and tables, on both engines: what is decided, kept, shown, and taken up again.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <optional>
#include <stdexcept>
#include <thread>

#include "features/queue/json.hpp"
#include "features/queue/test_program.hpp"
#include "platform/db/testing/databases.hpp"
#include "platform/db/testing/gate.hpp"

namespace biroyna::queue {
namespace {

using namespace std::chrono_literals;
using db::testing::Gate;
using testing::kNeed;
using testing::kSergeli;
using testing::migrate;
using testing::Program;

class QueueService : public ::testing::TestWithParam<db::testing::Where> {
 protected:
  QueueService() {
    migrate(*db);
    program = std::make_unique<Program>(*db, clock());
    files = catalogue::reference_files();
    import(files);
  }
  void import(const catalogue::Files& imported) {
    yaml::Problems problems;
    program->catalogues.import(imported, "test", now, problems);
    for (const auto& problem : problems) ADD_FAILURE() << problem.to_string();
  }
  Clock clock() {
    return [this] { return now; };
  }
  void restart() {
    program.reset();
    db.reopen();
    program = std::make_unique<Program>(*db, clock());
  }

  db::testing::Fresh db = db::testing::fresh(GetParam());
  catalogue::Files files;
  Time now = parse_rfc3339("2026-11-24T05:00:00Z").value();
  std::unique_ptr<Program> program;
};
INSTANTIATE_TEST_SUITE_P(Engines, QueueService, db::testing::engines(), db::testing::engine_name);

TEST_P(QueueService, ARestartReplaysTheDay) {
  program->take("t1");
  now += 1min;
  program->take("t2");
  program->run({[](const Hall& hall, Time at) { return hall.cancel(TicketId("t1"), {}, at); }}).get();
  const std::string before = program->shown();
  restart();
  EXPECT_EQ(program->shown(), before);
  EXPECT_EQ(program->take("t3").substr(1), "003");
}

TEST_P(QueueService, ARestoreOfTodaySkipsNumbersUntilTheDayIsOver) {
  EXPECT_EQ(program->take("t1").substr(1), "001");
  now += 1h;
  db->write_and_wait([&](db::Tx& tx) { audit::mark_restored(tx, {now - 30min, now}); });
  restart();
  now += 1s;
  const std::string first = program->take("t2");
  EXPECT_EQ(first.substr(1), std::to_string(10'000 + 11 * 3600 + 1)) << "a second past eleven in Tashkent";
  restart();
  now += 1s;
  EXPECT_EQ(program->take("t3").substr(1), std::to_string(10'000 + 11 * 3600 + 2));
  EXPECT_EQ(program->state("t1"), "waiting");
  now += 24h;
  EXPECT_EQ(program->take("t4").substr(1), "001") << "nothing of today was printed before";
}

TEST_P(QueueService, ARestoreThatIsMarkedWhileItRunsIsSeen) {
  program->take("t1");
  db->write_and_wait([&](db::Tx& tx) { audit::mark_restored(tx, {now, now}); });
  program->queue.tick();
  now += 1s;
  EXPECT_EQ(program->take("t2").substr(1), std::to_string(10'000 + 10 * 3600 + 1));
}

TEST_P(QueueService, OnlyTicketsOfTheDaysOfARestoreMayBeLost) {
  const auto id = [](const char* day) { return TicketId(std::string(day) + std::string(22, '0')); };
  EXPECT_FALSE(program->queue.was_lost(id("0000")));
  program
      ->run({[](const Hall& hall, Time at) {
        TakeTicket take;
        take.services = {kNeed};
        return hall.take(take, at);
      }})
      .get();
  std::string own;
  program->queue.look(kSergeli, [&](const View& view) { own = view.hall.tickets().front()->id.str(); });
  const TicketId other(own.substr(0, 8) + std::string(18, '0')), junk(own + "0");
  EXPECT_FALSE(program->queue.was_lost(other)) << "nothing was restored";
  db->write_and_wait([&](db::Tx& tx) { audit::mark_restored(tx, {now, now}); });
  EXPECT_TRUE(program->queue.was_lost(other));
  EXPECT_FALSE(program->queue.was_lost(junk));
  EXPECT_FALSE(program->queue.was_lost(id("0000"))) << "of 1970";
}

TEST_P(QueueService, APageThatSawMoreThanARestoredLogHasBeginsAnew) {
  program->take("t1");
  const std::int64_t head = db->reading([](db::Tx& tx) { return audit::heads(tx); }).at(kSergeli);
  EXPECT_TRUE(Queue::messages_after(*db, kSergeli, head, 10).empty());
  const auto messages = Queue::messages_after(*db, kSergeli, head + 800, 10);
  ASSERT_EQ(messages.size(), 1u);
  EXPECT_EQ(messages.front().kind, "reset");
  EXPECT_EQ(messages.front().seq, head);
}

TEST_P(QueueService, ANewDayBeginsWithFreshNumbersAndEndsTheOld) {
  const std::string first = program->take("t1", {"Aziz", "+998901234567"});
  EXPECT_EQ(program->queue.contacts_of(kSergeli).size(), 1u);
  now += 24h;
  EXPECT_EQ(program->state("t1"), "none") << "the new day finds an empty hall";
  EXPECT_EQ(program->take("t2"), first);
  EXPECT_EQ(program->state("t1"), "none");
  const auto past = program->queue.past_ticket(TicketId("t1"));
  ASSERT_TRUE(past);
  EXPECT_EQ(past->second.state, "expired");
  EXPECT_TRUE(program->queue.contacts_of(kSergeli).empty()) << "contacts are kept for a day";
  restart();
  EXPECT_EQ(program->state("t2"), "waiting");
}

TEST_P(QueueService, AClockThatJumpsBackDoesNotOpenYesterday) {
  program->take("t1");
  now -= 48h;
  EXPECT_EQ(program->take("t2").substr(1), "002");
  EXPECT_EQ(program->state("t1"), "waiting");
}

TEST_P(QueueService, ADayClosedByMistakeIsOpenedAgainAlsoAfterARestart) {
  auth::Principal head;
  head.role = auth::Role::head;
  head.id = "head";
  const auto order = [&](std::string_view name) { return *hall_order(name, head); };
  program->take("t1");
  program->run({order("close-day")}).get();
  EXPECT_EQ(program->take("t2"), "day_closed");
  restart();
  program->run({order("reopen-day")}).get();
  EXPECT_EQ(program->state("t1"), "waiting");
  EXPECT_EQ(program->take("t2").substr(1), "002");
  const std::string before = program->shown();
  restart();
  EXPECT_EQ(program->shown(), before);
  const auto past = program->queue.past_ticket(TicketId("t1"));
  ASSERT_TRUE(past);
  EXPECT_EQ(past->second.state, "waiting");
  now += 24h;
  EXPECT_EQ(program->take("t3").substr(1), "001");
  program->run({order("reopen-day")}).get();
  EXPECT_EQ(program->state("t1"), "none") << "only today is opened again";
}

TEST_P(QueueService, AnOpenDayGoesOnUntilTheTimeWasCertainForADay) {
  std::optional<Time> certain_since = Time{};
  Program doubtful(*db, clock(), [&] { return certain_since; });
  doubtful.take("t1", {"Aziz", "+998901234567"});
  certain_since.reset();
  now += 25h;
  doubtful.queue.tick();
  EXPECT_EQ(doubtful.state("t1"), "waiting");
  EXPECT_EQ(doubtful.take("t2").substr(1), "002");
  certain_since = now;
  doubtful.queue.tick();
  EXPECT_EQ(doubtful.state("t1"), "waiting") << "nobody loses a place because the clock was set";
  now += 24h;
  EXPECT_EQ(doubtful.state("t1"), "none");
  EXPECT_EQ(doubtful.take("t3").substr(1), "001");
  EXPECT_TRUE(doubtful.queue.contacts_of(kSergeli).empty());
}

TEST_P(QueueService, ADayThatAWrongClockBeganIsLeftTheDayAfterItWasSet) {
  std::optional<Time> certain_since = Time{};
  auto doubtful = std::make_unique<Program>(*db, clock(), [&] { return certain_since; });
  const auto again = [&] {
    doubtful = std::make_unique<Program>(*db, clock(), [&] { return certain_since; });
  };
  now += 72h;
  doubtful->take("t1");
  now -= 71h;
  EXPECT_EQ(doubtful->take("t2").substr(1), "002");
  certain_since = now;
  EXPECT_EQ(doubtful->take("t3").substr(1), "003") << "who waits keeps the place";
  now += 24h;
  doubtful->queue.tick();
  db->write_and_wait([](db::Tx&) {});
  EXPECT_EQ(doubtful->take("t4").substr(1), "001");
  EXPECT_EQ(doubtful->queue.past_ticket(TicketId("t1"))->second.state, "expired");
  again();
  EXPECT_EQ(doubtful->take("t5").substr(1), "002") << "the newest day is taken up";
  now += 48h;
  EXPECT_EQ(doubtful->take("t6").substr(1), "001") << "now the day has come";
  again();
  EXPECT_EQ(doubtful->take("t7").substr(1), "002");
}

TEST_P(QueueService, NobodyExpiresWhileTheTimeIsUncertain) {
  std::optional<Time> certain_since = Time{};
  Program doubtful(*db, clock(), [&] { return certain_since; });
  doubtful.take("t1");
  const WindowId window = [&] {
    WindowId found;
    doubtful.queue.look(kSergeli, [&](const View& view) {
      for (const auto& planned : view.catalogue().windows) {
        for (const auto& skill : planned.skills) {
          if (skill.service == kNeed) found = planned.id;
        }
      }
    });
    return found;
  }();
  doubtful
      .run(
          {[&](const Hall& hall, Time at) { return hall.open_window(window, StaffId("aziza"), at); },
           [&](const Hall& hall, Time at) { return hall.call(TicketId("t1"), window, StaffId("aziza"), at); },
           [](const Hall& hall, Time at) { return hall.no_show(TicketId("t1"), {}, at); }})
      .get();
  certain_since.reset();
  now += 3h;
  doubtful.queue.tick();
  db->write_and_wait([](db::Tx&) {});
  EXPECT_EQ(doubtful.state("t1"), "no_show");
  certain_since = now;
  doubtful.queue.tick();
  db->write_and_wait([](db::Tx&) {});
  EXPECT_EQ(doubtful.state("t1"), "no_show") << "it has the whole time to return";
  now += 21min;
  doubtful.queue.tick();
  db->write_and_wait([](db::Tx&) {});
  EXPECT_EQ(doubtful.state("t1"), "expired");
}

TEST_P(QueueService, AFailedNeighbourInTheGroupLosesNothing) {
  program->take("t1");
  std::vector<std::future<std::string>> taken;
  db::testing::Written failed;
  {
    const Gate gate(*db);
    taken.push_back(program->run({Program::taking(TicketId("t2"))}));
    failed = db::testing::write(*db, [](db::Tx&) { throw std::runtime_error("a faulty job"); });
    taken.push_back(program->run({Program::taking(TicketId("t3"))}));
  }
  EXPECT_EQ(taken[0].get().substr(1), "002");
  EXPECT_EQ(taken[1].get().substr(1), "003");
  EXPECT_THROW(failed.get(), std::runtime_error);
  const std::string before = program->shown();
  restart();
  EXPECT_EQ(program->shown(), before);
}

TEST_P(QueueService, ARefusedStepKeepsNothingOfTheStepsBefore) {
  auto answer =
      program->run({Program::taking(TicketId("t1")), [](const Hall&, Time) -> Result<std::vector<Event>> {
                      return refuse(Refusal::Kind::conflict, "no");
                    }});
  answer.get();
  EXPECT_EQ(program->state("t1"), "none");
  restart();
  EXPECT_EQ(program->state("t1"), "none");
  EXPECT_EQ(program->take("t2").substr(1), "001");
}

TEST_P(QueueService, TwoProgramsFollowEachOther) {
  Program other(*db, clock());
  EXPECT_EQ(program->take("t1").substr(1), "001");
  EXPECT_EQ(other.take("t2").substr(1), "002");
  EXPECT_EQ(program->take("t3").substr(1), "003");
  other.queue.tick();
  db->check();
  EXPECT_EQ(other.shown(), program->shown());
}

TEST_P(QueueService, TimeAloneEndsANoShow) {
  program->take("t1");
  WindowId window;
  program->queue.look(kSergeli, [&](const View& view) {
    for (const auto& planned : view.hall.plan().windows) {
      for (const auto& skill : planned.skills) {
        if (skill.service == kNeed) window = planned.id;
      }
    }
  });
  program->run(call_next(window, {})).get();
  ASSERT_EQ(program->state("t1"), "called");
  program->run({[](const Hall& hall, Time at) { return hall.no_show(TicketId("t1"), {}, at); }}).get();
  program->queue.tick();
  db->check();
  EXPECT_EQ(program->state("t1"), "no_show");
  now += 8h;
  program->queue.tick();
  db->check();
  EXPECT_EQ(program->state("t1"), "expired");
}

TEST_P(QueueService, AnImportedCatalogueRulesFromTheNextTicketOn) {
  program->take("t1");
  auto changed = files;
  changed["centre.yaml"] += "\n# a remark makes it another version\n";
  import(changed);
  program->take("t2");
  program->queue.look(kSergeli, [](const View& view) {
    EXPECT_EQ(view.edition.catalogue.version, 2);
    EXPECT_EQ(view.hall.find(TicketId("t1"))->catalogue_version, 1);
    EXPECT_EQ(view.hall.find(TicketId("t2"))->catalogue_version, 2);
  });
}

// A database that says when a write has been handed over.
class Told : public db::Db {
 public:
  explicit Told(db::Db& db) : db_(db) {}
  db::Engine engine() const override { return db_.engine(); }
  void write(Job job, Done done, std::string locks, Turn turn) override {
    db_.write(std::move(job), std::move(done), std::move(locks), turn);
    if (const auto next = std::exchange(after_write, {})) next();
  }
  void read(const std::function<void(db::Tx&)>& job) override { db_.read(job); }
  void drain() override { db_.drain(); }
  void on_rollback(std::function<void()> hook) override { db_.on_rollback(std::move(hook)); }
  void check() override { db_.check(); }

  std::function<void()> after_write;

 private:
  db::Db& db_;
};

TEST_P(QueueService, ACatalogueImportedInTheSameGroupRulesFromTheNextTicketOn) {
  Told told(*db);
  program = std::make_unique<Program>(told, clock());
  program->take("t1");
  auto changed = files;
  changed["centre.yaml"] += "\n# a remark makes it another version\n";
  std::future<std::string> second;
  std::thread importer;
  {
    const Gate gate(*db);
    std::promise<void> both_wait;
    auto waiting = both_wait.get_future();
    importer = std::thread([&] {
      told.after_write = [&] {
        second = program->run({Program::taking(TicketId("t2"))});
        both_wait.set_value();
      };
      import(changed);
    });
    waiting.get();
  }
  second.get();
  importer.join();
  program->take("t3");
  program->queue.look(kSergeli, [](const View& view) {
    EXPECT_EQ(view.edition.catalogue.version, 2);
    EXPECT_EQ(view.hall.find(TicketId("t2"))->catalogue_version, 2);
    EXPECT_EQ(view.hall.find(TicketId("t3"))->catalogue_version, 2);
  });
  program.reset();  // before the database that it was given
}

TEST_P(QueueService, ACatalogueOfAnotherProgramIsShownAfterItsNextTicket) {
  Program other(*db, clock());
  program->take("t1");
  auto changed = files;
  changed["centre.yaml"] += "\n# a remark makes it another version\n";
  import(changed);
  EXPECT_EQ(other.catalogues.current(kSergeli)->catalogue.version, 1);
  other.take("t2");
  EXPECT_EQ(other.catalogues.current(kSergeli)->catalogue.version, 2);
  other.queue.look(kSergeli, [](const View& view) {
    EXPECT_EQ(view.edition.catalogue.version, 2);
    EXPECT_EQ(view.hall.find(TicketId("t1"))->catalogue_version, 1);
    EXPECT_EQ(view.hall.find(TicketId("t2"))->catalogue_version, 2);
  });
}

TEST_P(QueueService, ACatalogueImportedBeforeTheFirstDayRulesAfterAFailedGroupToo) {
  auto changed = files;
  changed["centre.yaml"] += "\n# a remark makes it another version\n";
  program->queue.look(kSergeli, [](const View&) {});  // the hall is there, and no day is
  EXPECT_THROW(db->write_and_wait([](db::Tx&) { throw std::runtime_error("a faulty job"); }),
               std::runtime_error);
  import(changed);
  program->take("t1");
  program->queue.look(kSergeli, [](const View& view) { EXPECT_EQ(view.edition.catalogue.version, 2); });
}

TEST_P(QueueService, APastTicketIsFoundInItsCentre) {
  auto jizzax = files;
  auto& centre = jizzax.at("centre.yaml");
  centre.replace(centre.find("id: sergeli"), 11, "id: jizzax");
  import(jizzax);
  program->take("t1");
  now += 24h;
  program->take("t2");
  const auto past = program->queue.past_ticket(TicketId("t1"));
  ASSERT_TRUE(past);
  EXPECT_EQ(past->first, kSergeli);
  EXPECT_EQ(past->second.services, std::vector{kNeed});
  EXPECT_FALSE(program->queue.past_ticket(TicketId("t9")));
  EXPECT_EQ(program->queue.centre_of(TicketId("t2")), kSergeli);
  EXPECT_EQ(program->queue.centre_of(TicketId("t1")), std::nullopt);
}

// So many wait at the one open window that the next one would be called tomorrow.
TEST_P(QueueService, AForecastBeyondClosingTimeIsRefusedUnlessItIsWanted) {
  now = parse_rfc3339("2026-11-24T12:30:00Z").value();  // half past five, it closes at six
  WindowId window;
  program->queue.look(kSergeli, [&](const View& view) {
    for (const auto& planned : view.catalogue().windows) {
      for (const auto& skill : planned.skills) {
        if (window.empty() && skill.service == kNeed) window = planned.id;
      }
    }
  });
  program->run({[&](const Hall& hall, Time at) { return hall.open_window(window, StaffId("aziza"), at); }})
      .get();
  const auto taking = [&](const std::string& id, std::optional<Time> closes_at) {
    TakeTicket take;
    take.id = TicketId(id);
    take.services = {kNeed};
    return program->run({take_ticket(take, closes_at, Zone("Asia/Tashkent"))}).get();
  };
  const auto closes_at = program->queue.closes_at(kSergeli);
  ASSERT_EQ(closes_at, parse_rfc3339("2026-11-24T13:00:00Z"));
  int given = 0;
  while (given < 50 && taking(fmt::format("t{}", given), closes_at) != "closes_before") ++given;
  EXPECT_GT(given, 0);
  EXPECT_LT(given, 50);
  EXPECT_EQ(program->state(fmt::format("t{}", given)), "none");
  EXPECT_NE(taking("wanted", std::nullopt), "closes_before");
  EXPECT_EQ(program->state("wanted"), "waiting");
  program->queue.look(kSergeli, [&](const View& view) {
    const auto shown = ticket_json(view, *view.hall.find(TicketId("wanted")), "http://centre.test");
    EXPECT_TRUE(shown.at("closes_before").as_bool());
    EXPECT_GT(std::string(shown.at("be_here_at").as_string()), to_rfc3339(now));
    const auto first = ticket_json(view, *view.hall.find(TicketId("t0")), "http://centre.test");
    EXPECT_FALSE(first.contains("closes_before"));
    EXPECT_EQ(std::string(first.at("be_here_at").as_string()), to_rfc3339(now)) << "who is next is here now";
  });
  now += 31min;
  EXPECT_EQ(program->queue.closes_at(kSergeli), std::nullopt) << "who lets somebody in later knows why";
}

}  // namespace
}  // namespace biroyna::queue
