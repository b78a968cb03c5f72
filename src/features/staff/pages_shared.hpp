// What the administrator's pages share.
#pragma once

#include <string>
#include <vector>

#include "features/staff/staff.hpp"
#include "platform/pages/forms.hpp"

namespace biroyna::staff {

using pages::FormErrors;

std::string centre_address(const http::Request& request);  // of who asks: "/uz-Latn/sergeli"
Html link_about(const std::string& address, std::string_view text, std::string_view about);
html::Select role_select(const i18n::Speaker& say, auth::Roles roles, auth::Role chosen,
                         const FormErrors& errors);

// A page of the centre of who asks.
http::Response page(const Surroundings& around, const http::Request& request, std::string_view title,
                    const Html& main, bool failed, int status);
http::Response not_found(const Surroundings& around, const http::Request& request);

// What the centre has, and below it a form that adds one. Its texts are keys of messages.
struct Listing {
  const char *title, *add;
  std::string address;  // of the page and of its form
  std::vector<std::vector<html::Cell>> rows;
  std::vector<const char*> head;  // a last column, of actions, comes by itself
  Html fields;
};
// The first field of the form is "name".
http::Response list_page(const Surroundings& around, const http::Request& request, const FormErrors& errors,
                         Listing listing);

// What is asked before somebody's or something's rights end: keys of messages, and where "no" leads.
struct Confirmation {
  const char *question, *consequence, *yes;
  std::string back;
};
// The same address, sent, does it.
http::Response confirm(const Surroundings& around, const http::Request& request, std::string_view subject,
                       const Confirmation& asked);

void add_people_pages(http::Router& router, const Surroundings& around);
void add_device_pages(http::Router& router, const Surroundings& around);

}  // namespace biroyna::staff
