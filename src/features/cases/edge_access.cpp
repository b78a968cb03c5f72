#include "features/cases/edge_access.hpp"

namespace biroyna::cases {

std::string_view secret_of(const http::Request& request) { return request.header("application-secret"); }

Credentials credentials_of(const http::Request& request) {
  return {request.principal, std::string(secret_of(request))};
}

Result<Opened> CaseAccess::open(const http::Request& request, std::string_view number,
                                std::string_view secret) const {
  const bool guesses = !secret.empty() || viewer_of(request.principal).party == Party::stranger;
  if (guesses) {
    if (auto later = guess_throttle_.may_guess(request.principal, request.peer, number))
      return tl::unexpected(*std::move(later));
  }
  auto application = applications_.find(number);
  // The same work for an unknown number: a secret is hashed and compared.
  const Application nothing{};
  Viewer viewer = applications_.viewer(request.principal, application ? *application : nothing, secret);
  if (application && may(viewer, Action::see, application->process)) {
    if (!came_by_secret(viewer)) note_look_(*application, request.principal);
    return Opened{*std::move(application), std::move(viewer)};
  }
  // Who has such a number has not guessed it.
  if (!application && applications_.was_lost(number))
    return refuse(Refusal::Kind::not_found, "cannot_be_confirmed");
  if (guesses) {
    return tl::unexpected(guess_throttle_.guessed_wrong(
        request.principal, request.peer, number, application ? Guess::wrong_secret : Guess::unknown_number));
  }
  if (application) guess_throttle_.opened_what_is_not_theirs(request.principal);
  return refuse(Refusal::Kind::not_found, "not_found");
}

}  // namespace biroyna::cases
