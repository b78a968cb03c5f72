// Who applies: a person, or a body by a person. Asked for every service alike.
//
// Pure, thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/language.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "features/catalogue/domain_expression.hpp"

namespace biroyna::applications {

struct Applicant {
  catalogue::ApplicantKind kind = catalogue::ApplicantKind::individual;
  std::string family_name, given_name, middle_name;
  std::optional<Day> birth_date;
  std::string pinfl, passport;    // either of a person
  std::string organisation, tin;  // of a business
  std::string phone;              // "+998901234567"
  std::string address = {};       // where letters go; may be empty
  Language language = Language::uz_latn;
  friend bool operator==(const Applicant&, const Applicant&) = default;

  std::string name() const;  // the organisation's, else "Karimova Aziza Botirovna"
};

// As it is stored, however it was typed.
Applicant normalised(Applicant applicant);
// "/applicant/phone" with error.required, error.phone, error.not_a_pinfl, error.not_a_tin,
// error.not_a_passport, error.too_long, error.in_the_future.
std::vector<FieldError> check(const Applicant& applicant, Day today);

}  // namespace biroyna::applications
