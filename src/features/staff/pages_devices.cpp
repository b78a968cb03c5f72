// The administrator's list of devices and programs.
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "features/staff/list_view.hpp"
#include "features/staff/pages_shared.hpp"
#include "platform/qr/qr.hpp"

namespace biroyna::staff {
namespace {

using auth::Role;
using html::make;
using http::field;
using pages::heading;

// What a device with a screen opens by itself when its camera sees it, or what its scanner types as the
// token. Behind "#" it never leaves the browser: neither logs nor proxies have it.
std::string pairing_address(const Site& site, Language language, std::string_view token) {
  return fmt::format("{}/{}/device#{}", site.public_url, tag(language), token);
}

bool has_screen(Role role) { return kDevices.contains(role) && role != Role::agency; }

Html pairing_code(const Site& site, const i18n::Speaker& say, std::string_view token) {
  const qr::Drawing code = qr::drawing(pairing_address(site, say.language(), token));
  return make(
      "<dt class=\"govuk-heading-s\">{}</dt><dd class=\"govuk-body\"><svg class=\"b-qr\" role=\"img\" "
      "aria-label=\"{}\" viewBox=\"0 0 {} {}\" shape-rendering=\"crispEdges\"><path "
      "d=\"{}\"></path></svg></dd>",
      say("devices.scan"), say("devices.qr"), code.side, code.side, code.path);
}

class DevicePages {
 public:
  DevicePages(const Site& site, Staff& staff) : site_(site), staff_(staff) {}

  http::Response devices(const http::Request& request) const {
    return devices_page(request, NewDevice{}, FormErrors(i18n::Speaker(request.language)));
  }

  // The answer itself shows the token, once: no address has it, and only its hash is kept.
  http::Response add_device(const http::Request& request) const {
    const i18n::Speaker say(request.language);
    const http::Fields form = http::form_of(request);
    NewDevice device{CentreId(request.principal.centre), field(form, "name"), Role::anonymous,
                     field(form, "key")};
    auth::parse_role(field(form, "role"), device.role);
    const auto added = staff_.add_device(device, actor_of(request.principal));
    if (!added) {
      FormErrors errors{say};
      errors.add(added.error());
      return devices_page(request, device, errors);
    }
    const std::string address = fmt::format("{}/{}/device", site_.public_url, tag(request.language));
    const Html main = make(
        "{}<p class=\"govuk-body\">{}</p><dl class=\"b-secret\"><dt class=\"govuk-heading-s\">{}</dt><dd "
        "class=\"govuk-body\"><code>{}</code></dd><dt "
        "class=\"govuk-heading-s\">{}</dt><dd class=\"govuk-body\"><code>{}</code></dd>{}</dl><p "
        "class=\"govuk-body\"><a class=\"govuk-link\" "
        "href=\"{}\">{}</a></p>",
        heading(say("devices.added", {{"name", added->device.name}})), say("devices.shown_once"),
        say("devices.address"), address, say("devices.token"), added->token,
        has_screen(added->device.role) ? pairing_code(site_, say, added->token) : Html(),
        centre_address(request) + "/devices", say("devices.back"));
    return page(site_, request,
                {.title = say("devices.added", {{"name", added->device.name}}),
                 .main = main,
                 .shown_once = true,
                 .status = 201});
  }

  http::Response ask_revoke(const http::Request& request) const {
    const auto devices = staff_.devices(CentreId(request.principal.centre));
    const auto found =
        std::ranges::find(devices, request.param("device"), [](const Device& d) { return d.id.str(); });
    if (found == devices.end() || found->revoked) return site_.not_found(request);
    return confirm(site_, request, found->name,
                   {"devices.really_revoke", "devices.revoke_means", "devices.yes_revoke",
                    centre_address(request) + "/devices"});
  }

  http::Response revoke(const http::Request& request) const {
    const DeviceId id(std::string(request.param("device")));
    const auto done = staff_.revoke(CentreId(request.principal.centre), id, actor_of(request.principal));
    if (!done) return site_.refused(request, done.error());
    return http::see_other(centre_address(request) + "/devices");
  }

 private:
  http::Response devices_page(const http::Request& request, const NewDevice& entered,
                              const FormErrors& errors) const {
    const i18n::Speaker say(request.language);
    const std::string here = centre_address(request) + "/devices";
    std::vector<std::vector<html::Cell>> rows;
    for (const auto& row : device_rows(say, staff_.devices(CentreId(request.principal.centre)))) {
      Html action;
      if (row.may_revoke)
        action = link_about(fmt::format("{}/{}/revoke", here, row.id), say("devices.revoke"), row.name);
      rows.push_back({{.text = row.name}, {.text = row.role}, {.text = row.state}, {.text = action}});
    }
    return list_page(site_, request, errors,
                     {.title = "devices.title",
                      .add = "devices.add",
                      .address = here,
                      .rows = std::move(rows),
                      .head = {"devices.name", "staff.role", "staff.state"},
                      .fields = html::input({.name = "name",
                                             .label = {.text = say("devices.name")},
                                             .value = entered.name,
                                             .hint = {.text = say("devices.name_hint")},
                                             .error_message = errors.of("name"),
                                             .autocomplete = "off",
                                             .classes = "govuk-input--width-20"}) +
                                html::select(role_select(say, kDevices | kPeople, entered.role, errors))});
  }

  const Site& site_;
  Staff& staff_;
};

}  // namespace

void add_device_pages(http::Router& router, const Site& site, Staff& staff) {
  const auto own = std::make_shared<const DevicePages>(site, staff);
  const std::string devices = "/{lang}/{centre}/devices";
  router.get(devices, kAdministrators, std::bind_front(&DevicePages::devices, own));
  router.post(devices, kAdministrators, std::bind_front(&DevicePages::add_device, own));
  router.get(devices + "/{device}/revoke", kAdministrators, std::bind_front(&DevicePages::ask_revoke, own));
  router.post(devices + "/{device}/revoke", kAdministrators, std::bind_front(&DevicePages::revoke, own));
}

}  // namespace biroyna::staff
