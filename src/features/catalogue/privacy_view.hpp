// What people are told about their data: who sees the data of an application, which registries are asked, and
// how long it is kept. All from the catalogue, in the reader's language and without markup.
//
// Pure, thread-safe.
#pragma once

#include <string>
#include <vector>

#include "features/catalogue/domain.hpp"
#include "platform/i18n/i18n.hpp"

namespace biroyna::catalogue {

struct ServicePrivacy {
  std::string name;
  std::vector<std::string> departments;  // of the service and of its steps, each once
  std::vector<std::string> registries;   // that its steps ask
  int keep_years = 0;
};
ServicePrivacy service_privacy(const Catalogue& catalogue, const Service& service, const i18n::Speaker& say);
// The same of several services that are applied for at once: all their names, departments and registries,
// and the longest time. None of them is null.
ServicePrivacy privacy_together(const Catalogue& catalogue, const std::vector<const Service*>& services,
                                const i18n::Speaker& say);

struct CentrePrivacy {
  struct Row {
    std::string name;
    std::string path;  // below the centre's address: "/privacy?service=birth-lump-sum"
    int keep_years = 0;
  };
  std::vector<std::string> departments;  // that any service is decided in
  std::vector<Row> services;             // by name
  int least_years = 0, most_years = 0;   // 0: no service is applied for
};
CentrePrivacy centre_privacy(const Catalogue& catalogue, const i18n::Speaker& say);

// Of a registry: by its name where there is one in the locales, else by its id.
std::string registry_name(const i18n::Speaker& say, std::string id);
// "Kept for 5 years": a sentence.
std::string kept_text(const i18n::Speaker& say, int years);

}  // namespace biroyna::catalogue
