// The host takes tickets for visitors, and changes those of visitors who ask.
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "core/text.hpp"
#include "features/host/host_view.hpp"
#include "features/host/pages_host.hpp"
#include "features/host/pages_ticket_form.hpp"
#include "features/queue/queue.hpp"
#include "platform/auth/secrets.hpp"
#include "platform/i18n/typed.hpp"
#include "platform/pages/done.hpp"

namespace biroyna::host {
namespace {

using html::make;
using html::to;

TicketId ticket_of(const http::Request& request) { return TicketId(std::string(request.param("ticket"))); }

std::string ticket_page(const http::Request& request, std::string_view rest = {}) {
  return host_address(request, fmt::format("/tickets/{}{}", request.param("ticket"), rest));
}

TicketForm new_ticket_form(const http::Request& request, const i18n::Speaker& say) {
  return {.title = std::string(say("host.take")),
          .again = host_address(request, "/new"),
          .submit = host_address(request, "/tickets"),
          .button = std::string(say("host.give")),
          .breadcrumbs = {host_breadcrumb(request, say)}};
}

TicketForm change_form(const http::Request& request, const i18n::Speaker& say, const Ticket& ticket) {
  return {
      .title = say("host.change_title", {{"number", ticket.number}}),
      .again = ticket_page(request, "/change"),
      .submit = ticket_page(request, "/save"),
      .button = std::string(say("host.save")),
      .new_ticket = false,
      .breadcrumbs = {host_breadcrumb(request, say), {.text = ticket.number, .href = ticket_page(request)}}};
}

class HostTickets {
 public:
  HostTickets(const Site& site, Queue& queue) : site_(site), queue_(queue) {}

  http::Response ask_new(const http::Request& request) const {
    return at_host(site_, queue_, request, [&](const StaffPage& page) {
      TicketDraft draft;
      draft.language = tag(page.view.catalogue().centre.default_language);
      return show_form(page, new_ticket_form(request, page.say), draft);
    });
  }

  // A button that changes only the form, not the hall.
  http::Response choose_new(const http::Request& request) const {
    return at_host(site_, queue_, request, [&](const StaffPage& page) {
      return show_form(page, new_ticket_form(request, page.say), pressed(page));
    });
  }

  void take(const http::Request& request, http::Reply reply) const {
    const auto edition = queue_.edition(CentreId(std::string(request.param("centre"))));
    if (!edition) return reply.send(site_.not_found(request));
    const TicketDraft draft = draft_of(http::form_of(request), edition->catalogue);
    if (const auto errors = problems_of(draft); !errors.empty()) {
      return reply.send(at_host(site_, queue_, request, [&](const StaffPage& page) {
        return show_form(page, new_ticket_form(request, page.say), draft, errors);
      }));
    }
    TakeTicket take;
    take.services = draft.services;
    take.visitor_class = draft.visitor_class;
    take.language = draft.language;
    take.channel = Channel::host;
    take.people = people_of(draft);
    take.helper = draft.helper;
    take.actor = StaffId(request.principal.id);
    const auto closes_at = draft.anyway ? std::nullopt : queue_.closes_at(edition->catalogue.centre.id);
    change_hall(
        queue_, reply,
        {.centre = edition->catalogue.centre.id,
         .actor = request.principal.actor(),
         .repeat = repeat_of(request, draft.key),
         .steps = {take_ticket(take, closes_at, edition->zone)},
         .contact = {draft.name, draft.phone}},
        [to = host_address(request, "/taken/")](const Changed& changed) {
          return http::see_other(to + changed.ticket_of(EventKind::ticket_taken).str());
        },
        [this, &request, draft](const Refusal& refusal) {
          return at_host(site_, queue_, request, [&](const StaffPage& page) {
            return show_form(page, new_ticket_form(request, page.say), draft, refusal);
          });
        });
  }

  http::Response taken(const http::Request& request) const {
    return with_ticket(request, [&](const StaffPage& page, const Ticket& ticket) {
      const auto& say = page.say;
      const std::string phone = ticket_address(site_.public_url, ticket.language, ticket.id);
      const Html panel =
          html::panel({.title = make("{} <strong class=\"b-number\">{}</strong>",
                                     say("kiosk.your_number_label"), ticket.number),
                       .text = make("{}<br>{}", ahead_and_wait(page, ticket), told_advice(page, ticket))});
      const Html content = make(
          "{}<div class=\"b-phone-link\"><img class=\"b-qr\" src=\"/qr/{}\" alt=\"{}\" width=\"220\" "
          "height=\"220\"><p><strong>{}</strong> <a class=\"govuk-link\" href=\"{}\">{}</a></p></div><div "
          "class=\"govuk-button-group\"><a class=\"govuk-button\" role=\"button\" draggable=\"false\" "
          "href=\"{}\">{}</a><a class=\"govuk-link\" href=\"{}\">{}</a><a class=\"govuk-link\" "
          "href=\"{}\">{}</a></div>",
          panel, ticket.id.str(), say("kiosk.qr_alt"), say("host.follow_on_phone"), phone, phone,
          page.root + "/new", say("host.another"), ticket_page(request), say("host.see_ticket"), page.root,
          say("host.title"));
      return respond(page, {.title = say("host.taken", {{"number", ticket.number}}),
                            .main = content,
                            .breadcrumbs = {host_breadcrumb(request, say)}});
    });
  }

  http::Response ticket(const http::Request& request) const {
    Contact contact;
    for (auto& [id, known] : queue_.contacts_of(CentreId(request.principal.centre))) {
      if (id == ticket_of(request)) contact = std::move(known);
    }
    return with_ticket(request, [&](const StaffPage& page, const Ticket& ticket) {
      const auto& say = page.say;
      const Html content = make(
          "{}{}<h1 class=\"govuk-heading-l\">{} <strong class=\"govuk-tag\" id=\"state\" "
          "data-live>{}</strong></h1>{}{}{}",
          done_banner(request, say), problem_banner(request, say), ticket.number,
          state_text(say, ticket.state), facts(page, ticket, contact), commands(page, ticket),
          notes(page, ticket));
      return respond(page, {.title = say("host.ticket_title", {{"number", ticket.number}}),
                            .main = content,
                            .breadcrumbs = {host_breadcrumb(request, say)},
                            .typed_into = true,
                            .live_source = ticket_page(request)});
    });
  }

  http::Response ask_change(const http::Request& request) const {
    return with_ticket(request, [&](const StaffPage& page, const Ticket& ticket) {
      return show_form(page, change_form(request, page.say, ticket), draft_of(ticket));
    });
  }

  http::Response choose_change(const http::Request& request) const {
    return with_ticket(request, [&](const StaffPage& page, const Ticket& ticket) {
      return show_form(page, change_form(request, page.say, ticket), pressed(page));
    });
  }

  void change(const http::Request& request, http::Reply reply) const {
    const auto edition = queue_.edition(CentreId(std::string(request.param("centre"))));
    if (!edition) return reply.send(site_.not_found(request));
    TicketDraft draft = draft_of(http::form_of(request), edition->catalogue);
    draft.people = "1";  // is not asked again
    const auto again = [this, &request, draft](const auto& wrong) {
      return with_ticket(request, [&](const StaffPage& page, const Ticket& ticket) {
        return show_form(page, change_form(request, page.say, ticket), draft, wrong);
      });
    };
    if (const auto errors = problems_of(draft); !errors.empty()) return reply.send(again(errors));
    change_hall(
        queue_, reply,
        {.centre = edition->catalogue.centre.id,
         .actor = request.principal.actor(),
         .repeat = repeat_of(request, draft.key),
         .steps = {[draft, id = ticket_of(request), actor = StaffId(request.principal.id)](const Hall& hall,
                                                                                           Time now) {
           return hall.change(id, draft.services, draft.visitor_class, draft.language, actor, now);
         }}},
        [to = ticket_page(request, "?done=changed")](const Changed&) { return pages::see_done(to); }, again);
  }

  http::Response ask_cancel(const http::Request& request) const {
    return with_ticket(request, [&](const StaffPage& page, const Ticket& ticket) {
      const auto& say = page.say;
      const std::string title = say("host.really_cancel_one", {{"number", ticket.number}});
      return respond(
          page,
          {.title = title,
           .main = make(
               "<h1 class=\"govuk-heading-l\">{}</h1><p class=\"govuk-body\">{}</p><form method=\"post\" "
               "action=\"{}\">{}<div class=\"govuk-button-group\"><button class=\"govuk-button "
               "govuk-button--warning\">{}</button><a class=\"govuk-link\" href=\"{}\">{}</a></div></form>",
               title, say("host.cancel_is_final"), ticket_page(request, "/cancel"), csrf_field(request),
               say("host.yes_cancel"), ticket_page(request), say("host.no_back")),
           .breadcrumbs = {host_breadcrumb(request, say),
                           {.text = ticket.number, .href = ticket_page(request)}}});
    });
  }

  // POST …/tickets/{ticket}/{return | no-show | cancel | note}
  void command(const http::Request& request, http::Reply reply) const {
    const TicketId id = ticket_of(request);
    const auto form = http::form_of(request);
    const std::string home = ticket_page(request);
    FormOrder ordered{.steps = {}, .key = field(form, "key"), .refused_to = home, .done_to = {}};
    if (request.param("command") == "note") {
      const std::string text(trim(field(form, "text")));
      if (text.empty() || length_utf8(text) > kLongestNote) {
        const std::string code = text.empty() ? "no_note" : "long_note";
        return reply.send(http::see_other(fmt::format("{}?note={}#note", home, code)));
      }
      ordered.steps = {[=, actor = StaffId(request.principal.id)](const Hall& hall, Time now) {
        return hall.note(id, text, actor, now);
      }};
      ordered.done_to = [home](const Changed&) { return home + "?done=noted"; };
      return run_order(site_, queue_, request, reply, std::move(ordered));
    }
    const auto parsed = parse_command(request.param("command"));
    const auto* known =
        std::ranges::find_if(kOrders, [&](const Ordered& each) { return parsed && each.command == *parsed; });
    if (known == std::end(kOrders)) return reply.send(site_.not_found(request));
    ordered.steps = {step_of(id, known->command, request.principal)};
    ordered.done_to = [to = fmt::format("{}?done={}", home, known->done)](const Changed&) { return to; };
    run_order(site_, queue_, request, reply, std::move(ordered));
  }

 private:
  http::Response with_ticket(
      const http::Request& request,
      const std::function<http::Response(const StaffPage&, const Ticket&)>& show) const {
    return at_host(site_, queue_, request, [&](const StaffPage& page) {
      const Ticket* ticket = page.view.hall.find(ticket_of(request));
      if (ticket == nullptr) return site_.refused(request, {Refusal::Kind::not_found, "no_such_ticket"});
      return show(page, *ticket);
    });
  }

  static std::string ahead_and_wait(const StaffPage& page, const Ticket& ticket) {
    const View& view = page.view;
    return fmt::format("{} · {}", page.say.many("ticket.people_ahead", view.hall.ahead(ticket, view.now)),
                       wait_text(page.say, view, view.hall.forecast(ticket, view.now)));
  }
  // What the visitor is told, too.
  static std::string told_advice(const StaffPage& page, const Ticket& ticket) {
    const View& view = page.view;
    return advice_text(page.say, view,
                       advice(view.hall.forecast(ticket, view.now), view.hall.ahead(ticket, view.now),
                              view.now, view.closes_at));
  }

  static TicketDraft pressed(const StaffPage& page) {
    const auto form = http::form_of(page.request);
    TicketDraft draft = draft_of(form, page.view.catalogue());
    choose(draft, field(form, "do"));
    return draft;
  }

  static Html facts(const StaffPage& page, const Ticket& ticket, const Contact& contact) {
    const auto& say = page.say;
    std::vector<html::SummaryRow> rows;
    const auto row = [&rows](std::string_view key, html::Content value) {
      rows.push_back({.key = {.text = key}, .value = {.text = std::move(value)}});
    };
    Html needs;
    for (const auto& service : ticket.done) {
      to(needs, "<li>{} <span class=\"b-muted\">{}</span></li>", page.service(service),
         say("host.need_done"));
    }
    for (const auto& service : ticket.open) to(needs, "<li>{}</li>", page.service(service));
    row(say("host.services"), make("<ul class=\"govuk-list\">{}</ul>", needs));
    if (ticket.state == State::waiting) {
      row(say("host.forecast_row"),
          make("{}<br>{}", ahead_and_wait(page, ticket), told_advice(page, ticket)));
    }
    if (!ticket.window.empty()) row(say("host.window"), page.window(ticket.window));
    const auto* priority = page.view.catalogue().find_priority(ticket.visitor_class);
    row(say("host.class"), priority == nullptr ? ticket.visitor_class : priority->names.in(say.language()));
    row(say("host.language"), i18n::own_name(language_of(ticket)));
    row(say("host.people"), std::to_string(ticket.people));
    if (ticket.helper) row(say("host.helper_row"), say("host.yes"));
    if (!contact.name.empty()) row(say("host.name_row"), contact.name);
    if (!contact.phone.empty()) row(say("host.phone_row"), i18n::phone(say.language(), contact.phone));
    row(say("host.taken_at"), make("{} · {}", local_time(page.view, ticket.issued_at),
                                   say(fmt::format("host.channel_{}", name(ticket.channel)))));
    return make("<div id=\"facts\" data-live>{}</div>", html::summary_list({.rows = std::move(rows)}));
  }

  static Html commands(const StaffPage& page, const Ticket& ticket) {
    using Look = TicketAction::Look;
    const auto& say = page.say;
    Html orders, questions, reasons;
    for (const auto& [path, text, look, refusal] :
         ticket_actions(page.view.hall, ticket, page.request.principal, page.view.now)) {
      const std::string address = ticket_page(page.request, fmt::format("/{}", path));
      if (refusal) {
        to(reasons, "<li><strong>{}</strong> <span>{}</span></li>", say(text),
           refusal_text(say, refusal->code, refusal->subject));
      } else if (look == Look::order) {
        to(orders, "<button class=\"govuk-button govuk-button--secondary\" formaction=\"{}\">{}</button>",
           address, say(text));
      } else {
        to(questions, "<a class=\"{}\" role=\"button\" draggable=\"false\" href=\"{}\">{}</a>",
           look == Look::grave_question ? "govuk-button govuk-button--warning"
                                        : "govuk-button govuk-button--secondary",
           address, say(text));
      }
    }
    if (!orders.empty()) {
      orders = make("<form class=\"govuk-button-group\" method=\"post\" action=\"{}\">{}{}</form>",
                    ticket_page(page.request), csrf_field(page.request), orders);
    }
    const Html impossible = reasons.empty()
                                ? Html()
                                : html::details({.summary = say("host.not_possible"),
                                                 .text = make("<ul class=\"b-list\">{}</ul>", reasons)});
    return make("<div id=\"commands\" data-live>{}<div class=\"govuk-button-group\">{}</div>{}</div>", orders,
                questions, impossible);
  }

  static Html notes(const StaffPage& page, const Ticket& ticket) {
    const auto& say = page.say;
    Html list;
    for (const auto& note : ticket.notes) to(list, "<li>{}</li>", note);
    const auto wrong = page.request.query_value("note").value_or("");
    html::ErrorMessage error{.text = "", .visually_hidden_text = ""};
    if (wrong == "no_note" || wrong == "long_note") {
      error = {.text = say(wrong == "no_note" ? "host.error_no_note" : "host.error_long_note"),
               .visually_hidden_text = say("host.error")};
    }
    return make(
        "<section class=\"b-card\" aria-labelledby=\"notes-title\"><h2 id=\"notes-title\" "
        "class=\"b-card__title\">{}</h2><ul id=\"notes\" class=\"b-list\" data-live>{}</ul><form "
        "method=\"post\" "
        "action=\"{}\" novalidate>{}{}<button "
        "class=\"govuk-button "
        "govuk-button--secondary\">{}</button></form></section>",
        say("console.notes"), list, ticket_page(page.request, "/note"), pages::order_fields(page.request),
        html::textarea({.name = "text",
                        .label = {.text = say("host.new_note")},
                        .id = "note",
                        .rows = 2,
                        .hint = {.text = say("host.note_hint")},
                        .error_message = error}),
        say("host.add_note"));
  }

  const Site& site_;
  Queue& queue_;
};

}  // namespace

void add_host_tickets(http::Router& router, const Site& site, Queue& queue) {
  const auto pages = std::make_shared<const HostTickets>(site, queue);
  using Show = http::Response (HostTickets::*)(const http::Request&) const;
  using Run = void (HostTickets::*)(const http::Request&, http::Reply) const;
  const std::string host = "/{lang}/{centre}/host";
  const auto shown = [&](Show show) { return std::bind_front(show, pages); };
  const auto post = [&](const std::string& rest, Run run) {
    router.add({http::Method::post, host + rest, kHosts, http::Where::pool, std::bind_front(run, pages)});
  };
  router.get(host + "/new", kHosts, shown(&HostTickets::ask_new));
  router.post(host + "/new", kHosts, shown(&HostTickets::choose_new));
  post("/tickets", &HostTickets::take);
  router.get(host + "/taken/{ticket}", kHosts, shown(&HostTickets::taken));
  router.get(host + "/tickets/{ticket}", kHosts, shown(&HostTickets::ticket));
  router.get(host + "/tickets/{ticket}/change", kHosts, shown(&HostTickets::ask_change));
  router.post(host + "/tickets/{ticket}/change", kHosts, shown(&HostTickets::choose_change));
  post("/tickets/{ticket}/save", &HostTickets::change);
  router.get(host + "/tickets/{ticket}/cancel", kHosts, shown(&HostTickets::ask_cancel));
  post("/tickets/{ticket}/{command}", &HostTickets::command);
}

}  // namespace biroyna::host
