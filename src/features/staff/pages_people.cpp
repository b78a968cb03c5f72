// The administrator's list of people.
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "features/staff/list_view.hpp"
#include "features/staff/pages_shared.hpp"

namespace biroyna::staff {
namespace {

using auth::Role;
using html::make;
using http::field;

class PeoplePages {
 public:
  PeoplePages(const Site& site, Staff& staff, const catalogue::Catalogues& catalogues)
      : site_(site), staff_(staff), catalogues_(catalogues) {}

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
    person.departments = chosen_departments(form);
    const auto added = staff_.add(person, actor_of(request.principal));
    if (added) return http::see_other(centre_address(request) + "/staff");
    FormErrors errors{i18n::Speaker(request.language)};
    errors.add(added.error());
    return people_page(request, person, errors);
  }

  http::Response ask_switch_off(const http::Request& request) const {
    const auto people = staff_.people(CentreId(request.principal.centre));
    const auto found =
        std::ranges::find(people, request.param("person"), [](const Person& p) { return p.id.str(); });
    if (found == people.end() || !found->active) return site_.not_found(request);
    return confirm(
        site_, request, found->name,
        {"staff.really_off", "staff.off_means", "staff.yes_off", centre_address(request) + "/staff"});
  }

  // POST …/staff/{person}/on and /off
  http::Response switch_person(const http::Request& request) const {
    const auto command = request.param("command");
    if (command != "on" && command != "off") return site_.not_found(request);
    const StaffId id(std::string(request.param("person")));
    const auto done = staff_.set_active(CentreId(request.principal.centre), id, command == "on",
                                        actor_of(request.principal));
    if (!done) return site_.refused(request, done.error());
    return http::see_other(centre_address(request) + "/staff");
  }

 private:
  static Html actions(const http::Request& request, const PersonRow& row, const std::string& people) {
    const i18n::Speaker say(request.language);
    Html change;
    if (row.offered != PersonRow::Switch::none)
      change = link_about(fmt::format("{}/{}", people, row.id), say("staff.change"), row.name);
    return change + switch_form(request, row, people);
  }

  static Html switch_form(const http::Request& request, const PersonRow& row, const std::string& people) {
    const i18n::Speaker say(request.language);
    switch (row.offered) {
      case PersonRow::Switch::off:
        return make("<br>") +
               link_about(fmt::format("{}/{}/off", people, row.id), say("staff.switch_off"), row.name);
      case PersonRow::Switch::on:
        return make(
            "<form method=\"post\" action=\"{}\">{}<button class=\"b-link\">{}<span "
            "class=\"govuk-visually-hidden\"> {}</span></button></form>",
            fmt::format("{}/{}/on", people, row.id), pages::csrf_field(request), say("staff.switch_on"),
            row.name);
      case PersonRow::Switch::none:
        break;
    }
    return {};
  }

  http::Response people_page(const http::Request& request, const NewPerson& entered,
                             const FormErrors& errors) const {
    const i18n::Speaker say(request.language);
    const std::string here = centre_address(request) + "/staff";
    std::vector<std::vector<html::Cell>> rows;
    const CentreId centre(request.principal.centre);
    const auto departments = catalogue::department_names(catalogues_, request.language, centre);
    for (const auto& row :
         person_rows(say, staff_.people(centre), departments, StaffId(request.principal.id))) {
      Html role = make("{}", row.role);
      for (const auto& department : row.departments)
        html::to(role, "<br><span class=\"govuk-hint\">{}</span>", department);
      rows.push_back({{.text = row.name},
                      {.text = row.login},
                      {.text = role},
                      {.text = row.state},
                      {.text = actions(request, row, here)}});
    }
    return list_page(site_, request, errors,
                     {.title = "staff.title",
                      .add = "staff.add",
                      .address = here,
                      .rows = std::move(rows),
                      .head = {"staff.name", "sign_in.login", "staff.role", "staff.state"},
                      .fields = html::input({.name = "name",
                                             .label = {.text = say("staff.name")},
                                             .value = entered.name,
                                             .error_message = errors.of("name"),
                                             .autocomplete = "off",
                                             .classes = "govuk-input--width-20"}) +
                                html::input({.name = "login",
                                             .label = {.text = say("sign_in.login")},
                                             .value = entered.login,
                                             .hint = {.text = say("staff.login_hint")},
                                             .error_message = errors.of("login"),
                                             .autocomplete = "off",
                                             .autocapitalize = "none",
                                             .classes = "govuk-input--width-20",
                                             .spellcheck = false}) +
                                html::select(role_select(say, kPeople, entered.role, errors)) +
                                departments_field(catalogues_, request, entered.departments, errors) +
                                html::password_input(pages::password_input(
                                    "password", say("staff.first_password"), "new-password", errors))});
  }

  const Site& site_;
  Staff& staff_;
  const catalogue::Catalogues& catalogues_;
};

}  // namespace

void add_people_pages(http::Router& router, const Site& site, Staff& staff,
                      const catalogue::Catalogues& catalogues) {
  const auto own = std::make_shared<const PeoplePages>(site, staff, catalogues);
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
