// The guard that each request passes.
#pragma once

#include "features/sessions/sessions.hpp"
#include "platform/http/http.hpp"

namespace biroyna::sessions {

// Of the body of a sign-in, or of what else is sent by who is not known yet: bytes.
inline constexpr std::size_t kLargestSignIn = 16 * 1024;

// Fills request.principal from the session cookie or "Authorization: Bearer", and refuses what the route does
// not allow: nobody known 401, known but not allowed 403, a "{centre}" that is not theirs 404 where not
// everybody may come. A request with a session that changes something must carry the session's CSRF token
// (form field "csrf", also of a form with files, or header "X-CSRF-Token") and must not come from another
// site (Sec-Fetch-Site, else Origin): 403 "foreign_form". Whose password somebody else chose may change it
// and sign out, and nothing else: 403 "change_password_first"; on pages for everybody they are a visitor. On
// the I/O thread (`here`) it never reads the database: no answer for a secret that memory does not know. See
// http::Guard.
std::optional<Result<void>> guard(Sessions& sessions, http::Request& request, const http::Route& route,
                                  http::Where here);

// The id of the one of the staff who sends the request, if memory knows them; nothing for everybody else.
// Says nothing about what they may do. Never reads the database.
std::optional<std::string> known_staff(Sessions& sessions, const http::Request& request);

}  // namespace biroyna::sessions
