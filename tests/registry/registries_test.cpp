// Questions on their way to a registry that does as it likes, and back: each answered once, or a dead letter.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <thread>

#include "audit_migrations.hpp"
#include "features/integrations/integrations.hpp"
#include "features/integrations/store.hpp"
#include "integrations_migrations.hpp"
#include "platform/auth/secrets.hpp"
#include "platform/db/testing/databases.hpp"
#include "tests/registry/simulated_registry.hpp"

namespace biroyna::integrations {
namespace {

namespace json = boost::json;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const CentreId kSergeli("sergeli");
const RegistryId kCivil("civil-status"), kCadastre("cadastre");

const biroyna::testing::SimulatedRegistry& agency() {
  static const biroyna::testing::SimulatedRegistry running;
  return running;
}

std::vector<RegistrySettings> settings(int attempts) {
  return {{.id = kCivil.str(),
           .url = agency().url(),
           .timeout = Milliseconds(2'000),
           .attempts = attempts,
           .token = "secret",
           .x_road = XRoad{"UZ/GOV/10001/biroyna", "UZ/GOV/10002/civil/questions"}},
          {.id = kCadastre.str(), .mode = RegistrySettings::Mode::poll}};
}

// One program; several may share a database.
struct Program {
  Program(db::Db& database, const Time& now, int attempts = 3)
      : db(database), log(db), registries(db, log, settings(attempts), [&now] { return now; }) {
    registries.handle(
        {.is_wanted = [this](db::Tx&, const Asked& asked) { return asked.body_sha256 != taken_back; },
         .on_answer =
             [this](db::Tx& tx, const Answer& answer) {
               tx.exec("INSERT INTO taken (key, answer) VALUES ($1, $2)",
                       {answer.key, std::string(name(answer.outcome)) + " " + answer.comment + answer.data});
               if (cannot_take) throw std::runtime_error("no such case");
             },
         .on_dead =
             [](db::Tx& tx, const DeadLetter& letter) {
               tx.exec("INSERT INTO taken (key, answer) VALUES ($1, $2)",
                       {"dead " + letter.key, name(letter.fault.reason)});
             },
         .on_given_up =
             [](db::Tx& tx, const Asked& asked) {
               tx.exec("INSERT INTO taken (key, answer) VALUES ($1, '')", {"given up " + asked.key});
             }});
  }
  db::Db& db;
  audit::EventLog log;
  Registries registries;
  bool cannot_take = false;
  std::string taken_back = {};  // the hash of what no case asks any more
};

class RegistryCalls : public ::testing::TestWithParam<db::testing::Where> {
 protected:
  RegistryCalls() {
    db::migrate(*db, db::migrations({{"audit", embedded::audit_migrations()},
                                     {"integrations", embedded::integrations_migrations()}}));
    db->write_and_wait(
        [](db::Tx& tx) { tx.exec("CREATE TABLE taken (key TEXT PRIMARY KEY, answer TEXT NOT NULL)"); });
  }
  static Question question(const std::string& key, const RegistryId& registry = kCivil) {
    return {.centre = kSergeli,
            .registry = registry,
            .case_number = "SE-26-000001",
            .step = "civil-check",
            .body = R"({"pinfl":"30101901234567"})",
            .key = key,
            .asked_for = "UZ30101901234567"};
  }
  QuestionId ask(const std::string& key, const RegistryId& registry = kCivil) {
    QuestionId id;
    db->write_and_wait([&](db::Tx& tx) { id = program.registries.ask(tx, question(key, registry)); });
    return id;
  }
  // Everything that is due now.
  int work() {
    int worked = 0;
    while (program.registries.work(kCivil)) ++worked;
    return worked;
  }
  void pass(std::int64_t ms) { now += Milliseconds(ms); }
  std::vector<std::string> taken() {
    std::vector<std::string> found;
    db->read([&](db::Tx& tx) {
      tx.each("SELECT key, answer FROM taken ORDER BY key", {}, [&](const db::Row& row) {
        found.push_back(std::string(row.text(0)) + ": " + std::string(row.text(1)));
      });
    });
    return found;
  }
  std::vector<std::string> events() {
    std::vector<std::string> found;
    db->read([&](db::Tx& tx) {
      audit::each_event(tx, kSergeli, 0, 1000,
                        [&](const audit::StoredEvent& event) { return found.push_back(event.kind), true; });
    });
    return found;
  }
  std::vector<DeadLetter> letters() { return program.registries.dead_letters(kSergeli, "", 100); }
  template <class F>
  std::string refusal(F&& command) {
    Result<void> outcome;
    db->write_and_wait([&](db::Tx& tx) { outcome = command(tx); });
    return outcome ? "" : outcome.error().code;
  }
  BreakerState breaker() {
    for (const auto& one : program.registries.standing(kSergeli)) {
      if (one.id == kCivil) return one.breaker;
    }
    throw std::logic_error("no such registry");
  }

  db::testing::Fresh db = db::testing::fresh(GetParam());
  Time now = *parse_rfc3339("2026-11-23T04:00:00Z");
  Program program{*db, now};
};
INSTANTIATE_TEST_SUITE_P(Engines, RegistryCalls, db::testing::engines(), db::testing::engine_name);

constexpr const char* kAnswered = R"(a: confirmed {"echo":{"pinfl":"30101901234567"}})";

TEST_P(RegistryCalls, AQuestionIsAnsweredWithAllThatXRoadAsksFor) {
  agency().plan({});
  const QuestionId id = ask("a");
  EXPECT_EQ(work(), 1);
  EXPECT_THAT(taken(), ElementsAre(kAnswered));
  EXPECT_THAT(events(), ElementsAre("registry_asked", "registry_answered"));
  const auto seen = agency().seen();
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0].at("path").as_string(), "/r1/UZ/GOV/10002/civil/questions");
  const auto header = [&](const char* name) {
    return std::string(seen[0].at("headers").at(name).as_string());
  };
  EXPECT_EQ(header("idempotency-key"), id.str());
  EXPECT_EQ(header("authorization"), "Bearer secret");
  EXPECT_EQ(header("x-road-client"), "UZ/GOV/10001/biroyna");
  EXPECT_EQ(header("x-road-id"), id.str() + "-1");
  EXPECT_EQ(header("x-road-userid"), "UZ30101901234567");
  EXPECT_EQ(header("x-road-issue"), "SE-26-000001");
  EXPECT_THAT(header("content-digest"), ::testing::MatchesRegex("sha-256=:[A-Za-z0-9+/]{43}=:"));
  const auto& body = seen[0].at("body");
  EXPECT_EQ(body.at("id").as_string(), id.str());
  EXPECT_EQ(body.at("case").as_string(), "SE-26-000001");
  EXPECT_EQ(body.at("asked_at").as_string(), "2026-11-23T04:00:00.000Z");
}

TEST_P(RegistryCalls, TheSameKeyIsTheSameQuestion) {
  EXPECT_EQ(ask("a"), ask("a"));
  EXPECT_NE(ask("a"), ask("b"));
  EXPECT_THROW(ask("a", kCadastre), std::logic_error);
  EXPECT_THROW(db->write_and_wait([&](db::Tx& tx) {
    auto other = question("a");
    other.body = "{}";
    program.registries.ask(tx, other);
  }),
               std::logic_error);
  EXPECT_THROW(db->write_and_wait([&](db::Tx& tx) {
    auto broken = question("c");
    broken.body = "[1]";
    program.registries.ask(tx, broken);
  }),
               std::logic_error);
  EXPECT_THROW(db->write_and_wait([&](db::Tx& tx) {
    auto split = question("d");
    split.case_number = "1\r\nAuthorization: x";
    program.registries.ask(tx, split);
  }),
               std::logic_error);
}

TEST_P(RegistryCalls, NothingIsAskedThatWasTakenBack) {
  agency().plan({});
  EXPECT_THROW(db->write_and_wait([&](db::Tx& tx) {
    program.registries.ask(tx, question("a"));
    throw std::runtime_error("the step failed");
  }),
               std::runtime_error);
  EXPECT_EQ(work(), 0);
}

TEST_P(RegistryCalls, WhateverFailsForNowIsAnsweredOnceInTheEnd) {
  for (const char* way : {"fail", "busy", "drop", "half", "forbid", "redirect", "not_yet"}) {
    agency().plan({way});
    const QuestionId id = ask(way);
    EXPECT_EQ(work(), 1) << way << ": not again at once";
    EXPECT_THAT(letters(), IsEmpty()) << way;
    pass(24 * 3'600'000);
    EXPECT_EQ(work(), 1) << way;
    const auto seen = agency().seen();
    ASSERT_EQ(seen.size(), 2u) << way;
    for (const auto& one : seen) EXPECT_EQ(one.at("headers").at("idempotency-key").as_string(), id.str());
    EXPECT_NE(seen[0].at("headers").at("x-road-id"), seen[1].at("headers").at("x-road-id"));
    EXPECT_EQ(seen[0].at("raw"), seen[1].at("raw")) << "the same request";
  }
  EXPECT_EQ(taken().size(), 7u);
}

TEST_P(RegistryCalls, ARegistryThatSaysWhenIsObeyed) {
  agency().plan({"busy"});
  ask("a");
  work();
  pass(119'999);
  EXPECT_EQ(work(), 0);
  pass(1);
  EXPECT_EQ(work(), 1);
  EXPECT_THAT(taken(), ElementsAre(kAnswered));
}

TEST_P(RegistryCalls, LiesAreNotBelievedAndASecondTryMayBe) {
  struct Case {
    const char* way;
    Reason reason;
  };
  const Case cases[] = {{"wrong_id", Reason::other_question}, {"old", Reason::other_question},
                        {"wrong_shape", Reason::wrong_shape}, {"wrong_outcome", Reason::wrong_shape},
                        {"extra_field", Reason::wrong_shape}, {"list", Reason::wrong_shape},
                        {"not_json", Reason::not_json},       {"deep", Reason::not_json},
                        {"huge", Reason::too_large},          {"refuse", Reason::status}};
  for (const auto& [way, reason] : cases) {
    agency().plan({"answer", way});
    ask(std::string("before ") + way);
    EXPECT_EQ(work(), 1);
    pass(1);
    const std::string key = std::string("lied to: ") + way;
    const QuestionId id = ask(key);
    EXPECT_EQ(work(), 1) << way << ": a lie is not asked for twice";
    const auto dead = letters();
    ASSERT_EQ(dead.size(), 1u) << way;
    EXPECT_EQ(dead.front().fault.reason, reason) << way;
    EXPECT_EQ(dead.front().key, key);
    EXPECT_THAT(taken(), ::testing::Contains("dead " + key + ": " + std::string(name(reason))));
    pass(60'000);
    EXPECT_EQ(refusal([&](db::Tx& tx) { return program.registries.retry(tx, kSergeli, id, "staff:1"); }), "");
    EXPECT_EQ(work(), 1) << way;
    EXPECT_THAT(letters(), IsEmpty());
    EXPECT_THAT(taken(), ::testing::Contains(HasSubstr(key + ": confirmed"))) << way;
  }
}

TEST_P(RegistryCalls, TheLastAttemptMakesADeadLetterThatAPersonGivesUp) {
  agency().plan({}, "fail");
  const QuestionId id = ask("a");
  for (int attempt = 1; attempt <= 3; ++attempt) {
    EXPECT_EQ(work(), 1);
    pass(3'600'000);
  }
  EXPECT_EQ(work(), 0);
  ASSERT_EQ(letters().size(), 1u);
  EXPECT_EQ(letters().front().fault, (Fault{Reason::status, 500}));
  EXPECT_EQ(letters().front().attempts, 3);
  const auto give_up = [&](const CentreId& centre) {
    return refusal([&](db::Tx& tx) { return program.registries.give_up(tx, centre, id, "staff:1"); });
  };
  EXPECT_EQ(give_up(CentreId("elsewhere")), "not_found");
  EXPECT_EQ(give_up(kSergeli), "");
  EXPECT_EQ(give_up(kSergeli), "letter_not_dead");
  EXPECT_EQ(refusal([&](db::Tx& tx) { return program.registries.retry(tx, kSergeli, id, "staff:1"); }),
            "letter_not_dead");
  EXPECT_THAT(letters(), IsEmpty());
  EXPECT_THAT(taken(), ElementsAre("dead a: status", "given up a: "));
  EXPECT_THAT(events(), ElementsAre("registry_asked", "registry_failed", "registry_given_up"));
}

// An applicant who corrects a fact and then corrects it back asks what was asked first, and was taken back.
TEST_P(RegistryCalls, WhatIsCorrectedBackIsAskedAgain) {
  const auto reconcile = [&](const std::string& body) {
    db->write_and_wait([&](db::Tx& tx) {
      auto asked = question("case:step:1");
      asked.body = body;
      program.registries.reconcile(tx, kSergeli, asked.case_number, {asked}, {}, "visitor");
    });
    return program.registries.asking(kSergeli, "SE-26-000001").size();
  };
  EXPECT_EQ(reconcile(R"({"certificate":"23-47924"})"), 1u);
  EXPECT_EQ(reconcile(R"({"certificate":"99-00000"})"), 1u);
  EXPECT_EQ(reconcile(R"({"certificate":"23-47924"})"), 1u) << "the step is open, and nobody is asked";
}

TEST_P(RegistryCalls, WhatACaseWaitsForIsToldUntilItIsAnswered) {
  agency().plan({});
  const Time asked_at = now;
  ask("a");
  const auto asking = [&] { return program.registries.asking(kSergeli, "SE-26-000001"); };
  ASSERT_EQ(asking().size(), 1u);
  EXPECT_EQ(asking().front().step, "civil-check");
  EXPECT_FALSE(asking().front().dead);
  EXPECT_EQ(asking().front().asked_at, asked_at);
  EXPECT_TRUE(program.registries.asking(kSergeli, "SE-26-000002").empty());
  work();
  EXPECT_TRUE(asking().empty());
}

TEST(RegistryAnswers, AreReadAsLines) {
  Answer answer;
  answer.comment = "Two plots.";
  EXPECT_EQ(words_of(answer), "Two plots.");
  answer.data = R"({"plot":"11:08:33","area":600,"owner":null})";
  EXPECT_EQ(words_of(answer), "Two plots.\nplot: 11:08:33\narea: 600");
}

TEST_P(RegistryCalls, TheBreakerSparesAnIllRegistryAndHeals) {
  agency().plan({}, "fail");
  for (int i = 0; i < 8; ++i) ask(std::to_string(i));
  EXPECT_EQ(work(), 5) << "then it is left alone";
  EXPECT_EQ(breaker(), BreakerState::open);
  pass(30'000);
  EXPECT_EQ(breaker(), BreakerState::half_open);
  EXPECT_EQ(work(), 1) << "one tries, and fails";
  EXPECT_EQ(breaker(), BreakerState::open);
  agency().plan({});
  pass(30'000);
  EXPECT_EQ(work(), 0) << "it rests longer now";
  pass(30'000);
  work();
  EXPECT_EQ(breaker(), BreakerState::closed);
  pass(3'600'000);
  work();
  EXPECT_EQ(taken().size(), 8u);
  EXPECT_THAT(letters(), IsEmpty());
}

TEST_P(RegistryCalls, ALateAnswerAfterATimeoutCountsOnce) {
  auto patient = settings(3);
  patient.front().timeout = Milliseconds(200);
  Registries impatient(*db, program.log, patient, [this] { return now; });
  agency().plan({"hold"});
  ask("a");
  EXPECT_TRUE(impatient.work(kCivil));
  agency().release();
  pass(60'000);
  EXPECT_EQ(work(), 1);
  EXPECT_EQ(work(), 0);
  EXPECT_THAT(taken(), ElementsAre(kAnswered));
}

// As after a kill between sending and the COMMIT: the attempt is somebody's who is gone.
TEST_P(RegistryCalls, WhatAProgramLeftBehindIsAskedAgainByTheNext) {
  agency().plan({});
  ask("a");
  program.cannot_take = true;
  EXPECT_EQ(work(), 1);
  EXPECT_THAT(taken(), IsEmpty()) << "nothing half-taken";
  program.cannot_take = false;
  pass(3'600'000);
  EXPECT_EQ(work(), 1);
  EXPECT_THAT(taken(), ElementsAre(kAnswered));
  EXPECT_EQ(agency().seen().size(), 2u);
}

TEST_P(RegistryCalls, TwoProgramsDoNotSendTheSameAttempt) {
  agency().plan({"hold"});
  ask("a");
  Program other(*db, now);
  std::jthread first([&] { program.registries.work(kCivil); });
  ASSERT_TRUE(biroyna::testing::eventually([] { return agency().seen().size() == 1; }));
  EXPECT_FALSE(other.registries.work(kCivil)) << "it is being asked";
  agency().release();
  first.join();
  EXPECT_FALSE(other.registries.work(kCivil));
  EXPECT_THAT(taken(), ElementsAre(kAnswered));
}

// As when two servers saw the same question at the same moment.
TEST_P(RegistryCalls, AnAttemptIsOneProgramsOnly) {
  ask("a");
  const auto seen = db->reading([&](db::Tx& tx) { return first_due(tx, kCivil, now); });
  ASSERT_TRUE(seen);
  const auto begun = [&](Time lost_at) {
    bool done = false;
    db->write_and_wait([&](db::Tx& tx) { done = begin_attempt(tx, *seen, now, lost_at); });
    return done;
  };
  EXPECT_TRUE(begun(now + Milliseconds(1)));
  EXPECT_FALSE(begun(now + Milliseconds(2)));
}

// What a slow program says of an attempt that counts as lost changes nothing of the next one.
TEST_P(RegistryCalls, OnlyTheAttemptThatRunsCanFail) {
  ask("a");
  const auto first = db->reading([&](db::Tx& tx) { return first_due(tx, kCivil, now); });
  db->write_and_wait([&](db::Tx& tx) {
    ASSERT_TRUE(begin_attempt(tx, *first, now, now));
    const auto second = first_due(tx, kCivil, now);
    ASSERT_TRUE(second);
    ASSERT_TRUE(begin_attempt(tx, *second, now, now));
    EXPECT_FALSE(end_attempt(tx, *second, State::failed, {Reason::timeout}, now, now));
    auto running = *second;
    ++running.attempts;
    EXPECT_TRUE(end_attempt(tx, running, State::failed, {Reason::timeout}, now, now));
  });
}

TEST_P(RegistryCalls, TheAnswerToACancelledQuestionIsNobodys) {
  agency().plan({"hold"});
  const QuestionId id = ask("a");
  std::jthread sending([&] { program.registries.work(kCivil); });
  ASSERT_TRUE(biroyna::testing::eventually([] { return agency().seen().size() == 1; }));
  db->write_and_wait([&](db::Tx& tx) { program.registries.cancel(tx, kSergeli, id, "staff:1"); });
  agency().release();
  sending.join();
  EXPECT_THAT(taken(), IsEmpty());
  EXPECT_THAT(events(), ElementsAre("registry_asked", "registry_cancelled"));
}

TEST_P(RegistryCalls, AStopEndsAWaitingCallAndLosesNothing) {
  agency().plan({"hold"});
  ask("a");
  {
    std::stop_source stop;
    std::jthread sending([&] { program.registries.work(kCivil, stop.get_token()); });
    ASSERT_TRUE(biroyna::testing::eventually([] { return agency().seen().size() == 1; }));
    stop.request_stop();
  }
  agency().release();
  pass(10'000);
  EXPECT_EQ(work(), 1);
  EXPECT_THAT(taken(), ElementsAre(kAnswered));
}

TEST_P(RegistryCalls, WorkersAskByThemselves) {
  agency().plan({});
  const Workers workers(program.registries);
  ask("a");
  EXPECT_TRUE(biroyna::testing::eventually([&] { return !taken().empty(); }));
}

TEST_P(RegistryCalls, WhatWasAskedIsForgottenOnceAnswered) {
  agency().plan({});
  ask("a");
  work();
  db->read([](db::Tx& tx) {
    tx.each("SELECT body, body_sha256 FROM registry_questions", {}, [](const db::Row& row) {
      EXPECT_EQ(row.text(0), "");
      EXPECT_EQ(row.text(1), auth::to_hex(auth::sha256(R"({"pinfl":"30101901234567"})")));
    });
  });
}

class RegistryPolls : public RegistryCalls {
 protected:
  std::string answer(const QuestionId& id, const std::string& body, const RegistryId& registry = kCadastre) {
    return refusal([&](db::Tx& tx) {
      return program.registries.take_answer(tx, kSergeli, registry, id, body, "device:1");
    });
  }
  std::vector<std::string> fetched(std::string_view after = "", std::int64_t limit = 100) {
    std::vector<std::string> ids;
    for (const auto& one : program.registries.fetch(kSergeli, kCadastre, after, limit, "device:1"))
      ids.push_back(one.id.str());
    return ids;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, RegistryPolls, db::testing::engines(), db::testing::engine_name);

TEST_P(RegistryPolls, FetchAndAnswerOnce) {
  const std::string first = ask("a", kCadastre).str(), second = ask("b", kCadastre).str();
  ask("c", kCivil);
  EXPECT_FALSE(program.registries.work(kCadastre)) << "nobody calls it";
  EXPECT_THAT(fetched("", 1), ElementsAre(std::min(first, second)));
  EXPECT_THAT(fetched(std::min(first, second)), ElementsAre(std::max(first, second)));
  EXPECT_EQ(fetched().size(), 2u) << "until they are answered";
  const QuestionId id(first);
  constexpr const char* kBody = R"({"outcome":"denied","comment":"No plot","data":{"plot":null}})";
  EXPECT_EQ(answer(id, kBody), "");
  EXPECT_EQ(answer(id, kBody), "") << "the same again";
  EXPECT_EQ(answer(id, R"({"outcome":"confirmed"})"), "already_answered");
  EXPECT_THAT(taken(), ElementsAre(R"(a: denied No plot{"plot":null})"));
  EXPECT_THAT(fetched(), ElementsAre(second));
  EXPECT_THAT(events(), ElementsAre("registry_asked", "registry_asked", "registry_asked", "registry_fetched",
                                    "registry_fetched", "registry_answered"));
}

TEST_P(RegistryPolls, WrongAnswersAreRefusedAndTheQuestionStaysOpen) {
  const QuestionId id = ask("a", kCadastre);
  EXPECT_EQ(answer(id, "{"), "malformed");
  EXPECT_EQ(answer(id, "[]"), "malformed");
  EXPECT_EQ(answer(QuestionId("none"), R"({"outcome":"denied"})"), "not_found");
  EXPECT_EQ(answer(id, R"({"outcome":"denied"})", kCivil), "not_found") << "another registry's";
  for (const char* body :
       {"{}", R"({"outcome":"maybe"})", R"({"outcome":"denied","id":"other"})", R"({"outcome":1})",
        R"({"outcome":"denied","data":[]})", R"({"outcome":"denied","colour":"red"})"})
    EXPECT_EQ(answer(id, body), "invalid") << body;
  EXPECT_EQ(answer(id, R"({"outcome":"denied","comment":")" + std::string(1001, 'x') + "\"}"), "invalid");
  EXPECT_THAT(taken(), IsEmpty());
  EXPECT_THAT(fetched(), ElementsAre(id.str()));
  db->write_and_wait([&](db::Tx& tx) { program.registries.cancel(tx, kSergeli, id, ""); });
  EXPECT_EQ(answer(id, R"({"outcome":"denied"})"), "answer_not_wanted");
}

// The applicant has corrected the facts, and the case has not asked anew yet.
TEST_P(RegistryPolls, TheAnswerToWhatWasCorrectedIsNotTaken) {
  const QuestionId id = ask("a", kCadastre);
  program.taken_back = auth::to_hex(auth::sha256(question("a").body));
  EXPECT_EQ(answer(id, R"({"outcome":"confirmed"})"), "answer_not_wanted");
  EXPECT_THAT(taken(), IsEmpty());
  EXPECT_THAT(fetched(), IsEmpty()) << "and it is asked no more";
  EXPECT_THAT(events(), ElementsAre("registry_asked", "registry_cancelled"));
}

TEST_P(RegistryPolls, TheAnswerToAnEditedQuestionIsNotTaken) {
  const QuestionId id = ask("a", kCadastre);
  db->write_and_wait([](db::Tx& tx) { tx.exec("UPDATE registry_questions SET body = '{\"pinfl\":\"1\"}'"); });
  EXPECT_EQ(answer(id, R"({"outcome":"confirmed"})"), "answer_not_wanted");
  EXPECT_THAT(taken(), IsEmpty());
}

TEST_P(RegistryCalls, AnEditedQuestionIsNotSent) {
  agency().plan({});
  ask("a");
  db->write_and_wait([](db::Tx& tx) { tx.exec("UPDATE registry_questions SET body = '{\"pinfl\":\"1\"}'"); });
  EXPECT_EQ(work(), 1);
  EXPECT_THAT(agency().seen(), IsEmpty());
  EXPECT_THAT(letters(), SizeIs(1)) << "a person decides";
}

TEST_P(RegistryPolls, ACaseAsksWhatItStillNeeds) {
  const auto needs = [&](std::vector<Question> asked, std::vector<Question> kept = {}) {
    db->write_and_wait([&](db::Tx& tx) {
      program.registries.reconcile(tx, kSergeli, "SE-26-000001", asked, kept, "staff:aziza");
    });
    return fetched();
  };
  Question other_case = question("other", kCadastre);
  other_case.case_number = "SE-26-000002";
  db->write_and_wait([&](db::Tx& tx) { program.registries.ask(tx, other_case); });
  const auto of_other = fetched();
  const Question a = question("a", kCadastre), b = question("b", kCadastre);
  const auto both = needs({a, b});
  EXPECT_THAT(both, SizeIs(3));
  EXPECT_EQ(needs({a, b}), both) << "asked once";
  EXPECT_EQ(needs({b}, {a}), both) << "kept";
  EXPECT_EQ(needs({}, {question("never-asked", kCadastre), a, b}), both) << "and nothing is asked for it";

  Question corrected = a;
  corrected.body = R"({"pinfl":"40101901234567"})";
  const auto again = needs({corrected, b});
  EXPECT_THAT(again, SizeIs(3)) << "the words that were corrected are asked in place of the old ones";
  EXPECT_NE(again, both);
  EXPECT_EQ(needs({corrected, b}), again);
  EXPECT_EQ(needs({b}, {corrected}), again);

  EXPECT_EQ(needs({}), of_other);
  EXPECT_THAT(events(), Contains("registry_cancelled"));
}

TEST_P(RegistryPolls, OfAnErasedCaseNothingPersonalIsKept) {
  const QuestionId open = ask("a", kCadastre), other = ask("b", kCadastre);
  const auto stored = [&](const QuestionId& id) {
    return db->reading([&](db::Tx& tx) { return find_question(tx, kSergeli, id).value(); });
  };
  const auto rename = [&](const QuestionId& id, const std::string& number) {
    db->write_and_wait([&](db::Tx& tx) {
      tx.exec(
          "UPDATE registry_questions SET case_number = $2, asked_for = 'AA1234567' WHERE question_id = $1",
          {id.str(), number});
    });
  };
  rename(open, "ERASED");
  rename(other, "KEPT");
  db->write_and_wait([&](db::Tx& tx) { program.registries.forget(tx, kSergeli, "ERASED", "program"); });
  EXPECT_EQ(stored(open).asked_for, "");
  EXPECT_EQ(stored(open).body, "");
  EXPECT_EQ(stored(open).state, State::cancelled);
  EXPECT_EQ(stored(other).asked_for, "AA1234567");
  EXPECT_THAT(fetched(), ElementsAre(other.str()));
}

TEST_P(RegistryPolls, StandingCountsWhatIsOpenAndDead) {
  agency().plan({"wrong_id"});
  ask("a", kCadastre);
  pass(1'000);
  ask("b", kCadastre);
  ask("c", kCivil);
  ask("d", RegistryId("unknown-yet"));
  work();
  const auto all = program.registries.standing(kSergeli);
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0].id, kCadastre);
  EXPECT_EQ(all[0].open, 2);
  EXPECT_EQ(all[0].oldest, now - Milliseconds(1'000));
  EXPECT_EQ(all[1].id, kCivil);
  EXPECT_EQ(all[1].dead, 1);
  EXPECT_EQ(all[1].oldest, std::nullopt);
  EXPECT_EQ(all[2].mode, std::nullopt) << "not set up";
  EXPECT_EQ(all[2].open, 1);
  EXPECT_EQ(program.registries.standing(CentreId("elsewhere"))[0].open, 0);
  bool found = false;
  for (const auto& figure : program.registries.figures()) {
    if (figure.name != "biroyna_registry_dead_letters" || figure.labels[0].second != kCivil.str()) continue;
    found = true;
    EXPECT_EQ(figure.value, 1);
  }
  EXPECT_TRUE(found);
}

}  // namespace
}  // namespace biroyna::integrations
