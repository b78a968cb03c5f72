// Finding a service: the search field, the filters, and what was found.
#include "core/text.hpp"
#include "features/catalogue/pages.hpp"
#include "features/catalogue/pages_parts.hpp"
#include "features/catalogue/selection.hpp"
#include "platform/http/uri.hpp"

namespace biroyna::catalogue {
namespace {

using html::make;
using html::to;

constexpr std::string_view kHttps = "https://";
constexpr std::size_t kLongestSearch = 100;  // characters, as the field takes them

html::Select filter(const PortalPage& page, std::string_view name, std::string_view label,
                    std::string_view chosen) {
  html::Select select{.name = name, .label = {.text = label}, .items = {}};
  select.items.push_back({.text = page.say("portal.any"), .value = html::Text("")});
  const auto add = [&](const auto& items) {
    for (const auto& item : items) {
      select.items.push_back({.text = page.in(item.names),
                              .value = html::Text(item.id.str()),
                              .selected = item.id.str() == chosen});
    }
  };
  if (name == "sphere")
    add(page.catalogue().spheres);
  else
    add(page.catalogue().departments);
  return select;
}

Html nothing_found(const PortalPage& page) {
  const auto& say = page.say;
  return make(
      "<p class=\"govuk-body-l\" role=\"status\">{}</p><p class=\"govuk-body\">{}</p><p "
      "class=\"govuk-body\"><a class=\"govuk-link\" href=\"{}\">{}</a></p><h2 "
      "class=\"govuk-heading-m\">{}</h2>{}",
      say("portal.nothing_found"), say("portal.nothing_found_help"), page.address("/services"),
      say("portal.all_services"), say("portal.by_life_event"), life_event_tiles(page));
}

Html found_services(const PortalPage& page, const Selected& found) {
  Html meant;
  if (!found.corrected.empty()) {
    meant = make("<p class=\"govuk-body\">{} <a class=\"govuk-link\" href=\"{}\">{}</a></p>",
                 page.say("portal.meant"),
                 page.address("/services?q=" + http::percent_encode(found.corrected)), found.corrected);
  }
  return make("{}<p class=\"govuk-body\" role=\"status\">{}</p>{}", meant,
              count_of(page, found.services.size()), service_list(page, found.services));
}

}  // namespace

std::string_view searched(const http::Request& request) {
  std::string_view text = trim(request.query_value("q").value_or(""));
  text = text.substr(0, 4 * kLongestSearch);
  while (length_utf8(text) > kLongestSearch) text.remove_suffix(1);
  return text;
}

Html search_form(const PortalPage& page, std::string_view text) {
  const auto& say = page.say;
  return make(
      "<form class=\"b-search\" role=\"search\" method=\"get\" action=\"{}\"><label class=\"govuk-label "
      "govuk-label--m\" "
      "for=\"q\">{}</label><div id=\"q-hint\" class=\"govuk-hint\">{}</div><div "
      "class=\"b-search__row\"><input class=\"govuk-input\" "
      "id=\"q\" name=\"q\" type=\"search\" value=\"{}\" autocomplete=\"off\" maxlength=\"100\" "
      "aria-describedby=\"q-hint\"><button "
      "class=\"govuk-button\"><span class=\"b-icon b-icon--search\" "
      "aria-hidden=\"true\"></span>{}</button></div></form>",
      page.address("/services"), say("portal.search_label"), say("portal.search_hint"), text,
      say("portal.search"));
}

Html services_main(const PortalPage& page) {
  const auto& say = page.say;
  const std::string_view text = searched(page.request);
  const std::string sphere(page.request.query_value("sphere").value_or(""));
  const std::string department(page.request.query_value("department").value_or(""));
  Selection requested;
  requested.text = text;
  if (page.catalogue().find(SphereId(sphere)) != nullptr) requested.sphere.emplace(sphere);
  if (page.catalogue().find(DepartmentId(department)) != nullptr) requested.department.emplace(department);
  const auto found = select(page.edition, requested);
  const Html filters = make(
      "<form class=\"b-filter\" method=\"get\" action=\"{}\"><input type=\"hidden\" name=\"q\" "
      "value=\"{}\">{}{}<button class=\"govuk-button "
      "govuk-button--secondary\">{}</button></form>",
      page.address("/services"), text, html::select(filter(page, "sphere", say("portal.sphere"), sphere)),
      html::select(filter(page, "department", say("portal.department"), department)), say("portal.show"));
  const auto services = [&] {
    return found.services.empty() ? nothing_found(page) : found_services(page, found);
  };
  const Html elsewhere = elsewhere_list(say, found.elsewhere);
  const Html result = found.elsewhere_first ? elsewhere + services() : services() + elsewhere;
  return make("{}{}{}{}", heading(say("portal.services_title")), search_form(page, text), filters, result);
}

Html elsewhere_list(const i18n::Speaker& say, const std::vector<const Elsewhere*>& items) {
  if (items.empty()) return {};
  Html rows;
  for (const Elsewhere* item : items) {
    Html link;
    if (!item->link.empty()) {
      link = make(" <a class=\"govuk-link\" href=\"{}\">{}</a>", item->link,
                  std::string_view(item->link).substr(kHttps.size()));
    }
    to(rows, "<li><strong>{}</strong> <span>{}{}</span></li>", item->names.in(say.language()),
       item->where.in(say.language()), link);
  }
  return make(
      "<section class=\"govuk-inset-text\" aria-labelledby=\"elsewhere\"><h2 id=\"elsewhere\" "
      "class=\"govuk-heading-m\">{}</h2><ul class=\"b-list\">{}</ul></section>",
      say("portal.elsewhere"), rows);
}

}  // namespace biroyna::catalogue
