#include "features/my/application_page.hpp"

#include <gmock/gmock.h>

#include "features/cases/domain_test_case.hpp"
#include "features/catalogue/test_files.hpp"

namespace biroyna::my {
namespace {

using cases::testing::kAziza;
using cases::testing::run;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr Time kMonday{Milliseconds(1'795'410'000'000)};  // 23 November 2026, 10:00 in Tashkent

catalogue::EditionPtr sergeli() {
  static const auto edition = std::make_shared<const catalogue::Edition>(catalogue::reference());
  return edition;
}

class ApplicationPageTest : public ::testing::Test {
 protected:
  ApplicationPageTest() {
    application.centre = sergeli()->catalogue.centre.id;
    application.edition = sergeli();
    const auto& service = *sergeli()->catalogue.find(ServiceId("kindergarten-referral"));
    application.process = Case::submitted(
        {.number = "7K4M9QX2",
         .service = service.id,
         .catalogue_version = 1,
         .channel = "online",
         .route = {{.id = "review", .department = DepartmentId("preschool"), .working_days = 3},
                   {.id = "placement",
                    .department = DepartmentId("preschool"),
                    .working_days = 1,
                    .after = {"review"},
                    .kind = catalogue::StepKind::decision}},
         .working_days = 5,
         .fee = {}},
        kApplicant, kMonday);
  }
  Case& process() { return application.process; }
  ApplicationPage page(Party party = Party::applicant) const {
    return application_page(application, *sergeli(),
                            due_times_of(application.process, *sergeli(), *sergeli()), {.party = party},
                            i18n::Speaker(Language::en));
  }

  Application application;
};

TEST_F(ApplicationPageTest, AStepSaysHowFarItIs) {
  using Look = StepLine::Look;
  EXPECT_THAT(page().steps,
              ElementsAre(Field(&StepLine::look, Look::now), Field(&StepLine::look, Look::next)));
  EXPECT_THAT(page().steps.front().text, HasSubstr("26 November 2026"));
  run(process(), process().claim("review", kAziza, kMonday));
  run(process(), process().approve("review", kAziza, "", kMonday));
  EXPECT_THAT(page().steps,
              ElementsAre(Field(&StepLine::look, Look::done), Field(&StepLine::look, Look::now)));
  EXPECT_THAT(page().steps.front().text, HasSubstr("has decided in favour"));
}

TEST_F(ApplicationPageTest, AQuestionToAnotherDepartmentIsNoStepOfTheApplicant) {
  run(process(), process().claim("review", kAziza, kMonday));
  run(process(), process().ask_department("review", kAziza, DepartmentId("social"), 2, "Is it so?", kMonday));
  EXPECT_EQ(process().tasks.size(), 3u);
  EXPECT_EQ(page().steps.size(), 2u);
}

TEST_F(ApplicationPageTest, WhoHasWrittenFiveMessagesWaits) {
  EXPECT_EQ(page().writing, Writing::possible);
  EXPECT_EQ(page(Party::follower).writing, Writing::impossible);
  for (int i = 0; i < kMostUnanswered; ++i) run(process(), process().write("Hello?", kApplicant, kMonday));
  EXPECT_EQ(page().writing, Writing::waits);
  EXPECT_EQ(page().messages.size(), 5u);
  run(process(), process().write("Hello!", {ActorKind::staff, "aziza"}, kMonday));
  EXPECT_EQ(page().writing, Writing::possible);
}

TEST_F(ApplicationPageTest, OnlyWhatIsPossibleIsOffered) {
  EXPECT_THAT(page().actions,
              ElementsAre(Field(&ActionLink::below, "receipt"), Field(&ActionLink::below, "mandates"),
                          Field(&ActionLink::below, "withdraw")));
  EXPECT_THAT(page(Party::stranger).actions, IsEmpty());
  run(process(), process().withdraw(kApplicant, kMonday));
  EXPECT_THAT(page().actions,
              ElementsAre(Field(&ActionLink::below, "receipt"), Field(&ActionLink::below, "mandates")));
}

TEST_F(ApplicationPageTest, WhoHasOpenedItIsToldByOfficeAndRole) {
  using case_views::Look;
  const std::vector<Look> looks = {
      {.at = kMonday, .role = auth::Role::specialist, .departments = {DepartmentId("preschool")}},
      {.at = kMonday, .role = auth::Role::operator_, .document = DocumentTypeId("identity")},
      {.at = kMonday, .role = {}, .by_program = true},
      {.at = kMonday, .role = {}}};
  const auto lines = look_lines(looks, *sergeli(), i18n::Speaker(Language::en));
  ASSERT_EQ(lines.size(), 4u);
  EXPECT_EQ(lines[0].at, "23 November 2026, 10:00");
  EXPECT_EQ(lines[0].who, "Preschool education department – Department specialist");
  EXPECT_THAT(lines[0].what, IsEmpty());
  EXPECT_EQ(lines[1].who, "Sergeli Single-Window Centre – Operator");
  EXPECT_EQ(lines[1].what, "Document: Passport or ID card");
  EXPECT_EQ(lines[2].who, "Sergeli Single-Window Centre – A program of the centre");
  EXPECT_EQ(lines[3].who, "Sergeli Single-Window Centre");
}

}  // namespace
}  // namespace biroyna::my
