// The public pages of the catalogue: find a service, know what is needed. Complete without JavaScript.
#include "features/catalogue/pages.hpp"

#include <fmt/format.h>

#include <functional>

#include "features/catalogue/pages_parts.hpp"

namespace biroyna::catalogue {
namespace {

using html::make;
using html::to;

class CataloguePages {
 public:
  CataloguePages(const Site& site, const Catalogues& catalogues) : site_(site), catalogues_(catalogues) {}

  static http::Response root(const http::Request& request) {
    return http::see_other(fmt::format("/{}", tag(negotiate_language(request.header("accept-language")))));
  }

  // The list of centres, or straight to the only one.
  http::Response centres(const http::Request& request) const {
    const auto all = catalogues_.all();
    const i18n::Speaker say(request.language);
    const auto address = [&](const EditionPtr& edition) {
      return fmt::format("/{}/{}", tag(request.language), edition->catalogue.centre.id.str());
    };
    if (all.size() == 1) return http::see_other(address(all.front()));
    Html list;
    for (const auto& edition : all) {
      const Centre& centre = edition->catalogue.centre;
      to(list, "<li><a class=\"govuk-link\" href=\"{}\">{}</a> <span>{}</span></li>", address(edition),
         centre.names.in(request.language), centre.address.in(request.language));
    }
    const Html main = make("{}<ul class=\"b-list\">{}</ul>", heading(say("portal.centres_title")), list);
    return site_.pages.page(request, {.title = std::string(say("portal.centres_title")), .main = main});
  }

  http::Response home(const http::Request& request) const {
    return show(request, [](const PortalPage& page) {
      return pages::Page{
          .title = page.in(page.catalogue().centre.names), .main = home_main(page), .wide = true};
    });
  }

  http::Response services(const http::Request& request) const {
    return show(request, [](const PortalPage& page) {
      std::string title(page.say("portal.services_title"));
      if (const auto text = searched(page.request); !text.empty())
        title = page.say("portal.found_for", {{"text", text}});
      return pages::Page{.title = std::move(title), .main = services_main(page), .breadcrumbs = crumbs(page)};
    });
  }

  http::Response service(const http::Request& request) const {
    return show(request, [&](const PortalPage& page) -> std::optional<pages::Page> {
      const auto* found = page.catalogue().find(ServiceId(std::string(request.param("service"))));
      if (found == nullptr) return std::nullopt;
      auto way = crumbs(page);
      way.push_back({.text = page.say("portal.services_title"), .href = page.address("/services")});
      return pages::Page{
          .title = page.in(found->names), .main = service_main(page, *found), .breadcrumbs = std::move(way)};
    });
  }

  http::Response life_events(const http::Request& request) const {
    return show(request, [](const PortalPage& page) {
      const std::string title(page.say("portal.life_events_title"));
      return pages::Page{.title = title,
                         .main = heading(title) + life_event_tiles(page),
                         .breadcrumbs = crumbs(page),
                         .wide = true};
    });
  }

  http::Response life_event(const http::Request& request) const {
    return show(request, [&](const PortalPage& page) -> std::optional<pages::Page> {
      const auto* event = page.catalogue().find_life_event(request.param("event"));
      if (event == nullptr) return std::nullopt;
      auto way = crumbs(page);
      way.push_back({.text = page.say("portal.life_events_title"), .href = page.address("/life-events")});
      return pages::Page{.title = page.in(event->names),
                         .main = life_event_main(page, *event),
                         .breadcrumbs = std::move(way)};
    });
  }

  http::Response departments(const http::Request& request) const {
    return show(request, [](const PortalPage& page) {
      return pages::Page{.title = std::string(page.say("portal.departments_title")),
                         .main = departments_main(page),
                         .breadcrumbs = crumbs(page)};
    });
  }

  http::Response department(const http::Request& request) const {
    return show(request, [&](const PortalPage& page) -> std::optional<pages::Page> {
      const auto* found = page.catalogue().find(DepartmentId(std::string(request.param("department"))));
      if (found == nullptr) return std::nullopt;
      auto way = crumbs(page);
      way.push_back({.text = page.say("portal.departments_title"), .href = page.address("/departments")});
      return pages::Page{.title = page.in(found->names),
                         .main = department_main(page, *found),
                         .breadcrumbs = std::move(way)};
    });
  }

  http::Response privacy(const http::Request& request) const {
    return show(request, [](const PortalPage& page) {
      const Service* service =
          page.catalogue().find(ServiceId(std::string(page.request.query_value("service").value_or(""))));
      if (service != nullptr && service->form.empty()) service = nullptr;
      return pages::Page{.title = std::string(page.say("privacy.title")),
                         .main = privacy_main(page, service),
                         .breadcrumbs = crumbs(page)};
    });
  }

 private:
  static std::vector<html::Breadcrumb> crumbs(const PortalPage& page) {
    return {{.text = page.say("portal.home"), .href = page.address()}};
  }

  http::Response show(const http::Request& request,
                      const std::function<std::optional<pages::Page>(const PortalPage&)>& make_page) const {
    const CentreId centre(std::string(request.param("centre")));
    const auto edition = catalogues_.current(centre);
    if (!edition) return site_.not_found(request);
    const Time now = site_.clock();
    auto page = make_page({request, *edition, i18n::Speaker(request.language), edition->zone.day(now), now});
    if (!page) return site_.not_found(request);
    page->place = place(catalogues_, request.language, centre);
    return site_.pages.page(request, *page);
  }

  const Site& site_;
  const Catalogues& catalogues_;
};

}  // namespace

pages::Place place(const Catalogues& catalogues, Language language, const CentreId& centre) {
  const auto edition = catalogues.current(centre);
  if (!edition) return {};
  std::string address = fmt::format("/{}/{}", tag(language), centre.str());
  std::string privacy = address + "/privacy";
  return {edition->catalogue.centre.names.in(language), std::move(address), std::move(privacy)};
}

void add_pages(http::Router& router, const Site& site, const Catalogues& catalogues) {
  const auto pages = std::make_shared<const CataloguePages>(site, catalogues);
  const auto get = [&](std::string pattern,
                       http::Response (CataloguePages::*show)(const http::Request&) const) {
    router.get(std::move(pattern), auth::Roles::all(), std::bind_front(show, pages));
  };
  router.get("/", auth::Roles::all(),
             [](const http::Request& request) { return CataloguePages::root(request); });
  get("/{lang}", &CataloguePages::centres);
  get("/{lang}/{centre}", &CataloguePages::home);
  get("/{lang}/{centre}/services", &CataloguePages::services);
  get("/{lang}/{centre}/services/{service}", &CataloguePages::service);
  get("/{lang}/{centre}/life-events", &CataloguePages::life_events);
  get("/{lang}/{centre}/life-events/{event}", &CataloguePages::life_event);
  get("/{lang}/{centre}/departments", &CataloguePages::departments);
  get("/{lang}/{centre}/departments/{department}", &CataloguePages::department);
  get("/{lang}/{centre}/privacy", &CataloguePages::privacy);
}

}  // namespace biroyna::catalogue
