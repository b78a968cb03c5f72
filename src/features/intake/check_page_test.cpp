#include "features/intake/check_page.hpp"

#include <gmock/gmock.h>

#include "features/catalogue/test_files.hpp"

namespace biroyna::intake {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::Not;

catalogue::EditionPtr sergeli() {
  static const auto edition = std::make_shared<const catalogue::Edition>(catalogue::reference());
  return edition;
}

class CheckPageTest : public ::testing::Test {
 protected:
  CheckPageTest() {
    draft.centre = sergeli()->catalogue.centre.id;
    draft.id = "ID";
    draft.services = {ServiceId("kindergarten-referral")};
    draft.applicant.family_name = "Karimova";
    draft.applicant.given_name = "Zuhra";
    draft.applicant.phone = "+998901234567";
  }
  CheckPage page(const std::map<DocumentTypeId, std::string>& file_names = {}) const {
    const auto facts = forms::facts_of(draft.applicant, draft.channel, *parse_iso_day("2026-11-24"));
    DraftSession session{draft, sergeli(), {}, {}, i18n::Speaker(Language::en)};
    for (const auto& id : draft.services) session.services.push_back(sergeli()->catalogue.find(id));
    session.conversation = forms::converse(
        session.catalogue(), session.services,
        {session.draft.applicant, session.draft.answers, cases::types_of(session.draft.documents)}, facts);
    return check_page(session, file_names, facts);
  }
  // The answer to a question of the page.
  static std::string answer(const CheckPage& page, std::string_view question) {
    for (const auto& card : page.cards) {
      for (const auto& row : card.rows) {
        if (row.question == question) return row.answer;
      }
    }
    return "not asked";
  }

  Draft draft;
};

TEST_F(CheckPageTest, EachAnswerIsShownAndWhatIsLeftOutIsEmpty) {
  EXPECT_EQ(answer(page(), "Family name"), "Karimova");
  EXPECT_EQ(answer(page(), "Applicant"), "not asked") << "the service is for people alone";
  EXPECT_EQ(answer(page(), "Father's name"), "");
}

TEST_F(CheckPageTest, AnErrorLeadsToThePageThatCorrectsIt) {
  const auto missing = Field(&CheckError::change, "/en/sergeli/apply/ID/contact?from=check");
  EXPECT_THAT(page().errors, Not(Contains(missing)));
  draft.applicant.phone = "";
  EXPECT_THAT(page().errors, Contains(missing));
  draft.channel = catalogue::Channel::window;
  EXPECT_THAT(page().errors, Contains(Field(&CheckError::change, "/en/sergeli/apply/ID/form?from=check")))
      << "at a window one page asks everything";
}

TEST_F(CheckPageTest, ABirthDateThatThePinflContradictsIsPointedOut) {
  draft.applicant.pinfl = "30102900150010";
  draft.applicant.birth_date = parse_iso_day("1990-02-01");
  EXPECT_THAT(page().warnings, IsEmpty());
  draft.applicant.birth_date = parse_iso_day("1991-02-01");
  EXPECT_THAT(page().warnings,
              ElementsAre("Look at the date of birth again: the PINFL says 1 February 1990, the "
                          "application 1 February 1991"));
}

TEST_F(CheckPageTest, AFileIsShownByItsNameOrAMark) {
  draft.services = {ServiceId("first-grade-admission")};
  const DocumentTypeId type("medical-certificate");
  const auto file = [&](const std::map<DocumentTypeId, std::string>& names) {
    return answer(page(names), "File");
  };
  EXPECT_EQ(file({}), "");
  EXPECT_EQ(file({{type, "passport.pdf"}}), "passport.pdf");
  EXPECT_EQ(file({{type, ""}}), "✓");
}

TEST_F(CheckPageTest, EachServiceHasItsCosts) {
  EXPECT_THAT(page().costs, ElementsAre(Field(&CheckRow::question, "Referral to a state kindergarten")));
}

TEST_F(CheckPageTest, AtAWindowTheOperatorTakesIn) {
  const std::string online = page().sending;
  draft.channel = catalogue::Channel::window;
  EXPECT_NE(page().sending, online);
}

}  // namespace
}  // namespace biroyna::intake
