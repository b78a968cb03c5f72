// By what applicants are found again.
#pragma once

#include <string>
#include <vector>

#include "features/cases/service.hpp"

namespace biroyna::cases {

void add_identifiers(db::Tx& tx, const Application& application);
void erase_identifiers(db::Tx& tx, const Application& application);

// The newest applications first, at most so many: of who has one of the identifiers, or whose name begins so.
// What is damaged is left out.
std::vector<KnownApplicant> applicants_with(db::Tx& tx, const CentreId& centre,
                                            const std::vector<std::string>& identifiers, std::size_t most);
std::vector<KnownApplicant> applicants_named(db::Tx& tx, const CentreId& centre, std::string_view beginning,
                                             std::size_t most);

}  // namespace biroyna::cases
