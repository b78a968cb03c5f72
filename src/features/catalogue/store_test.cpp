// Versions of a catalogue on both engines.
#include "features/catalogue/store.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "audit_migrations.hpp"
#include "catalogue_migrations.hpp"
#include "features/catalogue/test_files.hpp"
#include "platform/db/testing/databases.hpp"

namespace biroyna::catalogue {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr Time kNow = from_ms(1'795'492'800'000);
const CentreId kSergeli("sergeli");
constexpr const char* kOldName = "Sergeli Single-Window Centre";

Files with_name(const char* name) {
  Files files = reference_files();
  replace_once(files.at("centre.yaml"), kOldName, name);
  return files;
}
const std::string& name_of(const EditionPtr& edition) {
  return edition->catalogue.centre.names.in(Language::en);
}

class CatalogueStore : public ::testing::TestWithParam<db::testing::Where> {
 protected:
  CatalogueStore() {
    db::migrate(*db, db::migrations({{"audit", embedded::audit_migrations()},
                                     {"catalogue", embedded::catalogue_migrations()}}));
  }

  Imported import(Catalogues& into, const Files& files) {
    yaml::Problems problems;
    const Imported imported = into.import(files, "staff:madina", kNow, problems);
    EXPECT_TRUE(problems.empty()) << problems.front().to_string();
    return imported;
  }
  std::vector<audit::StoredEvent> events() {
    return db->reading([](db::Tx& tx) {
      std::vector<audit::StoredEvent> all;
      audit::each_event(tx, kSergeli, 0, 100, [&](const audit::StoredEvent& event) {
        all.push_back(event);
        return true;
      });
      return all;
    });
  }

  db::testing::Fresh db = db::testing::fresh(GetParam());
  audit::EventLog log{*db};
};
INSTANTIATE_TEST_SUITE_P(Engines, CatalogueStore, db::testing::engines(), db::testing::engine_name);

TEST_P(CatalogueStore, IsEmptyAtFirst) {
  Catalogues catalogues(*db, log);
  EXPECT_THAT(catalogues.all(), IsEmpty());
  EXPECT_EQ(catalogues.current(kSergeli), nullptr);
  EXPECT_EQ(catalogues.version(kSergeli, 1), nullptr);
}

TEST_P(CatalogueStore, TheFirstImportIsVersionOneAndIsThereAfterARestart) {
  Catalogues catalogues(*db, log);
  const Imported imported = import(catalogues, reference_files());
  EXPECT_EQ(imported.centre, kSergeli);
  EXPECT_EQ(imported.version, 1);
  EXPECT_TRUE(imported.changed);
  ASSERT_NE(catalogues.current(kSergeli), nullptr);
  EXPECT_EQ(catalogues.current(kSergeli)->catalogue.version, 1);

  const Catalogues restarted(*db, log);
  ASSERT_NE(restarted.current(kSergeli), nullptr);
  EXPECT_EQ(restarted.current(kSergeli)->catalogue.services.size(), 44u);
  const auto stored = db->reading([](db::Tx& tx) { return load_version(tx, kSergeli, 1); });
  EXPECT_EQ(stored, reference_files());
}

TEST_P(CatalogueStore, TheSameFilesAgainChangeNothing) {
  Catalogues catalogues(*db, log, read_once);
  import(catalogues, reference_files());
  const EditionPtr before = catalogues.current(kSergeli);
  const Imported again = import(catalogues, reference_files());
  EXPECT_EQ(again.version, 1);
  EXPECT_FALSE(again.changed);
  EXPECT_EQ(catalogues.current(kSergeli), before);
  EXPECT_EQ(events().size(), 1u);
}

TEST_P(CatalogueStore, AChangedFileMakesANewVersionAndTheOlderStaysReadable) {
  Catalogues catalogues(*db, log, read_once);
  import(catalogues, reference_files());
  EXPECT_EQ(import(catalogues, with_name("New Centre")).version, 2);
  EXPECT_EQ(name_of(catalogues.current(kSergeli)), "New Centre");
  EXPECT_EQ(name_of(catalogues.version(kSergeli, 2)), "New Centre");
  EXPECT_EQ(name_of(catalogues.version(kSergeli, 1)), kOldName);
  EXPECT_EQ(catalogues.version(kSergeli, 1)->catalogue.version, 1);
  EXPECT_EQ(catalogues.version(kSergeli, 3), nullptr);

  Catalogues restarted(*db, log, read_once);
  EXPECT_EQ(name_of(restarted.current(kSergeli)), "New Centre");
  EXPECT_EQ(name_of(restarted.version(kSergeli, 1)), kOldName);
}

TEST_P(CatalogueStore, WhatWasReplacedMayComeBackAsTheNewestVersion) {
  Catalogues catalogues(*db, log, read_once);
  import(catalogues, reference_files());
  import(catalogues, with_name("New Centre"));
  EXPECT_EQ(import(catalogues, reference_files()).version, 3);
  EXPECT_EQ(name_of(catalogues.current(kSergeli)), kOldName);
}

TEST_P(CatalogueStore, EveryVersionHasItsEventInAWholeChain) {
  Catalogues catalogues(*db, log, read_once);
  import(catalogues, reference_files());
  import(catalogues, with_name("New Centre"));
  const auto all = events();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[1].seq, 2);
  EXPECT_EQ(all[1].kind, "catalogue_imported");
  EXPECT_EQ(all[1].subject, "catalogue:2");
  EXPECT_EQ(all[1].actor, "staff:madina");
  EXPECT_EQ(all[1].at, kNow);
  const auto data = boost::json::parse(all[1].data).as_object();
  EXPECT_EQ(data.at("version").as_int64(), 2);
  EXPECT_EQ(data.at("sha256").as_string().size(), 64u);
  EXPECT_NE(boost::json::parse(all[0].data).at("sha256"), data.at("sha256"));
  EXPECT_EQ(db->reading([](db::Tx& tx) { return audit::verify(tx, kSergeli); }).broken_at, 0);
}

TEST_P(CatalogueStore, DaysOffAreReplacedInEveryCentreOrInNone) {
  const CentreId other("chilonzor");
  Catalogues catalogues(*db, log, read_once);
  import(catalogues, reference_files());
  Files files = reference_files();
  replace_once(files.at("centre.yaml"), "id: sergeli", "id: chilonzor");
  import(catalogues, files);
  std::string holidays = reference_files().at(kHolidays);
  const auto replace = [&](const std::string& with) {
    yaml::Problems problems;
    std::vector<std::string> found;
    for (const auto& one : catalogues.import_holidays(with, "staff:madina", kNow, problems))
      found.push_back(fmt::format("{} {}{}", one.centre.str(), one.version, one.changed ? "" : " as it was"));
    for (const auto& problem : problems) found.push_back(problem.to_string());
    return found;
  };
  EXPECT_THAT(replace("holidays: [{date: 2026-13-01}]"), Contains(HasSubstr("is not a day")));
  EXPECT_EQ(catalogues.current(kSergeli)->catalogue.version, 1);
  EXPECT_EQ(catalogues.current(other)->catalogue.version, 1);
  replace_once(holidays, "2026-12-08", "2026-12-09");
  EXPECT_THAT(replace(holidays), ElementsAre("chilonzor 2", "sergeli 2"));
  const Day day = *parse_iso_day("2026-12-09");
  for (const CentreId& centre : {kSergeli, other})
    EXPECT_FALSE(catalogues.current(centre)->catalogue.calendar.works(day));
  EXPECT_THAT(replace(holidays), ElementsAre("chilonzor 2 as it was", "sergeli 2 as it was"));
}

TEST_P(CatalogueStore, NothingIsStoredOfACatalogueWithAMistake) {
  Catalogues catalogues(*db, log, read_once);
  Files files = reference_files();
  files.erase("fees.yaml");
  yaml::Problems problems;
  EXPECT_FALSE(catalogues.import(files, "", kNow, problems).changed);
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems.front().to_string(), "fees.yaml: the file is missing");
  EXPECT_EQ(catalogues.current(kSergeli), nullptr);
  EXPECT_THAT(events(), IsEmpty());
}

TEST_P(CatalogueStore, WhatAnotherProgramImportedIsTakenUpOnRefresh) {
  Catalogues here(*db, log, read_once);
  import(here, reference_files());
  audit::EventLog other_log(*db);
  Catalogues there(*db, other_log, read_once);
  import(there, with_name("New Centre"));
  EXPECT_EQ(name_of(here.current(kSergeli)), kOldName);
  const EditionPtr kept = here.current(kSergeli);
  EXPECT_THAT(here.refresh(), ElementsAre(kSergeli));
  EXPECT_EQ(name_of(here.current(kSergeli)), "New Centre");
  EXPECT_EQ(name_of(kept), kOldName);
  EXPECT_THAT(here.refresh(), IsEmpty());
}

TEST_P(CatalogueStore, TwoCentresLiveBesideEachOther) {
  Catalogues catalogues(*db, log, read_once);
  import(catalogues, reference_files());
  Files jizzax = reference_files();
  replace_once(jizzax.at("centre.yaml"), "id: sergeli", "id: jizzax");
  const Imported imported = import(catalogues, jizzax);
  EXPECT_EQ(imported.centre.str(), "jizzax");
  EXPECT_EQ(imported.version, 1);
  std::vector<std::string> centres;
  for (const auto& edition : catalogues.all()) centres.push_back(edition->catalogue.centre.id.str());
  EXPECT_THAT(centres, ElementsAre("jizzax", "sergeli"));
}

}  // namespace
}  // namespace biroyna::catalogue
