// The catalogue's tables.
#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "features/catalogue/catalogue.hpp"

namespace biroyna::catalogue {

std::vector<std::pair<CentreId, std::int64_t>> latest_versions(db::Tx& tx);
std::optional<std::int64_t> latest_version(db::Tx& tx, const CentreId& centre);
std::optional<Files> load_version(db::Tx& tx, const CentreId& centre, std::int64_t version);
// Stores the files as the next version, with its event, unless they are what the latest version has.
Imported store_version(db::Tx& tx, audit::EventLog& log, const CentreId& centre, const Files& files,
                       std::string_view actor, Time now);

}  // namespace biroyna::catalogue
