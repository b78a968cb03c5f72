#include "app/routes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

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
#include "features/eligibility/pages.hpp"
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
  router.add({.method = http::Method::get,
              .pattern = "/readyz",
              .allowed = Roles::all(),
              .where = Where::pool,
              .handler =
                  [&db = parts.db](const http::Request&, const http::Reply& reply) {
                    try {
                      db.check();
                      reply.send({.body = R"({"status":"ready","database":"ok"})"});
                    } catch (const db::Unavailable&) {
                      reply.send({.status = 503,
                                  .body = R"({"status":"not_ready","database":"unavailable"})",
                                  .headers = {{"Retry-After", "2"}}});
                    }
                  },
              .turn = Turn::first});
  router.add({.method = http::Method::get,
              .pattern = "/metrics",
              .allowed = Roles::all(),
              .where = Where::pool,
              .handler =
                  [&metrics = parts.metrics](const http::Request&, const http::Reply& reply) {
                    reply.send(
                        {.content_type = "text/plain; version=0.0.4; charset=utf-8", .body = metrics.text()});
                  },
              .turn = Turn::first});
  router.get("/api/openapi.json", Roles::all(), [](const http::Request&) -> http::Response {
    return {.body = std::string(embedded::openapi().front().content)};
  });
}

// A pattern without its last segment: "/{lang}/{centre}/host" of "/{lang}/{centre}/host/tickets".
std::string above(const std::string& pattern) { return pattern.substr(0, pattern.rfind('/')); }

// As many segments of an address, as it was sent, as this pattern has.
std::string_view beginning(std::string_view target, const std::string& pattern) {
  target = target.substr(0, target.find('?'));
  std::size_t end = 0;
  for (auto segments = std::ranges::count(pattern, '/'); segments > 0; --segments)
    end = std::min(target.find('/', end + 1), target.size());
  return target.substr(0, end);
}

// After a refused form the address bar has the form's own address: a reload, or the same page in another
// language, leads to the page above it. For whom the form is not, this is not either.
void lead_to_pages(http::Router& router) {
  std::set<std::string> pages;
  std::vector<std::pair<std::string, Roles>> posted;
  for (const auto& route : router.routes()) {
    if (!route->pattern.starts_with("/{lang}")) continue;
    if (route->method == http::Method::get) pages.insert(route->pattern);
    if (route->method == http::Method::post) posted.emplace_back(route->pattern, route->allowed);
  }
  for (const auto& [pattern, allowed] : posted) {
    if (pages.contains(pattern)) continue;
    std::string page = above(pattern);
    while (page.size() > 1 && !pages.contains(page)) page = above(page);
    router.add({http::Method::get, pattern, allowed, Where::io,
                [page](const http::Request& request, const http::Reply& reply) {
                  reply.send(http::see_other(std::string(beginning(request.target, page))));
                }});
  }
}

// At which window of today's hall somebody is.
intake::WindowOf window_of(const queue::Queue& queue) {
  return [&queue](const CentreId& centre, const StaffId& staff) {
    WindowId found;
    queue.look(centre, [&](const queue::View& view) {
      for (const auto& window : view.hall.windows()) {
        if (window.state != queue::WindowState::closed && window.operator_id == staff) found = window.id;
      }
    });
    return found;
  };
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
  eligibility::add_pages(router, site, parts.catalogues, parts.db, parts.log);
  staff::add_api(router, site, parts.staff, parts.catalogues);
  staff::add_pages(router, site, parts.staff, parts.catalogues);
  sessions::add_api(router, site, parts.sessions);
  sessions::add_pages(router, site, parts.sessions, home_of);
  sessions::add_sessions_pages(router, site, parts.sessions, parts.catalogues);
  sessions::add_kept_form_page(router, site, parts.kept_forms);
  sessions::add_pairing_pages(router, site, parts.sessions, parts.staff, home_of);

  documents::add_api(router, site, parts.documents, parts.uploads, parts.catalogues);

  queue::add_api(router, site, parts.queue, parts.hub, parts.takes);
  kiosk::add_pages(router, site, parts.queue, parts.takes, parts.open_all_hours);
  board::add_board(router, site, parts.queue);
  board::add_ticket_pages(router, site, parts.queue, parts.catalogues);
  console::add_pages(router, site, parts.queue);
  host::add_pages(router, site, parts.queue);
  board::add_dashboard(router, site, parts.queue, parts.timekeeper, parts.restores, parts.backups);

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
                    parts.documents, parts.uploads, parts.staff.secrets(), window_of(parts.queue));
  my::add_my_pages(router, site, parts.applications, parts.access, parts.documents, parts.looks,
                   parts.catalogues);
  my::add_answer_pages(router, site, parts.applications, parts.access, parts.uploads);
  my::add_receipt_pages(router, site, parts.applications, parts.access, parts.results);
  my::add_mandate_pages(router, site, parts.applications, parts.access);
  casework::add_worklist_pages(router, site, parts.applications, parts.catalogues, parts.worklist_views);
  casework::add_line_pages(router, site, parts.applications, parts.catalogues);
  casework::add_collect_pages(router, site, parts.applications, parts.catalogues);
  casework::add_case_pages(router, site, parts.applications, parts.access, parts.documents, parts.registries);
  casework::add_document_pages(router, site, parts.applications, parts.access, parts.documents,
                               parts.registries);
  casework::add_search_pages(router, site, parts.applications, parts.guess_throttle, parts.catalogues);
  casework::add_export_pages(router, site, parts.applications, parts.guess_throttle, parts.catalogues,
                             parts.results, parts.terms);

  deadlines::add_absences_api(router, site, parts.absences);
  deadlines::add_absences_pages(router, site, parts.absences);
  deadlines::add_refusals_pages(router, site, parts.terms, parts.applications, parts.catalogues, parts.staff);
  deadlines::add_terms_pages(router, site, parts.terms, parts.catalogues, parts.staff);
  deadlines::add_erasures_pages(router, site, parts.retention, parts.catalogues);
  lead_to_pages(router);
  return router;
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
