// The administrator's page of one person: their role and departments, and a new password.
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "features/staff/pages_shared.hpp"

namespace biroyna::staff {
namespace {

using html::make;
using http::field;

class PersonPages {
 public:
  PersonPages(const Site& site, Staff& staff, const catalogue::Catalogues& catalogues)
      : site_(site), staff_(staff), catalogues_(catalogues) {}

  http::Response show(const http::Request& request) const {
    const auto person = another(request);
    if (!person) return site_.not_found(request);
    return person_page(request, *person, {person->role, person->departments},
                       FormErrors(i18n::Speaker(request.language)));
  }

  http::Response change(const http::Request& request) const {
    const auto person = another(request);
    if (!person) return site_.not_found(request);
    const http::Fields form = http::form_of(request);
    Work work{auth::Role::anonymous, chosen_departments(form)};
    auth::parse_role(field(form, "role"), work.role);
    const bool same = work.role == person->role && work.departments == person->departments;
    if (same) return http::see_other(centre_address(request) + "/staff");
    const auto changed = staff_.set_work(person->centre, person->id, work, actor_of(request.principal));
    if (changed) return http::see_other(centre_address(request) + "/staff");
    FormErrors errors{i18n::Speaker(request.language)};
    errors.add(changed.error());
    return person_page(request, *person, work, errors);
  }

  http::Response ask_reset(const http::Request& request) const {
    const auto person = another(request);
    if (!person || !person->active) return site_.not_found(request);
    return confirm(site_, request, person->name,
                   {"staff.really_reset", "staff.reset_means", "staff.yes_reset",
                    centre_address(request) + "/staff/" + person->id.str()});
  }

  // The answer itself shows the password, once: no address has it, and only its hash is kept.
  http::Response reset(const http::Request& request) const {
    const auto person = another(request);
    if (!person || !person->active) return site_.not_found(request);
    const auto password = staff_.reset_password(person->centre, person->id, actor_of(request.principal));
    if (!password) return site_.refused(request, password.error());
    const i18n::Speaker say(request.language);
    const std::string title = say("staff.was_reset", {{"name", person->name}});
    const Html main = make(
        "{}<p class=\"govuk-body\">{}</p><dl class=\"b-secret\"><dt class=\"govuk-heading-s\">{}</dt><dd "
        "class=\"govuk-body\"><code>{}</code></dd><dt class=\"govuk-heading-s\">{}</dt><dd "
        "class=\"govuk-body\"><code>{}</code></dd></dl><p class=\"govuk-body\"><a class=\"govuk-link\" "
        "href=\"{}\">{}</a></p>",
        pages::heading(title), say("staff.reset_shown_once"), say("sign_in.login"), person->login,
        say("staff.first_password"), *password, centre_address(request) + "/staff", say("staff.back"));
    return page(site_, request, {.title = title, .main = main});
  }

 private:
  // A person of the centre who is not the one who asks: their own account has a page of its own.
  std::optional<Person> another(const http::Request& request) const {
    const auto people = staff_.people(CentreId(request.principal.centre));
    const auto found =
        std::ranges::find(people, request.param("person"), [](const Person& p) { return p.id.str(); });
    if (found == people.end() || found->id.str() == request.principal.id) return std::nullopt;
    return *found;
  }

  http::Response person_page(const http::Request& request, const Person& person, const Work& work,
                             const FormErrors& errors) const {
    const i18n::Speaker say(request.language);
    const std::string people = centre_address(request) + "/staff", here = people + "/" + person.id.str();
    Html reset;
    if (person.active)
      reset = make(
          "<h2 class=\"govuk-heading-m\">{}</h2><p class=\"govuk-body\">{}</p><p><a class=\"govuk-button "
          "govuk-button--secondary\" href=\"{}\" role=\"button\">{}</a></p>",
          say("staff.forgot"), say("staff.reset_says"), here + "/password", say("staff.reset"));
    const Html main = make(
        "{}{}{}<p class=\"govuk-body\">{}: {}</p><form method=\"post\" action=\"{}\" novalidate>{}<h2 "
        "class=\"govuk-heading-m\">{}</h2><p class=\"govuk-body\">{}</p>{}{}{}</form>{}",
        html::back_link({.text = say("staff.back"), .href = people}), errors.summary("role"),
        pages::heading(person.name), say("sign_in.login"), person.login, here, pages::csrf_field(request),
        say("staff.work"), say("staff.work_says"), html::select(role_select(say, kPeople, work.role, errors)),
        departments_field(catalogues_, request, work.departments, errors),
        html::button({.text = say("staff.save")}), reset);
    return page(site_, request, {.title = person.name, .main = main, .failed = !errors.empty()});
  }

  const Site& site_;
  Staff& staff_;
  const catalogue::Catalogues& catalogues_;
};

}  // namespace

void add_person_pages(http::Router& router, const Site& site, Staff& staff,
                      const catalogue::Catalogues& catalogues) {
  const auto own = std::make_shared<const PersonPages>(site, staff, catalogues);
  const std::string person = "/{lang}/{centre}/staff/{person}";
  router.get(person, kAdministrators, std::bind_front(&PersonPages::show, own));
  router.post(person, kAdministrators, std::bind_front(&PersonPages::change, own));
  router.get(person + "/password", kAdministrators, std::bind_front(&PersonPages::ask_reset, own));
  router.add(
      {http::Method::post, person + "/password", kAdministrators, http::Where::slow,  // it hashes it
       [own](const http::Request& request, const http::Reply& reply) { reply.send(own->reset(request)); }});
}

}  // namespace biroyna::staff
