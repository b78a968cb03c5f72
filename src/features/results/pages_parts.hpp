// What the pages of issued documents share.
#pragma once

#include <algorithm>
#include <memory>
#include <string>

#include "features/results/pages.hpp"
#include "platform/http/uri.hpp"

namespace biroyna::results {

void add_verify_pages(http::Router& router, const Site& site, Results& results,
                      const catalogue::Catalogues& catalogues, Commands& commands, RateLimit& checks);
void add_register_pages(http::Router& router, const Site& site, Results& results,
                        const catalogue::Catalogues& catalogues, Commands& commands);

// "2026/000123", with its version when there was one before.
std::string number_text(const i18n::Speaker& say, const Entry& entry);
// As the catalogue names it now; its id when it is gone.
std::string service_name(const catalogue::Catalogues& catalogues, Language language, const Entry& entry);
// What was issued, in this language if the catalogue still calls it so; else as the document says it.
std::string title_text(const catalogue::Catalogues& catalogues, Language language, const Entry& entry);
// The day at the centre of the entry.
std::string day_text(const catalogue::Catalogues& catalogues, const i18n::Speaker& say, const Entry& entry,
                     Time time);

}  // namespace biroyna::results
