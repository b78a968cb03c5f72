#include "features/forms/domain_applicant.hpp"

#include <algorithm>
#include <iterator>

#include "core/clean_text.hpp"
#include "core/text.hpp"
#include "core/typed_day.hpp"
#include "features/catalogue/domain_identifiers.hpp"

namespace biroyna::forms {
namespace {

using catalogue::ApplicantKind;

constexpr std::size_t kLongestName = kLongestApplicantText;
constexpr Day kFirstBirth{std::chrono::year(1900) / 1 / 1};

struct TextPart {
  std::string_view name;
  std::string Applicant::* text;
};
constexpr TextPart kTextParts[] = {{"organisation", &Applicant::organisation},
                                   {"tin", &Applicant::tin},
                                   {"family_name", &Applicant::family_name},
                                   {"given_name", &Applicant::given_name},
                                   {"middle_name", &Applicant::middle_name},
                                   {"pinfl", &Applicant::pinfl},
                                   {"passport", &Applicant::passport},
                                   {"phone", &Applicant::phone},
                                   {"address", &Applicant::address}};
constexpr std::string_view kBirthDate = "birth_date";

const TextPart* find_part(std::string_view name) {
  const auto* found = std::ranges::find(kTextParts, name, &TextPart::name);
  return found == std::end(kTextParts) ? nullptr : found;
}

Day day_of_age(Day born, int years) {
  const auto date = std::chrono::year_month_day(born) + std::chrono::years(years);
  // Who was born on the 29th of February is older from the 1st of March on.
  return date.ok() ? Day(date) : Day(date.year() / std::chrono::March / 1);
}

}  // namespace

std::string Applicant::name() const {
  if (kind == ApplicantKind::business) return organisation;
  std::string full = family_name;
  for (const auto* part : {&given_name, &middle_name}) {
    if (!part->empty()) full += " " + *part;
  }
  return full;
}

void set_birth_date(Applicant& applicant, std::string_view typed) {
  applicant.birth_date = read_day(typed).day;
  applicant.typed_birth_date = applicant.birth_date ? std::string() : one_line(typed);
}

std::vector<std::string> correctable_parts(ApplicantKind kind) {
  std::vector<std::string> parts;
  for (const auto& [name, text] : kTextParts) {
    const bool of_business = text == &Applicant::organisation || text == &Applicant::tin;
    if (!of_business || kind == ApplicantKind::business) parts.emplace_back(name);
    if (text == &Applicant::middle_name) parts.emplace_back(kBirthDate);
  }
  return parts;
}

std::string part_of(const Applicant& applicant, std::string_view part) {
  if (part == kBirthDate)
    return applicant.birth_date ? to_iso(*applicant.birth_date) : applicant.typed_birth_date;
  const TextPart* known = find_part(part);
  return known == nullptr ? std::string() : applicant.*known->text;
}

Applicant with_parts(Applicant applicant, const ApplicantParts& parts) {
  const std::string pinfl = applicant.pinfl;
  for (const auto& [name, text] : parts) {
    if (const TextPart* known = find_part(name)) applicant.*known->text = text;
    if (name == kBirthDate) set_birth_date(applicant, text);
  }
  applicant = normalised(std::move(applicant));
  if (applicant.pinfl != pinfl && !parts.contains(kBirthDate)) {
    if (const auto born = catalogue::birth_date_of_pinfl(applicant.pinfl)) applicant.birth_date = born;
  }
  return applicant;
}

Applicant normalised(Applicant applicant) {
  for (std::string* text : {&applicant.family_name, &applicant.given_name, &applicant.middle_name,
                            &applicant.organisation, &applicant.address})
    *text = with_apostrophes(one_line(*text));
  applicant.pinfl = catalogue::digits_from(applicant.pinfl);
  applicant.tin = catalogue::digits_from(applicant.tin);
  applicant.passport = catalogue::passport_from(applicant.passport);
  applicant.phone = catalogue::phone_from(applicant.phone);
  if (!applicant.birth_date && applicant.typed_birth_date.empty())
    applicant.birth_date = catalogue::birth_date_of_pinfl(applicant.pinfl);
  return applicant;
}

std::vector<FieldError> check(const Applicant& applicant, Day today) {
  std::vector<FieldError> errors;
  const auto wrong = [&](const char* field, const char* code) {
    errors.push_back({std::string("/applicant/") + field, std::string("error.") + code});
  };
  const auto name = [&](const char* field, const std::string& text, bool required) {
    if (required && text.empty()) wrong(field, "required");
    if (length_utf8(text) > kLongestName)
      wrong(field, "too_long");
    else if (!unprintable_in(text).empty())
      wrong(field, "unprintable");
  };
  const auto persons_name = [&](const char* field, const std::string& text, bool required) {
    name(field, text, required);
    if (!text.empty() && unprintable_in(text).empty() && !is_name(text)) wrong(field, "not_a_name");
  };
  persons_name("family_name", applicant.family_name, true);
  persons_name("given_name", applicant.given_name, true);
  persons_name("middle_name", applicant.middle_name, false);
  name("address", applicant.address, false);
  if (applicant.phone.empty())
    wrong("phone", "required");
  else if (!catalogue::is_phone(applicant.phone))
    wrong("phone", "phone");
  if (!applicant.passport.empty() && !catalogue::is_passport(applicant.passport))
    wrong("passport", "not_a_passport");
  if (!applicant.pinfl.empty() && !catalogue::is_pinfl(applicant.pinfl))
    errors.push_back({"/applicant/pinfl", catalogue::pinfl_fault(applicant.pinfl)});
  if (!applicant.typed_birth_date.empty()) {
    errors.push_back({"/applicant/birth_date", day_fault(applicant.typed_birth_date)});
  } else if (applicant.birth_date) {
    if (*applicant.birth_date > today)
      wrong("birth_date", "in_the_future");
    else if (*applicant.birth_date < kFirstBirth)
      wrong("birth_date", "before_1900");
    else if (applicant.kind == ApplicantKind::individual &&
             day_of_age(*applicant.birth_date, kYoungestApplicant) > today)
      wrong("birth_date", "too_young");
    else if (const auto born = catalogue::birth_date_of_pinfl(applicant.pinfl);
             born && *born != *applicant.birth_date)
      wrong("birth_date", "not_of_pinfl");
  }
  if (applicant.kind == ApplicantKind::business) {
    name("organisation", applicant.organisation, true);
    if (applicant.tin.empty())
      wrong("tin", "required");
    else if (!catalogue::is_tin(applicant.tin))
      wrong("tin", "not_a_tin");
  } else {
    if (applicant.pinfl.empty() && applicant.passport.empty()) wrong("pinfl", "required");
    const bool told = applicant.birth_date || !applicant.typed_birth_date.empty();
    if (!told && !catalogue::is_pinfl(applicant.pinfl)) wrong("birth_date", "required");
  }
  return errors;
}

}  // namespace biroyna::forms
