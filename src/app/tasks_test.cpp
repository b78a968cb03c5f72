// What the tasks of the command line find.
#include "app/tasks.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "app/app.hpp"
#include "app/signed_heads.hpp"
#include "features/audit/audit.hpp"
#include "platform/db/testing/databases.hpp"

namespace biroyna {
namespace {

class Verifying : public ::testing::TestWithParam<db::testing::Where> {
 protected:
  Verifying() : fresh(GetParam()) {
    config.data_dir = folder.path();
    if (fresh->engine() != db::Engine::sqlite) config.database = fresh.options().postgresql;
    fresh.close();
    EXPECT_EQ(tasks::import(config, "catalogue"), 0);
  }
  void sql(const std::string& statement) const {
    open_database(config, false)->write_and_wait([&](db::Tx& tx) {
      EXPECT_GT(tx.exec(statement), 0) << statement;
    });
  }
  // A document that was issued by this centre, as it was stored before there were proofs.
  void put_document(const std::string& centre) const {
    sql("INSERT INTO results (centre_id, code, year, number, version, kind, case_number, service_id, "
        "language, "
        "title, holder, holder_is_person, valid_until, sheet, issued_at_ms, issued_by, supersedes, standing, "
        "changed_at_ms, changed_by, reason) VALUES ('" +
        centre +
        "', '7K7QM2XRD9V4T0BHE5WN', 2026, 1, 1, 'certificate', '', 'land', 'ru', 'A title', 'Somebody', 1, "
        "'', "
        "'{}', 1, 'staff:aziza', '', 'issued', 1, 'staff:aziza', '')");
  }

  db::testing::TemporaryFolder folder;
  db::testing::Fresh fresh;
  Config config;
};
INSTANTIATE_TEST_SUITE_P(Engines, Verifying, db::testing::engines(), db::testing::engine_name);

TEST_P(Verifying, FindsALogThatLostItsHead) {
  EXPECT_EQ(tasks::verify(config), 0);
  sql("DELETE FROM event_heads");
  EXPECT_EQ(tasks::verify(config), 1);
}

TEST_P(Verifying, FindsADocumentOfACentreThatHasNoLog) {
  put_document("elsewhere");
  EXPECT_EQ(tasks::verify(config), 1);
}

TEST_P(Verifying, FindsADocumentOfNoCentre) {
  put_document("");
  EXPECT_EQ(tasks::verify(config), 1);
}

TEST_P(Verifying, FindsACaseOfACentreThatHasNoLog) {
  sql("INSERT INTO applications (centre_id, number, submission, service_id, state, channel, ticket_id, "
      "secret_sha256, applicant_name, applicant_folded, applicant, answers, events, version, "
      "submitted_at_ms, changed_at_ms) VALUES ('elsewhere', '7K4M9QX2', '7K4M9QX2', 'land', 'in_work', "
      "'online', '', '', '', '', '{}', '{}', '{}', 1, 1, 1)");
  EXPECT_EQ(tasks::verify(config), 1);
}

class NotedHeads : public Verifying {
 protected:
  // Writes down the heads as they now are, and answers the file.
  std::filesystem::path noted() {
    const auto heads =
        open_database(config, false)->reading([](db::Tx& tx) { return audit::heads_to_note(tx); });
    const auto file = folder.path() / "noted.txt";
    std::ofstream(file) << audit::to_text(heads);
    return file;
  }
  void append(int events) {
    const auto db = open_database(config, false);
    audit::EventLog log(*db);
    for (int i = 0; i < events; ++i) {
      db->write_and_wait([&](db::Tx& tx) {
        log.append(tx, CentreId("sergeli"), {from_ms(1'800'000'000'000 + i), "made_up", "a", "b", "{}"});
      });
    }
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, NotedHeads, db::testing::engines(), db::testing::engine_name);

TEST_P(NotedHeads, AChainThatWasComputedAnewIsFound) {
  const auto head = noted();
  append(3);
  EXPECT_EQ(tasks::verify(config, {head}), 0) << "it has grown";
  sql("DELETE FROM events");
  sql("DELETE FROM event_heads");
  append(9);
  EXPECT_EQ(tasks::verify(config), 0) << "by itself it is whole";
  EXPECT_EQ(tasks::verify(config, {head}), 1);
}

TEST_P(NotedHeads, AnEndThatWasCutOffWithItsHeadIsFound) {
  append(3);
  const auto head = noted();
  sql("DELETE FROM events WHERE centre_id = 'sergeli' AND seq = (SELECT max(seq) FROM events)");
  sql("UPDATE event_heads SET seq = seq - 1, hash = (SELECT hash FROM events e WHERE e.centre_id = "
      "event_heads.centre_id AND e.seq = event_heads.seq - 1) WHERE centre_id = 'sergeli'");
  EXPECT_EQ(tasks::verify(config), 0) << "by itself it is whole";
  EXPECT_EQ(tasks::verify(config, {head}), 1);
}

TEST_P(NotedHeads, ALogThatIsGoneIsFound) {
  const auto head = noted();
  sql("DELETE FROM events");
  sql("DELETE FROM event_heads");
  EXPECT_EQ(tasks::verify(config), 0);
  EXPECT_EQ(tasks::verify(config, {head}), 1);
}

TEST_P(NotedHeads, AreSignedOnceADay) {
  const auto files = signing::files_in(folder.path());
  signing::make(files, "A centre", signing::Kind::p256, from_ms(1'790'000'000'000));
  signing::Desk desk(files);
  const auto db = open_database(config, false);
  const auto heads = folder.path() / "heads";
  const Time now = from_ms(1'795'000'000'000);
  write_signed_heads(*db, desk, heads, now);
  const auto file = heads / (to_iso(std::chrono::floor<std::chrono::days>(now)) + ".txt");
  EXPECT_EQ(tasks::verify(config, {file}), 0);
  const std::string check = "openssl cms -verify -binary -inform DER -purpose any -no_check_time -in " +
                            file.string() + ".p7s -content " + file.string() + " -CAfile " +
                            files.certificate.string() + " >/dev/null 2>&1";
  EXPECT_EQ(std::system(check.c_str()), 0);
  const auto written = std::filesystem::last_write_time(file);
  append(1);
  write_signed_heads(*db, desk, heads, now + std::chrono::minutes(1));
  EXPECT_EQ(std::filesystem::last_write_time(file), written);
  std::ofstream(file, std::ios::app) << "x";
  EXPECT_NE(std::system(check.c_str()), 0);
}

}  // namespace
}  // namespace biroyna
