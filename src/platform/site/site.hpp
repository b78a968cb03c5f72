// What the pages and routes of every feature need: the edge of a feature gets it as a parameter.
//
// Immutable once built, thread-safe; it outlives the router.
#pragma once

#include <functional>
#include <string>

#include "core/time.hpp"
#include "platform/commands/commands.hpp"
#include "platform/http/http.hpp"
#include "platform/pages/pages.hpp"

namespace biroyna {

struct Site {
  const pages::Pages& pages;
  // The answer to a refusal, as a page or as problem+json.
  std::function<http::Response(const http::Request&, const Refusal&)> refused;
  // A centre's name and address for the header of a page.
  std::function<pages::Place(Language, const CentreId&)> place;
  Clock clock;
  std::string public_url;  // how phones reach the program, without a slash at the end

  http::Response not_found(const http::Request& request) const {
    return refused(request, {Refusal::Kind::not_found, "not_found"});
  }
};

// How a repeat of a request is known: by the header "Idempotency-Key", or by a form's field.
Idempotency repeat_of(const http::Request& request);
Idempotency repeat_of(const http::Request& request, std::string key);
// Says in the answer that an earlier request was carried out.
http::Response with_replay(http::Response response, bool replayed);

}  // namespace biroyna
