#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "core/code.hpp"
#include "features/deadlines/overview_page.hpp"
#include "features/deadlines/pages.hpp"
#include "platform/i18n/sentence.hpp"

namespace biroyna::deadlines {
namespace {

using html::make;
using html::to;

html::Cell count(std::int64_t n) { return {.text = i18n::number(n), .format = "numeric"}; }

Html tiles(const std::vector<Tile>& figures) {
  Html items;
  for (const auto& [label, figure, alert, about] : figures) {
    Html more;
    if (!about.empty()) more = make(" <small>{}</small>", about);
    to(items, "<div class=\"{}\"><dt>{}</dt><dd>{}{}</dd></div>",
       alert ? "b-stats__item b-stats__item--alert" : "b-stats__item", label, figure, more);
  }
  return make("<dl class=\"b-stats\">{}</dl>", items);
}

// A request for one of the pages.
struct TermsView : Naming {
  const http::Request& request;

  const CentreId& centre() const { return edition.catalogue.centre.id; }
  std::string address(std::string_view rest) const {
    return fmt::format("/{}/{}/{}", tag(say.language()), centre().str(), rest);
  }
};

Html table(const TermsView& view, const char* caption, std::vector<html::Cell> head,
           std::vector<std::vector<html::Cell>> rows) {
  return make("<h2 class=\"govuk-heading-m\">{}</h2>{}", view.say(caption),
              pages::scrolled_table({.rows = std::move(rows),
                                     .head = std::move(head),
                                     .caption = view.say(caption),
                                     .caption_classes = "govuk-visually-hidden",
                                     .first_cell_is_header = true},
                                    view.say(caption)));
}

class TermsPages {
 public:
  TermsPages(const Site& site, const Terms& terms, const catalogue::Catalogues& catalogues,
             const staff::Staff& staff)
      : site_(site), terms_(terms), catalogues_(catalogues), staff_(staff) {}

  http::Response overview(const http::Request& request) const {
    const auto edition = catalogues_.current(CentreId(std::string(request.param("centre"))));
    if (!edition) return site_.not_found(request);
    const TermsView view{
        {*edition, i18n::Speaker(request.language), staff_.people(edition->catalogue.centre.id)}, request};
    const auto& say = view.say;
    const auto found = terms_.overview(request.principal);
    const OverviewPage page = overview_page(found, view, terms_.now());
    Html main = make("<h1 class=\"govuk-heading-l\">{}</h1>{}", say("terms.title"), tiles(page.tiles));
    const auth::Role role = request.principal.role;
    if (role != auth::Role::administrator)
      to(main, "<p class=\"govuk-body\"><a class=\"govuk-link\" href=\"{}\">{}</a></p>",
         view.address("absences"), say("terms.absences_link"));
    to(main, "<p class=\"govuk-body\"><a class=\"govuk-link\" href=\"{}\">{}</a></p>",
       view.address("refusals"), say("refusals.title"));
    if (kOverseers.contains(role))
      to(main, "<p class=\"govuk-body\"><a class=\"govuk-link\" href=\"{}\">{}</a></p>",
         view.address("erasures"), say("erasures.title"));
    for (const auto& section : page.sections) main += tasks(view, section);
    main += loads(
        view, "terms.by_department", "terms.department", found.by_department,
        [&](const Load& load) { return view.department(load.department); }, found.hands_on, true);
    if (!found.by_department.empty())
      to(main, "<p class=\"govuk-body\"><a class=\"govuk-link\" href=\"{}\" download>{}</a></p>",
         view.address("terms.csv"), say("work.export"));
    main += loads(
        view, "terms.by_person", "terms.person", found.by_person,
        [&](const Load& load) { return view.person(load.person); }, found.hands_on, false);
    main += outcomes(view, found.outcomes);
    to(main, "<p class=\"govuk-body\"><a class=\"govuk-link\" href=\"{}\">{}</a></p>",
       view.address("in-term"), say("terms.published_link"));
    return respond(view, say("terms.title"), std::move(main));
  }

  http::Response published(const http::Request& request) const {
    const auto edition = catalogues_.current(CentreId(std::string(request.param("centre"))));
    if (!edition) return site_.not_found(request);
    const TermsView view{{*edition, i18n::Speaker(request.language)}, request};
    const auto& say = view.say;
    const auto found = terms_.published(view.centre());
    Html main = make("<h1 class=\"govuk-heading-xl\">{}</h1><p class=\"govuk-body-l\">{}</p>",
                     say("in_term.title"), say("in_term.lead"));
    main += outcomes(view, found.outcomes);
    main += punctuality(view, found);
    to(main, "<p class=\"govuk-body\">{}</p><p class=\"govuk-hint\">{}</p>", say("in_term.rule"),
       say("in_term.as_of",
           {{"day", i18n::date_in_sentence(view.say.language(), view.edition.zone.day(terms_.now()))},
            {"time", to_hhmm(view.edition.zone.time_of_day(terms_.now()))}}));
    return respond(view, say("in_term.title"), std::move(main));
  }

 private:
  http::Response respond(const TermsView& view, std::string_view title, Html main) const {
    return site_.pages.page(view.request, {.title = std::string(title),
                                           .main = std::move(main),
                                           .place = site_.place(view.say.language(), view.centre()),
                                           .wide = true});
  }

  // The first tasks, and a link to the view of the worklist that has them all.
  static Html tasks(const TermsView& view, const TaskSection& section) {
    const auto& say = view.say;
    const std::string title(section.title);
    if (section.lines.empty())
      return make("<h2 class=\"govuk-heading-m\">{}</h2><p class=\"govuk-body\">{}</p>", say(title),
                  say(std::string(section.none)));
    std::vector<std::vector<html::Cell>> rows;
    for (const auto& line : section.lines) {
      Html due = make("{}", line.due);
      if (line.overdue) to(due, " {}", html::tag({.text = say("work.overdue"), .classes = "govuk-tag--red"}));
      rows.push_back({{.text = make("<a class=\"govuk-link b-nowrap\" href=\"{}\">{}</a>",
                                    view.address("cases/" + line.number), grouped_code(line.number))},
                      {.text = due},
                      {.text = line.service},
                      {.text = line.department},
                      {.text = line.assignee}});
    }
    Html more;
    if (!section.all.empty())
      more = make("<p class=\"govuk-body\"><a class=\"govuk-link\" href=\"{}\">{}</a></p>",
                  view.address(fmt::format("worklist?view={}", section.list_view)), section.all);
    return table(view, title.c_str(),
                 {{.text = say("work.number")},
                  {.text = say("work.due")},
                  {.text = say("work.service")},
                  {.text = say("work.department")},
                  {.text = say("work.assignee")}},
                 std::move(rows)) +
           more;
  }

  template <class NameOf>
  static Html loads(const TermsView& view, const char* title, const char* first,
                    const std::vector<Load>& loads, const NameOf& name_of, bool hands_on,
                    bool with_unclaimed) {
    const auto& say = view.say;
    if (loads.empty()) return {};
    std::vector<std::vector<html::Cell>> rows;
    for (const Load& load : loads) {
      rows.push_back({{.text = name_of(load)}, count(load.overdue), count(load.at_risk)});
      if (hands_on) rows.back().push_back(count(load.for_head));
      if (with_unclaimed) rows.back().push_back(count(load.unclaimed));
      rows.back().push_back(count(load.open));
    }
    std::vector<html::Cell> head = {{.text = say(first)}};
    const auto column = [&](const char* key) { head.push_back({.text = say(key), .format = "numeric"}); };
    column("terms.overdue");
    column("terms.at_risk");
    if (hands_on) column("terms.for_head");
    if (with_unclaimed) column("terms.unclaimed");
    column("terms.open");
    return table(view, title, std::move(head), std::move(rows));
  }

  static Html outcomes(const TermsView& view, const Outcomes& found) {
    const auto& say = view.say;
    return make("<h2 class=\"govuk-heading-m\">{}</h2>{}", say("in_term.outcomes"),
                tiles(outcome_tiles(found, say)));
  }

  // Every department that has or had something to do.
  static Html punctuality(const TermsView& view, const Terms::Published& found) {
    const auto& say = view.say;
    std::vector<std::vector<html::Cell>> rows;
    for (const auto& department : view.edition.catalogue.departments) {
      const auto done = std::ranges::find(found.punctuality, department.id, &Punctuality::department);
      const auto load = std::ranges::find(found.by_department, department.id, &Load::department);
      const bool worked = done != found.punctuality.end(), works = load != found.by_department.end();
      if (!worked && !works) continue;
      rows.push_back(
          {{.text = department.names.in(say.language())},
           count(worked ? done->done : 0),
           {.text = worked ? share_text(view.say.language(), done->in_term, done->done) : std::string("–"),
            .format = "numeric"},
           count(works ? load->overdue : 0)});
    }
    if (rows.empty()) return make("<p class=\"govuk-body\">{}</p>", say("in_term.none"));
    return table(view, "in_term.by_department",
                 {{.text = say("terms.department")},
                  {.text = say("in_term.steps_done"), .format = "numeric"},
                  {.text = say("in_term.share"), .format = "numeric"},
                  {.text = say("in_term.overdue_now"), .format = "numeric"}},
                 std::move(rows));
  }

  const Site& site_;
  const Terms& terms_;
  const catalogue::Catalogues& catalogues_;
  const staff::Staff& staff_;
};

}  // namespace

void add_terms_pages(http::Router& router, const Site& site, const Terms& terms,
                     const catalogue::Catalogues& catalogues, const staff::Staff& staff) {
  const auto pages = std::make_shared<const TermsPages>(site, terms, catalogues, staff);
  router.get("/{lang}/{centre}/terms", kOverseersOfTerms, std::bind_front(&TermsPages::overview, pages));
  router.get("/{lang}/{centre}/in-term", auth::Roles::all(), std::bind_front(&TermsPages::published, pages));
}

}  // namespace biroyna::deadlines
