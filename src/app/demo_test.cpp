// A demonstration on both engines: it is whole, alive, and the same for the same seed.
#include <gmock/gmock.h>

#include <map>
#include <set>

#include "app/app.hpp"
#include "app/tasks.hpp"
#include "features/audit/audit.hpp"
#include "platform/db/testing/databases.hpp"

namespace biroyna {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr int kApplications = 300, kFew = 60;
const Time kNow = *parse_rfc3339("2026-11-24T05:00:00Z");

class TheDemo : public ::testing::TestWithParam<db::testing::Where> {
 protected:
  // A centre with a demonstration.
  struct Place {
    explicit Place(db::testing::Where engine) : fresh(engine) {
      config.data_dir = folder.path();
      if (engine != db::Engine::sqlite) config.database = fresh.options().postgresql;
      fresh.close();
      EXPECT_EQ(tasks::import(config, "catalogue"), 0);
    }
    int fill(std::uint32_t seed, int applications = kFew) const {
      return tasks::demo(config, {.applications = applications, .seed = seed}, kNow);
    }
    // The rows of a query, the columns joined.
    std::vector<std::string> rows(const std::string& sql, int columns) const {
      std::vector<std::string> found;
      const auto database = open_database(config, false);
      database->read([&](db::Tx& tx) {
        tx.each(sql, {}, [&](const db::Row& row) {
          std::string joined;
          for (int i = 0; i < columns; ++i) joined += std::string(row.text(i)) + "|";
          found.push_back(joined);
        });
      });
      return found;
    }
    std::int64_t count(const std::string& from) const {
      const auto database = open_database(config, false);
      return database->reading([&](db::Tx& tx) {
        return tx.first("SELECT count(*) FROM " + from, {}, [](const db::Row& row) { return row.integer(0); })
            .value();
      });
    }
    std::vector<std::string> made() const {
      return rows(
          "SELECT number, submission, service_id, state, channel, applicant_name, answers, "
          "CAST(submitted_at_ms AS TEXT), CAST(version AS TEXT), CAST(coalesce(due_at_ms, 0) AS TEXT) "
          "FROM applications ORDER BY number",
          10);
    }

    db::testing::TemporaryFolder folder;
    db::testing::Fresh fresh;
    Config config;
  };
};
INSTANTIATE_TEST_SUITE_P(Engines, TheDemo, db::testing::engines(), db::testing::engine_name);

TEST_P(TheDemo, IsWholeAndAlive) {
  const Place place(GetParam());
  ASSERT_EQ(place.fill(7, kApplications), 0);
  EXPECT_EQ(place.count("applications"), kApplications);
  // All but the two that are open in summer alone, which these months are not.
  EXPECT_EQ(place.count("(SELECT DISTINCT service_id FROM applications) s"), 42);
  for (const char* state : {"awaiting_payment", "in_work", "issued", "handed_over", "withdrawn", "closed"})
    EXPECT_GT(place.count(std::string("applications WHERE state = '") + state + "'"), 0) << state;
  EXPECT_EQ(place.count("applications WHERE state IN ('granted', 'partly', 'refused')"), 0)
      << "all are issued";
  for (const char* state : {"open", "claimed", "done", "waiting"})
    EXPECT_GT(place.count(std::string("application_tasks WHERE state = '") + state + "'"), 0) << state;
  EXPECT_GT(place.count("results WHERE kind = 'refusal'"), 0);
  EXPECT_GT(place.count("results WHERE kind <> 'refusal'"), kApplications / 2);
  EXPECT_GT(place.count("events WHERE kind = 'applicant_answered'"), 0);
  const auto in_term = place.count("applications WHERE in_term = 1"),
             late = place.count("applications WHERE in_term = 0");
  EXPECT_GT(late, 0);
  EXPECT_GT(in_term, 8 * late);
  EXPECT_EQ(place.count(
                "applications a WHERE ended_at_ms IS NOT NULL AND NOT EXISTS (SELECT 1 FROM results r WHERE "
                "r.case_number = a.number) AND state NOT IN ('withdrawn')"),
            0);
  EXPECT_EQ(
      place.count("events WHERE kind <> 'catalogue_imported' AND at_ms > " + std::to_string(to_ms(kNow))), 0);
  EXPECT_EQ(tasks::verify(place.config), 0);
}

TEST_P(TheDemo, OfTheSameSeedIsTheSameAndOfAnotherAnother) {
  const Place one(GetParam()), same(GetParam()), other(GetParam());
  ASSERT_EQ(one.fill(7), 0);
  ASSERT_EQ(same.fill(7), 0);
  ASSERT_EQ(other.fill(8), 0);
  EXPECT_THAT(one.made(), SizeIs(kFew));
  EXPECT_EQ(one.made(), same.made());
  EXPECT_NE(one.made(), other.made());
}

TEST_P(TheDemo, BeginsOnlyWhereThereIsNone) {
  const Place place(GetParam());
  ASSERT_EQ(place.fill(7), 0);
  const auto people = place.count("staff");
  try {
    place.fill(8);
    ADD_FAILURE() << "it began once more";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("sergeli has applications already"));
  }
  EXPECT_EQ(place.count("applications"), kFew);
  EXPECT_EQ(place.count("staff"), people);
}

}  // namespace
}  // namespace biroyna
