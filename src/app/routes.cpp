#include "app/routes.hpp"

#include <fmt/format.h>

#include "features/board/pages.hpp"
#include "features/cases/api.hpp"
#include "features/cases/edge.hpp"
#include "features/casework/pages.hpp"
#include "features/catalogue/api.hpp"
#include "features/catalogue/pages.hpp"
#include "features/console/pages.hpp"
#include "features/deadlines/api.hpp"
#include "features/deadlines/pages.hpp"
#include "features/documents/api.hpp"
#include "features/host/pages.hpp"
#include "features/intake/pages.hpp"
#include "features/integrations/api.hpp"
#include "features/integrations/pages.hpp"
#include "features/kiosk/pages.hpp"
#include "features/my/pages.hpp"
#include "features/queue/api.hpp"
#include "features/results/api.hpp"
#include "features/results/pages.hpp"
#include "features/sessions/api.hpp"
#include "features/sessions/pages.hpp"
#include "features/staff/api.hpp"
#include "features/staff/pages.hpp"
#include "features/timekeeping/api.hpp"
#include "openapi.hpp"

namespace biroyna {
namespace {

using auth::Role;
using auth::Roles;
using http::Where;

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
  const Site& site = parts.site;
  site.pages.assets().add_routes(router);

  timekeeping::add_api(router, site, parts.timekeeper);
  catalogue::add_api(router, site, parts.catalogues);
  catalogue::add_pages(router, site, parts.catalogues);
  staff::add_api(router, site, parts.staff, parts.catalogues);
  staff::add_pages(router, site, parts.staff, parts.catalogues);
  sessions::add_api(router, site, parts.sessions);
  sessions::add_pages(router, site, parts.sessions, home_of);
  sessions::add_sessions_pages(router, site, parts.sessions, parts.catalogues);
  sessions::add_pairing_pages(router, site, parts.sessions, parts.staff, home_of);

  documents::add_api(router, site, parts.documents, parts.uploads, parts.catalogues);

  queue::add_api(router, site, parts.queue, parts.hub, parts.takes);
  kiosk::add_pages(router, site, parts.queue, parts.takes, parts.open_all_hours);
  board::add_board(router, site, parts.queue);
  board::add_ticket_pages(router, site, parts.queue);
  console::add_pages(router, site, parts.queue);
  host::add_pages(router, site, parts.queue);
  board::add_dashboard(router, site, parts.queue, parts.timekeeper);

  integrations::add_api(router, site, parts.registries, parts.commands);
  integrations::add_pages(router, site, parts.registries, parts.commands, parts.catalogues);

  const auto may_read_result = [&access = parts.access](const http::Request& request,
                                                        const results::Entry& entry) {
    std::string secret(cases::secret_of(request));
    if (secret.empty()) secret = cases::Remembered(request).secret_of(entry.case_number);
    const auto opened = access.open(request, entry.case_number, secret);
    return opened && may(opened->viewer, cases::Action::download, opened->application.process);
  };
  results::add_api(router, site, parts.results, parts.catalogues, parts.commands, parts.checks,
                   may_read_result);
  results::add_pages(router, site, parts.results, parts.catalogues, parts.commands, parts.checks);

  cases::add_api(router, site, parts.applications, parts.access, parts.guess_throttle, parts.catalogues,
                 parts.documents);
  cases::add_erasures_api(router, site, parts.retention);
  cases::add_mandates_api(router, site, parts.applications, parts.access);
  intake::add_pages(router, site, parts.drafts, parts.applications, parts.guess_throttle, parts.catalogues,
                    parts.documents, parts.uploads, parts.staff.secrets());
  my::add_my_pages(router, site, parts.applications, parts.access, parts.documents, parts.catalogues);
  my::add_answer_pages(router, site, parts.applications, parts.access, parts.uploads);
  my::add_receipt_pages(router, site, parts.applications, parts.access, parts.results);
  my::add_mandate_pages(router, site, parts.applications, parts.access);
  casework::add_worklist_pages(router, site, parts.applications, parts.catalogues, parts.worklist_views);
  casework::add_case_pages(router, site, parts.applications, parts.access, parts.documents, parts.registries);
  casework::add_search_pages(router, site, parts.applications, parts.guess_throttle, parts.catalogues);
  casework::add_export_pages(router, site, parts.applications, parts.guess_throttle, parts.catalogues);

  deadlines::add_absences_api(router, site, parts.absences);
  deadlines::add_absences_pages(router, site, parts.absences);
  deadlines::add_terms_pages(router, site, parts.terms, parts.catalogues, parts.staff);
  deadlines::add_erasures_pages(router, site, parts.retention, parts.catalogues);
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
    if (!request.principal.of_centre()) link("nav.my", centre + "/my");
    if (role == Role::operator_) link("nav.intake", centre + "/intake");
    if (queue::kServing.contains(role)) link("nav.console", centre + "/console");
    if (cases::kWorkers.contains(role)) link("nav.worklist", centre + "/worklist");
    if (cases::kListing.contains(role)) link("nav.cases", centre + "/cases");
    if (queue::kHosts.contains(role)) link("nav.host", centre + "/host");
    if (queue::kHeads.contains(role)) link("nav.dashboard", centre + "/dashboard");
    if (deadlines::kOverseers.contains(role)) link("nav.terms", centre + "/terms");
    if (deadlines::kCanBeAbsent.contains(role) && !deadlines::kOverseers.contains(role))
      link("nav.absences", centre + "/absences");
    if (queue::kHeads.contains(role)) link("nav.registries", centre + "/registries");
    if (results::kRegister.contains(role)) link("nav.results", centre + "/results");
    if (role == Role::administrator) {
      link("nav.staff", centre + "/staff");
      link("nav.devices", centre + "/devices");
    }
  }
  const std::string language = fmt::format("/{}", tag(request.language));
  if (!request.principal.of_centre()) link("nav.verify", language + "/verify");
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
    case Role::specialist:
    case Role::department_head:
      return centre + "/worklist";
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
