// The pages about terms: the head's overview, and what is published.
#pragma once

#include <functional>
#include <string>

#include "features/deadlines/absences.hpp"
#include "features/deadlines/terms.hpp"
#include "platform/site/site.hpp"

namespace biroyna::deadlines {

using namespace cases;

// Who watches over terms.
inline constexpr auth::Roles kOverseers = {auth::Role::head, auth::Role::administrator};

struct TermsAround {
  const Site& site;
  const Terms& terms;
  const catalogue::Catalogues& catalogues;
  AbsenceBook::People people;
};
void add_terms_pages(http::Router& router, const TermsAround& around);

}  // namespace biroyna::deadlines
