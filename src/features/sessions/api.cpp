#include "features/sessions/api.hpp"

#include <boost/json.hpp>

#include "features/sessions/edge.hpp"
#include "platform/json/fields.hpp"
#include "platform/json/response.hpp"

namespace biroyna::sessions {
namespace json = boost::json;
namespace {

using auth::Roles;

class Api {
 public:
  Api(const Site& site, Sessions& sessions) : site_(site), sessions_(sessions) {}

  http::Response sign_in(const http::Request& request) const {
    JsonFields fields(request);
    const std::string login = fields.text("login"),
                      password = fields.text("password", staff::kLongestPassword);
    if (auto wrong = fields.finish()) return site_.refused(request, *wrong);
    const auto signed_in = sessions_.sign_in(
        login, password, {request.peer, request.cookie(kBrowserCookie), request.header("user-agent")});
    if (!signed_in) return site_.refused(request, signed_in.error());
    sessions_.sign_out(request.principal);  // a secret lives for one signing in
    auto response = json_response(staff::to_json(signed_in->person), 201);
    response.headers.emplace_back("Set-Cookie", signed_in->browser_cookie);
    response.headers.emplace_back("Set-Cookie", signed_in->cookie);
    return response;
  }

  http::Response sign_out(const http::Request& request) const {
    sessions_.sign_out(request.principal);
    return {.status = 204, .headers = {{"Set-Cookie", Sessions::expired_cookie()}}};
  }

  http::Response sessions(const http::Request& request) const {
    json::array items;
    for (const auto& session : sessions_.sessions_of(request.principal)) {
      items.push_back(json::object{{"id", session.id},
                                   {"begun_at", to_rfc3339(session.begun_at)},
                                   {"used_at", to_rfc3339(session.used_at)},
                                   {"browser", session.browser},
                                   {"current", session.current}});
    }
    return json_response(json::object{{"items", std::move(items)}});
  }

  http::Response end_session(const http::Request& request) const {
    const auto ended = sessions_.end(request.principal, request.param("session"));
    if (!ended) return site_.refused(request, ended.error());
    return {.status = 204};
  }

  http::Response end_others(const http::Request& request) const {
    sessions_.end_others(request.principal);
    return {.status = 204};
  }

  http::Response change_password(const http::Request& request) const {
    JsonFields fields(request);
    const std::string old_password = fields.text("old_password", staff::kLongestPassword),
                      new_password = fields.text("new_password", staff::kLongestPassword);
    if (auto wrong = fields.finish()) return site_.refused(request, *wrong);
    auto changed = sessions_.change_password(request.principal, old_password, new_password,
                                             request.header("user-agent"));
    if (!changed) return site_.refused(request, changed.error());
    return {.status = 204, .headers = {{"Set-Cookie", *std::move(changed)}}};
  }

  http::Response sign_out_everywhere(const http::Request& request) const {
    sessions_.sign_out_everywhere(StaffId(request.principal.id));
    return {.status = 204, .headers = {{"Set-Cookie", Sessions::expired_cookie()}}};
  }

  // The token that a page's script must send with changes is here, for who has the session.
  http::Response me(const http::Request& request) const {
    const auto& principal = request.principal;
    json::array departments;
    for (const auto& department : principal.departments) departments.emplace_back(department.str());
    json::object me{{"id", principal.id},
                    {"name", principal.name},
                    {"role", auth::name(principal.role)},
                    {"departments", std::move(departments)},
                    {"centre", principal.centre}};
    if (!principal.csrf.empty()) me["csrf_token"] = principal.csrf;
    return json_response(me);
  }

 private:
  const Site& site_;
  Sessions& sessions_;
};

}  // namespace

void add_api(http::Router& router, const Site& site, Sessions& sessions) {
  const auto api = std::make_shared<const Api>(site, sessions);
  const auto on = [&](http::Method method, std::string pattern, Roles allowed, http::Where where,
                      http::Response (Api::*handle)(const http::Request&) const) {
    router.add({method, std::move(pattern), allowed, where,
                [api, handle](const http::Request& request, const http::Reply& reply) {
                  reply.send(((*api).*handle)(request));
                },
                kLargestSignIn});
  };
  using enum http::Method;
  using enum http::Where;
  on(post, "/api/v1/sessions", Roles::all(), slow, &Api::sign_in);
  on(delete_, "/api/v1/sessions/current", staff::kPeople | staff::kDevices, pool, &Api::sign_out);
  on(delete_, "/api/v1/sessions", staff::kPeople, pool, &Api::sign_out_everywhere);
  on(get, "/api/v1/sessions", staff::kPeople, pool, &Api::sessions);
  on(delete_, "/api/v1/sessions/others", staff::kPeople, pool, &Api::end_others);
  on(delete_, "/api/v1/sessions/{session}", staff::kPeople, pool, &Api::end_session);
  on(post, "/api/v1/me/password", staff::kPeople, slow, &Api::change_password);
  on(get, "/api/v1/me", staff::kPeople | staff::kDevices, pool, &Api::me);
}

}  // namespace biroyna::sessions
