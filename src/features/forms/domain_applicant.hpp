// Who applies: a person, or a body by a person. Asked for every service alike.
//
// Pure, thread-safe.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/language.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "features/catalogue/domain_expression.hpp"

namespace biroyna::forms {

struct Applicant {
  catalogue::ApplicantKind kind = catalogue::ApplicantKind::individual;
  std::string family_name, given_name, middle_name;
  std::optional<Day> birth_date;
  std::string pinfl, passport;    // either of a person
  std::string organisation, tin;  // of a business
  std::string phone;              // "+998901234567"
  std::string address = {};       // where letters go; may be empty
  Language language = Language::uz_latn;
  // Of a draft: what was typed for a birth date and is no day. Kept until it is put right.
  std::string typed_birth_date = {};
  friend bool operator==(const Applicant&, const Applicant&) = default;

  std::string name() const;  // the organisation's, else "Karimova Aziza Botirovna"
};

inline constexpr std::size_t kLongestApplicantText = 100;  // characters of a name or address

// What an applicant says of themselves, part by part: the texts of Applicant by their names, and
// "birth_date", a day as it was typed.
using ApplicantParts = std::map<std::string, std::string, std::less<>>;
// Those that may be asked for again, of an applicant of this kind, in the order of a form: a business has
// all.
std::vector<std::string> correctable_parts(catalogue::ApplicantKind kind);
// The day that was typed, or the text where it is none.
void set_birth_date(Applicant& applicant, std::string_view typed);
// Empty for a part that is not told or not known.
std::string part_of(const Applicant& applicant, std::string_view part);
// The applicant with these parts instead, normalised. Whose PINFL is another one is born when that says,
// unless they say so themselves.
Applicant with_parts(Applicant applicant, const ApplicantParts& parts);

// As it is stored, however it was typed.
Applicant normalised(Applicant applicant);
// "/applicant/phone" with error.required, error.phone, error.not_a_pinfl, error.no_such_pinfl,
// error.not_a_tin, error.not_a_passport, error.too_long, error.not_a_name, error.unprintable; of a birth date
// error.no_such_day, error.not_a_date, error.before_1900, error.in_the_future, and error.too_young of a
// person who is younger than kYoungestApplicant, error.not_of_pinfl where the PINFL says another one.
inline constexpr int kYoungestApplicant = 16;
std::vector<FieldError> check(const Applicant& applicant, Day today);

}  // namespace biroyna::forms
