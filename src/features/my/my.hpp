// The pages of the applicant, and of those whom the applicant lets act.
#pragma once

#include <functional>
#include <string>

#include "features/case_views/case_views.hpp"
#include "features/documents/documents.hpp"
#include "platform/pages/pages.hpp"

namespace biroyna::my {

using namespace cases;
using namespace case_views;

// What the pages need besides.
struct PagesAround {
  const Site& site;
  Applications& applications;
  const CaseAccess& access;
  const catalogue::Catalogues& catalogues;
  documents::Documents& documents;
  documents::Uploads& uploads;
  results::Results& results;
};
void add_my_pages(http::Router& router, const PagesAround& around);
void add_answer_pages(http::Router& router, const PagesAround& around);
void add_receipt_pages(http::Router& router, const PagesAround& around);
void add_mandate_pages(http::Router& router, const PagesAround& around);

}  // namespace biroyna::my
