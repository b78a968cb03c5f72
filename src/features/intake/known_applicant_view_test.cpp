#include "features/intake/known_applicant_view.hpp"

#include <gmock/gmock.h>

#include "features/catalogue/test_files.hpp"

namespace biroyna::intake {
namespace {

using catalogue::ApplicantKind;

forms::Applicant zuhra() {
  forms::Applicant applicant;
  applicant.family_name = "Karimova";
  applicant.given_name = "Zuhra";
  applicant.birth_date = parse_iso_day("1990-03-02");
  applicant.passport = "AA1234567";
  applicant.phone = "+998901234567";
  return applicant;
}

TEST(KnownApplicantView, AListTellsTwoOfOneNameApartAndShowsNoWholeDocument) {
  const catalogue::Edition edition(catalogue::reference());
  const auto row = known_applicant_row(
      {"7K4M9QX2", ServiceId("kindergarten-referral"), *parse_rfc3339("2026-11-24T05:00:00Z"), zuhra()},
      edition, i18n::Speaker(Language::en));
  EXPECT_EQ(row.name, "Karimova Zuhra");
  EXPECT_EQ(row.born, "2 March 1990");
  EXPECT_EQ(row.identifier, "AA•••••67");
  EXPECT_EQ(row.phone.find("90123"), std::string::npos) << row.phone;
  EXPECT_EQ(row.service, "Referral to a state kindergarten");
  EXPECT_EQ(row.day, "24 November 2026");
}

TEST(KnownApplicantView, WhoCameForABodyAppliesAsAPersonWhereOnlyPeopleMay) {
  forms::Applicant known = zuhra();
  known.kind = ApplicantKind::business;
  known.organisation = "Nur MChJ";
  known.tin = "123456789";
  const auto applicant = prefilled(known, {ApplicantKind::individual});
  EXPECT_EQ(applicant, zuhra());
  EXPECT_EQ(prefilled(known, {ApplicantKind::individual, ApplicantKind::business}), known);
}

}  // namespace
}  // namespace biroyna::intake
