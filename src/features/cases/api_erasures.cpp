// What is to be erased, as JSON.
#include <boost/json.hpp>

#include "features/cases/api.hpp"
#include "platform/json/response.hpp"

namespace biroyna::cases {
namespace {

constexpr auth::Roles kOfErasures = {auth::Role::head, auth::Role::administrator};

boost::json::value moment_or_null(const std::optional<Time>& time) {
  return time ? boost::json::value(to_rfc3339(*time)) : nullptr;
}

}  // namespace

void add_erasures_api(http::Router& router, const Site& site, const Retention& retention) {
  router.get("/api/v1/centres/{centre}/erasures", kOfErasures,
             [&site, &retention](const http::Request& request) -> http::Response {
               if (request.param("centre") != request.principal.centre) return site.not_found(request);
               boost::json::array items;
               for (const auto& row : retention.list(CentreId(request.principal.centre))) {
                 items.push_back(boost::json::object{{"application", row.number},
                                                     {"service", row.service.str()},
                                                     {"ended_at", moment_or_null(row.ended_at)},
                                                     {"kept_until", to_rfc3339(row.kept_until)},
                                                     {"announced_at", moment_or_null(row.announced_at)},
                                                     {"erased_from", moment_or_null(row.erased_from())},
                                                     {"held", row.held}});
               }
               return json_response(boost::json::object{{"items", std::move(items)}});
             });
}

}  // namespace biroyna::cases
