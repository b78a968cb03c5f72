#include "features/timekeeping/api.hpp"

#include <boost/json.hpp>

#include "platform/json/response.hpp"

namespace biroyna::timekeeping {
namespace {

constexpr auth::Roles kOfClock = {auth::Role::head, auth::Role::administrator};

http::Response standing_answer(Timekeeper& timekeeper) {
  const Standing now = timekeeper.standing();
  boost::json::object object{{"trusted", now.trusted()},
                             {"doubt", nullptr},
                             {"now", to_rfc3339(now.now)},
                             {"clock", to_rfc3339(now.wall)},
                             {"offset_seconds", now.offset().count()}};
  if (now.doubt) object["doubt"] = name(*now.doubt);
  return json_response(object);
}

}  // namespace

void add_api(http::Router& router, const Site& site, Timekeeper& timekeeper) {
  router.get("/api/v1/clock", kOfClock,
             [&timekeeper](const http::Request&) { return standing_answer(timekeeper); });
  router.post("/api/v1/clock/confirm", kOfClock, [&site, &timekeeper](const http::Request& request) {
    const auto confirmed = timekeeper.confirm(to_string(request.principal.actor()));
    if (!confirmed) return site.refused(request, confirmed.error());
    return standing_answer(timekeeper);
  });
}

}  // namespace biroyna::timekeeping
