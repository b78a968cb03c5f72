// The departments of a centre and their services.
#include <algorithm>

#include "features/catalogue/pages_parts.hpp"
#include "features/catalogue/selection.hpp"

namespace biroyna::catalogue {
namespace {

using html::make;
using html::to;

}  // namespace

Html departments_main(const PortalPage& page) {
  Html list;
  for (const auto& department : page.catalogue().departments) {
    const auto services = std::ranges::count(page.catalogue().services, department.id, &Service::department);
    to(list, "<li><a class=\"govuk-link\" href=\"{}\">{}</a> <span>{}</span></li>",
       page.address("/departments/" + department.id.str()), page.in(department.names),
       count_of(page, static_cast<std::size_t>(services)));
  }
  return make("{}<ul class=\"b-list\">{}</ul>", heading(page.say("portal.departments_title")), list);
}

Html department_main(const PortalPage& page, const Department& department) {
  Selection requested;
  requested.department = department.id;
  return make("{}<p class=\"govuk-body-l\">{}</p>{}", heading(page.in(department.names)),
              page.in(department.agency), service_list(page, select(page.edition, requested).services));
}

}  // namespace biroyna::catalogue
