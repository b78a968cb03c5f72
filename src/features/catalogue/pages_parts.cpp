#include "features/catalogue/pages_parts.hpp"

namespace biroyna::catalogue {
namespace {

using html::make;
using html::to;

}  // namespace

Html heading(std::string_view text) { return make("<h1 class=\"govuk-heading-xl\">{}</h1>", text); }

Html tile(const std::string& address, std::string_view icon, std::string_view name, std::string_view hint) {
  return make(
      "<li><a href=\"{}\"><span class=\"{}\" aria-hidden=\"true\"></span><strong>{}</strong> "
      "<span>{}</span></a></li>",
      address, fmt::format("b-icon b-icon--{}", icon), name, hint);
}

std::string count_of(const PortalPage& page, std::size_t services) {
  return page.say.many("portal.services", static_cast<std::int64_t>(services));
}

Html service_list(const PortalPage& page, const std::vector<const Service*>& services) {
  Html list;
  for (const Service* service : services) {
    Html online;
    if (applied_for_online(*service))
      online =
          make(" <strong class=\"govuk-tag govuk-tag--green\">{}</strong>", page.say("service.online_tag"));
    to(list, "<li><a class=\"govuk-link\" href=\"{}\">{}</a>{} <span>{}</span></li>",
       page.address("/services/" + service->id.str()), page.in(service->names), online,
       page.in(service->summary));
  }
  return make("<ul class=\"b-list\">{}</ul>", list);
}

}  // namespace biroyna::catalogue
