#include <fmt/format.h>

#include <algorithm>

#include "features/staff/pages_shared.hpp"

namespace biroyna::staff {

using html::make;

std::string centre_address(const http::Request& request) {
  return fmt::format("/{}/{}", tag(request.language), request.principal.centre);
}

Html link_about(const std::string& address, std::string_view text, std::string_view about) {
  return make("<a class=\"govuk-link\" href=\"{}\">{}<span class=\"govuk-visually-hidden\"> {}</span></a>",
              address, text, about);
}

html::Select role_select(const i18n::Speaker& say, auth::Roles roles, auth::Role chosen,
                         const FormErrors& errors) {
  html::Select select{
      .name = "role", .label = {.text = say("staff.role")}, .items = {}, .error_message = errors.of("role")};
  for (int i = 0; i < auth::kRoles; ++i) {
    const auto role = static_cast<auth::Role>(i);
    if (roles.contains(role))
      select.items.push_back(
          {.text = role_text(say, role), .value = auth::name(role), .selected = role == chosen});
  }
  return select;
}

std::vector<DepartmentId> chosen_departments(const http::Fields& form) {
  std::vector<DepartmentId> chosen;
  for (const auto& [name, value] : form) {
    if (name == "departments") chosen.emplace_back(value);
  }
  return chosen;
}

Html departments_field(const catalogue::Catalogues& catalogues, const http::Request& request,
                       const std::vector<DepartmentId>& chosen, const FormErrors& errors) {
  const i18n::Speaker& say = errors.say();
  html::Checkboxes field{.name = "departments",
                         .items = {},
                         .fieldset = html::Fieldset{.legend = {.text = say("staff.departments")}},
                         .hint = {.text = say("staff.departments_hint")},
                         .error_message = errors.of("departments"),
                         .classes = "govuk-checkboxes--small"};
  for (const auto& [id, name] :
       catalogue::department_names(catalogues, request.language, CentreId(request.principal.centre))) {
    field.items.push_back(
        {.value = id.str(), .text = name, .checked = std::ranges::find(chosen, id) != chosen.end()});
  }
  return html::checkboxes(field);
}

http::Response page(const Site& site, const http::Request& request, pages::Page content) {
  content.place = site.place(request.language, CentreId(request.principal.centre));
  content.wide = true;
  if (content.failed) content.status = 422;
  return site.pages.page(request, content);
}

http::Response list_page(const Site& site, const http::Request& request, const FormErrors& errors,
                         Listing listing) {
  const i18n::Speaker say(request.language);
  const std::string title(say(listing.title));
  std::vector<html::Cell> head;
  for (const char* column : listing.head) head.push_back({.text = say(column)});
  head.push_back(pages::action_head(say));
  const Html main = make(
      "{}{}{}<h2 class=\"govuk-heading-m\" id=\"add\">{}</h2><form method=\"post\" action=\"{}\" "
      "novalidate>{}{}{}</form>",
      errors.summary("name"), pages::heading(title),
      pages::scrolled_table({.rows = std::move(listing.rows),
                             .head = std::move(head),
                             .caption = title,
                             .caption_classes = "govuk-visually-hidden",
                             .first_cell_is_header = true},
                            title),
      say(listing.add), listing.address, pages::order_fields(request), listing.fields,
      html::button({.text = say(listing.add)}));
  return page(site, request, {.title = title, .main = main, .failed = !errors.empty(), .typed_into = true});
}

http::Response confirm(const Site& site, const http::Request& request, std::string_view subject,
                       const Confirmation& asked) {
  const i18n::Speaker say(request.language);
  const std::string title = say(asked.question, {{"name", subject}});
  const Html main = make(
      "{}{}<form method=\"post\" action=\"{}\">{}<div class=\"govuk-button-group\"><button "
      "class=\"govuk-button "
      "govuk-button--warning\">{}</button><a class=\"govuk-link\" href=\"{}\">{}</a></div></form>",
      pages::heading(title),
      html::warning_text({.text = say(asked.consequence), .icon_fallback_text = say("host.warning")}),
      request.path, pages::csrf_field(request), say(asked.yes), asked.back, say("host.no_back"));
  return page(site, request, {.title = title, .main = main});
}

void add_pages(http::Router& router, const Site& site, Staff& staff,
               const catalogue::Catalogues& catalogues) {
  add_people_pages(router, site, staff, catalogues);
  add_person_pages(router, site, staff, catalogues);
  add_device_pages(router, site, staff);
}

}  // namespace biroyna::staff
