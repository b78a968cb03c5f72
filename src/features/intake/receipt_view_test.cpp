#include "features/intake/receipt_view.hpp"

#include <gmock/gmock.h>

#include "features/catalogue/test_files.hpp"

namespace biroyna::intake {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Field;

const Time kHandedIn = *parse_rfc3339("2026-11-24T05:00:00Z");

cases::Application pension_certificate() {
  cases::Application application;
  application.centre = CentreId("sergeli");
  application.number = "7K4M9QX2";
  application.applicant.family_name = "Karimova";
  application.applicant.given_name = "Zuhra";
  application.process = cases::Case::submitted({.number = "7K4M9QX2",
                                                .service = ServiceId("pension-certificate"),
                                                .catalogue_version = 1,
                                                .channel = "window",
                                                .route = {},
                                                .working_days = 5,
                                                .fee = {}},
                                               {ActorKind::staff, "aziza"}, kHandedIn);
  return application;
}

auto says(const char* label, const char* text) {
  return Contains(AllOf(Field(&ReceiptRow::label, label), Field(&ReceiptRow::text, text)));
}

TEST(ReceiptView, TheSheetSaysWhoAppliedWhenForHowMuchAndHowLongItTakes) {
  const catalogue::Edition edition(catalogue::reference());
  const auto rows =
      receipt_rows(pension_certificate(), edition, {.of_case = kHandedIn}, i18n::Speaker(Language::en));
  EXPECT_THAT(rows, says("Applicant", "Karimova Zuhra"));
  EXPECT_THAT(rows, says("Submitted", "24 November 2026"));
  EXPECT_THAT(rows, says("Fee", "Free of charge"));
  EXPECT_THAT(rows, says("How long it takes", "5 working days"));
  EXPECT_THAT(rows, says("To be decided by", "24 November 2026"));
  EXPECT_THAT(receipt_rows(pension_certificate(), edition, {.of_case = kHandedIn, .may_move = true},
                           i18n::Speaker(Language::en)),
              says("To be decided by",
                   "24 November 2026; it may move, as not all days off until then are known yet"));
}

TEST(ReceiptView, TheSheetLeadsToTheResidentsPageAndNotToTheStaffs) {
  EXPECT_EQ(residents_address("https://biroyna.example", Language::ru, CentreId("sergeli")),
            "https://biroyna.example/ru/sergeli/my");
}

}  // namespace
}  // namespace biroyna::intake
