#include "app/routes.hpp"

#include <fmt/format.h>

#include "features/catalogue/pages.hpp"
#include "openapi.hpp"

namespace biroyna {
namespace {

using auth::Role;
using auth::Roles;
using http::Where;

constexpr Roles kConsole = {Role::operator_, Role::head, Role::administrator};
constexpr Roles kHost = {Role::host, Role::head, Role::administrator};
constexpr Roles kHead = {Role::head, Role::administrator};

// For machines that watch over this one.
void add_operations(http::Router& router, const RouteParts& parts) {
  router.add({http::Method::get, "/healthz", Roles::all(), Where::io,
              [](const http::Request&, http::Reply reply) { reply.send({.body = R"({"status":"ok"})"}); }});
  router.get("/readyz", Roles::all(), [&db = parts.db](const http::Request&) -> http::Response {
    try {
      db.check();
      return {.body = R"({"status":"ready","database":"ok"})"};
    } catch (const db::Unavailable&) {
      return {.status = 503,
              .body = R"({"status":"not_ready","database":"unavailable"})",
              .headers = {{"Retry-After", "2"}}};
    }
  });
  router.get("/metrics", Roles::all(), [&metrics = parts.metrics](const http::Request&) -> http::Response {
    return {.content_type = "text/plain; version=0.0.4; charset=utf-8", .body = metrics.text()};
  });
  router.get("/api/openapi.json", Roles::all(), [](const http::Request&) -> http::Response {
    return {.body = std::string(embedded::openapi().front().content)};
  });
}

}  // namespace

http::Router make_routes(const RouteParts& parts) {
  http::Router router;
  add_operations(router, parts);
  parts.queue.pages.assets().add_routes(router);

  const auto refused = [&problems = parts.problems](const http::Request& request, const Refusal& refusal) {
    return problems(request, refusal);
  };
  const catalogue::Surroundings catalogue{parts.catalogues, parts.queue.pages, refused, parts.clock};
  catalogue::add_api(router, catalogue);
  catalogue::add_pages(router, catalogue);

  const staff::Surroundings staff{
      parts.staff,
      parts.queue.pages,
      refused,
      home_of,
      [&catalogues = parts.catalogues](const CentreId& centre) {
        return catalogues.current(centre) != nullptr;
      },
      [&catalogues = parts.catalogues](Language language, const CentreId& centre) {
        return catalogue::place(catalogues, language, centre);
      }};
  staff::add_api(router, staff);
  staff::add_pages(router, staff);

  queue::add_api(router, parts.queue);
  queue::add_pages(router, parts.queue);
  return router;
}

std::vector<html::NavigationItem> navigation(const http::Request& request, const pages::Place& place) {
  const i18n::Speaker say(request.language);
  const std::string& centre = place.address;
  const Role role = request.principal.role;
  std::vector<html::NavigationItem> items;
  const auto link = [&](std::string_view key, const std::string& address) {
    const bool here = request.path == address;
    const bool below = !here && request.path.starts_with(address + "/");
    items.push_back({.text = say(std::string(key)), .href = address, .current = here, .active = below});
  };
  if (!centre.empty()) {
    link("nav.services", centre + "/services");
    link("nav.life_events", centre + "/life-events");
    if (kConsole.contains(role)) link("nav.console", centre + "/console");
    if (kHost.contains(role)) link("nav.host", centre + "/host");
    if (kHead.contains(role)) link("nav.dashboard", centre + "/dashboard");
    if (role == Role::administrator) {
      link("nav.staff", centre + "/staff");
      link("nav.devices", centre + "/devices");
    }
  }
  const std::string language = fmt::format("/{}", tag(request.language));
  if (staff::kPeople.contains(role)) link("nav.account", language + "/account");
  return items;
}

std::string home_of(Language language, const auth::Principal& principal) {
  const std::string centre = fmt::format("/{}/{}", tag(language), principal.centre);
  switch (principal.role) {
    case Role::kiosk:
      return centre + "/kiosk";
    case Role::board:
      return centre + "/board";
    case Role::operator_:
      return centre + "/console";
    case Role::host:
      return centre + "/host";
    case Role::head:
      return centre + "/dashboard";
    case Role::administrator:
      return centre + "/staff";
    default:
      return centre;
  }
}

}  // namespace biroyna
