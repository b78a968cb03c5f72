// Signing in, one's own account, and the administrator's lists of people and devices.
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "features/staff/staff.hpp"
#include "platform/auth/secrets.hpp"
#include "platform/http/uri.hpp"

namespace biroyna::staff {
namespace {

using auth::Role;
using auth::Roles;
using html::make;
using http::field;

http::Fields form_of(const http::Request& request) { return request.form().value_or(http::Fields{}); }

// Only an address of ours: nobody is sent elsewhere after signing in.
bool is_local(std::string_view address) {
  return address.starts_with('/') && !address.starts_with("//") &&
         address.find('\\') == std::string_view::npos &&
         address.find_first_of("\r\n\t") == std::string_view::npos;
}

std::string role_text(const i18n::Speaker& say, Role role) {
  return std::string(say(fmt::format("role.{}", auth::name(role))));
}

// What was wrong with a form, by the name of its fields.
class Faults {
 public:
  explicit Faults(const i18n::Speaker& say) : say_(say) {}

  void add(const Refusal& refusal) {
    for (const auto& error : refusal.fields) {
      texts_.emplace_back(error.pointer.substr(1), std::string(say_(error.code)));
    }
    if (!refusal.fields.empty()) return;
    const int minutes = (refusal.retry_after_seconds + 59) / 60;
    texts_.emplace_back("", minutes > 0 ? say_.many("sign_in.try_again", minutes)
                                        : say_("refusal." + refusal.code, {{"subject", refusal.subject}}));
  }
  bool empty() const { return texts_.empty(); }
  html::ErrorMessage of(std::string_view name) const {
    const auto found = std::ranges::find(texts_, name, &std::pair<std::string, std::string>::first);
    if (found == texts_.end()) return {.text = "", .visually_hidden_text = ""};
    return {.text = found->second, .visually_hidden_text = say_("host.error")};
  }
  Html summary(std::string_view first_field) const {
    if (texts_.empty()) return {};
    std::vector<html::ErrorLink> links;
    links.reserve(texts_.size());
    for (const auto& [name, text] : texts_)
      links.push_back({.text = text, .href = fmt::format("#{}", name.empty() ? first_field : name)});
    return html::error_summary({.title = say_("host.problem"), .errors = std::move(links)});
  }

 private:
  i18n::Speaker say_;
  std::vector<std::pair<std::string, std::string>> texts_;
};

html::PasswordInput password_input(const i18n::Speaker& say, std::string_view name, std::string_view label,
                                   std::string_view autocomplete, const Faults& faults) {
  return {.name = name,
          .label = {.text = label},
          .texts = {.show = say("sign_in.show"),
                    .hide = say("sign_in.hide"),
                    .show_aria_label = say("sign_in.show_password"),
                    .hide_aria_label = say("sign_in.hide_password"),
                    .shown = say("sign_in.password_shown"),
                    .hidden = say("sign_in.password_hidden")},
          .error_message = faults.of(name),
          .autocomplete = autocomplete};
}

Html heading(std::string_view text) { return make("<h1 class=\"govuk-heading-l\">{}</h1>", text); }

Html link_about(const std::string& address, std::string_view text, std::string_view about) {
  return make("<a class=\"govuk-link\" href=\"{}\">{}<span class=\"govuk-visually-hidden\"> {}</span></a>",
              address, text, about);
}

// What is asked before somebody's or something's rights end: keys of messages, and where "no" leads.
struct Confirmation {
  const char *question, *consequence, *yes;
  std::string back;
};

class StaffPages {
 public:
  explicit StaffPages(const Surroundings& around) : around_(around) {}

  http::Response sign_in(const http::Request& request) const {
    const std::string to(request.query_value("to").value_or(""));
    if (request.principal.signed_in()) return http::see_other(is_local(to) ? to : home(request));
    return sign_in_page(request, to, "", Faults(i18n::Speaker(request.language)), 200);
  }

  http::Response try_sign_in(const http::Request& request) const {
    const http::Fields form = form_of(request);
    const std::string login = field(form, "login"), to = field(form, "to");
    auto signed_in = around_.staff.sign_in(login, field(form, "password"), request.peer);
    if (!signed_in) {
      Faults faults{i18n::Speaker(request.language)};
      faults.add(signed_in.error());
      return sign_in_page(request, to, login, faults,
                          signed_in.error().kind == Refusal::Kind::throttled ? 429 : 422);
    }
    around_.staff.sign_out(request.principal);  // a secret lives for one signing in
    const Person& person = signed_in->person;
    auth::Principal principal;
    principal.role = person.role;
    principal.centre = person.centre.str();
    auto response = http::see_other(is_local(to) ? to : around_.home(request.language, principal));
    response.headers.emplace_back("Set-Cookie", std::move(signed_in->cookie));
    return response;
  }

  http::Response sign_out(const http::Request& request) const {
    around_.staff.sign_out(request.principal);
    auto response = http::see_other(fmt::format("/{}/sign-in", tag(request.language)));
    response.headers.emplace_back("Set-Cookie", Staff::expired_cookie());
    return response;
  }

  http::Response account(const http::Request& request) const {
    return account_page(request, Faults(i18n::Speaker(request.language)),
                        request.query_value("changed").has_value());
  }

  http::Response change_password(const http::Request& request) const {
    Faults faults{i18n::Speaker(request.language)};
    const http::Fields form = form_of(request);
    auto changed = around_.staff.change_password(StaffId(request.principal.id), field(form, "old_password"),
                                                 field(form, "new_password"));
    if (!changed) {
      faults.add(changed.error());
      return account_page(request, faults, false);
    }
    auto response = http::see_other(fmt::format("/{}/account?changed=yes", tag(request.language)));
    response.headers.emplace_back("Set-Cookie", std::move(changed->cookie));
    return response;
  }

  http::Response sign_out_everywhere(const http::Request& request) const {
    around_.staff.sign_out_everywhere(StaffId(request.principal.id));
    auto response = http::see_other(fmt::format("/{}/sign-in", tag(request.language)));
    response.headers.emplace_back("Set-Cookie", Staff::expired_cookie());
    return response;
  }

  http::Response people(const http::Request& request) const {
    return people_page(request, NewPerson{}, Faults(i18n::Speaker(request.language)));
  }

  http::Response add_person(const http::Request& request) const {
    const http::Fields form = form_of(request);
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
    Faults faults{i18n::Speaker(request.language)};
    faults.add(added.error());
    return people_page(request, person, faults);
  }

  http::Response ask_switch_off(const http::Request& request) const {
    const auto people = around_.staff.people(CentreId(request.principal.centre));
    const auto found =
        std::ranges::find(people, request.param("person"), [](const Person& p) { return p.id.str(); });
    if (found == people.end() || !found->active) return not_found(request);
    return confirm(
        request, found->name,
        {"staff.really_off", "staff.off_means", "staff.yes_off", centre_address(request) + "/staff"});
  }

  // POST …/staff/{person}/on and /off
  http::Response switch_person(const http::Request& request) const {
    const auto command = request.param("command");
    if (command != "on" && command != "off") return not_found(request);
    const StaffId id(std::string(request.param("person")));
    const auto done = around_.staff.set_active(CentreId(request.principal.centre), id, command == "on",
                                               actor_of(request.principal));
    if (!done) return around_.refused(request, done.error());
    return http::see_other(centre_address(request) + "/staff");
  }

  http::Response devices(const http::Request& request) const {
    return devices_page(request, NewDevice{}, Faults(i18n::Speaker(request.language)));
  }

  // The token is shown in the answer itself, once: it stands in no address and nothing is kept of it.
  http::Response add_device(const http::Request& request) const {
    const i18n::Speaker say(request.language);
    const http::Fields form = form_of(request);
    NewDevice device{CentreId(request.principal.centre), field(form, "name"), Role::anonymous,
                     field(form, "key")};
    auth::parse_role(field(form, "role"), device.role);
    const auto added = around_.staff.add_device(device, actor_of(request.principal));
    if (!added) {
      Faults faults{say};
      faults.add(added.error());
      return devices_page(request, device, faults);
    }
    const std::string address = fmt::format("/{}/device/{}", tag(request.language), added->token);
    const Html main = make(
        "{}<p class=\"govuk-body\">{}</p><dl class=\"b-secret\"><dt class=\"govuk-heading-s\">{}</dt><dd "
        "class=\"govuk-body\"><code>{}</code></dd><dt "
        "class=\"govuk-heading-s\">{}</dt><dd class=\"govuk-body\"><code>{}</code></dd></dl><p "
        "class=\"govuk-body\"><a class=\"govuk-link\" "
        "href=\"{}\">{}</a></p>",
        heading(say("devices.added", {{"name", added->device.name}})), say("devices.shown_once"),
        say("devices.address"), address, say("devices.token"), added->token,
        centre_address(request) + "/devices", say("devices.back"));
    auto response = page(request, say("devices.added", {{"name", added->device.name}}), main, false, 201);
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
  }

  http::Response ask_revoke(const http::Request& request) const {
    const auto devices = around_.staff.devices(CentreId(request.principal.centre));
    const auto found =
        std::ranges::find(devices, request.param("device"), [](const Device& d) { return d.id.str(); });
    if (found == devices.end() || found->revoked) return not_found(request);
    return confirm(request, found->name,
                   {"devices.really_revoke", "devices.revoke_means", "devices.yes_revoke",
                    centre_address(request) + "/devices"});
  }

  http::Response revoke(const http::Request& request) const {
    const DeviceId id(std::string(request.param("device")));
    const auto done =
        around_.staff.revoke(CentreId(request.principal.centre), id, actor_of(request.principal));
    if (!done) return around_.refused(request, done.error());
    return http::see_other(centre_address(request) + "/devices");
  }

  // Pairing: what this screen becomes, and a button.
  http::Response device(const http::Request& request) const {
    const i18n::Speaker say(request.language);
    const std::string token(request.param("token"));
    if (token.empty()) return token_page(request, Faults(say), 200);
    const auto known = around_.staff.find_device(token);
    if (!known) {
      Faults faults{say};
      faults.add({Refusal::Kind::unauthorised, "unknown_token"});
      return token_page(request, faults, 404);
    }
    const auto place = around_.place(request.language, known->centre);
    const std::string title =
        say("devices.becomes", {{"role", role_text(say, known->role)}, {"name", known->name}});
    const Html main = make(
        "{}<p class=\"govuk-body\">{}</p><form method=\"post\" action=\"{}\">{}<input type=\"hidden\" "
        "name=\"token\" value=\"{}\"><button "
        "class=\"govuk-button\">{}</button></form>",
        heading(title), place.name, fmt::format("/{}/device", tag(request.language)),
        pages::csrf_field(request), token, say("devices.pair"));
    return around_.pages.page(request, {.title = title, .main = main, .place = place});
  }

  http::Response pair(const http::Request& request) const {
    auto paired = around_.staff.pair(field(form_of(request), "token"), request.peer);
    if (!paired) {
      Faults faults{i18n::Speaker(request.language)};
      faults.add(paired.error());
      return token_page(request, faults, 422);
    }
    around_.staff.sign_out(request.principal);
    auth::Principal principal;
    principal.role = paired->device.role;
    principal.centre = paired->device.centre.str();
    auto response = http::see_other(around_.home(request.language, principal));
    response.headers.emplace_back("Set-Cookie", std::move(paired->cookie));
    return response;
  }

 private:
  static std::string centre_address(const http::Request& request) {
    return fmt::format("/{}/{}", tag(request.language), request.principal.centre);
  }
  std::string home(const http::Request& request) const {
    return around_.home(request.language, request.principal);
  }
  http::Response not_found(const http::Request& request) const {
    return around_.refused(request, {Refusal::Kind::not_found, "not_found"});
  }

  http::Response page(const http::Request& request, std::string_view title, const Html& main, bool failed,
                      int status) const {
    return around_.pages.page(request,
                              {.title = std::string(title),
                               .main = main,
                               .place = around_.place(request.language, CentreId(request.principal.centre)),
                               .wide = true,
                               .failed = failed,
                               .status = status});
  }

  http::Response sign_in_page(const http::Request& request, const std::string& to, const std::string& login,
                              const Faults& faults, int status) const {
    const i18n::Speaker say(request.language);
    const Html main = make(
        "{}{}<form method=\"post\" action=\"{}\" novalidate>{}<input type=\"hidden\" name=\"to\" "
        "value=\"{}\">{}{}{}</form>",
        faults.summary("login"), heading(say("sign_in.title")),
        fmt::format("/{}/sign-in", tag(request.language)), pages::csrf_field(request), to,
        html::input({.name = "login",
                     .label = {.text = say("sign_in.login")},
                     .value = login,
                     .error_message = faults.of(""),
                     .autocomplete = "username",
                     .autocapitalize = "none",
                     .classes = "govuk-input--width-20",
                     .spellcheck = false}),
        html::password_input(
            password_input(say, "password", say("sign_in.password"), "current-password", faults)),
        html::button({.text = say("sign_in.button")}));
    return around_.pages.page(request, {.title = std::string(say("sign_in.title")),
                                        .main = main,
                                        .failed = !faults.empty(),
                                        .status = status});
  }

  http::Response account_page(const http::Request& request, const Faults& faults, bool changed) const {
    const i18n::Speaker say(request.language);
    const std::string account = fmt::format("/{}/account", tag(request.language));
    Html done;
    if (changed)
      done = html::notification_banner(
          {.title = say("account.done"), .text = say("account.password_changed"), .success = true});
    const Html main = make(
        "{}{}{}<p class=\"govuk-body\">{}, {}</p><form method=\"post\" action=\"{}\" novalidate>{}<h2 "
        "class=\"govuk-heading-m\">{}</h2>{}{}{}</form><form "
        "method=\"post\" action=\"{}\">{}<h2 class=\"govuk-heading-m\">{}</h2><p "
        "class=\"govuk-body\">{}</p>{}</form>",
        faults.summary("old_password"), done, heading(say("account.title")), request.principal.name,
        role_text(say, request.principal.role), account, pages::csrf_field(request),
        say("account.change_password"),
        html::password_input(
            password_input(say, "old_password", say("account.old_password"), "current-password", faults)),
        html::password_input(
            password_input(say, "new_password", say("account.new_password"), "new-password", faults)),
        html::button({.text = say("account.change_password")}), account + "/sign-out-everywhere",
        pages::csrf_field(request), say("account.everywhere"), say("account.everywhere_hint"),
        html::button({.text = say("account.everywhere"), .classes = "govuk-button--secondary"}));
    return page(request, say("account.title"), main, !faults.empty(), faults.empty() ? 200 : 422);
  }

  static html::Select role_select(const i18n::Speaker& say, Roles roles, Role chosen, const Faults& faults) {
    html::Select select{.name = "role",
                        .label = {.text = say("staff.role")},
                        .items = {},
                        .error_message = faults.of("role")};
    for (int i = 0; i < auth::kRoles; ++i) {
      const auto role = static_cast<Role>(i);
      if (roles.contains(role))
        select.items.push_back(
            {.text = role_text(say, role), .value = auth::name(role), .selected = role == chosen});
    }
    return select;
  }

  // The same address, sent, does it.
  http::Response confirm(const http::Request& request, std::string_view subject,
                         const Confirmation& asked) const {
    const i18n::Speaker say(request.language);
    const std::string title = say(asked.question, {{"name", subject}});
    const Html main = make(
        "{}{}<form method=\"post\" action=\"{}\">{}<div class=\"govuk-button-group\"><button "
        "class=\"govuk-button "
        "govuk-button--warning\">{}</button><a class=\"govuk-link\" href=\"{}\">{}</a></div></form>",
        heading(title),
        html::warning_text({.text = say(asked.consequence), .icon_fallback_text = say("host.warning")}),
        request.path, pages::csrf_field(request), say(asked.yes), asked.back, say("host.no_back"));
    return page(request, title, main, false, 200);
  }

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
                         const Faults& faults) const {
    const i18n::Speaker say(request.language);
    html::Checkboxes field{.name = "departments",
                           .items = {},
                           .fieldset = html::Fieldset{.legend = {.text = say("staff.departments")}},
                           .hint = {.text = say("staff.departments_hint")},
                           .error_message = faults.of("departments"),
                           .classes = "govuk-checkboxes--small"};
    for (const auto& [id, name] : around_.departments(request.language, CentreId(request.principal.centre))) {
      field.items.push_back(
          {.value = id.str(), .text = name, .checked = std::ranges::find(chosen, id) != chosen.end()});
    }
    return html::checkboxes(field);
  }

  http::Response people_page(const http::Request& request, const NewPerson& wanted,
                             const Faults& faults) const {
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
    const Html main = make(
        "{}{}{}<h2 class=\"govuk-heading-m\" id=\"add\">{}</h2><form method=\"post\" action=\"{}\" "
        "novalidate>{}{}{}{}{}{}</form>",
        faults.summary("name"), heading(say("staff.title")),
        pages::scrolled_table(
            {.rows = std::move(rows),
             .head = {{.text = say("staff.name")},
                      {.text = say("sign_in.login")},
                      {.text = say("staff.role")},
                      {.text = say("staff.state")},
                      {.text = make("<span class=\"govuk-visually-hidden\">{}</span>", say("staff.action"))}},
             .caption = say("staff.title"),
             .caption_classes = "govuk-visually-hidden",
             .first_cell_is_header = true},
            say("staff.title")),
        say("staff.add"), here, pages::order_fields(request),
        html::input({.name = "name",
                     .label = {.text = say("staff.name")},
                     .value = wanted.name,
                     .error_message = faults.of("name"),
                     .autocomplete = "off",
                     .classes = "govuk-input--width-20"}),
        html::input({.name = "login",
                     .label = {.text = say("sign_in.login")},
                     .value = wanted.login,
                     .hint = {.text = say("staff.login_hint")},
                     .error_message = faults.of("login"),
                     .autocomplete = "off",
                     .autocapitalize = "none",
                     .classes = "govuk-input--width-20",
                     .spellcheck = false}),
        html::select(role_select(say, kPeople, wanted.role, faults)) +
            departments_field(request, wanted.departments, faults),
        html::password_input(
            password_input(say, "password", say("staff.first_password"), "new-password", faults)),
        html::button({.text = say("staff.add")}));
    return page(request, say("staff.title"), main, !faults.empty(), faults.empty() ? 200 : 422);
  }

  http::Response devices_page(const http::Request& request, const NewDevice& wanted,
                              const Faults& faults) const {
    const i18n::Speaker say(request.language);
    const std::string here = centre_address(request) + "/devices";
    std::vector<std::vector<html::Cell>> rows;
    for (const auto& device : around_.staff.devices(CentreId(request.principal.centre))) {
      Html action;
      if (!device.revoked)
        action = link_about(fmt::format("{}/{}/revoke", here, device.id.str()), say("devices.revoke"),
                            device.name);
      rows.push_back({{.text = device.name},
                      {.text = role_text(say, device.role)},
                      {.text = say(device.revoked ? "devices.revoked" : "devices.works")},
                      {.text = action}});
    }
    const Html main = make(
        "{}{}{}<h2 class=\"govuk-heading-m\" id=\"add\">{}</h2><form method=\"post\" action=\"{}\" "
        "novalidate>{}{}{}{}</form>",
        faults.summary("name"), heading(say("devices.title")),
        pages::scrolled_table(
            {.rows = std::move(rows),
             .head = {{.text = say("devices.name")},
                      {.text = say("staff.role")},
                      {.text = say("staff.state")},
                      {.text = make("<span class=\"govuk-visually-hidden\">{}</span>", say("staff.action"))}},
             .caption = say("devices.title"),
             .caption_classes = "govuk-visually-hidden",
             .first_cell_is_header = true},
            say("devices.title")),
        say("devices.add"), here, pages::order_fields(request),
        html::input({.name = "name",
                     .label = {.text = say("devices.name")},
                     .value = wanted.name,
                     .hint = {.text = say("devices.name_hint")},
                     .error_message = faults.of("name"),
                     .autocomplete = "off",
                     .classes = "govuk-input--width-20"}),
        html::select(role_select(say, kDevices | kPeople, wanted.role, faults)),
        html::button({.text = say("devices.add")}));
    return page(request, say("devices.title"), main, !faults.empty(), faults.empty() ? 200 : 422);
  }

  http::Response token_page(const http::Request& request, const Faults& faults, int status) const {
    const i18n::Speaker say(request.language);
    const Html main = make("{}{}<form method=\"post\" action=\"{}\" novalidate>{}{}{}</form>",
                           faults.summary("token"), heading(say("devices.pair_title")),
                           fmt::format("/{}/device", tag(request.language)), pages::csrf_field(request),
                           html::input({.name = "token",
                                        .label = {.text = say("devices.token")},
                                        .hint = {.text = say("devices.token_hint")},
                                        .error_message = faults.of(""),
                                        .autocomplete = "off",
                                        .autocapitalize = "none",
                                        .spellcheck = false}),
                           html::button({.text = say("devices.pair")}));
    return around_.pages.page(request, {.title = std::string(say("devices.pair_title")),
                                        .main = main,
                                        .failed = !faults.empty(),
                                        .status = status});
  }

  Surroundings around_;
};

}  // namespace

void add_pages(http::Router& router, const Surroundings& around) {
  const auto pages = std::make_shared<const StaffPages>(around);
  const auto get = [&](std::string pattern, Roles allowed,
                       http::Response (StaffPages::*show)(const http::Request&)
                           const) { router.get(std::move(pattern), allowed, std::bind_front(show, pages)); };
  const auto post = [&](std::string pattern, Roles allowed,
                        http::Response (StaffPages::*handle)(const http::Request&) const) {
    router.post(std::move(pattern), allowed, std::bind_front(handle, pages));
  };
  get("/{lang}/sign-in", Roles::all(), &StaffPages::sign_in);
  post("/{lang}/sign-in", Roles::all(), &StaffPages::try_sign_in);
  post("/{lang}/sign-out", Roles::all(), &StaffPages::sign_out);
  get("/{lang}/account", kPeople, &StaffPages::account);
  post("/{lang}/account", kPeople, &StaffPages::change_password);
  post("/{lang}/account/sign-out-everywhere", kPeople, &StaffPages::sign_out_everywhere);
  get("/{lang}/{centre}/staff", kAdministrators, &StaffPages::people);
  post("/{lang}/{centre}/staff", kAdministrators, &StaffPages::add_person);
  get("/{lang}/{centre}/staff/{person}/off", kAdministrators, &StaffPages::ask_switch_off);
  post("/{lang}/{centre}/staff/{person}/{command}", kAdministrators, &StaffPages::switch_person);
  get("/{lang}/{centre}/devices", kAdministrators, &StaffPages::devices);
  post("/{lang}/{centre}/devices", kAdministrators, &StaffPages::add_device);
  get("/{lang}/{centre}/devices/{device}/revoke", kAdministrators, &StaffPages::ask_revoke);
  post("/{lang}/{centre}/devices/{device}/revoke", kAdministrators, &StaffPages::revoke);
  get("/{lang}/device", Roles::all(), &StaffPages::device);
  get("/{lang}/device/{token}", Roles::all(), &StaffPages::device);
  post("/{lang}/device", Roles::all(), &StaffPages::pair);
}

}  // namespace biroyna::staff
