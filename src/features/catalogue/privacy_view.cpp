#include "features/catalogue/privacy_view.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace biroyna::catalogue {
namespace {

void add_once(std::vector<std::string>& names, std::string name) {
  if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
}

void add_department(const Catalogue& catalogue, const DepartmentId& id, Language language,
                    std::vector<std::string>& names) {
  if (const auto* department = catalogue.find(id)) add_once(names, department->names.in(language));
}

void add_departments(const Catalogue& catalogue, const Service& service, Language language,
                     std::vector<std::string>& names) {
  add_department(catalogue, service.department, language, names);
  for (const auto& step : service.steps) add_department(catalogue, step.department, language, names);
}

}  // namespace

ServicePrivacy service_privacy(const Catalogue& catalogue, const Service& service, const i18n::Speaker& say) {
  return privacy_together(catalogue, {&service}, say);
}

ServicePrivacy privacy_together(const Catalogue& catalogue, const std::vector<const Service*>& services,
                                const i18n::Speaker& say) {
  ServicePrivacy all;
  for (const Service* service : services) {
    all.name += fmt::format("{}{}", all.name.empty() ? "" : ", ", service->names.in(say.language()));
    add_departments(catalogue, *service, say.language(), all.departments);
    for (const auto& step : service->steps) {
      if (!step.external.empty() && step.connected)
        add_once(all.registries, registry_name(say, step.external));
    }
    all.keep_years = std::max(all.keep_years, service->keep_years);
  }
  return all;
}

CentrePrivacy centre_privacy(const Catalogue& catalogue, const i18n::Speaker& say) {
  CentrePrivacy all;
  for (const auto& service : catalogue.services) {
    if (service.form.empty()) continue;
    add_departments(catalogue, service, say.language(), all.departments);
    all.services.push_back({service.names.in(say.language()),
                            fmt::format("/privacy?service={}", service.id.str()), service.keep_years});
    const bool first = all.services.size() == 1;
    all.least_years = first ? service.keep_years : std::min(all.least_years, service.keep_years);
    all.most_years = std::max(all.most_years, service.keep_years);
  }
  std::ranges::sort(all.services, {}, &CentrePrivacy::Row::name);
  return all;
}

std::string registry_name(const i18n::Speaker& say, std::string id) {
  std::string key = "registry." + id;
  std::ranges::replace(key, '-', '_');
  return i18n::has(say.language(), key) ? std::string(say(key)) : id;
}

std::string kept_text(const i18n::Speaker& say, int years) { return say.many("privacy.kept", years); }

}  // namespace biroyna::catalogue
