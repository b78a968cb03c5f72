#include "features/casework/step_view.hpp"

#include <gmock/gmock.h>

#include "features/cases/domain_test_case.hpp"
#include "features/catalogue/test_files.hpp"

namespace biroyna::casework {
namespace {

using cases::testing::kAziza;
using cases::testing::kBobur;
using cases::testing::run;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr Time kMonday{Milliseconds(1'795'410'000'000)};  // 23 November 2026, 10:00 in Tashkent

class StepViewTest : public ::testing::Test {
 protected:
  StepViewTest() {
    edition = std::make_shared<const catalogue::Edition>(catalogue::reference());
    application.process = Case::submitted(
        {.number = "7K4M9QX2",
         .service = ServiceId("kindergarten-referral"),
         .catalogue_version = 1,
         .channel = "online",
         .route = {{.id = "register",
                    .department = DepartmentId("preschool"),
                    .working_days = 1,
                    .kind = catalogue::StepKind::automatic},
                   {.id = "review", .department = DepartmentId("preschool"), .working_days = 3}},
         .working_days = 5,
         .fee = {}},
        kApplicant, kMonday);
    staff::Person aziza;
    aziza.id = kAziza;
    aziza.name = "Karimova Aziza";
    people = {aziza};
  }
  Case& process() { return application.process; }
  StepView step(std::string_view task, const StaffId& reader = kBobur) const {
    const Viewer viewer{.party = Party::specialist, .staff = reader};
    const i18n::Speaker say(Language::en);
    return step_view({application, *edition, viewer, people, say}, *application.process.find(task), asking);
  }

  catalogue::EditionPtr edition;
  Application application;
  std::vector<staff::Person> people;
  std::vector<integrations::Registries::Asking> asking;
};

TEST_F(StepViewTest, WhoHasAStepIsNamed) {
  EXPECT_THAT(step("review").notes, IsEmpty());
  run(process(), process().claim("review", kAziza, kMonday));
  EXPECT_THAT(step("review").notes, ElementsAre(HasSubstr("Karimova Aziza")));
  EXPECT_THAT(step("review", kAziza).notes, Not(Contains(HasSubstr("Karimova Aziza"))));
  EXPECT_EQ(step("review", kAziza).notes.size(), 1u);
}

TEST_F(StepViewTest, ARegistryIsNamedUntilItsStepIsDone) {
  asking = {{.registry = integrations::RegistryId("civil-status"), .step = "register", .asked_at = kMonday}};
  EXPECT_THAT(step("register").notes, ElementsAre(HasSubstr("civil-status")));
  EXPECT_THAT(step("review").notes, IsEmpty()) << "another step asks nothing";
  run(process(), process().answer_automatic("register", Confirmation::confirmed, "", kMonday));
  EXPECT_THAT(step("register").notes, IsEmpty());
}

TEST_F(StepViewTest, ADoneStepHasAnOutcomeAndNoDeadline) {
  EXPECT_TRUE(step("review").has_deadline);
  EXPECT_FALSE(step("review").outcome);
  run(process(), process().claim("review", kAziza, kMonday));
  run(process(), process().approve("review", kAziza, "As it should be.", kMonday));
  EXPECT_FALSE(step("review").has_deadline);
  ASSERT_TRUE(step("review").outcome);
  EXPECT_EQ(step("review").outcome->by, "Karimova Aziza");
  EXPECT_EQ(step("review").outcome->explanation, "As it should be.");
}

// A refused opinion was shown as "Decided … Refused".
TEST_F(StepViewTest, AnOpinionIsNotCalledADecision) {
  const i18n::Speaker say(Language::en);
  Event decided;
  decided.kind = EventKind::task_decided;
  const struct {
    StepKind kind;
    bool approved;
    std::string_view title, verdict;
  } cases[] = {{StepKind::opinion, true, "Opinion given", "Approved."},
               {StepKind::opinion, false, "Opinion given", "Not approved."},
               {StepKind::decision, true, "Decided", "Decided in favour."},
               {StepKind::decision, false, "Decided", "Refused."},
               {StepKind::automatic, false, "Decided", "Not confirmed"}};
  for (const auto& one : cases) {
    Task task;
    task.kind = one.kind;
    EXPECT_EQ(event_title(say, decided, &task), one.title);
    EXPECT_EQ(verdict(say, one.kind, one.approved), one.verdict);
  }
}

// The history said that it was handed to somebody else, although the person still had it.
TEST_F(StepViewTest, AnEscalationHandsNothingOver) {
  Event escalated;
  escalated.kind = EventKind::task_escalated;
  const i18n::Speaker say(Language::en);
  EXPECT_EQ(event_title(say, escalated, nullptr),
            "Brought to the head's attention so that the deadline is kept");
  escalated.assignee = kAziza;
  EXPECT_THAT(event_title(say, escalated, nullptr), HasSubstr("substitute's attention"));
}

}  // namespace
}  // namespace biroyna::casework
