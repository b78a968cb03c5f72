// Who hears of the events of cases, besides the cases themselves.
//
// The names stand in the database, with how far each has come: they are never changed.
#pragma once

#include "features/audit/follower.hpp"
#include "features/cases/cases.hpp"
#include "features/documents/documents.hpp"
#include "features/integrations/integrations.hpp"

namespace biroyna {

using Consumers = std::vector<audit::Consumer>;
// Documents and registries forget a case that is erased.
Consumers forgetting(documents::Documents& documents, integrations::Registries& registries);
// And automatic steps ask their registries, and take back what they need no more; the terms of cases follow
// the days off of a new catalogue.
Consumers all_consumers(cases::Applications& applications, documents::Documents& documents,
                        integrations::Registries& registries, catalogue::Catalogues& catalogues, Clock clock);
// Whether a question is what its case now asks: the step may have begun anew since, or the applicant may have
// corrected an answer. True without such a case, as nothing comes of the answer then.
bool is_asked(db::Tx& tx, const cases::Applications& applications, const integrations::Asked& question);

}  // namespace biroyna
