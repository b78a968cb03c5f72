// The edge of the cases: how a request opens one, and the routes of the API.
#pragma once

#include <string_view>

#include "features/cases/guess_throttle.hpp"
#include "features/cases/service.hpp"
#include "platform/http/http.hpp"
#include "platform/site/site.hpp"

namespace biroyna::cases {

// Who has a worklist.
inline constexpr auth::Roles kWorkers =
    auth::kOfDepartments | auth::Roles{auth::Role::operator_, auth::Role::head, auth::Role::administrator};
// Who finds any application of the centre.
inline constexpr auth::Roles kListing = {auth::Role::operator_, auth::Role::head, auth::Role::administrator};

// The header "Application-Secret"; empty when there is none.
std::string_view secret_of(const http::Request& request);

// What a request to the API shows.
Credentials credentials_of(const http::Request& request);

// An application, and who looks at it.
struct Opened {
  Application application;
  Viewer viewer;
};
// Every way to an application by its number goes through here. Thread-safe.
class CaseAccess {
 public:
  CaseAccess(const Applications& applications, GuessThrottle& guess_throttle)
      : applications_(applications), guess_throttle_(guess_throttle) {}

  // The application of this number, when who asks may see it: by its secret, or by who they are. Refusals:
  // not_found, alike for an unknown number and a wrong secret; too_many_guesses (429).
  Result<Opened> open(const http::Request& request, std::string_view number, std::string_view secret) const;

 private:
  const Applications& applications_;
  GuessThrottle& guess_throttle_;
};

void add_api(http::Router& router, const Site& site, Applications& applications, const CaseAccess& access,
             GuessThrottle& guess_throttle, const catalogue::Catalogues& catalogues);
void add_mandates_api(http::Router& router, const Site& site, Applications& applications,
                      const CaseAccess& access);

}  // namespace biroyna::cases
