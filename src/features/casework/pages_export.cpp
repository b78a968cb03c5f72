// The lists as tables for a spreadsheet: all rows of the page's list, by the same search and with the same
// rights. Each export is an event in the centre's log before the table is sent.
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "core/code.hpp"
#include "features/casework/pages_worklist_search.hpp"
#include "features/deadlines/deadlines.hpp"
#include "features/results/edge.hpp"
#include "features/results/results.hpp"
#include "platform/csv/csv.hpp"

namespace biroyna::casework {
namespace {

// More than a centre has under way; who wants a year's applications narrows the search by state.
constexpr std::size_t kMostExported = 10'000, kRowsAtOnce = 500;

// As it sorts in a spreadsheet: "2026-12-04 18:00"; empty for none.
std::string cell(const Zone& zone, const std::optional<Time>& time) {
  return time ? fmt::format("{} {}", to_iso(zone.day(*time)), to_hhmm(zone.time_of_day(*time))) : "";
}

std::string term_text(const View& view, const TaskRow& row) {
  if (!row.due_at) return std::string(view.say("work.clock_stands"));
  switch (urgency(row, view.now)) {
    case Urgency::overdue:
      return std::string(view.say("work.overdue"));
    case Urgency::at_risk:
      return std::string(view.say("work.at_risk"));
    case Urgency::calm:
      break;
  }
  return {};
}

// All that a search finds, page by page.
template <class Search, class Read, class Take>
std::size_t each_row(Search search, const Read& read, const Take& take) {
  std::size_t rows = 0;
  search.limit = kRowsAtOnce;
  search.after.clear();
  do {
    const auto page = read(search);
    for (const auto& row : page.rows) {
      if (rows == kMostExported) return rows;
      take(row);
      ++rows;
    }
    search.after = page.next;
  } while (!search.after.empty());
  return rows;
}

std::vector<std::string> head(const View& view, std::initializer_list<const char*> keys) {
  std::vector<std::string> cells;
  for (const char* key : keys) cells.emplace_back(view.say(key));
  return cells;
}

http::Response saved(Applications& applications, const View& view, const Zone& zone, std::string_view list,
                     std::string_view chosen, std::size_t rows, const csv::Table& table) {
  applications.note_export(view.centre, view.request.principal.actor(), list, chosen, rows);
  return {.content_type = csv::kMediaType,
          .body = table.text(),
          .headers = {{"Content-Disposition",
                       fmt::format("attachment; filename=\"{}-{}.csv\"", list, to_iso(zone.day(view.now)))},
                      {"Cache-Control", "no-store"},
                      {"X-Content-Type-Options", "nosniff"}}};
}

http::Response worklist_table(const Site& site, Applications& applications,
                              const catalogue::Catalogues& catalogues, const http::Request& request) {
  const View view(site, applications, request);
  const Chosen chosen = chosen_of(request.query);
  const auto edition = catalogues.current(view.centre);
  const auto& catalogue = edition->catalogue;
  csv::Table table(head(view, {"work.number", "work.due", "work.term", "work.service", "work.applicant",
                               "work.department", "work.assignee", "work.state", "work.handed_in_on"}));
  const std::size_t rows = each_row(
      search_of(view, edition->catalogue, chosen),
      [&](const TaskSearch& search) { return applications.tasks(search); },
      [&](const TaskRow& row) {
        table.row({grouped_code(row.number), cell(edition->zone, row.due_at), term_text(view, row),
                   service_name(catalogue, row.service, view.say.language()), row.applicant_name,
                   department_name(catalogue, row.department, view.say.language()),
                   row.assignee.empty() ? std::string() : view.name_of(row.assignee),
                   std::string(view.say(fmt::format("state.{}", name(row.case_state)))),
                   cell(edition->zone, row.submitted_at)});
      });
  return saved(applications, view, edition->zone, "worklist", chosen.view, rows, table);
}

http::Response cases_table(const Site& site, Applications& applications, GuessThrottle& guess_throttle,
                           const catalogue::Catalogues& catalogues, const http::Request& request) {
  const View view(site, applications, request);
  const CaseSearch search = case_search_of(view);
  if (const auto later = guess_throttle.may_search(request.principal, search.text))
    return site.refused(request, *later);
  const auto edition = catalogues.current(view.centre);
  csv::Table table(head(view, {"work.number", "work.applicant", "work.service", "work.state",
                               "work.handed_in_on", "work.due"}));
  const std::size_t rows = each_row(
      search, [&](const CaseSearch& one) { return applications.cases(one); },
      [&](const CaseRow& row) {
        table.row({grouped_code(row.number), row.applicant_name,
                   service_name(edition->catalogue, row.service, view.say.language()),
                   std::string(view.say(fmt::format("state.{}", name(row.state)))),
                   cell(edition->zone, row.submitted_at), cell(edition->zone, row.due_at)});
      });
  return saved(applications, view, edition->zone, "cases", state_text(search), rows, table);
}

http::Response results_table(const Site& site, Applications& applications, const results::Results& results,
                             const catalogue::Catalogues& catalogues, const http::Request& request) {
  const View view(site, applications, request);
  const auto edition = catalogues.current(view.centre);
  const Day today = edition->zone.day(view.now);
  csv::Table table(
      head(view, {"result.number", "export.version", "result.document", "result.service", "result.holder",
                  "result.case", "result.issued_on", "result.valid_until", "register.state"}));
  std::size_t rows = 0;
  results::Search search{.centre = view.centre, .limit = kRowsAtOnce};
  for (bool more = true; more && rows < kMostExported;) {
    const auto found = results.search(search);
    for (const auto& entry : found) {
      const auto state = results::state_of(entry.standing, entry.valid_until, today);
      table.row({entry.number, std::to_string(entry.version),
                 results::document_name(catalogues, view.say, entry),
                 service_name(edition->catalogue, entry.service, view.say.language()), entry.holder,
                 grouped_code(entry.case_number), cell(edition->zone, entry.issued_at),
                 entry.valid_until ? to_iso(*entry.valid_until) : std::string(),
                 std::string(view.say(fmt::format("register.state_{}", results::name(state))))});
      ++rows;
    }
    more = found.size() == search.limit;
    if (more) search.after = found.back().code;
  }
  return saved(applications, view, edition->zone, "results", "all", rows, table);
}

// How each department stands with its deadlines now.
http::Response terms_table(const Site& site, Applications& applications, const deadlines::Terms& terms,
                           const catalogue::Catalogues& catalogues, const http::Request& request) {
  const View view(site, applications, request);
  const auto edition = catalogues.current(view.centre);
  const auto found = terms.overview(request.principal);
  csv::Table table(head(view, {"terms.department", "terms.overdue", "terms.at_risk", "terms.for_head",
                               "terms.unclaimed", "terms.open"}));
  for (const auto& load : found.by_department)
    table.row({department_name(edition->catalogue, load.department, view.say.language()),
               std::to_string(load.overdue), std::to_string(load.at_risk), std::to_string(load.for_head),
               std::to_string(load.unclaimed), std::to_string(load.open)});
  return saved(applications, view, edition->zone, "terms", "all", found.by_department.size(), table);
}

}  // namespace

void add_export_pages(http::Router& router, const Site& site, Applications& applications,
                      GuessThrottle& guess_throttle, const catalogue::Catalogues& catalogues,
                      const results::Results& results, const deadlines::Terms& terms) {
  router.get("/{lang}/{centre}/results.csv", results::kRegister,
             [&site, &applications, &results, &catalogues](const http::Request& request) {
               return results_table(site, applications, results, catalogues, request);
             });
  router.get("/{lang}/{centre}/terms.csv", deadlines::kOverseersOfTerms,
             [&site, &applications, &terms, &catalogues](const http::Request& request) {
               return terms_table(site, applications, terms, catalogues, request);
             });
  router.get("/{lang}/{centre}/worklist.csv", kWorkers,
             [&site, &applications, &catalogues](const http::Request& request) {
               return worklist_table(site, applications, catalogues, request);
             });
  router.get("/{lang}/{centre}/cases.csv", kListing,
             [&site, &applications, &guess_throttle, &catalogues](const http::Request& request) {
               return cases_table(site, applications, guess_throttle, catalogues, request);
             });
}

}  // namespace biroyna::casework
