// What a rule answers when it says no.
//
// A refusal is a value, not an exception: it is part of what the product does. Failures (a lost database, a
// full disk) are exceptions and are caught once, at the edge.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace biroyna {

// One wrong field: `pointer` is an RFC 6901 JSON Pointer into the body ("/services/0"), `code` the name of a
// message in locales/ ("error.unknown_service"). A message about a limit says it: how long, how many, from
// where to where.
struct FieldError {
  struct Limits {
    std::int64_t least = 0, most = 0;
  };
  std::string pointer;
  std::string code;
  std::optional<Limits> limits = {};
};

inline FieldError too_long(std::string pointer, std::size_t most) {
  return {std::move(pointer), "error.too_long", FieldError::Limits{0, static_cast<std::int64_t>(most)}};
}

struct Refusal {
  enum class Kind {
    malformed,     // 400: the request cannot be read
    unauthorised,  // 401: nobody is signed in
    forbidden,     // 403
    not_found,     // 404: it does not exist, or the reader may not know that it does
    conflict,      // 409: refused by the rules as things stand
    stale,         // 412: somebody else changed it in between
    invalid,       // 422: the fields are wrong; see `fields`
    unsupported,   // 415: a media type that is not read
    throttled,     // 429
    unavailable,   // 503: the database is away or full
  };

  Kind kind = Kind::conflict;
  std::string code;  // the message "refusal.<code>" in locales/, and the end of the problem's `type`
  std::vector<FieldError> fields = {};
  std::string subject = {};  // fills "{subject}" in the message, e.g. the window that was quicker
  int retry_after_seconds = 0;
};

template <class T>
using Result = tl::expected<T, Refusal>;

inline tl::unexpected<Refusal> refuse(Refusal::Kind kind, std::string code, std::string subject = {}) {
  return tl::unexpected(Refusal{kind, std::move(code), {}, std::move(subject)});
}
inline tl::unexpected<Refusal> invalid(std::vector<FieldError> fields) {
  return tl::unexpected(Refusal{Refusal::Kind::invalid, "invalid", std::move(fields)});
}

}  // namespace biroyna
