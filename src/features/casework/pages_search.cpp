// Finding an application of the centre, by number or name.
#include <fmt/format.h>

#include <functional>
#include <memory>

#include "core/clean_text.hpp"
#include "core/code.hpp"
#include "core/text.hpp"
#include "features/casework/pages_parts.hpp"

namespace biroyna::casework {
namespace {

using html::make;

constexpr std::size_t kLongestSearch = 100;
constexpr std::string_view kUnanswered = "unanswered";  // chosen like a state

Html search_form(const View& view, const CaseSearch& search) {
  const auto& say = view.say;
  std::vector<html::SelectItem> states = {{.text = say("work.any_state"), .value = ""},
                                          {.text = say("work.view_unanswered"), .value = kUnanswered}};
  for (int i = 0; i < kCaseStates; ++i) {
    const std::string_view state = name(static_cast<CaseState>(i));
    states.push_back({.text = say(fmt::format("state.{}", state)), .value = state});
  }
  return make("<form class=\"b-filter\" role=\"search\" method=\"get\" action=\"{}\">{}{}{}</form>",
              view.address("cases"),
              html::input({.name = "q",
                           .label = {.text = say("work.find")},
                           .type = "search",
                           .value = search.text,
                           .hint = {.text = say("work.find_hint")},
                           .autocomplete = "off"}),
              html::select({.name = "state",
                            .label = {.text = say("work.state")},
                            .items = std::move(states),
                            .value = state_text(search)}),
              html::button({.text = say("host.find_button"), .classes = "govuk-button--secondary"}));
}

Html results(const View& view, const catalogue::Edition& edition, const std::vector<CaseRow>& found) {
  const auto& say = view.say;
  std::vector<std::vector<html::Cell>> rows;
  for (const auto& row : found) {
    rows.push_back({{.text = make("<a class=\"govuk-link b-nowrap\" href=\"{}\">{}</a>",
                                  view.case_address(row.number), grouped_code(row.number))},
                    {.text = row.applicant_name},
                    {.text = service_name(edition.catalogue, row.service, say.language())},
                    {.text = state_tag(say, row.state, row.outcome)},
                    {.text = i18n::date(say.language(), edition.zone.day(row.submitted_at))},
                    {.text = row.due_at ? i18n::date(say.language(), edition.zone.day(*row.due_at))
                                        : std::string("–")}});
  }
  return pages::scrolled_table({.rows = std::move(rows),
                                .head = {{.text = say("work.number")},
                                         {.text = say("work.applicant")},
                                         {.text = say("work.service")},
                                         {.text = say("work.state")},
                                         {.text = say("work.handed_in_on")},
                                         {.text = say("work.due")}},
                                .caption = say("work.cases"),
                                .caption_classes = "govuk-visually-hidden",
                                .first_cell_is_header = true},
                               say("work.cases"));
}

Html collect_link(const View& view) {
  if (!sees_all(view.viewer)) return {};
  return make("<p class=\"govuk-body\"><a class=\"govuk-link\" href=\"{}\">{}</a></p>",
              view.address("to-collect"), view.say("collect.title"));
}

http::Response search_page(const Site& site, const Applications& applications, GuessThrottle& guess_throttle,
                           const catalogue::Catalogues& catalogues, const http::Request& request) {
  const View view(site, applications, request);
  const auto& say = view.say;
  const CaseSearch search = case_search_of(view);
  if (const auto later = guess_throttle.may_search(request.principal, search.text))
    return site.refused(request, *later);
  const CasePage page = applications.cases(search);
  const auto edition = catalogues.current(view.centre);
  const bool filtered = !search.text.empty() || !state_text(search).empty();
  Html found;
  if (!page.rows.empty())
    found = results(view, *edition, page.rows);
  else if (applications.was_lost(search.text))
    found = html::inset_text({.text = say("refusal.cannot_be_confirmed")});
  else if (filtered)
    found = make("<p class=\"govuk-body\" role=\"status\">{} <a class=\"govuk-link\" href=\"{}\">{}</a></p>",
                 say("work.no_match"), view.address("cases"), say("work.clear_filters"));
  else
    found = make("<p class=\"govuk-body\">{}</p>", say("work.no_cases"));
  const auto here = [&](std::string_view list) {
    return with_query(view.address(list), {{"q", search.text}, {"state", state_text(search)}});
  };
  if (!page.rows.empty()) found += export_link(view, here("cases.csv"));
  return view.respond(
      {.title = std::string(say("work.cases")),
       .main = make("<h1 class=\"govuk-heading-l\">{}</h1>{}{}{}", say("work.cases"),
                    collect_link(view) + search_form(view, search),
                    damaged_notice(view, page.damaged) + found, more_link(view, here("cases"), page.next))});
}

}  // namespace

CaseSearch case_search_of(const View& view) {
  const auto value = [&](std::string_view name) {
    return std::string(view.request.query_value(name).value_or(""));
  };
  return {.centre = view.centre,
          .text = std::string(cut_to(trim(value("q")), kLongestSearch)),
          .state = parse_case_state(value("state")),
          .unanswered = value("state") == kUnanswered,
          .after = value("after")};
}

std::string_view state_text(const CaseSearch& search) {
  if (search.unanswered) return kUnanswered;
  return search.state ? name(*search.state) : "";
}

void add_search_pages(http::Router& router, const Site& site, const Applications& applications,
                      GuessThrottle& guess_throttle, const catalogue::Catalogues& catalogues) {
  router.get("/{lang}/{centre}/cases", kListing,
             [&site, &applications, &guess_throttle, &catalogues](const http::Request& request) {
               return search_page(site, applications, guess_throttle, catalogues, request);
             });
}

}  // namespace biroyna::casework
