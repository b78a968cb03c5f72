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
// And automatic steps ask their registries, and take back what they need no more.
Consumers all_consumers(const cases::Applications& applications, documents::Documents& documents,
                        integrations::Registries& registries);
// Whether an answer is to what its case now asks: the step may have begun anew since.
bool is_asked(db::Tx& tx, const cases::Applications& applications, const integrations::Asked& question);

}  // namespace biroyna
