// Opens an application by its number, for whoever has its secret and for the staff.
//
// The rule is may() of domain_access.hpp. viewer_of() says who somebody is to a case.
#pragma once

#include <functional>
#include <string_view>

#include "features/cases/guess_throttle.hpp"
#include "features/cases/service.hpp"
#include "platform/http/http.hpp"

namespace biroyna::cases {

// Who has a worklist, in API and pages alike.
inline constexpr auth::Roles kWorkers =
    auth::kOfDepartments | auth::Roles{auth::Role::operator_, auth::Role::head, auth::Role::administrator};
// Who finds any application of the centre.
inline constexpr auth::Roles kListing = {auth::Role::operator_, auth::Role::head, auth::Role::administrator};

// The header "Application-Secret". Empty if the request has none.
std::string_view secret_of(const http::Request& request);

// The principal and the secret of a request to the API.
Credentials credentials_of(const http::Request& request);

// An application, and who looks at it.
struct Opened {
  Application application;
  Viewer viewer;
};
// Everything that opens an application by its number uses this class. Thread-safe.
class CaseAccess {
 public:
  // Is called when somebody of the centre has opened an application.
  using NoteLook = std::function<void(const Application&, const auth::Principal&)>;
  CaseAccess(const Applications& applications, GuessThrottle& guess_throttle, NoteLook note_look)
      : applications_(applications), guess_throttle_(guess_throttle), note_look_(std::move(note_look)) {}

  // The application of this number, if the person who asks has its secret or may see it as staff. Refusals,
  // the same for an unknown number and a wrong secret: not_found, too_many_guesses (429).
  Result<Opened> open(const http::Request& request, std::string_view number, std::string_view secret) const;

 private:
  const Applications& applications_;
  GuessThrottle& guess_throttle_;
  const NoteLook note_look_;
};

}  // namespace biroyna::cases
