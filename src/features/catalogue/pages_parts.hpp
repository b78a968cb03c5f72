// The parts of the portal's pages. Private to this feature.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "features/catalogue/catalogue.hpp"
#include "platform/http/http.hpp"
#include "platform/pages/pages.hpp"

namespace biroyna::catalogue {

// A page of one centre in the making.
struct PortalPage {
  const http::Request& request;
  const Edition& edition;
  i18n::Speaker say;
  Day today;
  Time now;

  const Catalogue& catalogue() const { return edition.catalogue; }
  Language language() const { return say.language(); }
  std::string address(std::string_view rest = {}) const {
    return fmt::format("/{}/{}{}", tag(language()), catalogue().centre.id.str(), rest);
  }
  const std::string& in(const Names& names) const { return names.in(language()); }
};

Html heading(std::string_view text);
Html tile(const std::string& address, std::string_view icon, std::string_view name, std::string_view hint);
// "12 services"
std::string count_of(const PortalPage& page, std::size_t services);
Html service_list(const PortalPage& page, const std::vector<const Service*>& services);
Html search_form(const PortalPage& page, std::string_view text);
Html life_event_tiles(const PortalPage& page);
// What the reader searches for, never cut within a character.
std::string_view searched(const http::Request& request);

// What stands between header and footer of each page.
Html home_main(const PortalPage& page);
Html services_main(const PortalPage& page);
Html service_main(const PortalPage& page, const Service& service);
Html life_event_main(const PortalPage& page, const LifeEvent& event);
Html departments_main(const PortalPage& page);
Html department_main(const PortalPage& page, const Department& department);
// `service`: whose part stands first; may be null.
Html privacy_main(const PortalPage& page, const Service* service);

}  // namespace biroyna::catalogue
