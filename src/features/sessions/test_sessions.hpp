// Sessions of people and devices over a real database, for tests.
#pragma once

#include <string>

#include "features/sessions/edge.hpp"
#include "features/sessions/store.hpp"
#include "features/staff/test_centre.hpp"

namespace biroyna::sessions::testing {

using staff::testing::kPassword;
using staff::testing::kPeer;
using staff::testing::kSergeli;

// One program. Several may share a database.
struct Program {
  Program(db::Db& db, const Time& now)
      : log(db), staff(db, log, [&now] { return now; }), sessions(db, log, staff, [&now] { return now; }) {}
  void tick() {
    staff.tick();
    sessions.tick();
  }
  audit::EventLog log;
  staff::Staff staff;
  Sessions sessions;
};

class SessionsTest : public staff::testing::CentreTest {
 protected:
  // A session as if they had signed in now; answers its secret.
  std::string session(const staff::Person& person) {
    const std::string secret = auth::random_token();
    write([&](db::Tx& tx) {
      add_session(
          tx, {person.centre, auth::hash_token(secret), person.id, {}, now, now, staff::rights_version(tx)});
    });
    return secret;
  }
};

// "secret" of "__Host-session=secret; Path=/; …".
inline std::string secret_of(const std::string& cookie) {
  const std::size_t begin = kSessionCookie.size() + 1;
  return cookie.substr(begin, cookie.find(';') - begin);
}

inline http::Request request(http::Method method, http::Fields headers = {}, std::string body = {}) {
  http::Request request{.method = method};
  request.headers = std::move(headers);
  request.headers.emplace_back("host", "centre.example");
  request.body = std::move(body);
  request.peer = kPeer;
  return request;
}
inline http::Request with_session(http::Method method, const std::string& secret, http::Fields headers = {},
                                  std::string body = {}) {
  headers.emplace_back("cookie", std::string(kSessionCookie) + "=" + secret);
  return request(method, std::move(headers), std::move(body));
}
inline http::Request with_token(http::Method method, const std::string& token, http::Fields headers = {}) {
  headers.emplace_back("authorization", "Bearer " + token);
  return request(method, std::move(headers));
}
inline http::Route route(auth::Roles allowed, http::Method method = http::Method::get) {
  return {method, "/", allowed, http::Where::io, [](const http::Request&, const http::Reply&) {}};
}

// "" when the guard lets it through, else the code of its refusal.
inline std::string refusal(Sessions& sessions, http::Request request,
                           auth::Roles allowed = auth::Roles::all()) {
  const auto guarded = guard(sessions, request, route(allowed, request.method), http::Where::pool);
  return *guarded ? "" : guarded->error().code;
}
// Who the guard takes somebody for.
inline auth::Principal who(Sessions& sessions, http::Request request) {
  (void)guard(sessions, request, route(auth::Roles::all(), request.method), http::Where::pool);
  return request.principal;
}

}  // namespace biroyna::sessions::testing
