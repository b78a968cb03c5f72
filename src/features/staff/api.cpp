#include "features/staff/api.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "platform/json/fields.hpp"
#include "platform/json/response.hpp"

namespace biroyna::staff {
namespace json = boost::json;
namespace {

using auth::Role;
using auth::Roles;

json::array departments_json(const std::vector<DepartmentId>& departments) {
  json::array ids;
  for (const auto& department : departments) ids.emplace_back(department.str());
  return ids;
}

json::object device_json(const Device& device) {
  return {{"id", device.id.str()},
          {"name", device.name},
          {"role", auth::name(device.role)},
          {"departments", departments_json(device.departments)},
          {"made_at", to_rfc3339(device.made_at)},
          {"revoked", device.revoked}};
}

class Api {
 public:
  Api(const Site& site, Staff& staff, const catalogue::Catalogues& catalogues)
      : site_(site), staff_(staff), catalogues_(catalogues) {}

  http::Response people(const http::Request& request) const {
    json::array items;
    for (const auto& person : staff_.people(CentreId(request.principal.centre)))
      items.push_back(to_json(person));
    return json_response(json::object{{"items", std::move(items)}});
  }

  http::Response add_person(const http::Request& request) const {
    JsonFields fields(request);
    NewPerson person{CentreId(request.principal.centre),
                     fields.text("login"),
                     fields.text("name"),
                     fields.text("password", kLongestPassword),
                     Role::anonymous,
                     std::string(request.header("idempotency-key"))};
    auth::parse_role(fields.text("role"), person.role);
    person.departments = departments(request, fields);
    if (auto wrong = fields.finish()) return site_.refused(request, *wrong);
    const auto added = staff_.add(person, actor_of(request.principal));
    if (!added) return site_.refused(request, added.error());
    auto response = json_response(to_json(*added), 201);
    if (added->replayed) response.headers.emplace_back("Idempotency-Replayed", "true");
    return response;
  }

  http::Response change_person(const http::Request& request) const {
    JsonFields fields(request);
    const bool active = fields.flag("active");
    if (auto wrong = fields.finish()) return site_.refused(request, *wrong);
    const StaffId id(std::string(request.param("person")));
    const auto done =
        staff_.set_active(CentreId(request.principal.centre), id, active, actor_of(request.principal));
    if (!done) return site_.refused(request, done.error());
    return {.status = 204};
  }

  http::Response devices(const http::Request& request) const {
    json::array items;
    for (const auto& device : staff_.devices(CentreId(request.principal.centre)))
      items.push_back(device_json(device));
    return json_response(json::object{{"items", std::move(items)}});
  }

  // A repeat with the same key is refused: the token was shown once and is kept nowhere.
  http::Response add_device(const http::Request& request) const {
    JsonFields fields(request);
    NewDevice device{CentreId(request.principal.centre), fields.text("name"), Role::anonymous,
                     std::string(request.header("idempotency-key"))};
    auth::parse_role(fields.text("role"), device.role);
    device.departments = departments(request, fields);
    if (auto wrong = fields.finish()) return site_.refused(request, *wrong);
    const auto added = staff_.add_device(device, actor_of(request.principal));
    if (!added) return site_.refused(request, added.error());
    auto answer = device_json(added->device);
    answer["token"] = added->token;
    return json_response(answer, 201);
  }

  http::Response revoke(const http::Request& request) const {
    const DeviceId id(std::string(request.param("device")));
    const auto done = staff_.revoke(CentreId(request.principal.centre), id, actor_of(request.principal));
    if (!done) return site_.refused(request, done.error());
    return {.status = 204};
  }

 private:
  // The centre's departments among those asked for; unknown ones are wrong.
  std::vector<DepartmentId> departments(const http::Request& request, JsonFields& fields) const {
    const auto known =
        catalogue::department_names(catalogues_, request.language, CentreId(request.principal.centre));
    std::vector<DepartmentId> chosen;
    for (auto& text : fields.texts_if("departments")) {
      const DepartmentId id(std::move(text));
      if (std::ranges::find(known, id, [](const auto& pair) { return pair.first; }) == known.end())
        fields.wrong("departments", "unknown_department");
      chosen.push_back(id);
    }
    return chosen;
  }

  const Site& site_;
  Staff& staff_;
  const catalogue::Catalogues& catalogues_;
};

}  // namespace

json::object to_json(const Person& person) {
  return {{"id", person.id.str()},
          {"login", person.login},
          {"name", person.name},
          {"role", auth::name(person.role)},
          {"departments", departments_json(person.departments)},
          {"centre", person.centre.str()},
          {"active", person.active}};
}

void add_api(http::Router& router, const Site& site, Staff& staff, const catalogue::Catalogues& catalogues) {
  const auto api = std::make_shared<const Api>(site, staff, catalogues);
  const auto on = [&](http::Method method, std::string pattern, Roles allowed,
                      http::Response (Api::*handle)(const http::Request&) const,
                      http::Where where = http::Where::pool) {
    router.add({method, std::move(pattern), allowed, where,
                [api, handle](const http::Request& request, const http::Reply& reply) {
                  reply.send(((*api).*handle)(request));
                }});
  };
  using enum http::Method;
  on(get, "/api/v1/centres/{centre}/staff", kAdministrators, &Api::people);
  on(post, "/api/v1/centres/{centre}/staff", kAdministrators, &Api::add_person,
     http::Where::slow);  // it hashes a password
  on(patch, "/api/v1/centres/{centre}/staff/{person}", kAdministrators, &Api::change_person);
  on(get, "/api/v1/centres/{centre}/devices", kAdministrators, &Api::devices);
  on(post, "/api/v1/centres/{centre}/devices", kAdministrators, &Api::add_device);
  on(delete_, "/api/v1/centres/{centre}/devices/{device}", kAdministrators, &Api::revoke);
}

}  // namespace biroyna::staff
