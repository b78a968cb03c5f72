// The administrator's list of devices and programs.
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "features/staff/pages_shared.hpp"

namespace biroyna::staff {
namespace {

using auth::Role;
using html::make;
using http::field;
using pages::heading;

class DevicePages {
 public:
  explicit DevicePages(const Surroundings& around) : around_(around) {}

  http::Response devices(const http::Request& request) const {
    return devices_page(request, NewDevice{}, FormErrors(i18n::Speaker(request.language)));
  }

  // The token is shown in the answer itself, once: it stands in no address and nothing is kept of it.
  http::Response add_device(const http::Request& request) const {
    const i18n::Speaker say(request.language);
    const http::Fields form = http::form_of(request);
    NewDevice device{CentreId(request.principal.centre), field(form, "name"), Role::anonymous,
                     field(form, "key")};
    auth::parse_role(field(form, "role"), device.role);
    const auto added = around_.staff.add_device(device, actor_of(request.principal));
    if (!added) {
      FormErrors errors{say};
      errors.add(added.error());
      return devices_page(request, device, errors);
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
    auto response =
        page(around_, request, say("devices.added", {{"name", added->device.name}}), main, false, 201);
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
  }

  http::Response ask_revoke(const http::Request& request) const {
    const auto devices = around_.staff.devices(CentreId(request.principal.centre));
    const auto found =
        std::ranges::find(devices, request.param("device"), [](const Device& d) { return d.id.str(); });
    if (found == devices.end() || found->revoked) return not_found(around_, request);
    return confirm(around_, request, found->name,
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

 private:
  http::Response devices_page(const http::Request& request, const NewDevice& wanted,
                              const FormErrors& errors) const {
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
    return list_page(around_, request, errors,
                     {.title = "devices.title",
                      .add = "devices.add",
                      .address = here,
                      .rows = std::move(rows),
                      .head = {"devices.name", "staff.role", "staff.state"},
                      .fields = html::input({.name = "name",
                                             .label = {.text = say("devices.name")},
                                             .value = wanted.name,
                                             .hint = {.text = say("devices.name_hint")},
                                             .error_message = errors.of("name"),
                                             .autocomplete = "off",
                                             .classes = "govuk-input--width-20"}) +
                                html::select(role_select(say, kDevices | kPeople, wanted.role, errors))});
  }

  Surroundings around_;
};

}  // namespace

void add_device_pages(http::Router& router, const Surroundings& around) {
  const auto own = std::make_shared<const DevicePages>(around);
  const std::string devices = "/{lang}/{centre}/devices";
  router.get(devices, kAdministrators, std::bind_front(&DevicePages::devices, own));
  router.post(devices, kAdministrators, std::bind_front(&DevicePages::add_device, own));
  router.get(devices + "/{device}/revoke", kAdministrators, std::bind_front(&DevicePages::ask_revoke, own));
  router.post(devices + "/{device}/revoke", kAdministrators, std::bind_front(&DevicePages::revoke, own));
}

}  // namespace biroyna::staff
