// How often an applicant had to deal with officials, and which ways the centre went for them. The rule, with
// its reasons, is in docs/contacts.md.
//
// Pure, thread-safe.
#pragma once

#include "features/cases/domain_case.hpp"

namespace biroyna::cases {

struct Contacts {
  int contacts = 0;         // with officials: visits, and what was answered or written from afar
  int visits = 0;           // to the centre's window; several things on one day are one visit
  int visits_replaced = 0;  // to agencies, that the applicant would have made
  friend bool operator==(const Contacts&, const Contacts&) = default;
};

// What a case took until now; `own` is the department of its service, `zone` says what is one day.
Contacts contacts_of(const Case& subject, const DepartmentId& own, const Zone& zone);

}  // namespace biroyna::cases
