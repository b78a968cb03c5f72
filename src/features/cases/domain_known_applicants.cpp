#include "features/cases/domain_known_applicants.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "features/catalogue/domain_identifiers.hpp"

namespace biroyna::cases {

std::vector<std::string> identifiers_of(const forms::Applicant& applicant) {
  std::vector<std::string> identifiers;
  for (const std::string* text : {&applicant.phone, &applicant.pinfl, &applicant.passport, &applicant.tin}) {
    if (!text->empty() && std::ranges::find(identifiers, *text) == identifiers.end())
      identifiers.push_back(*text);
  }
  return identifiers;
}

std::vector<std::string> identifiers_in(std::string_view typed) {
  std::vector<std::string> identifiers;
  std::string digits = catalogue::digits_from(typed);
  if (catalogue::is_pinfl(digits) || catalogue::is_tin(digits)) identifiers.push_back(std::move(digits));
  if (std::string phone = catalogue::phone_from(typed); catalogue::is_phone(phone))
    identifiers.push_back(std::move(phone));
  if (std::string passport = catalogue::passport_from(typed); catalogue::is_passport(passport))
    identifiers.push_back(std::move(passport));
  return identifiers;
}

bool may_be_looked_for(std::string_view typed) {
  return !identifiers_in(typed).empty() || length_utf8(trim(typed)) >= kShortestName;
}

bool same_person(const forms::Applicant& one, const forms::Applicant& other) {
  if (one.kind != other.kind) return false;
  if (one.kind == catalogue::ApplicantKind::business) return one.tin == other.tin;
  if (!one.pinfl.empty() && !other.pinfl.empty()) return one.pinfl == other.pinfl;
  if (!one.passport.empty() && one.passport == other.passport) return true;
  return one.birth_date == other.birth_date && fold(one.name()) == fold(other.name());
}

std::vector<KnownApplicant> each_once(std::vector<KnownApplicant> found) {
  std::vector<KnownApplicant> people;
  for (auto& one : found) {
    const bool known = std::ranges::any_of(
        people, [&](const KnownApplicant& other) { return same_person(one.applicant, other.applicant); });
    if (!known) people.push_back(std::move(one));
  }
  return people;
}

}  // namespace biroyna::cases
