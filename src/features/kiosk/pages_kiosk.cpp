// The kiosk: language, need, priority, ticket. Every step is a page of its own and works without JavaScript.
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "features/kiosk/pages_frame.hpp"
#include "platform/auth/secrets.hpp"

namespace biroyna::kiosk {

namespace {

using html::make;
using html::to;

constexpr auth::Roles kKiosk = {auth::Role::kiosk, auth::Role::host, auth::Role::head,
                                auth::Role::administrator};
// The needs chosen so far travel in the address: "with=a.b".
std::vector<ServiceId> chosen(const http::Request& request, const catalogue::Catalogue& catalogue) {
  std::vector<ServiceId> services;
  std::string_view text = request.query_value("with").value_or("");
  while (!text.empty() && services.size() < kMostNeeds) {
    const std::size_t end = std::min(text.find('.'), text.size());
    ServiceId id(std::string(text.substr(0, end)));
    const bool known = catalogue.find(id) != nullptr && std::ranges::find(services, id) == services.end();
    if (known) services.push_back(std::move(id));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return services;
}

std::string dotted(const std::vector<ServiceId>& services) {
  std::string text;
  for (const auto& service : services) text += (text.empty() ? "" : ".") + service.str();
  return text;
}

class Kiosk {
 public:
  Kiosk(const Site& site, Queue& queue, RateLimit& takes, bool open_all_hours)
      : site_(site), queue_(queue), takes_(takes), open_all_hours_(open_all_hours) {}

  http::Response language(const http::Request& request) const {
    return show(request, [&](const View& view) {
      Html links;
      for (const Language language : kLanguages) {
        const i18n::Speaker say(language);
        to(links,
           "<li><a class=\"b-kchoice b-kchoice--language\" href=\"{}\" lang=\"{}\" "
           "hreflang=\"{}\"><strong>{}</strong>"
           "<span>{}</span></a></li>",
           address(language, request, "/needs"), tag(language), tag(language), i18n::own_name(language),
           say("kiosk.take_ticket"));
      }
      Html title;
      for (const Language language : kLanguages) {
        to(title, "<span lang=\"{}\">{}</span> ", tag(language),
           i18n::text(language, "kiosk.choose_language"));
      }
      const i18n::Speaker say(request.language);
      const auto waiting = static_cast<std::int64_t>(view.hall.waiting_count());
      return Screen{
          .step = "language",
          .title = std::string(say("kiosk.choose_language")),
          .main = make("<h1 class=\"b-ktitle b-ktitle--many\">{}</h1><ul class=\"b-klanguages\">{}</ul>"
                       "<p class=\"b-know\" id=\"now\" data-live><span class=\"b-icon b-icon--people\" "
                       "aria-hidden=\"true\"></span><span>{}</span></p>",
                       title, links, say.many("kiosk.waiting_now", waiting)),
          .back = {}};
    });
  }

  http::Response needs(const http::Request& request) const {
    return show(request, [&](const View& view) {
      const i18n::Speaker say(request.language);
      const std::string with = dotted(chosen(request, view.catalogue()));
      Html tiles;
      for (const auto& group : view.catalogue().groups) {
        to(tiles,
           "<li><a class=\"b-kchoice b-kchoice--tile\" href=\"{}\"><span class=\"b-icon {}\" "
           "aria-hidden=\"true\"></span><strong>{}</strong><span>{}</span></a></li>",
           address(request, "/needs/" + group.id.str(), with), "b-icon--" + group.icon,
           group.names.in(request.language), group.hint.in(request.language));
      }
      return Screen{.step = "needs",
                    .title = std::string(say("kiosk.what_for")),
                    .main = make("<h1 class=\"b-ktitle\">{}</h1><ul class=\"b-ktiles\">{}</ul>",
                                 say("kiosk.what_for"), tiles),
                    .back = home(request)};
    });
  }

  http::Response group(const http::Request& request) const {
    return show(request, [&](const View& view) -> std::optional<Screen> {
      const auto* group = view.catalogue().find(GroupId(std::string(request.param("group"))));
      if (group == nullptr) return std::nullopt;
      const i18n::Speaker say(request.language);
      const auto already = chosen(request, view.catalogue());
      const auto counts = view.hall.waiting_by_service();
      Html rows;
      for (const auto& service : view.catalogue().services) {
        if (service.group != group->id || std::ranges::find(already, service.id) != already.end()) continue;
        if (!view.hall.need_open(service.id)) continue;
        const auto count = std::ranges::find(counts, service.id, &WaitingCount::service);
        const int waiting = count == counts.end() ? 0 : count->waiting;
        to(rows,
           "<li><a class=\"b-kchoice b-kchoice--row\" href=\"{}\"><span "
           "class=\"b-kchoice__text\"><strong>{}</strong><span>"
           "<span class=\"b-icon b-icon--clock\" aria-hidden=\"true\"></span> {} · {}</span></span></a></li>",
           address(request, "/services/" + service.id.str(), dotted(already)),
           service.names.in(request.language),
           wait_text(say, view.hall.forecast_for(service.id, "none", view.now)),
           say.many("kiosk.people", waiting));
      }
      const std::string& title = group->names.in(request.language);
      return Screen{
          .step = "service",
          .title = title,
          .main =
              make("<h1 class=\"b-ktitle\">{}</h1><p class=\"b-klead\">{}</p><ul class=\"b-krows\">{}</ul>",
                   title, say("kiosk.choose_service"), rows),
          .back = address(request, "/needs", dotted(already))};
    });
  }

  http::Response priority(const http::Request& request) const {
    return show(request, [&](const View& view) -> std::optional<Screen> {
      const auto needs = needs_of(request, view);
      if (!needs) return std::nullopt;
      const i18n::Speaker say(request.language);
      const std::string with = dotted(*needs);
      Html more;
      if (needs->size() < kMostNeeds) {
        more = make(
            "<a class=\"b-kchoice b-kchoice--row\" href=\"{}\"><span class=\"b-icon b-icon--plus\" "
            "aria-hidden=\"true\"></span><strong>{}</strong></a>",
            address(request, "/needs", with), say("kiosk.add_need"));
      }
      const Html take = make(
          "<button class=\"b-kchoice b-kchoice--row b-kchoice--primary\" name=\"priority\" "
          "value=\"none\"><span "
          "class=\"b-icon b-icon--ticket\" aria-hidden=\"true\"></span><strong>{}</strong></button>",
          say("kiosk.no_priority"));
      const Html ask = make(
          "<a class=\"b-kchoice b-kchoice--row\" href=\"{}\"><span class=\"b-icon b-icon--hand\" "
          "aria-hidden=\"true\"></span><strong>{}</strong></a>{}",
          address(request, "/priority", with), say("kiosk.need_priority"), more);
      return Screen{.step = "priority",
                    .title = std::string(say("kiosk.priority_question")),
                    .main = make("<h1 class=\"b-ktitle\">{}</h1>{}{}<div class=\"b-kquestion\">{}</div><p "
                                 "class=\"b-knote\">{}</p>",
                                 say("kiosk.priority_question"), chosen_list(request, view, *needs),
                                 question(request, *needs, take), ask, say("kiosk.priority_note")),
                    .back = address(request, "/needs", with)};
    });
  }

  http::Response classes(const http::Request& request) const {
    return show(request, [&](const View& view) -> std::optional<Screen> {
      const auto needs = chosen(request, view.catalogue());
      if (needs.empty()) return std::nullopt;
      const i18n::Speaker say(request.language);
      Html buttons;
      for (const auto& priority : view.catalogue().priorities) {
        if (priority.id == "none" || priority.id == "booked") continue;
        to(buttons,
           "<button class=\"b-kchoice b-kchoice--row\" name=\"priority\" "
           "value=\"{}\"><strong>{}</strong></button>",
           priority.id, priority.names.in(request.language));
      }
      return Screen{.step = "classes",
                    .title = std::string(say("kiosk.which_class")),
                    .main = make("<h1 class=\"b-ktitle\">{}</h1><p class=\"b-klead\">{}</p>{}",
                                 say("kiosk.which_class"), say("kiosk.show_documents"),
                                 question(request, needs, buttons)),
                    .back = address(request, "/services/" + needs.back().str(),
                                    dotted({needs.begin(), needs.end() - 1}))};
    });
  }

  void take(const http::Request& request, http::Reply reply) const {
    const CentreId centre(std::string(request.param("centre")));
    const auto edition = queue_.edition(centre);
    if (!edition) return reply.send(site_.not_found(request));
    const auto form = request.form();
    if (!form) return reply.send(site_.refused(request, {Refusal::Kind::malformed, "malformed"}));
    TakeTicket take;
    std::string key;
    for (const auto& [name, value] : *form) {
      if (name == "service") take.services.emplace_back(value);
      if (name == "priority") take.visitor_class = value;
      if (name == "key") key = value;
    }
    take.language = tag(request.language);
    if (const auto later = too_many_takes(takes_, *edition, request.principal, site_.clock()))
      return reply.send(site_.refused(request, *later));
    const std::string tickets = address(request, "/tickets/");
    change_hall(
        queue_, reply,
        {.centre = centre,
         .actor = request.principal.actor(),
         .repeat = repeat_of(request, std::move(key)),
         .steps = {[take](const Hall& hall, Time now) { return hall.take(take, now); }}},
        [tickets](const Changed& changed) {
          return http::see_other(tickets + changed.ticket_of(EventKind::ticket_taken).str());
        },
        [this, &request](const Refusal& refusal) { return site_.refused(request, refusal); });
  }

  http::Response mode(const http::Request& request) const { return switch_mode(request, home(request)); }

  http::Response ticket(const http::Request& request) const {
    return show(request, [&](const View& view) -> std::optional<Screen> {
      const Ticket* ticket = view.hall.find(TicketId(std::string(request.param("ticket"))));
      if (ticket == nullptr) return std::nullopt;
      const i18n::Speaker say(request.language);
      const auto fact = [&](std::string_view icon, std::string_view name, std::string_view value) {
        return make("<div><dt><span class=\"b-icon {}\" aria-hidden=\"true\"></span>{}</dt><dd>{}</dd></div>",
                    fmt::format("b-icon--{}", icon), name, value);
      };
      const Html facts =
          fact("people", say("ticket.ahead"), say.many("kiosk.people", view.hall.ahead(*ticket, view.now))) +
          fact("clock", say("ticket.wait"), wait_text(say, view.hall.forecast(*ticket, view.now))) +
          fact("seat", say("kiosk.where"), say("kiosk.where_to_wait"));
      return Screen{
          .step = "ticket",
          .title = say("kiosk.your_number", {{"number", ticket->number}}),
          .main = make("<h1 class=\"b-kticket\"><span class=\"b-kticket__label\">{}</span> <strong "
                       "class=\"b-kticket__number\">{}</strong></h1><dl class=\"b-kfacts\">{}</dl>"
                       "<div class=\"b-kphone\"><img class=\"b-qr\" alt=\"{}\" src=\"/qr/{}\" width=\"280\" "
                       "height=\"280\"><p><strong>{}</strong> <span>{}</span></p></div>"
                       "<a class=\"b-kchoice b-kchoice--row b-kchoice--primary b-kdone\" "
                       "href=\"{}\"><strong>{}</strong></a>",
                       say("kiosk.your_number_label"), ticket->number, facts, say("kiosk.qr_alt"),
                       ticket->id.str(), say("kiosk.follow_on_phone"), say("kiosk.scan"), home(request),
                       say("kiosk.done")),
          .back = {}};
    });
  }

 private:
  // The first page, where the language is chosen, has the address of the centre's default language.
  std::string home(const http::Request& request) const {
    const auto edition = queue_.edition(CentreId(std::string(request.param("centre"))));
    return address(edition ? edition->catalogue.centre.default_language : request.language, request, "");
  }

  static std::optional<std::vector<ServiceId>> needs_of(const http::Request& request, const View& view) {
    auto needs = chosen(request, view.catalogue());
    ServiceId last(std::string(request.param("service")));
    if (view.catalogue().find(last) == nullptr) return std::nullopt;
    std::erase(needs, last);
    if (needs.size() == kMostNeeds) needs.pop_back();
    needs.push_back(std::move(last));
    return needs;
  }

  static Html chosen_list(const http::Request& request, const View& view,
                          const std::vector<ServiceId>& needs) {
    Html list;
    for (const auto& need : needs) {
      const auto* group = view.catalogue().find(view.catalogue().find(need)->group);
      to(list,
         "<p class=\"b-kchosen\"><span class=\"b-icon {}\" aria-hidden=\"true\"></span><span>{}</span></p>",
         "b-icon--" + group->icon, service_name(view.catalogue(), request.language, need));
    }
    return list;
  }

  static Html question(const http::Request& request, const std::vector<ServiceId>& needs,
                       const Html& buttons) {
    Html hidden;
    for (const auto& need : needs)
      to(hidden, "<input type=\"hidden\" name=\"service\" value=\"{}\">", need.str());
    return make(
        "<form class=\"b-kquestion\" method=\"post\" action=\"{}\">{}{}<input type=\"hidden\" name=\"key\" "
        "value=\"{}\">{}</form>",
        address(request, "/tickets"), csrf_field(request), hidden, auth::ordered_id(), buttons);
  }

  // A page of the kiosk, or what stands in its place while the centre is closed.
  http::Response show(const http::Request& request,
                      const std::function<std::optional<Screen>(const View&)>& screen) const {
    const CentreId centre(std::string(request.param("centre")));
    http::Response response = site_.not_found(request);
    queue_.look(centre, [&](const View& view) {
      const bool told = request.path.find("/kiosk/tickets/") != std::string::npos;
      const Opening state =
          open_all_hours_ || told ? Opening::open : opening(view.catalogue(), view.edition.zone, view.now);
      // The head has closed the day. A day without events is not over: it has not begun yet.
      const bool day_over = !told && !view.hall.day_open() && view.hall.last_event_at() != Time{};
      const std::optional<Screen> shown = day_over                 ? day_closed(request)
                                          : state == Opening::open ? screen(view)
                                                                   : closed(request, view, state);
      if (shown) response = framed(site_, view, request, *shown, home(request));
    });
    return response;
  }

  static Screen closed_screen(const std::string& title, std::string_view when) {
    return {
        .step = "closed",
        .title = title,
        .main = make(
            "<div class=\"b-kclosed\"><span class=\"b-icon b-icon--moon\" aria-hidden=\"true\"></span><h1 "
            "class=\"b-ktitle\">{}</h1><p class=\"b-klead\">{}</p></div>",
            title, when),
        .back = {}};
  }

  static Screen day_closed(const http::Request& request) {
    const i18n::Speaker say(request.language);
    return closed_screen(std::string(say("kiosk.closed")), say("refusal.day_closed"));
  }

  Screen closed(const http::Request& request, const View& view, Opening state) const {
    const i18n::Speaker say(request.language);
    const auto& calendar = view.catalogue().calendar;
    std::string when;
    Day day = view.day;
    const Minutes now = view.edition.zone.time_of_day(view.now);
    const auto& today = calendar.hours(day);
    const auto later = std::ranges::find_if(today, [&](const Hours& hours) { return hours.from > now; });
    if (later != today.end()) {
      when = say("kiosk.opens_today", {{"time", to_hhmm(later->from)}});
    } else if (const auto next = calendar.next_working_day(day)) {
      when = say("kiosk.opens_on", {{"day", i18n::date(request.language, *next)},
                                    {"time", to_hhmm(calendar.hours(*next).front().from)}});
    }
    const std::string title(say(state == Opening::closing ? "kiosk.closing_soon" : "kiosk.closed"));
    if (state == Opening::closing) when = say("kiosk.ask_host");
    return closed_screen(title, when);
  }

  const Site& site_;
  Queue& queue_;
  RateLimit& takes_;
  const bool open_all_hours_;
};

}  // namespace

void add_pages(http::Router& router, const Site& site, Queue& queue, RateLimit& takes, bool open_all_hours) {
  const auto kiosk = std::make_shared<const Kiosk>(site, queue, takes, open_all_hours);
  const auto get = [&](std::string_view rest, http::Response (Kiosk::*handle)(const http::Request&) const) {
    router.get(fmt::format("/{{lang}}/{{centre}}/kiosk{}", rest), kKiosk, std::bind_front(handle, kiosk));
  };
  get("", &Kiosk::language);
  get("/needs", &Kiosk::needs);
  get("/needs/{group}", &Kiosk::group);
  get("/services/{service}", &Kiosk::priority);
  get("/priority", &Kiosk::classes);
  get("/tickets/{ticket}", &Kiosk::ticket);
  router.post("/{lang}/{centre}/kiosk/mode", kKiosk, std::bind_front(&Kiosk::mode, kiosk));
  router.add({http::Method::post, "/{lang}/{centre}/kiosk/tickets", kKiosk, http::Where::io,
              std::bind_front(&Kiosk::take, kiosk)});
}

}  // namespace biroyna::kiosk
