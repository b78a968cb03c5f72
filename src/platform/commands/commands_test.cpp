// Commands over a real database, on every engine: what is carried out once, remembered, told to nobody else.
#include "platform/commands/commands.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "commands_migrations.hpp"
#include "platform/db/testing/databases.hpp"

namespace biroyna {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;

const CentreId kCentre("sergeli");

struct Told {
  std::string words;
  std::string to_text() const { return words; }
  static Told from_text(std::string_view text) { return {std::string(text)}; }
  std::string subject() const { return "case:1"; }
};

class CommandsTest : public ::testing::TestWithParam<db::testing::Where> {
 protected:
  CommandsTest() {
    db::migrate(*db, db::migrations({{"commands", embedded::commands_migrations()}}));
    db->write_and_wait([](db::Tx& tx) { tx.exec("CREATE TABLE done (words TEXT)"); });
  }

  // The words of the outcome, with "again: " before those of an earlier command, or the code of a refusal.
  std::string run(const Idempotency& repeat, const std::string& words, const CentreId& centre = kCentre) {
    std::promise<std::string> answer;
    commands.run<Told>(
        {.centre = centre, .repeat = repeat},
        [&words](db::Tx& tx) -> Result<Told> {
          if (words == "no") return refuse(Refusal::Kind::conflict, "no");
          tx.exec("INSERT INTO done (words) VALUES ($1)", {words});
          return Told{words};
        },
        [&answer](const Result<Executed<Told>>& done) {
          answer.set_value(!done ? done.error().code : (done->replayed ? "again: " : "") + done->value.words);
        });
    return answer.get_future().get();
  }
  std::int64_t count(const std::string& table) {
    return db->reading([&](db::Tx& tx) {
      return tx.first("SELECT count(*) FROM " + table, {}, [](const db::Row& row) { return row.integer(0); })
          .value();
    });
  }

  Time now = parse_rfc3339("2026-11-24T05:00:00Z").value();
  db::testing::Fresh db = db::testing::fresh(GetParam());
  Commands commands{*db, [this] { return now; }, [](const std::function<void()>& task) { task(); }};
};
INSTANTIATE_TEST_SUITE_P(Engines, CommandsTest, db::testing::engines(), db::testing::engine_name);

TEST_P(CommandsTest, ARepeatGetsTheOutcomeOfTheFirst) {
  const Idempotency repeat{"key-1", "aziza", "POST /x\n{}"};
  EXPECT_EQ(run(repeat, "first"), "first");
  EXPECT_EQ(run(repeat, "second"), "again: first");
  EXPECT_EQ(count("done"), 1);
}

TEST_P(CommandsTest, TheSameKeyWithAnotherRequestIsRefused) {
  EXPECT_EQ(run({"key-1", "aziza", "a"}, "first"), "first");
  EXPECT_EQ(run({"key-1", "aziza", "b"}, "second"), "key_reused");
  EXPECT_EQ(count("done"), 1);
}

TEST_P(CommandsTest, AKeyIsItsCallersAndItsCentres) {
  EXPECT_EQ(run({"key-1", "aziza", "a"}, "first"), "first");
  EXPECT_EQ(run({"key-1", "bobur", "a"}, "second"), "second");
  EXPECT_EQ(run({"key-1", "aziza", "a"}, "third", CentreId("other")), "third");
}

TEST_P(CommandsTest, WithoutAKeyEachIsANewOne) {
  EXPECT_EQ(run({}, "first"), "first");
  EXPECT_EQ(run({}, "second"), "second");
  EXPECT_EQ(count("remembered"), 0);
}

TEST_P(CommandsTest, ARefusalIsNotRemembered) {
  const Idempotency repeat{"key-1", "aziza", "a"};
  EXPECT_EQ(run(repeat, "no"), "no");
  EXPECT_EQ(run(repeat, "yes"), "yes");
}

TEST_P(CommandsTest, AKeyThatIsTooLongIsRefused) {
  EXPECT_EQ(run({std::string(Commands::kLongestKey + 1, 'k'), "aziza", "a"}, "first"), "key_too_long");
  EXPECT_EQ(count("done"), 0);
}

TEST_P(CommandsTest, AKeyMayHoldAnySigns) {
  for (const std::string key : {"a\xd1\x91\xd1\x91", "\xff\xfe\xfd", "with blanks in it"}) {
    EXPECT_EQ(run({key, "aziza", "a"}, "first"), "first");
    EXPECT_EQ(run({key, "aziza", "a"}, "second"), "again: first");
  }
}

TEST_P(CommandsTest, WhatFailsAfterTheCommitIsARefusalAndARepeatIsTold) {
  const Idempotency repeat{"key-1", "aziza", "a"};
  std::promise<std::string> answer;
  int calls = 0;
  commands.run<Told>(
      {.centre = kCentre, .repeat = repeat}, [](db::Tx&) -> Result<Told> { return Told{"first"}; },
      [&](const Result<Executed<Told>>& done) {
        if (++calls == 1) throw db::Unavailable(db::Unavailable::Why::away, "lost");
        answer.set_value(done ? "done" : done.error().code);
      });
  EXPECT_EQ(answer.get_future().get(), "unavailable");
  EXPECT_EQ(run(repeat, "second"), "again: first");
}

TEST_P(CommandsTest, ACopyOfTheDatabaseOpensNoOutcome) {
  const std::string key = "01HZXAMPLEKEYTHATNOBODYKNOWS";
  run({key, "192.0.2.7", "phone=+998901234567"}, "the secret");
  std::string all;
  db->read([&](db::Tx& tx) {
    tx.each("SELECT idempotency_key, outcome, subject FROM remembered", {}, [&](const db::Row& row) {
      for (const auto cell : {row.text(0), row.blob(1), row.text(2)}) all.append(cell).push_back('\n');
    });
  });
  EXPECT_THAT(all, Not(HasSubstr("the secret")));
  EXPECT_THAT(all, Not(HasSubstr(key)));
  EXPECT_THAT(all, Not(HasSubstr("192.0.2.7")));
  EXPECT_THAT(all, Not(HasSubstr("+998901234567")));
}

TEST_P(CommandsTest, OutcomesAreForgottenByTheClockInEveryCentre) {
  const Idempotency repeat{"key-1", "aziza", "a"};
  run(repeat, "first");
  run(repeat, "of a centre without a queue", CentreId("other"));
  now += Commands::kKept;
  commands.forget_old();
  EXPECT_EQ(count("remembered"), 2) << "not a moment too early";
  now += 1s;
  commands.forget_old();
  EXPECT_EQ(count("remembered"), 0);
  EXPECT_EQ(run(repeat, "anew"), "anew");
}

TEST_P(CommandsTest, WhatIsErasedIsForgotten) {
  run({"key-1", "aziza", "a"}, "first");
  db->write_and_wait([](db::Tx& tx) { Commands::forget(tx, kCentre, "case:2"); });
  EXPECT_EQ(count("remembered"), 1);
  db->write_and_wait([](db::Tx& tx) { Commands::forget(tx, kCentre, "case:1"); });
  EXPECT_EQ(count("remembered"), 0);
}

TEST_P(CommandsTest, TheOutcomeIsHandedOverOutsideOfTheWriter) {
  std::thread::id writer, handed_over;
  std::promise<std::function<void()>> later;
  Commands apart{*db, [this] { return now; },
                 [&](std::function<void()> task) { later.set_value(std::move(task)); }};
  apart.run<Nothing>(
      {.centre = kCentre},
      [&](db::Tx&) -> Result<Nothing> {
        writer = std::this_thread::get_id();
        return Nothing{};
      },
      [&](const Result<Executed<Nothing>>&) { handed_over = std::this_thread::get_id(); });
  const auto task = later.get_future().get();
  EXPECT_EQ(handed_over, std::thread::id()) << "not yet";
  task();
  EXPECT_EQ(handed_over, std::this_thread::get_id());
  EXPECT_NE(handed_over, writer);
}

}  // namespace
}  // namespace biroyna
