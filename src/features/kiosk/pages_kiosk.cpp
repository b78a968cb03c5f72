// The kiosk: language, need, what the ticket will say, ticket. Every step is a page of its own and works
// without JavaScript.
#include <fmt/format.h>

#include <charconv>
#include <functional>

#include "features/kiosk/pages_review.hpp"

namespace biroyna::kiosk {

namespace {

using html::make;
using html::to;

constexpr auth::Roles kKiosk = {auth::Role::kiosk, auth::Role::host, auth::Role::head,
                                auth::Role::administrator};

Chosen chosen(const http::Request& request, const catalogue::Catalogue& catalogue) {
  return chosen_of(request.query_value("with").value_or(""), request.query_value("class").value_or(""),
                   catalogue);
}

std::size_t page_of(const http::Request& request) {
  const auto text = request.query_value("page").value_or("");
  std::size_t page = 1;
  std::from_chars(text.data(), text.data() + text.size(), page);
  return page;
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
      const Html title = in_all_languages(
          [](const i18n::Speaker& each) { return std::string(each("kiosk.choose_language")); });
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
      const Chosen already = chosen(request, view.catalogue());
      Html tiles;
      for (const auto& group : view.catalogue().groups) {
        to(tiles,
           "<li><a class=\"b-kchoice b-kchoice--tile\" href=\"{}\"><span class=\"b-icon {}\" "
           "aria-hidden=\"true\"></span><strong>{}</strong><span>{}</span></a></li>",
           address(request, "/needs/" + group.id.str(), already), "b-icon--" + group.icon,
           group.names.in(request.language), group.hint.in(request.language));
      }
      return Screen{.step = "needs",
                    .title = std::string(say("kiosk.what_for")),
                    .main = make("<h1 class=\"b-ktitle\">{}</h1><ul class=\"b-ktiles\">{}</ul>",
                                 say("kiosk.what_for"), tiles),
                    .back = already.needs.empty() ? home(request) : review_address(request, already)};
    });
  }

  http::Response group(const http::Request& request) const {
    return show(request, [&](const View& view) -> std::optional<Screen> {
      const auto* group = view.catalogue().find(GroupId(std::string(request.param("group"))));
      if (group == nullptr) return std::nullopt;
      const i18n::Speaker say(request.language);
      const Chosen already = chosen(request, view.catalogue());
      const auto services = offered(view, group->id, already);
      const Part part = part_of(services.size(), room_for_rows(request), page_of(request));
      const std::string here = "/needs/" + group->id.str();
      Html rows;
      for (std::size_t i = part.first; i < part.first + part.count; ++i)
        rows += service_row(request, view, *services[i], already);
      const std::string& title = group->names.in(request.language);
      return Screen{
          .step = "service",
          .title = title,
          .main =
              make("<h1 class=\"b-ktitle\">{}</h1><ul class=\"b-krows\" aria-label=\"{}\">{}</ul>{}", title,
                   say("kiosk.choose_service"), rows,
                   pager(say, part, [&](std::size_t page) { return address(request, here, already, page); })),
          .back = address(request, "/needs", already)};
    });
  }

  http::Response review(const http::Request& request) const {
    return show(request, [&](const View& view) -> std::optional<Screen> {
      const ServiceId last(std::string(request.param("service")));
      if (view.catalogue().find(last) == nullptr) return std::nullopt;
      return kiosk::review(request, view, followed_by(chosen(request, view.catalogue()), last),
                           site_.public_url);
    });
  }

  // Each leads to the page where the ticket is looked at.
  http::Response classes(const http::Request& request) const {
    return show(request, [&](const View& view) -> std::optional<Screen> {
      const Chosen already = chosen(request, view.catalogue());
      if (already.needs.empty()) return std::nullopt;
      const i18n::Speaker say(request.language);
      const auto classes = nameable_classes(view.catalogue());
      const Part part = part_of(classes.size(), room_for_rows(request), page_of(request));
      Html rows;
      const auto row = [&](const std::string& visitor_class, std::string_view text) {
        to(rows, "<li><a class=\"b-kchoice b-kchoice--row\" href=\"{}\"><strong>{}</strong></a></li>",
           review_address(request, {already.needs, visitor_class}), text);
      };
      for (std::size_t i = part.first; i < part.first + part.count; ++i)
        row(classes[i]->id, classes[i]->names.in(request.language));
      row("none", say("kiosk.no_class"));
      return Screen{
          .step = "classes",
          .title = std::string(say("kiosk.which_class")),
          .main = make("<h1 class=\"b-ktitle\">{}</h1><ul class=\"b-krows\">{}</ul>{}<p "
                       "class=\"b-knote\">{}</p>",
                       say("kiosk.which_class"), rows,
                       pager(say, part,
                             [&](std::size_t page) { return address(request, "/priority", already, page); }),
                       say("kiosk.priority_note")),
          .back = review_address(request, already)};
    });
  }

  void take(const http::Request& request, http::Reply reply) const {
    const CentreId centre(std::string(request.param("centre")));
    const auto edition = queue_.edition(centre);
    if (!edition) return reply.send(site_.not_found(request));
    const auto form = request.form();
    if (!form) return reply.send(site_.refused(request, {Refusal::Kind::malformed, "malformed"}));
    TakeTicket take;
    for (const auto& [name, value] : *form) {
      if (name == "service") take.services.emplace_back(value);
    }
    take.visitor_class = field(*form, "priority");
    take.language = tag(request.language);
    const auto refused = [this, &request, take](const Refusal& refusal) {
      // The hall has become so full only since: the page says so now, and what else can be done.
      if (refusal.code == "closes_before")
        return http::see_other(review_address(request, {take.services, take.visitor_class}));
      return refused_here(request, refusal);
    };
    if (const auto later = too_many_takes(takes_, *edition, request.principal, site_.clock()))
      return reply.send(refused(*later));
    const auto closes_at = field(*form, "anyway") == "yes" ? std::nullopt : queue_.closes_at(centre);
    change_hall(
        queue_, reply,
        {.centre = centre,
         .actor = request.principal.actor(),
         .repeat = repeat_of(request, field(*form, "key")),
         .steps = {take_ticket(take, closes_at, edition->zone)}},
        [tickets = address(request, "/tickets/")](const Changed& changed) {
          return http::see_other(tickets + changed.ticket_of(EventKind::ticket_taken).str());
        },
        refused);
  }

  http::Response mode(const http::Request& request) const { return switch_mode(request, home(request)); }

  http::Response ticket(const http::Request& request) const {
    return show(request, [&](const View& view) -> std::optional<Screen> {
      const Ticket* ticket = view.hall.find(TicketId(std::string(request.param("ticket"))));
      if (ticket == nullptr) return std::nullopt;
      return issued(request, view, *ticket, home(request));
    });
  }

 private:
  // The first page, where the language is chosen, has the address of the centre's default language.
  std::string home(const http::Request& request) const {
    const auto edition = queue_.edition(CentreId(std::string(request.param("centre"))));
    return address(edition ? edition->catalogue.centre.default_language : request.language, request, "");
  }

  static Html service_row(const http::Request& request, const View& view, const catalogue::Service& service,
                          const Chosen& already) {
    const i18n::Speaker say(request.language);
    const Forecast forecast = view.hall.forecast_for(service.id, already.visitor_class, view.now);
    std::string about = wait_text(say, view, forecast);
    if (!closes_before(forecast, view.now, view.closes_at)) {
      const int ahead = view.hall.ahead_for(service.id, already.visitor_class, view.now);
      about += fmt::format(" · {}", say.many("ticket.people_ahead", ahead));
    }
    return make(
        "<li><a class=\"b-kchoice b-kchoice--row\" href=\"{}\"><span "
        "class=\"b-kchoice__text\"><strong>{}</strong><span>"
        "<span class=\"b-icon b-icon--clock\" aria-hidden=\"true\"></span> {}</span></span></a></li>",
        address(request, "/services/" + service.id.str(), already), service.names.in(request.language),
        about);
  }

  // A refusal keeps the visitor on the kiosk.
  http::Response refused_here(const http::Request& request, const Refusal& refusal) const {
    auto response = show(request, [&](const View&) {
      const i18n::Speaker say(request.language);
      return Screen{
          .step = "refused",
          .title = std::string(say("console.not_done")),
          .main = make("<h1 class=\"b-ktitle\">{}</h1><p class=\"b-klead\" role=\"alert\">{}</p><div "
                       "class=\"b-kbar\"><a class=\"b-kchoice b-kchoice--row b-kchoice--primary "
                       "b-kdone\" href=\"{}\"><strong>{}</strong></a></div>",
                       say("console.not_done"), refusal_text(say, refusal.code, refusal.subject),
                       home(request), say("kiosk.start_again")),
          .back = {}};
    });
    response.status = http::status_of(refusal.kind);
    return response;
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

  // In all languages: nobody has chosen one yet, or not the one who comes next.
  static Screen closed_screen(const i18n::Speaker& say, const char* title,
                              const std::function<std::string(const i18n::Speaker&)>& when) {
    return {.step = "closed",
            .title = std::string(say(title)),
            .main = make(
                "<div class=\"b-kclosed\"><span class=\"b-icon b-icon--moon\" "
                "aria-hidden=\"true\"></span><h1 class=\"b-ktitle b-ktitle--many\">{}</h1><p "
                "class=\"b-klead b-klead--many\">{}</p></div>",
                in_all_languages([title](const i18n::Speaker& each) { return std::string(each(title)); }),
                in_all_languages(when)),
            .back = {}};
  }

  static Screen day_closed(const http::Request& request) {
    return closed_screen(i18n::Speaker(request.language), "kiosk.closed",
                         [](const i18n::Speaker& say) { return std::string(say("refusal.day_closed")); });
  }

  static Screen closed(const http::Request& request, const View& view, Opening state) {
    const i18n::Speaker here(request.language);
    if (state == Opening::closing) {
      return closed_screen(here, "kiosk.closing_soon",
                           [](const i18n::Speaker& say) { return std::string(say("kiosk.ask_host")); });
    }
    return closed_screen(here, "kiosk.closed",
                         [&view](const i18n::Speaker& say) { return opening_text(say, view); });
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
  get("/services/{service}", &Kiosk::review);
  get("/priority", &Kiosk::classes);
  get("/tickets/{ticket}", &Kiosk::ticket);
  router.post("/{lang}/{centre}/kiosk/mode", kKiosk, std::bind_front(&Kiosk::mode, kiosk));
  router.add({http::Method::post, "/{lang}/{centre}/kiosk/tickets", kKiosk, http::Where::io,
              std::bind_front(&Kiosk::take, kiosk)});
}

}  // namespace biroyna::kiosk
