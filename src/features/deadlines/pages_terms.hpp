// The pages about terms: the head's overview, and what is published.
#pragma once

#include <functional>
#include <string>

#include "features/deadlines/absences.hpp"
#include "features/deadlines/terms.hpp"
#include "platform/pages/pages.hpp"

namespace biroyna::deadlines {

using namespace cases;

// Who watches over terms.
inline constexpr auth::Roles kOverseers = {auth::Role::head, auth::Role::administrator};

struct TermsAround {
  const Terms& terms;
  const catalogue::Catalogues& catalogues;
  const pages::Pages& pages;
  std::function<http::Response(const http::Request&, const Refusal&)> refused;
  std::function<pages::Place(Language, const CentreId&)> place;
  AbsenceBook::People people;
};
void add_terms_pages(http::Router& router, const TermsAround& around);

}  // namespace biroyna::deadlines
