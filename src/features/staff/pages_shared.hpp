// What the administrator's pages share.
#pragma once

#include <string>
#include <vector>

#include "features/staff/pages.hpp"
#include "platform/pages/forms.hpp"

namespace biroyna::staff {

using pages::FormErrors;

std::string centre_address(const http::Request& request);  // of who asks: "/uz-Latn/sergeli"
Html link_about(const std::string& address, std::string_view text, std::string_view about);
html::Select role_select(const i18n::Speaker& say, auth::Roles roles, auth::Role chosen,
                         const FormErrors& errors);

std::vector<DepartmentId> chosen_departments(const http::Fields& form);
Html departments_field(const catalogue::Catalogues& catalogues, const http::Request& request,
                       const std::vector<DepartmentId>& chosen, const FormErrors& errors);

// A page of the centre of who asks.
http::Response page(const Site& site, const http::Request& request, pages::Page content);

// What the centre has, and below it a form that adds one. Its texts are keys of messages.
struct Listing {
  const char *title, *add;
  std::string address;  // of the page and of its form
  std::vector<std::vector<html::Cell>> rows;
  std::vector<const char*> head;  // a last column, of actions, comes by itself
  Html fields;
};
// The first field of the form is "name".
http::Response list_page(const Site& site, const http::Request& request, const FormErrors& errors,
                         Listing listing);

// The question before the rights of a person or device end: keys of messages, and the address for "no".
struct Confirmation {
  const char *question, *consequence, *yes;
  std::string back;
};
// A POST to the same address carries it out.
http::Response confirm(const Site& site, const http::Request& request, std::string_view subject,
                       const Confirmation& asked);

void add_people_pages(http::Router& router, const Site& site, Staff& staff,
                      const catalogue::Catalogues& catalogues);
void add_person_pages(http::Router& router, const Site& site, Staff& staff,
                      const catalogue::Catalogues& catalogues);
void add_device_pages(http::Router& router, const Site& site, Staff& staff);

}  // namespace biroyna::staff
