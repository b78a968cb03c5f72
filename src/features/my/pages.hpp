// The pages of the applicant, and of those whom the applicant lets act.
#pragma once

#include "features/case_views/case_views.hpp"
#include "features/cases/cases.hpp"
#include "features/cases/edge.hpp"
#include "features/documents/edge.hpp"
#include "platform/http/http.hpp"
#include "platform/site/site.hpp"

namespace biroyna::my {

// Everything that is passed must outlive the router.

// Finds an application by its number and secret, and shows it.
void add_my_pages(http::Router& router, const Site& site, cases::Applications& applications,
                  const cases::CaseAccess& access, documents::Documents& documents,
                  const case_views::Looks& looks, const catalogue::Catalogues& catalogues);
// Answers to what the centre asked, messages, withdrawal.
void add_answer_pages(http::Router& router, const Site& site, cases::Applications& applications,
                      const cases::CaseAccess& access, documents::Uploads& uploads);
void add_receipt_pages(http::Router& router, const Site& site, const cases::Applications& applications,
                       const cases::CaseAccess& access, results::Results& results);
// Lets somebody else act in an application, and ends that.
void add_mandate_pages(http::Router& router, const Site& site, cases::Applications& applications,
                       const cases::CaseAccess& access);

}  // namespace biroyna::my
