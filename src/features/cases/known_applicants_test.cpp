// Applicants who were served here before, found again.
#include <gmock/gmock.h>

#include <algorithm>

#include "features/cases/test_centre.hpp"
#include "platform/db/dialect.hpp"

namespace biroyna::cases {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Actor kOperator{ActorKind::staff, "aziza"};

class KnownApplicantsOfACentre : public testing::CentreTest {
 protected:
  // The numbers of the applications that are shown, or the code of the refusal.
  std::vector<std::string> found(const std::string& text, const CentreId& centre = testing::kSergeli) {
    const auto known = program->applications.known_applicants(centre, text, kOperator);
    if (!known) return {known.error().fields.front().code};
    std::vector<std::string> numbers;
    for (const auto& one : known->people) numbers.push_back(one.number);
    return numbers;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, KnownApplicantsOfACentre, db::testing::engines(), db::testing::engine_name);

TEST_P(KnownApplicantsOfACentre, WhoWasHereBeforeIsFoundByNameTelephoneAndPassport) {
  handed_in();
  now += Minutes(5);
  const std::string newest = handed_in();
  for (const char* text : {"karimova", "Каримова З", "90 123 45 67", "+998901234567", "aa1234567"})
    EXPECT_THAT(found(text), ElementsAre(newest)) << text;
  for (const char* text : {"zuhra", "AA1234568", "+998901234568"})
    EXPECT_THAT(found(text), IsEmpty()) << text;
  EXPECT_THAT(found("ka"), ElementsAre("error.name_too_short"));
  EXPECT_THAT(found("karimova", CentreId("chirchiq")), IsEmpty()) << "another centre";
}

TEST_P(KnownApplicantsOfACentre, WhoLookedIsInTheLogAndNotWhatWasTyped) {
  handed_in();
  found("karimova");
  found("AA1234567");
  EXPECT_THAT(events("applicants_searched"),
              ElementsAre(R"(applicants_searched applicants staff:aziza {"by":"name","found":1})",
                          R"(applicants_searched applicants staff:aziza {"by":"identifier","found":1})"));
}

TEST_P(KnownApplicantsOfACentre, WhoWasErasedIsNotFoundAgain) {
  const std::string number = handed_in();
  db->write_and_wait([&](db::Tx& tx) {
    auto application = program->applications.find(tx, number).value();
    forget_person(application);
    erase(tx, application, now);
  });
  for (const char* text : {"karimova", "+998901234567", "AA1234567"})
    EXPECT_THAT(found(text), IsEmpty()) << text;
}

TEST_P(KnownApplicantsOfACentre, AChangedTelephoneFindsAndTheOldOneDoesNot) {
  const std::string number = handed_in();
  db->write_and_wait([&](db::Tx& tx) {
    auto application = program->applications.find(tx, number).value();
    application.applicant.phone = "+998911111111";
    update_applicant(tx, application);
  });
  EXPECT_THAT(found("+998911111111"), ElementsAre(number));
  EXPECT_THAT(found("+998901234567"), IsEmpty());
}

TEST_P(KnownApplicantsOfACentre, WhoCameBeforeTheCentreKnewThemByTelephoneIsFoundByItToo) {
  const std::string number = handed_in();
  const auto migrations = db::migrations({{"applications", embedded::cases_migrations()}});
  const auto migration =
      std::ranges::find_if(migrations, [](const db::Migration& one) { return one.name.starts_with("0014"); });
  ASSERT_NE(migration, migrations.end());
  db->write_and_wait([&](db::Tx& tx) {
    tx.exec("DROP TABLE applicant_identifiers");
    for (const auto statement : db::dialect::statements(migration->sql, tx.engine())) tx.exec(statement);
  });
  EXPECT_THAT(found("901234567"), ElementsAre(number));
  EXPECT_THAT(found("AA1234567"), ElementsAre(number));
}

TEST_P(KnownApplicantsOfACentre, ADamagedApplicationIsLeftOut) {
  const std::string whole = handed_in();
  now += Minutes(5);
  const std::string damaged = handed_in();
  db->write_and_wait(
      [&](db::Tx& tx) { tx.exec("UPDATE applications SET applicant = 'x' WHERE number = $1", {damaged}); });
  EXPECT_THAT(found("AA1234567"), ElementsAre(whole));
}

}  // namespace
}  // namespace biroyna::cases
