#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "features/deadlines/pages.hpp"

namespace biroyna::deadlines {
namespace {

using html::make;
using html::to;

html::Cell count(std::int64_t n) { return {.text = i18n::number(n), .format = "numeric"}; }

// "97 %", with a space that does not break; a dash for nothing.
std::string share_text(std::int64_t part, std::int64_t whole) {
  const auto share = percent(part, whole);
  return share ? fmt::format("{}\u00a0%", *share) : std::string("–");
}

// "1.4"; a dash for nothing. One decimal, which all four languages write after a comma but English.
std::string average_text(Language language, std::int64_t sum, std::int64_t count) {
  if (count == 0) return "–";
  std::string text = fmt::format("{:.1f}", static_cast<double>(sum) / static_cast<double>(count));
  if (language != Language::en) std::ranges::replace(text, '.', ',');
  return text;
}

struct Tile {
  std::string_view label;
  std::string figure;
  bool alert = false;
  std::string about = {};
};
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

// A page in the making.
struct TermsView {
  const http::Request& request;
  const catalogue::Edition& edition;
  i18n::Speaker say;
  std::vector<staff::Person> people = {};

  const CentreId& centre() const { return edition.catalogue.centre.id; }
  std::string address(std::string_view rest) const {
    return fmt::format("/{}/{}/{}", tag(say.language()), centre().str(), rest);
  }
  std::string department(const DepartmentId& id) const {
    const auto* found = edition.catalogue.find(id);
    return found == nullptr ? id.str() : found->names.in(say.language());
  }
  // Empty for nobody, the id of an unknown one.
  std::string person(const StaffId& id) const {
    const auto found = std::ranges::find(people, id, &staff::Person::id);
    return found == people.end() ? id.str() : found->name;
  }
  std::string service(const ServiceId& id) const {
    const auto* found = edition.catalogue.find(id);
    return found == nullptr ? id.str() : found->names.in(say.language());
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
    const TermsView view{request, *edition, i18n::Speaker(request.language),
                         staff_.people(edition->catalogue.centre.id)};
    const auto& say = view.say;
    const auto found = terms_.overview(view.centre());
    Html main = make("<h1 class=\"govuk-heading-l\">{}</h1>{}", say("terms.title"),
                     tiles({{say("terms.overdue"), i18n::number(found.all.overdue), found.all.overdue > 0},
                            {say("terms.at_risk"), i18n::number(found.all.at_risk)},
                            {say("terms.for_head"), i18n::number(found.all.for_head), found.all.for_head > 0},
                            {say("terms.unclaimed"), i18n::number(found.all.unclaimed)},
                            {say("terms.open"), i18n::number(found.all.open)}}));
    if (request.principal.role == auth::Role::head)
      to(main, "<p class=\"govuk-body\"><a class=\"govuk-link\" href=\"{}\">{}</a></p>",
         view.address("absences"), say("terms.absences_link"));
    main += tasks(view, "terms.for_head_title", "terms.none_for_head", found.for_head, found.all.for_head,
                  "at_risk");
    main += tasks(view, "terms.at_risk_title", "terms.none_at_risk", found.at_risk,
                  found.all.at_risk + found.all.overdue, "at_risk");
    main += tasks(view, "terms.unclaimed_title", "terms.none_unclaimed", found.unclaimed, found.all.unclaimed,
                  "unassigned");
    main += loads(
        view, "terms.by_department", "terms.department", found.by_department,
        [&](const Load& load) { return view.department(load.department); }, true);
    main += loads(
        view, "terms.by_person", "terms.person", found.by_person,
        [&](const Load& load) { return view.person(load.person); }, false);
    main += outcomes(view, found.outcomes);
    to(main, "<p class=\"govuk-body\"><a class=\"govuk-link\" href=\"{}\">{}</a></p>",
       view.address("in-term"), say("terms.published_link"));
    return respond(view, say("terms.title"), std::move(main));
  }

  http::Response published(const http::Request& request) const {
    const auto edition = catalogues_.current(CentreId(std::string(request.param("centre"))));
    if (!edition) return site_.not_found(request);
    const TermsView view{request, *edition, i18n::Speaker(request.language)};
    const auto& say = view.say;
    const auto found = terms_.published(view.centre());
    Html main = make("<h1 class=\"govuk-heading-xl\">{}</h1><p class=\"govuk-body-l\">{}</p>",
                     say("in_term.title"), say("in_term.lead"));
    main += outcomes(view, found.outcomes);
    main += punctuality(view, found);
    to(main, "<p class=\"govuk-body\">{}</p><p class=\"govuk-hint\">{}</p>", say("in_term.rule"),
       say("in_term.as_of", {{"day", i18n::date(view.say.language(), view.edition.zone.day(terms_.now()))},
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

  Html due(const TermsView& view, const TaskRow& task) const {
    if (!task.due_at) return make("{}", view.say("work.clock_stands"));
    Html due = make("{}", i18n::date(view.say.language(), view.edition.zone.day(*task.due_at)));
    if (*task.due_at < terms_.now())
      to(due, " {}", html::tag({.text = view.say("work.overdue"), .classes = "govuk-tag--red"}));
    return due;
  }

  // The first of so many, and the way to the view of the worklist that has them all.
  Html tasks(const TermsView& view, const char* title, const char* none, const std::vector<TaskRow>& tasks,
             std::int64_t all, std::string_view in_view) const {
    const auto& say = view.say;
    if (tasks.empty())
      return make("<h2 class=\"govuk-heading-m\">{}</h2><p class=\"govuk-body\">{}</p>", say(title),
                  say(none));
    std::vector<std::vector<html::Cell>> rows;
    for (const TaskRow& task : tasks) {
      rows.push_back(
          {{.text = make("<a class=\"govuk-link\" href=\"{}\">{}</a>", view.address("cases/" + task.number),
                         task.number)},
           {.text = due(view, task)},
           {.text = view.service(task.service)},
           {.text = view.department(task.department)},
           {.text = task.assignee.empty() ? std::string(say("work.nobody")) : view.person(task.assignee)}});
    }
    Html more;
    if (static_cast<std::int64_t>(tasks.size()) < all)
      more = make("<p class=\"govuk-body\"><a class=\"govuk-link\" href=\"{}\">{}</a></p>",
                  view.address(fmt::format("worklist?view={}", in_view)),
                  say("terms.all", {{"n", i18n::number(all)}}));
    return table(view, title,
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
                    const std::vector<Load>& loads, const NameOf& name_of, bool with_unclaimed) {
    const auto& say = view.say;
    if (loads.empty()) return {};
    std::vector<std::vector<html::Cell>> rows;
    for (const Load& load : loads) {
      rows.push_back(
          {{.text = name_of(load)}, count(load.overdue), count(load.at_risk), count(load.for_head)});
      if (with_unclaimed) rows.back().push_back(count(load.unclaimed));
      rows.back().push_back(count(load.open));
    }
    std::vector<html::Cell> head = {{.text = say(first)}};
    const auto column = [&](const char* key) { head.push_back({.text = say(key), .format = "numeric"}); };
    column("terms.overdue");
    column("terms.at_risk");
    column("terms.for_head");
    if (with_unclaimed) column("terms.unclaimed");
    column("terms.open");
    return table(view, title, std::move(head), std::move(rows));
  }

  static Html outcomes(const TermsView& view, const Outcomes& found) {
    const auto& say = view.say;
    return make("<h2 class=\"govuk-heading-m\">{}</h2>{}", say("in_term.outcomes"),
                tiles({{say("in_term.share"), share_text(found.in_term, found.decided), false,
                        say("in_term.of", {{"n", i18n::number(found.decided)}})},
                       {say("in_term.contacts"), average_text(say.language(), found.contacts, found.ended)},
                       {say("in_term.visits"), average_text(say.language(), found.visits, found.ended)},
                       {say("in_term.visits_replaced"), i18n::number(found.visits_replaced)}}));
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
           {.text = worked ? share_text(done->in_term, done->done) : std::string("–"), .format = "numeric"},
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
  router.get("/{lang}/{centre}/terms", kOverseers, std::bind_front(&TermsPages::overview, pages));
  router.get("/{lang}/{centre}/in-term", auth::Roles::all(), std::bind_front(&TermsPages::published, pages));
}

}  // namespace biroyna::deadlines
