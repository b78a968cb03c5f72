#include "features/results/pages.hpp"

#include <fmt/format.h>

#include "features/results/pages_parts.hpp"

namespace biroyna::results {

std::string number_text(const i18n::Speaker& say, const Entry& entry) {
  if (entry.version == 1) return entry.number;
  return say("result.number_version", {{"number", entry.number}, {"version", fmt::to_string(entry.version)}});
}

std::string document_name(const catalogue::Catalogues& catalogues, const i18n::Speaker& say,
                          const Entry& entry) {
  const auto edition = catalogues.current(entry.centre);
  const auto* service = edition ? edition->catalogue.find(entry.service) : nullptr;
  const auto* named = service == nullptr ? nullptr : edition->catalogue.find_issued(service->issues.document);
  if (named != nullptr && name(named->layout) == entry.kind) return named->names.in(say.language());
  return std::string(say(fmt::format("result.kind_{}", entry.kind)));
}

std::string service_name(const catalogue::Catalogues& catalogues, Language language, const Entry& entry) {
  const auto edition = catalogues.current(entry.centre);
  const auto* service = edition ? edition->catalogue.find(entry.service) : nullptr;
  return service == nullptr ? entry.service.str() : service->names.in(language);
}

std::string title_text(const catalogue::Catalogues& catalogues, Language language, const Entry& entry) {
  const auto edition = catalogues.current(entry.centre);
  const auto* service = edition ? edition->catalogue.find(entry.service) : nullptr;
  if (service == nullptr) return entry.title;
  for (const auto* title : {&service->names, &service->result})
    if (title->in(entry.language) == entry.title) return title->in(language);
  return entry.title;
}

std::string day_text(const catalogue::Catalogues& catalogues, const i18n::Speaker& say, const Entry& entry,
                     Time time) {
  const auto edition = catalogues.current(entry.centre);
  return i18n::date(say.language(),
                    edition ? edition->zone.day(time) : std::chrono::floor<std::chrono::days>(time));
}

void add_pages(http::Router& router, const Site& site, Results& results,
               const catalogue::Catalogues& catalogues, Commands& commands, RateLimit& checks) {
  add_verify_pages(router, site, results, catalogues, commands, checks);
  add_register_pages(router, site, results, catalogues, commands);
}

}  // namespace biroyna::results
