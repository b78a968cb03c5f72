#include "features/applications/domain_applicant.hpp"

#include "core/text.hpp"
#include "features/catalogue/domain_identifiers.hpp"

namespace biroyna::applications {
namespace {

using catalogue::ApplicantKind;

constexpr std::size_t kLongestName = 100;

void trim_in_place(std::string& text) { text = std::string(trim(text)); }

}  // namespace

std::string Applicant::name() const {
  if (kind == ApplicantKind::business) return organisation;
  std::string full = family_name;
  for (const auto* part : {&given_name, &middle_name}) {
    if (!part->empty()) full += " " + *part;
  }
  return full;
}

Applicant normalised(Applicant applicant) {
  for (std::string* text : {&applicant.family_name, &applicant.given_name, &applicant.middle_name,
                            &applicant.organisation, &applicant.address})
    trim_in_place(*text);
  applicant.pinfl = catalogue::digits_from(applicant.pinfl);
  applicant.tin = catalogue::digits_from(applicant.tin);
  applicant.passport = catalogue::passport_from(applicant.passport);
  applicant.phone = catalogue::phone_from(applicant.phone);
  if (!applicant.birth_date) applicant.birth_date = catalogue::birth_date_of_pinfl(applicant.pinfl);
  return applicant;
}

std::vector<FieldError> check(const Applicant& applicant, Day today) {
  std::vector<FieldError> errors;
  const auto wrong = [&](const char* field, const char* code) {
    errors.push_back({std::string("/applicant/") + field, std::string("error.") + code});
  };
  const auto name = [&](const char* field, const std::string& text, bool required) {
    if (required && text.empty()) wrong(field, "required");
    if (length_utf8(text) > kLongestName) wrong(field, "too_long");
  };
  name("family_name", applicant.family_name, true);
  name("given_name", applicant.given_name, true);
  name("middle_name", applicant.middle_name, false);
  name("address", applicant.address, false);
  if (applicant.phone.empty())
    wrong("phone", "required");
  else if (!catalogue::is_phone(applicant.phone))
    wrong("phone", "phone");
  if (!applicant.passport.empty() && !catalogue::is_passport(applicant.passport))
    wrong("passport", "not_a_passport");
  if (!applicant.pinfl.empty() && !catalogue::is_pinfl(applicant.pinfl)) wrong("pinfl", "not_a_pinfl");
  if (applicant.birth_date && *applicant.birth_date > today) wrong("birth_date", "in_the_future");
  if (applicant.kind == ApplicantKind::business) {
    name("organisation", applicant.organisation, true);
    if (applicant.tin.empty())
      wrong("tin", "required");
    else if (!catalogue::is_tin(applicant.tin))
      wrong("tin", "not_a_tin");
  } else {
    if (applicant.pinfl.empty() && applicant.passport.empty()) wrong("pinfl", "required");
    if (!applicant.birth_date && catalogue::is_pinfl(applicant.pinfl) == false)
      wrong("birth_date", "required");
  }
  return errors;
}

}  // namespace biroyna::applications
