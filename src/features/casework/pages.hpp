// The pages of the staff: the worklist, a case, the search, lists as tables.
#pragma once

#include "features/cases/cases.hpp"
#include "features/cases/edge.hpp"
#include "features/casework/worklist_views.hpp"
#include "features/catalogue/catalogue.hpp"
#include "features/deadlines/deadlines.hpp"
#include "features/documents/documents.hpp"
#include "features/integrations/integrations.hpp"
#include "features/results/results.hpp"
#include "platform/http/http.hpp"
#include "platform/site/site.hpp"

namespace biroyna::casework {

// Everything that is passed must outlive the router.
void add_worklist_pages(http::Router& router, const Site& site, cases::Applications& applications,
                        const catalogue::Catalogues& catalogues, WorklistViews& views);
void add_case_pages(http::Router& router, const Site& site, cases::Applications& applications,
                    const cases::CaseAccess& access, const documents::Documents& documents,
                    const integrations::Registries& registries);
void add_document_pages(http::Router& router, const Site& site, cases::Applications& applications,
                        const cases::CaseAccess& access, const documents::Documents& documents,
                        const integrations::Registries& registries);
void add_search_pages(http::Router& router, const Site& site, const cases::Applications& applications,
                      cases::GuessThrottle& guess_throttle, const catalogue::Catalogues& catalogues);
// Waiting lists of the departments.
void add_line_pages(http::Router& router, const Site& site, cases::Applications& applications,
                    const catalogue::Catalogues& catalogues);
// What nobody has come for.
void add_collect_pages(http::Router& router, const Site& site, const cases::Applications& applications,
                       const catalogue::Catalogues& catalogues);
void add_export_pages(http::Router& router, const Site& site, cases::Applications& applications,
                      cases::GuessThrottle& guess_throttle, const catalogue::Catalogues& catalogues,
                      const results::Results& results, const deadlines::Terms& terms);

}  // namespace biroyna::casework
