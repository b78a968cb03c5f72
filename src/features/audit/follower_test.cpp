#include "features/audit/follower.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <future>
#include <numeric>
#include <thread>

#include "audit_migrations.hpp"
#include "features/audit/store_cursors.hpp"
#include "platform/db/testing/databases.hpp"

namespace biroyna::audit {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const CentreId kSergeli("sergeli"), kChilonzor("chilonzor");

// What consumers were handed, in the order in which they wrote it.
constexpr std::string_view kSeen =
    "/*sqlite*/ CREATE TABLE seen (place INTEGER PRIMARY KEY, consumer TEXT, centre_id TEXT, seq BIGINT);"
    "/*postgresql*/ CREATE TABLE seen (place BIGSERIAL, consumer TEXT, centre_id TEXT, seq BIGINT);";

class Following : public ::testing::TestWithParam<db::testing::Where> {
 protected:
  Following() {
    auto files = db::migrations({{"audit", embedded::audit_migrations()}});
    files.push_back({"test", "0001_seen.sql", kSeen});
    db::migrate(*db, files);
  }

  // Puts this many events of a kind into the log.
  void happen(const CentreId& centre, std::string_view kind = "called", int times = 1) {
    db->write_and_wait([&](db::Tx& tx) {
      for (int i = 0; i < times; ++i) log.append(tx, centre, {now, kind, "ticket:1", "", "{}"});
    });
  }
  // A consumer that writes down what it was handed.
  static Consumer noting(std::string name, Kinds kinds = {"called"}, Begin begin = Begin::start) {
    return {.name = name,
            .kinds = std::move(kinds),
            .begin = begin,
            .handle = [name](db::Tx& tx, const StoredEvent& event) { note(tx, name, event); }};
  }
  static void note(db::Tx& tx, const std::string& name, const StoredEvent& event) {
    tx.exec("INSERT INTO seen (consumer, centre_id, seq) VALUES ($1, $2, $3)",
            {name, event.centre.str(), event.seq});
  }
  Follower follower(std::vector<Consumer> consumers) {
    return {*db, [this] { return now; }, std::move(consumers)};
  }
  std::vector<std::int64_t> seen(const std::string& consumer, const CentreId& centre = kSergeli) {
    std::vector<std::int64_t> numbers;
    db->read([&](db::Tx& tx) {
      tx.each("SELECT seq FROM seen WHERE consumer = $1 AND centre_id = $2 ORDER BY place",
              {consumer, centre.str()}, [&](const db::Row& row) { numbers.push_back(row.integer(0)); });
    });
    return numbers;
  }

  Time now = from_ms(1'795'000'000'000);
  db::testing::Fresh db = db::testing::fresh(GetParam());
  EventLog log{*db};
};
INSTANTIATE_TEST_SUITE_P(Engines, Following, db::testing::engines(), db::testing::engine_name);

TEST_P(Following, EachWantedEventOnceInOrder) {
  happen(kSergeli);
  happen(kSergeli, "other");
  happen(kSergeli);
  happen(kChilonzor);
  Follower follower = this->follower({noting("a"), noting("all", {})});
  EXPECT_EQ(follower.lag("a"), 4);
  follower.catch_up();
  EXPECT_THAT(seen("a"), ElementsAre(1, 3));
  EXPECT_THAT(seen("a", kChilonzor), ElementsAre(1));
  EXPECT_THAT(seen("all"), ElementsAre(1, 2, 3));
  EXPECT_EQ(follower.lag("a"), 0);
  EXPECT_FALSE(follower.run_once());
  happen(kSergeli);
  EXPECT_EQ(follower.lag("a"), 1);
  follower.catch_up();
  EXPECT_THAT(seen("a"), ElementsAre(1, 3, 4));
  EXPECT_TRUE(follower.wants("anything"));
}

TEST_P(Following, GoesOnWhereItWasAfterARestart) {
  happen(kSergeli);
  follower({noting("a")}).catch_up();
  happen(kSergeli, "other", 5);
  happen(kSergeli);
  follower({noting("a")}).catch_up();
  EXPECT_THAT(seen("a"), ElementsAre(1, 7));
}

TEST_P(Following, BeginsAtTheEndWhereItSaysSoButNotInCentresThatComeLater) {
  happen(kSergeli);
  {
    Follower follower = this->follower({noting("end", {"called"}, Begin::end)});
    happen(kSergeli);
    follower.catch_up();
    EXPECT_THAT(seen("end"), ElementsAre(2)) << "what happens from then on, also before it is first called";
    EXPECT_EQ(follower.lag("end"), 0);
  }
  happen(kSergeli);
  happen(kChilonzor);
  follower({noting("end", {"called"}, Begin::end)}).catch_up();
  EXPECT_THAT(seen("end"), ElementsAre(2, 3));
  EXPECT_THAT(seen("end", kChilonzor), ElementsAre(1));
}

TEST_P(Following, ReadsALongLogInFewTransactions) {
  happen(kSergeli, "called", 2 * static_cast<int>(Follower::kBatch) + 50);
  std::set<std::uint64_t> transactions;
  Consumer consumer = noting("a");
  consumer.handle = [&](db::Tx& tx, const StoredEvent& event) {
    transactions.insert(tx.id());
    note(tx, "a", event);
  };
  follower({consumer}).catch_up();
  EXPECT_THAT(seen("a"), SizeIs(2 * Follower::kBatch + 50));
  EXPECT_THAT(transactions, SizeIs(3));
}

TEST_P(Following, WhatNobodyWantsIsPassedWithoutAWrite) {
  happen(kSergeli, "other", 10);
  Follower follower = this->follower({noting("a")});
  follower.catch_up();
  EXPECT_EQ(follower.lag("a"), 0);
  const auto cursors = db->reading([](db::Tx& tx) {
    std::vector<std::string> centres;
    tx.each("SELECT centre_id FROM event_cursors", {},
            [&](const db::Row& row) { centres.emplace_back(row.text(0)); });
    return centres;
  });
  EXPECT_THAT(cursors, ElementsAre(""));
}

TEST_P(Following, OneThatFailsHoldsUpNoOtherAndIsTriedAgainLaterAndLater) {
  happen(kSergeli, "called", 5);
  happen(kChilonzor);
  bool broken = true;
  int calls = 0;
  Consumer consumer = noting("bad");
  consumer.handle = [&](db::Tx& tx, const StoredEvent& event) {
    note(tx, "bad", event);
    if (event.centre != kSergeli || event.seq != 3) return;
    ++calls;
    if (broken) throw std::runtime_error("not today");
  };
  Follower follower = this->follower({consumer, noting("good")});
  follower.catch_up();
  EXPECT_THAT(seen("bad"), ElementsAre(1, 2)) << "what came before it is done, and nothing of it is left";
  EXPECT_THAT(seen("bad", kChilonzor), ElementsAre(1));
  EXPECT_THAT(seen("good"), SizeIs(5));
  EXPECT_EQ(follower.lag("bad"), 3);
  const int tried = calls;
  follower.catch_up();
  EXPECT_EQ(calls, tried) << "not before the pause is over";
  Milliseconds pause = Follower::kFirstPause;
  for (int again = 1; again <= 4; ++again, pause *= 2) {
    now += pause - Milliseconds(1);
    follower.catch_up();
    EXPECT_EQ(calls, tried + again - 1);
    now += Milliseconds(1);
    follower.catch_up();
    EXPECT_EQ(calls, tried + again);
  }
  for (const auto& figure : follower.figures()) {
    if (figure.labels.front().second == "bad" && figure.name != "biroyna_consumer_events_set_aside") {
      EXPECT_GT(figure.value, 2) << figure.name;
    } else {
      EXPECT_EQ(figure.value, 0) << figure.name;
    }
  }
  broken = false;
  now += Follower::kLongestPause;
  follower.catch_up();
  EXPECT_THAT(seen("bad"), ElementsAre(1, 2, 3, 4, 5));
}

TEST_P(Following, OneDamagedCaseDoesNotHoldUpTheOthersOfItsCentre) {
  const auto happens = [&](std::string_view subject) {
    db->write_and_wait([&](db::Tx& tx) { log.append(tx, kSergeli, {now, "called", subject, "", "{}"}); });
  };
  for (const char* subject : {"application:damaged", "application:whole"}) happens(subject);
  bool broken = true;
  Consumer consumer = noting("a");
  consumer.handle = [&](db::Tx& tx, const StoredEvent& event) {
    if (broken && event.subject == "application:damaged") throw std::runtime_error("it cannot be read");
    note(tx, "a", event);
  };
  Follower follower = this->follower({consumer});
  for (int tries = 0; tries < Follower::kMostTries; ++tries) {
    follower.catch_up();
    EXPECT_THAT(seen("a"), tries + 1 < Follower::kMostTries ? SizeIs(0) : SizeIs(1));
    now += Follower::kLongestPause;
  }
  EXPECT_THAT(seen("a"), ElementsAre(2));
  EXPECT_EQ(follower.lag("a"), 0);
  happens("application:damaged");
  happens("application:whole");
  follower.catch_up();
  EXPECT_THAT(seen("a"), ElementsAre(2, 4)) << "what comes later about the damaged one waits behind it";
  const auto aside = [&] { return db->reading([](db::Tx& tx) { return count_set_aside(tx, "a"); }); };
  EXPECT_EQ(aside(), 2);
  now += Follower::kTriedAgain;
  follower.catch_up();
  EXPECT_THAT(seen("a"), ElementsAre(2, 4));
  broken = false;
  now += Follower::kTriedAgain;
  follower.catch_up();
  EXPECT_THAT(seen("a"), ElementsAre(2, 4, 1, 3)) << "in their order";
  EXPECT_EQ(aside(), 0);
}

TEST_P(Following, AClockThatWasAheadDoesNotStopIt) {
  happen(kSergeli);
  bool broken = true;
  Consumer consumer = noting("a");
  consumer.handle = [&](db::Tx& tx, const StoredEvent& event) {
    if (broken) throw std::runtime_error("not today");
    note(tx, "a", event);
  };
  Follower follower = this->follower({consumer});
  now += std::chrono::years(10);
  follower.catch_up();
  now -= std::chrono::years(10);
  broken = false;
  follower.catch_up();
  EXPECT_THAT(seen("a"), ElementsAre(1));
}

TEST_P(Following, KilledBetweenHandlerAndCursorItHappensOnce) {
  happen(kSergeli, "called", 2);
  db.close();
  const pid_t child = fork();
  if (child == 0) {
    try {
      const auto own = db::open(db.options());
      Consumer consumer = noting("a");
      consumer.handle = [](db::Tx& tx, const StoredEvent& event) {
        note(tx, "a", event);
        if (event.seq == 2) std::raise(SIGKILL);
      };
      Follower(*own, system_now, {consumer}).catch_up();
    } catch (...) {
    }
    _exit(1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  db.reopen();
  EXPECT_THAT(seen("a"), IsEmpty());
  follower({noting("a")}).catch_up();
  EXPECT_THAT(seen("a"), ElementsAre(1, 2));
}

TEST_P(Following, ARandomHistoryIsSeenOnceInOrder) {
  int history = 0;
  EXPECT_TRUE(rc::check([&] {
    const std::string name = fmt::format("consumer-{}", ++history);
    const CentreId first(fmt::format("first-{}", history)), second(fmt::format("second-{}", history));
    std::map<CentreId, std::vector<std::int64_t>> wanted;
    std::map<CentreId, std::int64_t> last;
    bool fails = false;
    const auto consumer = [&] {
      Consumer made = noting(name, {"called"}, Begin::end);  // of the histories before
      made.handle = [&fails, name](db::Tx& tx, const StoredEvent& event) {
        note(tx, name, event);
        if (fails && event.seq % 3 == 0) throw std::runtime_error("every third");
      };
      return made;
    };
    auto program = std::make_unique<Follower>(*db, [this] { return now; }, std::vector{consumer()});
    for (const int step :
         *rc::gen::resize(25, rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 8)))) {
      const CentreId& centre = step % 2 == 0 ? first : second;
      switch (step) {
        case 0:
        case 1:
          happen(centre, "other");
          ++last[centre];
          break;
        case 2:
        case 3:
          happen(centre);
          wanted[centre].push_back(++last[centre]);
          break;
        case 4:
          fails = !fails;
          break;
        case 5:
          program = std::make_unique<Follower>(*db, [this] { return now; }, std::vector{consumer()});
          break;
        default:
          program->run_once();
          now += Follower::kLongestPause;
      }
    }
    fails = false;
    now += Follower::kLongestPause;
    program->catch_up();
    RC_ASSERT(seen(name, first) == wanted[first]);
    RC_ASSERT(seen(name, second) == wanted[second]);
    RC_ASSERT(program->lag(name) == 0);
  }));
}

TEST(FollowingTogether, TwoProgramsOverOneDatabaseSeeEachEventOnce) {
  db::testing::Fresh first = db::testing::fresh(db::Engine::postgresql);
  auto files = db::migrations({{"audit", embedded::audit_migrations()}});
  files.push_back({"test", "0001_seen.sql", kSeen});
  db::migrate(*first, files);
  const auto second = db::open(first.options());
  const auto consumer = [](std::function<void()> meanwhile) {
    return std::vector<Consumer>{
        {.name = "a",
         .kinds = {},
         .begin = Begin::start,
         .handle = [meanwhile = std::move(meanwhile)](db::Tx& tx, const StoredEvent& event) {
           tx.exec("INSERT INTO seen (seq) VALUES ($1)", {event.seq});
           if (meanwhile) meanwhile();
         }}};
  };
  EventLog log(*first);
  const auto happen = [&] {
    first->write_and_wait(
        [&](db::Tx& tx) { log.append(tx, kSergeli, {system_now(), "called", "ticket:1", "", "{}"}); });
  };
  const auto seen = [&] {
    return first->reading([](db::Tx& tx) {
      std::vector<std::int64_t> numbers;
      tx.each("SELECT seq FROM seen ORDER BY place", {},
              [&](const db::Row& row) { numbers.push_back(row.integer(0)); });
      return numbers;
    });
  };
  happen();
  Follower(*first, system_now, consumer({})).catch_up();
  happen();

  // One is in the middle of an event: the other does not wait for it, nor does it again what is being done.
  std::promise<void> inside, go_on;
  std::thread one([&, other = go_on.get_future().share()] {
    Follower(*first, system_now, consumer([&, other] { inside.set_value(), other.wait(); })).catch_up();
  });
  inside.get_future().wait();
  EXPECT_FALSE(Follower(*second, system_now, consumer({})).run_once());
  go_on.set_value();
  one.join();
  EXPECT_THAT(seen(), ElementsAre(1, 2));

  // Both at once, while events happen.
  constexpr std::int64_t kEvents = 300;
  std::atomic<bool> done = false;
  const auto follow = [&](db::Db& db) {
    Follower follower(db, system_now, consumer({}));
    while (!done || follower.lag("a") > 0) follower.catch_up();
  };
  std::thread here([&] { follow(*first); }), there([&] { follow(*second); });
  for (std::int64_t i = 3; i <= kEvents; ++i) happen();
  done = true;
  here.join();
  there.join();
  std::vector<std::int64_t> all(kEvents);
  std::iota(all.begin(), all.end(), 1);
  EXPECT_EQ(seen(), all);
}

// The other program is in the middle of a transaction that moves the cursor.
TEST(FollowingTogether, ACursorThatAnotherProgramHoldsHoldsUpNoWrite) {
  db::testing::Fresh db(db::Engine::postgresql, {.busy_timeout_ms = 20'000});
  db::migrate(*db, db::migrations({{"audit", embedded::audit_migrations()}}));
  EventLog log(*db);
  const auto happens = [&] {
    db->write_and_wait(
        [&](db::Tx& tx) { log.append(tx, kSergeli, {from_ms(0), "called", "ticket:1", "", "{}"}); });
  };
  int handled = 0;
  Follower follower(
      *db, [] { return from_ms(0); },
      {{.name = "a", .begin = Begin::start, .handle = [&](db::Tx&, const StoredEvent&) { ++handled; }}});
  happens();
  follower.catch_up();
  ASSERT_EQ(handled, 1);
  happens();
  const auto other = db::open(db.options());
  std::promise<void> held, enough;
  auto holding = std::async(std::launch::async, [&] {
    other->write_and_wait([&](db::Tx& tx) {
      move_cursor(tx, "a", kSergeli, 1);
      held.set_value();
      enough.get_future().wait_for(std::chrono::seconds(30));
    });
  });
  held.get_future().wait();
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_FALSE(follower.run_once());
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(10))
      << "it leaves the cursor to the other one, and does not wait for it";
  EXPECT_EQ(handled, 1);
  enough.set_value();
  holding.get();
  follower.catch_up();
  EXPECT_EQ(handled, 2);
}

TEST(FollowingTogether, TwoConsumersHaveTwoNames) {
  db::testing::Fresh db = db::testing::fresh(db::Engine::sqlite);
  EXPECT_THROW(Follower(*db, system_now, {{.name = "a", .handle = {}}, {.name = "a", .handle = {}}}),
               std::logic_error);
}

}  // namespace
}  // namespace biroyna::audit
