// The edge of the cases: how a request opens one, and the routes of the API.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "features/cases/service.hpp"
#include "platform/http/http.hpp"

namespace biroyna::cases {

// Who has a worklist.
inline constexpr auth::Roles kWorkers =
    auth::kOfDepartments | auth::Roles{auth::Role::operator_, auth::Role::head, auth::Role::administrator};
// Who finds any application of the centre.
inline constexpr auth::Roles kListing = {auth::Role::operator_, auth::Role::head, auth::Role::administrator};

// The header "Application-Secret"; empty when there is none.
std::string_view secret_of(const http::Request& request);

// Who works in the centre.
struct Colleague {
  StaffId id;
  std::string name;
  auth::Role role = auth::Role::specialist;
  bool active = true;
  std::vector<DepartmentId> departments = {};
};

// What the pages and the API need besides.
struct Surroundings {
  Applications& applications;
  const catalogue::Catalogues& catalogues;
  std::function<std::vector<documents::Version>(const Application&)> papers_of;
  std::function<http::Response(const http::Request&, const Refusal&)> refused;
  Strangers& strangers;
  std::function<std::vector<Colleague>(const CentreId&)> people;
};
// An application, and who looks at it.
struct Opened {
  Application application;
  Viewer viewer;
};
// The application of this number, when who asks may see it: by its secret, or by who they are. Refusals:
// not_found, alike for an unknown number and a wrong secret; too_many_guesses (429). Every way in by number
// and secret goes through here.
Result<Opened> open(const Surroundings& around, const http::Request& request, std::string_view number,
                    std::string_view secret);
void add_api(http::Router& router, const Surroundings& around);
void add_powers_api(http::Router& router, const Surroundings& around);

}  // namespace biroyna::cases
