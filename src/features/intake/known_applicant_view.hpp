// An applicant who was served here before, as a list for operators shows them.
//
// Pure, thread-safe.
#pragma once

#include <string>
#include <vector>

#include "features/cases/cases.hpp"
#include "features/catalogue/catalogue.hpp"
#include "platform/i18n/i18n.hpp"

namespace biroyna::intake {

struct KnownApplicantRow {
  std::string number;             // of their newest application
  std::string name, born;         // the day is empty where it is not known
  std::string identifier, phone;  // so much of them as tells two of one name apart: "AA•••••67"
  std::string service, day;       // of that application
};
KnownApplicantRow known_applicant_row(const cases::KnownApplicant& known, const catalogue::Edition& edition,
                                      const i18n::Speaker& say);

// The applicant of a new draft, from what is known of them. Of another kind than `kinds` allow, they apply as
// the first of them; what only the other kind has is left out.
forms::Applicant prefilled(const forms::Applicant& known, const std::vector<catalogue::ApplicantKind>& kinds);

}  // namespace biroyna::intake
