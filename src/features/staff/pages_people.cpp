// The administrator's list of people.
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "features/staff/pages_shared.hpp"

namespace biroyna::staff {
namespace {

using auth::Role;
using html::make;
using http::field;

class PeoplePages {
 public:
  explicit PeoplePages(const Surroundings& around) : around_(around) {}

  http::Response people(const http::Request& request) const {
    return people_page(request, NewPerson{}, FormErrors(i18n::Speaker(request.language)));
  }

  http::Response add_person(const http::Request& request) const {
    const http::Fields form = http::form_of(request);
    NewPerson person{CentreId(request.principal.centre),
                     field(form, "login"),
                     field(form, "name"),
                     field(form, "password"),
                     Role::anonymous,
                     field(form, "key")};
    auth::parse_role(field(form, "role"), person.role);
    for (const auto& [name, value] : form) {
      if (name == "departments") person.departments.emplace_back(value);
    }
    const auto added = around_.staff.add(person, actor_of(request.principal));
    if (added) return http::see_other(centre_address(request) + "/staff");
    FormErrors errors{i18n::Speaker(request.language)};
    errors.add(added.error());
    return people_page(request, person, errors);
  }

  http::Response ask_switch_off(const http::Request& request) const {
    const auto people = around_.staff.people(CentreId(request.principal.centre));
    const auto found =
        std::ranges::find(people, request.param("person"), [](const Person& p) { return p.id.str(); });
    if (found == people.end() || !found->active) return not_found(around_, request);
    return confirm(
        around_, request, found->name,
        {"staff.really_off", "staff.off_means", "staff.yes_off", centre_address(request) + "/staff"});
  }

  // POST …/staff/{person}/on and /off
  http::Response switch_person(const http::Request& request) const {
    const auto command = request.param("command");
    if (command != "on" && command != "off") return not_found(around_, request);
    const StaffId id(std::string(request.param("person")));
    const auto done = around_.staff.set_active(CentreId(request.principal.centre), id, command == "on",
                                               actor_of(request.principal));
    if (!done) return around_.refused(request, done.error());
    return http::see_other(centre_address(request) + "/staff");
  }

 private:
  // Below a specialist's role.
  Html departments_text(const http::Request& request, const std::vector<DepartmentId>& departments) const {
    Html text;
    for (const auto& [id, name] : around_.departments(request.language, CentreId(request.principal.centre))) {
      if (std::ranges::find(departments, id) != departments.end())
        html::to(text, "<br><span class=\"govuk-hint\">{}</span>", name);
    }
    return text;
  }

  Html departments_field(const http::Request& request, const std::vector<DepartmentId>& chosen,
                         const FormErrors& errors) const {
    const i18n::Speaker say(request.language);
    html::Checkboxes field{.name = "departments",
                           .items = {},
                           .fieldset = html::Fieldset{.legend = {.text = say("staff.departments")}},
                           .hint = {.text = say("staff.departments_hint")},
                           .error_message = errors.of("departments"),
                           .classes = "govuk-checkboxes--small"};
    for (const auto& [id, name] : around_.departments(request.language, CentreId(request.principal.centre))) {
      field.items.push_back(
          {.value = id.str(), .text = name, .checked = std::ranges::find(chosen, id) != chosen.end()});
    }
    return html::checkboxes(field);
  }

  http::Response people_page(const http::Request& request, const NewPerson& wanted,
                             const FormErrors& errors) const {
    const i18n::Speaker say(request.language);
    const std::string here = centre_address(request) + "/staff";
    std::vector<std::vector<html::Cell>> rows;
    for (const auto& person : around_.staff.people(CentreId(request.principal.centre))) {
      Html action;
      const std::string address =
          fmt::format("{}/{}/{}", here, person.id.str(), person.active ? "off" : "on");
      if (person.id.str() == request.principal.id) {
        // Nobody locks himself out.
      } else if (person.active) {
        action = link_about(address, say("staff.switch_off"), person.name);
      } else {
        action = make(
            "<form method=\"post\" action=\"{}\">{}<button class=\"b-link\">{}<span "
            "class=\"govuk-visually-hidden\"> {}</span></button></form>",
            address, pages::csrf_field(request), say("staff.switch_on"), person.name);
      }
      rows.push_back(
          {{.text = person.name},
           {.text = person.login},
           {.text = make("{}{}", role_text(say, person.role), departments_text(request, person.departments))},
           {.text = say(person.active ? "staff.active" : "staff.inactive")},
           {.text = action}});
    }
    return list_page(around_, request, errors,
                     {.title = "staff.title",
                      .add = "staff.add",
                      .address = here,
                      .rows = std::move(rows),
                      .head = {"staff.name", "sign_in.login", "staff.role", "staff.state"},
                      .fields = html::input({.name = "name",
                                             .label = {.text = say("staff.name")},
                                             .value = wanted.name,
                                             .error_message = errors.of("name"),
                                             .autocomplete = "off",
                                             .classes = "govuk-input--width-20"}) +
                                html::input({.name = "login",
                                             .label = {.text = say("sign_in.login")},
                                             .value = wanted.login,
                                             .hint = {.text = say("staff.login_hint")},
                                             .error_message = errors.of("login"),
                                             .autocomplete = "off",
                                             .autocapitalize = "none",
                                             .classes = "govuk-input--width-20",
                                             .spellcheck = false}) +
                                html::select(role_select(say, kPeople, wanted.role, errors)) +
                                departments_field(request, wanted.departments, errors) +
                                html::password_input(pages::password_input(
                                    "password", say("staff.first_password"), "new-password", errors))});
  }

  Surroundings around_;
};

}  // namespace

void add_people_pages(http::Router& router, const Surroundings& around) {
  const auto own = std::make_shared<const PeoplePages>(around);
  const std::string people = "/{lang}/{centre}/staff";
  router.get(people, kAdministrators, std::bind_front(&PeoplePages::people, own));
  router.add({http::Method::post, people, kAdministrators, http::Where::slow,  // it hashes a password
              [own](const http::Request& request, const http::Reply& reply) {
                reply.send(own->add_person(request));
              }});
  router.get(people + "/{person}/off", kAdministrators, std::bind_front(&PeoplePages::ask_switch_off, own));
  router.post(people + "/{person}/{command}", kAdministrators,
              std::bind_front(&PeoplePages::switch_person, own));
}

}  // namespace biroyna::staff
