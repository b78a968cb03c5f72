// The ticket on a visitor's phone, under an address that cannot be guessed. Complete without JavaScript.
#include <fmt/format.h>

#include "features/board/pages.hpp"
#include "features/catalogue/pages.hpp"
#include "features/queue/queue.hpp"
#include "platform/auth/secrets.hpp"
#include "platform/qr/qr.hpp"

namespace biroyna::board {
namespace {

using html::make;
using html::to;

// With two people in front it is said aloud.
constexpr int kNearly = 2;

struct Shown {
  std::string title;  // of the browser's tab
  Html body;
  bool may_cancel = false;
};

// What stands under the number: the needs, and the class where it is not everybody's.
Html subject(const i18n::Speaker& say, const View& view, const Ticket& ticket) {
  Html lines;
  for (const auto& need : ticket.open)
    to(lines, "<p class=\"b-pticket__need\">{}</p>", service_name(view.catalogue(), say.language(), need));
  const auto* priority = view.catalogue().find_priority(ticket.visitor_class);
  if (priority != nullptr)
    to(lines, "<p class=\"b-pticket__class\">{}: {}</p>", say("kiosk.line"),
       priority->names.in(say.language()));
  return lines;
}

Shown waiting(const i18n::Speaker& say, const View& view, const Ticket& ticket) {
  const int ahead = view.hall.ahead(ticket, view.now);
  const Forecast forecast = view.hall.forecast(ticket, view.now);
  const std::string in_front = say.many("ticket.people_ahead", ahead);
  const html::Attribute announce = html::attribute("data-announce", ahead <= kNearly ? in_front : "");
  return {fmt::format("{} – {}", ticket.number, in_front),
          make("<section class=\"b-pticket\"><h1 class=\"b-pticket__title\"><span>{}</span> "
               "<strong>{}</strong></h1>{}</section><dl "
               "class=\"b-pfacts\"><div><dt>{}</dt><dd{}><strong>{}</strong></dd></div>"
               "<div><dt>{}</dt><dd><strong>{}</strong></dd></div></dl><p class=\"b-pwhere\"><span "
               "class=\"b-icon b-icon--bell\" "
               "aria-hidden=\"true\"></span><span>{}</span></p><p class=\"b-pstamp\">{}</p>",
               say("kiosk.your_number_label"), ticket.number, subject(say, view, ticket), say("ticket.ahead"),
               announce, say.many("kiosk.people", ahead), say("ticket.wait"), wait_text(say, view, forecast),
               advice_text(say, view, advice(forecast, ahead, view.now, view.closes_at)),
               say("ticket.as_of", {{"time", local_time(view, view.now)}})),
          true};
}

Shown called(const i18n::Speaker& say, const View& view, const Ticket& ticket) {
  const std::string window = window_name(view.catalogue(), say.language(), ticket.window);
  const std::string go = say("ticket.go_to", {{"number", ticket.number}, {"window", ticket.window.str()}});
  return {
      go,
      make(
          "<section class=\"b-pticket b-pticket--called\"><h1 class=\"b-pticket__title\" "
          "data-announce=\"{}\"><span>{} · {}</span> "
          "<strong>{}</strong></h1><p class=\"b-pticket__need\">{}</p></section><p class=\"b-pstamp\">{}</p>",
          go, ticket.number, say("ticket.you_are_called"), window, say("ticket.go_now"),
          say("ticket.called_at", {{"time", local_time(view, ticket.state_since)}})),
      false};
}

// States in which the visitor has nothing to do.
Shown resting(const i18n::Speaker& say, const std::string& number, std::string_view state, bool may_cancel) {
  const std::string_view word = say("state." + std::string(state));
  return {fmt::format("{} – {}", number, word),
          make("<section class=\"b-pticket b-pticket--done\"><h1 class=\"b-pticket__title\"><span>{}</span> "
               "<strong "
               "class=\"b-pticket__word\">{}</strong></h1><p class=\"b-pticket__need\">{}</p></section>",
               number, word, say("ticket.about_" + std::string(state))),
          may_cancel};
}

class TicketPages {
 public:
  TicketPages(const Site& site, Queue& queue, const catalogue::Catalogues& catalogues)
      : site_(site), queue_(queue), catalogues_(catalogues) {}

  http::Response show(const http::Request& request) const {
    const TicketId id(std::string(request.param("ticket")));
    const i18n::Speaker say(request.language);
    http::Response response = site_.refused(request, {Refusal::Kind::not_found, "no_such_ticket"});
    if (const auto centre = queue_.centre_of(id)) {
      queue_.look(*centre, [&](const View& view) {
        const Ticket* ticket = view.hall.find(id);
        if (ticket == nullptr) return;
        const Shown shown = ticket->state == State::waiting ? waiting(say, view, *ticket)
                            : ticket->state == State::called
                                ? called(say, view, *ticket)
                                : resting(say, ticket->number, name(ticket->state), may_give_back(*ticket));
        response = page(request, view, id, std::string(name(ticket->state)), shown);
      });
    } else if (const auto past = queue_.past_ticket(id)) {
      queue_.look(past->first, [&](const View& view) {
        response = page(request, view, id, past->second.state,
                        resting(say, past->second.number, past->second.state, false));
      });
    } else if (queue_.was_lost(id)) {
      response = lost(request, say);
    }
    return response;
  }

  // A ticket is given back only after a question; the page of one that has none any more says why.
  http::Response ask_cancel(const http::Request& request) const {
    const TicketId id(std::string(request.param("ticket")));
    const std::string back = ticket_page(request.language, id);
    http::Response response = http::see_other(back);
    const auto centre = queue_.centre_of(id);
    if (!centre) return response;
    queue_.look(*centre, [&](const View& view) {
      const Ticket* ticket = view.hall.find(id);
      if (ticket != nullptr && may_give_back(*ticket)) response = question(request, view, *ticket, back);
    });
    return response;
  }

  // The QR code of the ticket's page. It never changes; its address contains the secret id of the ticket.
  http::Response qr(const http::Request& request) const {
    const TicketId id(std::string(request.param("ticket")));
    http::Response response = site_.refused(request, {Refusal::Kind::not_found, "no_such_ticket"});
    const auto centre = queue_.centre_of(id);
    if (!centre) return response;
    queue_.look(*centre, [&](const View& view) {
      const Ticket* ticket = view.hall.find(id);
      if (ticket == nullptr) return;
      response = {.content_type = "image/svg+xml",
                  .body = qr::svg(ticket_address(site_.public_url, ticket->language, id)),
                  .headers = {{"Cache-Control", "private, max-age=86400"}}};
    });
    return response;
  }

  // Whoever has the address may give the ticket back, or say that they come late.
  void command(const http::Request& request, http::Reply reply) const {
    const TicketId id(std::string(request.param("ticket")));
    const auto centre = queue_.centre_of(id);
    const auto name = request.param("command");
    if (!centre || (name != "cancel" && name != "return")) {
      return reply.send(site_.refused(request, {Refusal::Kind::not_found, "no_such_ticket"}));
    }
    const std::string address = ticket_page(request.language, id);
    change_hall(
        queue_, reply,
        {.centre = *centre,
         .actor = {ActorKind::visitor},
         .steps = {order({.ticket = id,
                          .command = name == "cancel" ? Command::cancel : Command::return_,
                          .outcome = {},
                          .service = {},
                          .window = {},
                          .note = {}},
                         auth::Principal{})}},
        [address](const Changed&) { return http::see_other(address); },
        [this, &request](const Refusal& refusal) { return site_.refused(request, refusal); });
  }

 private:
  static bool may_give_back(const Ticket& ticket) {
    return ticket.state == State::waiting || ticket.state == State::parked || ticket.state == State::no_show;
  }

  http::Response question(const http::Request& request, const View& view, const Ticket& ticket,
                          const std::string& back) const {
    const i18n::Speaker say(request.language);
    const std::string title = say("ticket.really_cancel", {{"number", ticket.number}});
    const Html main = make(
        "<section class=\"b-pticket\"><h1 class=\"govuk-heading-l\">{}</h1>{}<p "
        "class=\"govuk-body\">{}</p></section><form class=\"b-pactions\" method=\"post\" "
        "action=\"{}\">{}<button class=\"govuk-button govuk-button--warning\" id=\"cancel\">{}</button><a "
        "class=\"govuk-button govuk-button--secondary\" role=\"button\" draggable=\"false\" id=\"keep\" "
        "href=\"{}\">{}</a></form>",
        title, subject(say, view, ticket), say("ticket.cancel_means"), back + "/cancel", csrf_field(request),
        say("ticket.yes_cancel"), back, say("ticket.keep"));
    return framed(request, view, title, main, "asked", {});
  }

  // It may have been taken in a time whose records a restore has lost.
  http::Response lost(const http::Request& request, const i18n::Speaker& say) const {
    const std::string title(say("lost.title"));
    auto response = site_.pages.page(
        request, {.title = title,
                  .main = make("<h1 class=\"govuk-heading-l\">{}</h1><p class=\"govuk-body-l\">{}</p>{}",
                               title, say("lost.ticket"), catalogue::contacts(catalogues_, say)),
                  .status = 404});
    for (auto& [name, value] : response.headers)
      if (name == "Cache-Control") value = "no-store";
    return response;
  }

  static std::string ticket_page(Language language, const TicketId& id) {
    return fmt::format("/{}/t/{}", tag(language), id.str());
  }

  http::Response page(const http::Request& request, const View& view, const TicketId& id,
                      const std::string& state, const Shown& shown) const {
    const i18n::Speaker say(request.language);
    const std::string address = ticket_page(request.language, id);
    Html actions;
    if (shown.may_cancel) {
      Html come_back;
      if (state == "no_show") {
        come_back = make(
            "<button class=\"govuk-button govuk-button--secondary\" id=\"return\" formaction=\"{}\"><span "
            "class=\"b-icon "
            "b-icon--back\" aria-hidden=\"true\"></span>{}</button>",
            address + "/return", say("ticket.come_back"));
      }
      actions = make(
          "<form class=\"b-pactions\" id=\"actions\" data-live method=\"post\" action=\"{}\">{}{}<a "
          "class=\"govuk-button "
          "govuk-button--secondary\" role=\"button\" draggable=\"false\" id=\"cancel\" href=\"{}\"><span "
          "class=\"b-icon b-icon--close\" aria-hidden=\"true\"></span>{}</a></form>",
          address + "/return", csrf_field(request), come_back, address + "/cancel", say("ticket.cancel"));
    } else {
      actions = make("<div class=\"b-pactions\" id=\"actions\" data-live></div>");
    }
    const Html main = make(
        "<div id=\"ticket\" data-live data-state=\"{}\">{}</div>{}<nav "
        "class=\"b-plinks\" aria-label=\"{}\"><a class=\"govuk-link\" href=\"{}\"><span class=\"b-icon "
        "b-icon--restart\" "
        "aria-hidden=\"true\"></span>{}</a><a class=\"govuk-link\" href=\"{}\"><span class=\"b-icon "
        "b-icon--info\" "
        "aria-hidden=\"true\"></span>{}</a></nav>",
        state, shown.body, actions, say("ticket.other"), address, say("ticket.refresh"),
        centre_address(request.language, view.catalogue().centre.id), say("ticket.about_centre"));
    return framed(request, view, shown.title, main, state, address);
  }

  http::Response framed(const http::Request& request, const View& view, const std::string& title,
                        const Html& main, const std::string& state, const std::string& live_source) const {
    const i18n::Speaker say(request.language);
    const Html content = make(
        "<a href=\"#main\" class=\"govuk-skip-link\">{}</a><header class=\"b-phead\"><img src=\"{}\" "
        "alt=\"{}\" width=\"96\" "
        "height=\"32\"><p>{}</p></header><main id=\"main\" class=\"b-pmain\">{}</main><p id=\"say\" "
        "class=\"govuk-visually-hidden\" role=\"status\"></p>",
        say("page.skip"), site_.pages.assets().address("icons/logo-light.svg"), say("product.name"),
        view.catalogue().centre.names.in(request.language), main);
    return screen(site_, view, request,
                  {.style = "citizen.css",
                   .script = "ticket.js",
                   .title = title,
                   .body_class = "govuk-template__body b-phone",
                   .offline_class = "b-offline",
                   .offline = make("{}", say("ticket.offline")),
                   .content = content,
                   .data = {{"data-state", state}}},
                  live_source);
  }

  const Site& site_;
  Queue& queue_;
  const catalogue::Catalogues& catalogues_;
};

}  // namespace

void add_ticket_pages(http::Router& router, const Site& site, Queue& queue,
                      const catalogue::Catalogues& catalogues) {
  const auto pages = std::make_shared<const TicketPages>(site, queue, catalogues);
  router.get("/{lang}/t/{ticket}", auth::Roles::all(),
             [pages](const http::Request& request) { return pages->show(request); });
  router.get("/{lang}/t/{ticket}/cancel", auth::Roles::all(),
             [pages](const http::Request& request) { return pages->ask_cancel(request); });
  router.get("/qr/{ticket}", auth::Roles::all(),
             [pages](const http::Request& request) { return pages->qr(request); });
  router.add({http::Method::post, "/{lang}/t/{ticket}/{command}", auth::Roles::all(), http::Where::io,
              [pages](const http::Request& request, http::Reply reply) {
                pages->command(request, std::move(reply));
              }});
}

}  // namespace biroyna::board
