// The public pages of the catalogue: find a service, know what is needed. Complete without JavaScript.
#include "features/catalogue/pages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "core/text.hpp"
#include "features/catalogue/json.hpp"
#include "features/catalogue/selection.hpp"

namespace biroyna::catalogue {
namespace {

using html::make;
using html::to;

constexpr std::size_t kLongestSearch = 100;  // characters, as the field takes them

// What the reader searches for, never cut within a character.
std::string_view searched(const http::Request& request) {
  std::string_view text = trim(request.query_value("q").value_or(""));
  text = text.substr(0, 4 * kLongestSearch);
  while (length_utf8(text) > kLongestSearch) text.remove_suffix(1);
  return text;
}

// A page of one centre in the making.
struct View {
  const http::Request& request;
  const Edition& edition;
  i18n::Speaker say;
  Day today;
  Time now;

  const Catalogue& catalogue() const { return edition.catalogue; }
  Language language() const { return say.language(); }
  std::string address(std::string_view rest = {}) const {
    return fmt::format("/{}/{}{}", tag(language()), catalogue().centre.id.str(), rest);
  }
  const std::string& in(const Names& names) const { return names.in(language()); }
};

Html heading(std::string_view text) { return make("<h1 class=\"govuk-heading-xl\">{}</h1>", text); }

Html search_form(const View& view, std::string_view text) {
  const auto& say = view.say;
  return make(
      "<form class=\"b-search\" role=\"search\" method=\"get\" action=\"{}\"><label class=\"govuk-label "
      "govuk-label--m\" "
      "for=\"q\">{}</label><div id=\"q-hint\" class=\"govuk-hint\">{}</div><div "
      "class=\"b-search__row\"><input class=\"govuk-input\" "
      "id=\"q\" name=\"q\" type=\"search\" value=\"{}\" autocomplete=\"off\" maxlength=\"100\" "
      "aria-describedby=\"q-hint\"><button "
      "class=\"govuk-button\"><span class=\"b-icon b-icon--search\" "
      "aria-hidden=\"true\"></span>{}</button></div></form>",
      view.address("/services"), say("portal.search_label"), say("portal.search_hint"), text,
      say("portal.search"));
}

Html tile(const std::string& address, std::string_view icon, std::string_view name, std::string_view hint) {
  return make(
      "<li><a href=\"{}\"><span class=\"{}\" aria-hidden=\"true\"></span><strong>{}</strong> "
      "<span>{}</span></a></li>",
      address, fmt::format("b-icon b-icon--{}", icon), name, hint);
}

Html service_list(const View& view, const std::vector<const Service*>& services) {
  Html list;
  for (const Service* service : services) {
    Html online;
    if (service->online)
      online =
          make(" <strong class=\"govuk-tag govuk-tag--green\">{}</strong>", view.say("service.online_tag"));
    to(list, "<li><a class=\"govuk-link\" href=\"{}\">{}</a>{} <span>{}</span></li>",
       view.address("/services/" + service->id.str()), view.in(service->names), online,
       view.in(service->summary));
  }
  return make("<ul class=\"b-list\">{}</ul>", list);
}

// The same everywhere, so that a sphere is known again by its sign.
std::string_view icon_of(const SphereId& sphere) {
  constexpr std::pair<std::string_view, std::string_view> kIcons[] = {
      {"social", "family"},          {"education", "school"}, {"culture-sport", "calendar"},
      {"housing-utilities", "home"}, {"health", "health"},    {"business", "business"},
      {"land-property", "land"}};
  const auto found = std::ranges::find(kIcons, std::string_view(sphere.str()),
                                       &std::pair<std::string_view, std::string_view>::first);
  return found == std::end(kIcons) ? "document" : found->second;
}

std::string_view icon_of_event(std::string_view event) {
  constexpr std::pair<std::string_view, std::string_view> kIcons[] = {
      {"birth", "family"},  {"child-learns", "school"}, {"studies-abroad", "globe"},
      {"job-loss", "work"}, {"business", "business"},   {"house", "home"},
      {"moving", "land"},   {"retirement", "seat"},     {"disability", "health"}};
  const auto found = std::ranges::find(kIcons, event, &std::pair<std::string_view, std::string_view>::first);
  return found == std::end(kIcons) ? "calendar" : found->second;
}

std::string count_of(const View& view, std::size_t services) {
  return view.say.many("portal.services", static_cast<std::int64_t>(services));
}

Html life_event_tiles(const View& view) {
  Html tiles;
  for (const auto& event : view.catalogue().life_events) {
    tiles += tile(view.address("/life-events/" + event.id), icon_of_event(event.id), view.in(event.names),
                  view.in(event.summary));
  }
  return make("<ul class=\"b-tiles\">{}</ul>", tiles);
}

std::string hours_text(const std::vector<Hours>& hours) {
  std::string text;
  for (const auto& [from, to] : hours)
    text += fmt::format("{}{}–{}", text.empty() ? "" : ", ", to_hhmm(from), to_hhmm(to));
  return text;
}

Html about_centre(const View& view) {
  const auto& say = view.say;
  const Centre& centre = view.catalogue().centre;
  const Opening state = opening(view.edition, view.now);
  std::string when;
  if (state.changes_at) {
    const Day day = view.edition.zone.day(*state.changes_at);
    const std::string time = to_hhmm(view.edition.zone.time_of_day(*state.changes_at));
    if (state.open)
      when = say("portal.open_until", {{"time", time}});
    else if (day == view.today)
      when = say("kiosk.opens_today", {{"time", time}});
    else
      when = say("kiosk.opens_on", {{"day", i18n::date(view.language(), day)}, {"time", time}});
  }
  std::vector<html::SummaryRow> rows = {
      {.key = {.text = say("portal.now")}, .value = {.text = when}},
      {.key = {.text = say("portal.address")}, .value = {.text = view.in(centre.address)}},
      {.key = {.text = say("portal.phone")},
       .value = {.text =
                     make("<a class=\"govuk-link\" href=\"tel:{}\">{}</a>", centre.phone, centre.phone)}}};
  const auto& today = view.catalogue().calendar.hours(view.today);
  if (!today.empty())
    rows.insert(rows.begin() + 1,
                {.key = {.text = say("portal.hours_today")}, .value = {.text = hours_text(today)}});
  return make(
      "<section class=\"b-card\" aria-labelledby=\"centre-title\"><h2 id=\"centre-title\" "
      "class=\"govuk-heading-m\">{}</h2>{}<p "
      "class=\"govuk-body\"><a class=\"govuk-link\" href=\"{}\">{}</a></p><p class=\"govuk-body\"><a "
      "class=\"govuk-link\" href=\"{}\">{}</a></p></section>",
      say("portal.centre"), html::summary_list({.rows = std::move(rows)}), view.address("/board"),
      say("portal.board"), view.address("/in-term"), say("portal.in_term"));
}

Html home(const View& view) {
  const auto& say = view.say;
  Html spheres;
  for (const auto& sphere : view.catalogue().spheres) {
    const auto services = std::ranges::count(view.catalogue().services, sphere.id, &Service::sphere);
    spheres += tile(view.address(fmt::format("/services?sphere={}", sphere.id.str())), icon_of(sphere.id),
                    view.in(sphere.names), count_of(view, static_cast<std::size_t>(services)));
  }
  return make(
      "<div class=\"b-hero\"><h1 class=\"govuk-heading-xl\">{}</h1><p "
      "class=\"govuk-body-l\">{}</p>{}</div><h2 "
      "class=\"govuk-heading-l\">{}</h2><ul class=\"b-tiles\">{}</ul><h2 "
      "class=\"govuk-heading-l\">{}</h2>{}<p class=\"govuk-body\"><a "
      "class=\"govuk-link\" href=\"{}\">{}</a></p>{}",
      view.in(view.catalogue().centre.names), say("portal.lead"), search_form(view, ""),
      say("portal.by_sphere"), spheres, say("portal.by_life_event"), life_event_tiles(view),
      view.address("/departments"), say("portal.by_department"), about_centre(view));
}

html::Select filter(const View& view, std::string_view name, std::string_view label,
                    std::string_view chosen) {
  html::Select select{.name = name, .label = {.text = label}, .items = {}};
  select.items.push_back({.text = view.say("portal.any"), .value = html::Text("")});
  const auto add = [&](const auto& items) {
    for (const auto& item : items) {
      select.items.push_back({.text = view.in(item.names),
                              .value = html::Text(item.id.str()),
                              .selected = item.id.str() == chosen});
    }
  };
  if (name == "sphere")
    add(view.catalogue().spheres);
  else
    add(view.catalogue().departments);
  return select;
}

Html services(const View& view) {
  const auto& say = view.say;
  const std::string_view text = searched(view.request);
  const std::string sphere(view.request.query_value("sphere").value_or(""));
  const std::string department(view.request.query_value("department").value_or(""));
  Selection wanted;
  wanted.text = text;
  if (view.catalogue().find(SphereId(sphere)) != nullptr) wanted.sphere.emplace(sphere);
  if (view.catalogue().find(DepartmentId(department)) != nullptr) wanted.department.emplace(department);
  const auto found = select(view.edition, wanted);
  const Html filters = make(
      "<form class=\"b-filter\" method=\"get\" action=\"{}\"><input type=\"hidden\" name=\"q\" "
      "value=\"{}\">{}{}<button class=\"govuk-button "
      "govuk-button--secondary\">{}</button></form>",
      view.address("/services"), text, html::select(filter(view, "sphere", say("portal.sphere"), sphere)),
      html::select(filter(view, "department", say("portal.department"), department)), say("portal.show"));
  Html result;
  if (found.empty()) {
    result = make(
        "<p class=\"govuk-body-l\" role=\"status\">{}</p><p class=\"govuk-body\">{}</p><p "
        "class=\"govuk-body\"><a class=\"govuk-link\" "
        "href=\"{}\">{}</a></p>",
        say("portal.nothing_found"), say("portal.nothing_found_help"), view.address("/services"),
        say("portal.all_services"));
  } else {
    result = make("<p class=\"govuk-body\" role=\"status\">{}</p>{}", count_of(view, found.size()),
                  service_list(view, found));
  }
  return make("{}{}{}{}", heading(say("portal.services_title")), search_form(view, text), filters, result);
}

std::string money_text(const View& view, std::optional<Tiyin> amount) {
  if (!amount) return std::string(view.say("service.fee_unknown"));
  if (amount->amount == 0) return std::string(view.say("service.free"));
  return i18n::money(view.language(), *amount);
}

Html with_note(const View& view, std::string_view text, const std::optional<Names>& note) {
  if (!note) return make("{}", text);
  return make("{}<br><span class=\"govuk-hint\">{}</span>", text, view.in(*note));
}

Html fee_text(const View& view, const Service& service) {
  const auto at_window = fee(view.catalogue(), service, view.today);
  const std::string amount =
      service.fee_formula ? std::string(view.say("service.fee_by_answers")) : money_text(view, at_window);
  Html text = with_note(view, amount, service.fee_note);
  if (!at_window || at_window->amount == 0) return text;
  if (service.online) {
    to(text, "<br>{}: {}", view.say("service.portal_fee"),
       money_text(view, portal_fee(view.catalogue(), service, view.today)));
  }
  for (const auto& concession : view.catalogue().concessions) {
    to(text, "<br><span class=\"govuk-hint\">{}: {}</span>", view.in(concession.names),
       money_text(view, share_of(*at_window, concession.factor)));
  }
  return text;
}

// Begins an application; nothing is made before it is pressed.
Html start(const View& view, const Service& service) {
  if (!applied_for_online(service)) return {};
  return make(
      "<form method=\"post\" action=\"{}\">{}<input type=\"hidden\" name=\"service\" value=\"{}\">{}</form>",
      view.address("/apply"), pages::csrf_field(view.request), service.id.str(),
      html::button({.text = view.say("service.apply"), .is_start_button = true}));
}

// Several services of a life event at once: each fact and document is asked once.
Html start_together(const View& view, const LifeEvent& event) {
  const auto& say = view.say;
  html::Checkboxes choice{.name = "service",
                          .items = {},
                          .fieldset = html::Fieldset{.legend = {.text = say("event.together"),
                                                                .classes = "govuk-fieldset__legend--m"}},
                          .hint = {.text = say("event.together_hint")}};
  for (const auto& id : event.services) {
    const Service* service = view.catalogue().find(id);
    if (service == nullptr || !applied_for_online(*service)) continue;
    choice.items.push_back({.value = id.str(), .text = view.in(service->names)});
  }
  if (choice.items.size() < 2) return {};
  for (const std::string_view known : {"none_chosen", "not_together"}) {
    if (view.request.query_value("problem") == known)
      choice.error_message = {.text = say(fmt::format("apply.problem_{}", known)),
                              .visually_hidden_text = say("host.error")};
  }
  return make(
      "<form method=\"post\" action=\"{}\" class=\"b-card\">{}<input type=\"hidden\" name=\"from\" "
      "value=\"{}\">{}{}</form>",
      view.address("/apply"), pages::csrf_field(view.request), event.id, html::checkboxes(choice),
      html::button({.text = say("event.begin")}));
}

Html service(const View& view, const Service& service) {
  const auto& say = view.say;
  Html documents;
  for (const auto& [id, when] : service.documents) {
    to(documents, "<li>{}{}</li>", view.in(view.catalogue().find(id)->names),
       when ? make(" <span class=\"govuk-hint\">({})</span>", say("service.if_needed")) : Html());
  }
  const std::string term = service.term_working_days == 0
                               ? std::string(say("service.at_once"))
                               : say.many("service.working_days", service.term_working_days);
  const auto* department = view.catalogue().find(service.department);
  Html windows;
  for (const auto& window : view.catalogue().windows) {
    if (std::ranges::find(window.skills, service.id, &Skill::service) == window.skills.end()) continue;
    if (!windows.empty()) windows += make(", ");
    windows += make("{}", view.in(window.names));
  }
  Html events;
  for (const auto& event : view.catalogue().life_events) {
    if (std::ranges::find(event.services, service.id) == event.services.end()) continue;
    to(events, "<li><a class=\"govuk-link\" href=\"{}\">{}</a></li>",
       view.address("/life-events/" + event.id), view.in(event.names));
  }
  if (!events.empty())
    events = make("<h2 class=\"govuk-heading-m\">{}</h2><ul class=\"govuk-list\">{}</ul>",
                  say("service.belongs_to"), events);
  const std::string_view where =
      service.online
          ? (service.presence_required ? say("service.online_and_in_person") : say("service.online"))
          : say("service.in_person");
  const Html facts = html::summary_list(
      {.rows = {
           {.key = {.text = say("service.who")}, .value = {.text = view.in(service.who)}},
           {.key = {.text = say("service.documents")},
            .value = {.text = service.documents.empty()
                                  ? make("{}", say("service.no_documents"))
                                  : make("<ul class=\"govuk-list govuk-list--bullet\">{}</ul>", documents)}},
           {.key = {.text = say("service.term")},
            .value = {.text = with_note(view, term, service.term_note)}},
           {.key = {.text = say("service.fee")}, .value = {.text = fee_text(view, service)}},
           {.key = {.text = say("service.result")}, .value = {.text = view.in(service.result)}},
           {.key = {.text = say("service.where")}, .value = {.text = where}},
           {.key = {.text = say("service.windows")}, .value = {.text = windows}},
           {.key = {.text = say("portal.department")},
            .value = {
                .text =
                    make("<a class=\"govuk-link\" href=\"{}\">{}</a><br><span class=\"govuk-hint\">{}</span>",
                         view.address("/departments/" + department->id.str()), view.in(department->names),
                         view.in(department->agency))}}}});
  return make("{}<p class=\"govuk-body-l\">{}</p>{}{}{}", heading(view.in(service.names)),
              view.in(service.summary), facts, start(view, service), events);
}

Html departments(const View& view) {
  Html list;
  for (const auto& department : view.catalogue().departments) {
    const auto services = std::ranges::count(view.catalogue().services, department.id, &Service::department);
    to(list, "<li><a class=\"govuk-link\" href=\"{}\">{}</a> <span>{}</span></li>",
       view.address("/departments/" + department.id.str()), view.in(department.names),
       count_of(view, static_cast<std::size_t>(services)));
  }
  return make("{}<ul class=\"b-list\">{}</ul>", heading(view.say("portal.departments_title")), list);
}

class CataloguePages {
 public:
  explicit CataloguePages(const Surroundings& around) : around_(around) {}

  static http::Response root(const http::Request& request) {
    return http::see_other(fmt::format("/{}", tag(negotiate_language(request.header("accept-language")))));
  }

  // The list of centres, or straight to the only one.
  http::Response centres(const http::Request& request) const {
    const auto all = around_.catalogues.all();
    const i18n::Speaker say(request.language);
    const auto address = [&](const EditionPtr& edition) {
      return fmt::format("/{}/{}", tag(request.language), edition->catalogue.centre.id.str());
    };
    if (all.size() == 1) return http::see_other(address(all.front()));
    Html list;
    for (const auto& edition : all) {
      const Centre& centre = edition->catalogue.centre;
      to(list, "<li><a class=\"govuk-link\" href=\"{}\">{}</a> <span>{}</span></li>", address(edition),
         centre.names.in(request.language), centre.address.in(request.language));
    }
    const Html main = make("{}<ul class=\"b-list\">{}</ul>", heading(say("portal.centres_title")), list);
    return around_.pages.page(request, {.title = std::string(say("portal.centres_title")), .main = main});
  }

  http::Response home(const http::Request& request) const {
    return show(request, [](const View& view) {
      return pages::Page{
          .title = view.in(view.catalogue().centre.names), .main = catalogue::home(view), .wide = true};
    });
  }

  http::Response services(const http::Request& request) const {
    return show(request, [](const View& view) {
      std::string title(view.say("portal.services_title"));
      if (const auto text = searched(view.request); !text.empty())
        title = view.say("portal.found_for", {{"text", text}});
      return pages::Page{
          .title = std::move(title), .main = catalogue::services(view), .breadcrumbs = crumbs(view)};
    });
  }

  http::Response service(const http::Request& request) const {
    return show(request, [&](const View& view) -> std::optional<pages::Page> {
      const auto* found = view.catalogue().find(ServiceId(std::string(request.param("service"))));
      if (found == nullptr) return std::nullopt;
      auto way = crumbs(view);
      way.push_back({.text = view.say("portal.services_title"), .href = view.address("/services")});
      return pages::Page{.title = view.in(found->names),
                         .main = catalogue::service(view, *found),
                         .breadcrumbs = std::move(way)};
    });
  }

  http::Response life_events(const http::Request& request) const {
    return show(request, [](const View& view) {
      const std::string title(view.say("portal.life_events_title"));
      return pages::Page{.title = title,
                         .main = heading(title) + life_event_tiles(view),
                         .breadcrumbs = crumbs(view),
                         .wide = true};
    });
  }

  http::Response life_event(const http::Request& request) const {
    return show(request, [&](const View& view) -> std::optional<pages::Page> {
      const auto* event = view.catalogue().find_life_event(request.param("event"));
      if (event == nullptr) return std::nullopt;
      std::vector<const Service*> services;
      services.reserve(event->services.size());
      for (const auto& id : event->services) services.push_back(view.catalogue().find(id));
      auto way = crumbs(view);
      way.push_back({.text = view.say("portal.life_events_title"), .href = view.address("/life-events")});
      const Html main =
          make("{}<p class=\"govuk-body-l\">{}</p>{}{}", heading(view.in(event->names)),
               view.in(event->summary), start_together(view, *event), service_list(view, services));
      return pages::Page{.title = view.in(event->names), .main = main, .breadcrumbs = std::move(way)};
    });
  }

  http::Response departments(const http::Request& request) const {
    return show(request, [](const View& view) {
      return pages::Page{.title = std::string(view.say("portal.departments_title")),
                         .main = catalogue::departments(view),
                         .breadcrumbs = crumbs(view)};
    });
  }

  http::Response department(const http::Request& request) const {
    return show(request, [&](const View& view) -> std::optional<pages::Page> {
      const auto* found = view.catalogue().find(DepartmentId(std::string(request.param("department"))));
      if (found == nullptr) return std::nullopt;
      auto way = crumbs(view);
      way.push_back({.text = view.say("portal.departments_title"), .href = view.address("/departments")});
      Selection wanted;
      wanted.department = found->id;
      const Html main = make("{}<p class=\"govuk-body-l\">{}</p>{}", heading(view.in(found->names)),
                             view.in(found->agency), service_list(view, select(view.edition, wanted)));
      return pages::Page{.title = view.in(found->names), .main = main, .breadcrumbs = std::move(way)};
    });
  }

 private:
  static std::vector<html::Breadcrumb> crumbs(const View& view) {
    return {{.text = view.say("portal.home"), .href = view.address()}};
  }

  http::Response show(const http::Request& request,
                      const std::function<std::optional<pages::Page>(const View&)>& make_page) const {
    const CentreId centre(std::string(request.param("centre")));
    const auto edition = around_.catalogues.current(centre);
    if (!edition) return around_.refused(request, {Refusal::Kind::not_found, "not_found"});
    const Time now = around_.clock();
    auto page = make_page({request, *edition, i18n::Speaker(request.language), edition->zone.day(now), now});
    if (!page) return around_.refused(request, {Refusal::Kind::not_found, "not_found"});
    page->place = place(around_.catalogues, request.language, centre);
    return around_.pages.page(request, *page);
  }

  Surroundings around_;
};

}  // namespace

pages::Place place(const Catalogues& catalogues, Language language, const CentreId& centre) {
  const auto edition = catalogues.current(centre);
  if (!edition) return {};
  return {edition->catalogue.centre.names.in(language), fmt::format("/{}/{}", tag(language), centre.str())};
}

void add_pages(http::Router& router, const Surroundings& around) {
  const auto pages = std::make_shared<const CataloguePages>(around);
  const auto get = [&](std::string pattern,
                       http::Response (CataloguePages::*show)(const http::Request&) const) {
    router.get(std::move(pattern), auth::Roles::all(), std::bind_front(show, pages));
  };
  router.get("/", auth::Roles::all(),
             [](const http::Request& request) { return CataloguePages::root(request); });
  get("/{lang}", &CataloguePages::centres);
  get("/{lang}/{centre}", &CataloguePages::home);
  get("/{lang}/{centre}/services", &CataloguePages::services);
  get("/{lang}/{centre}/services/{service}", &CataloguePages::service);
  get("/{lang}/{centre}/life-events", &CataloguePages::life_events);
  get("/{lang}/{centre}/life-events/{event}", &CataloguePages::life_event);
  get("/{lang}/{centre}/departments", &CataloguePages::departments);
  get("/{lang}/{centre}/departments/{department}", &CataloguePages::department);
}

}  // namespace biroyna::catalogue
