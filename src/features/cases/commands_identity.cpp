#include "features/cases/commands_identity.hpp"

#include "features/catalogue/catalogue.hpp"

namespace biroyna::cases {

std::vector<FieldError> faults_of_zone(std::string_view zone, const forms::Applicant& applicant, Day today) {
  const auto read = catalogue::parse_mrz(zone, today);
  if (!read) return {{"/text", "error.no_zone"}};
  const bool same = read->number == applicant.passport && read->birth_date == applicant.birth_date &&
                    (read->pinfl.empty() || applicant.pinfl.empty() || read->pinfl == applicant.pinfl);
  if (!same) return {{"/text", "error.another_person"}};
  if (read->expires < today) return {{"/text", "error.document_expired"}};
  return {};
}

}  // namespace biroyna::cases
