// What the tasks of the command line find.
#include "app/tasks.hpp"

#include <gtest/gtest.h>

#include "app/app.hpp"
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

}  // namespace
}  // namespace biroyna
