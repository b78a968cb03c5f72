#include <fmt/format.h>

#include "features/staff/pages_shared.hpp"

namespace biroyna::staff {

using html::make;


std::string centre_address(const http::Request& request) {
  return fmt::format("/{}/{}", tag(request.language), request.principal.centre);
}

std::string role_text(const i18n::Speaker& say, auth::Role role) {
  return std::string(say(fmt::format("role.{}", auth::name(role))));
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

http::Response page(const Surroundings& around, const http::Request& request, std::string_view title,
                    const Html& main, bool failed, int status) {
  return around.pages.page(request,
                           {.title = std::string(title),
                            .main = main,
                            .place = around.place(request.language, CentreId(request.principal.centre)),
                            .wide = true,
                            .failed = failed,
                            .status = status});
}

http::Response not_found(const Surroundings& around, const http::Request& request) {
  return around.refused(request, {Refusal::Kind::not_found, "not_found"});
}

http::Response list_page(const Surroundings& around, const http::Request& request, const FormErrors& errors,
                         Listing listing) {
  const i18n::Speaker say(request.language);
  const std::string title(say(listing.title));
  std::vector<html::Cell> head;
  for (const char* column : listing.head) head.push_back({.text = say(column)});
  head.push_back({.text = make("<span class=\"govuk-visually-hidden\">{}</span>", say("staff.action"))});
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
  return page(around, request, title, main, !errors.empty(), errors.empty() ? 200 : 422);
}

http::Response confirm(const Surroundings& around, const http::Request& request, std::string_view subject,
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
  return page(around, request, title, main, false, 200);
}

void add_pages(http::Router& router, const Surroundings& around) {
  add_people_pages(router, around);
  add_device_pages(router, around);
}

}  // namespace biroyna::staff
