// Who comes to an application by its number: by a secret, or by who they are.
//
// The rule is may() of domain_access.hpp; who somebody is to a case says viewer_of().
#pragma once

#include <string_view>

#include "features/cases/guess_throttle.hpp"
#include "features/cases/service.hpp"
#include "platform/http/http.hpp"

namespace biroyna::cases {

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

}  // namespace biroyna::cases
