#include "features/console/pages_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace biroyna::console {
namespace {

using html::attribute;
using html::attribute_if;
using html::make;
using html::to;

constexpr std::string_view kMain = "govuk-button b-action b-action--main";
constexpr std::string_view kOther = "govuk-button govuk-button--secondary b-action";

Html key_hint(std::string_view key) {
  return key.empty() ? Html() : make(" <kbd class=\"b-key\">{}</kbd>", key);
}

html::Attribute keys(std::string_view key) {
  return attribute("data-key", key) + attribute("aria-keyshortcuts", key);
}

Html button(std::string_view id, std::string_view look, const std::string& address, std::string_view text,
            std::string_view key = {}, const html::Attribute& more = {}) {
  return make("<button id=\"{}\" class=\"{}\" form=\"actions\" formaction=\"{}\"{}{}>{}{}</button>", id, look,
              address, keys(key), more, text, key_hint(key));
}

Html question(std::string_view id, std::string_view look, const std::string& address, std::string_view text,
              std::string_view key) {
  return make(
      "<a data-enhance id=\"{}\" class=\"{}\" href=\"{}\" role=\"button\" draggable=\"false\"{}>{}{}</a>", id,
      look, address, keys(key), text, key_hint(key));
}

Html actions(const Console& console) {
  const Ticket* ticket = console.shown.ticket;
  Html buttons;
  for (const auto& action : console.shown.actions) {
    const std::string address =
        ticket == nullptr ? console.address(action.path) : console.ticket_address(*ticket, action.path);
    buttons += (action.asks ? question(action.id, action.main ? kMain : kOther, address,
                                       console.say(std::string(action.text)), action.shortcut)
                            : button(action.id, action.main ? kMain : kOther, address,
                                     console.say(std::string(action.text)), action.shortcut));
  }
  return buttons;
}

Html language_mark(const Ticket& ticket) {
  const Language language = language_of(ticket);
  return make("<span class=\"b-mini\" lang=\"{}\"><abbr title=\"{}\">{}</abbr></span>", tag(language),
              i18n::own_name(language), i18n::text(language, "language.short"));
}

Html priority_mark(const Console& console, const Ticket& ticket) {
  if (ticket.visitor_class == "none") return {};
  return make(
      "<span class=\"b-mini b-mini--priority\"><span class=\"b-icon b-icon--hand\" "
      "aria-hidden=\"true\"></span><span "
      "class=\"govuk-visually-hidden\">{}</span></span>",
      console.say("console.priority"));
}

Html facts(const Console& console, const Ticket& ticket) {
  const auto& say = console.say;
  Html list;
  const auto fact = [&list](std::string_view icon, const Html& content) {
    to(list, "<li class=\"b-fact\"><span class=\"b-icon {}\" aria-hidden=\"true\"></span>{}</li>",
       fmt::format("b-icon--{}", icon), content);
  };
  if (ticket.visitor_class != "none") {
    to(list,
       "<li><strong class=\"govuk-tag govuk-tag--orange b-priority\"><span class=\"b-icon b-icon--hand\" "
       "aria-hidden=\"true\"></span>{}</strong></li>",
       say("console.priority"));
  }
  const Language language = language_of(ticket);
  fact("globe", make("<span class=\"govuk-visually-hidden\">{}: </span><span lang=\"{}\">{}</span>",
                     say("console.language"), tag(language), i18n::own_name(language)));
  if (ticket.people > 1) fact("people", make("{}", say.many("kiosk.people", ticket.people)));
  if (ticket.helper) fact("hand", make("{}", say("console.helper")));
  const Time waited_until = ticket.first_called_at.value_or(console.view.now);
  fact("clock", make("{} {}", say("console.waited"), elapsed(ticket.issued_at, waited_until)));
  const std::size_t all = ticket.open.size() + ticket.done.size();
  if (all > 1) {
    fact("layers", make("{}", say("console.need_of", {{"n", std::to_string(ticket.done.size() + 1)},
                                                      {"all", std::to_string(all)}})));
  }
  return make("<ul class=\"b-facts\">{}</ul>", list);
}

Html break_action(const Console& console) {
  if (console.shown.of_another) return {};
  const bool wished = console.window.break_wished;
  return make("<div class=\"b-actions__rest\">{}</div>",
              button("break", kOther, console.address(wished ? "/resume" : "/break"),
                     console.say("console.break_after"), "Shift+F9",
                     attribute("aria-pressed", wished ? "true" : "false")));
}

// The visitor may stand elsewhere, or nobody looks at this window any more.
Html alarm(const Console& console) {
  if (!console.shown.unanswered || console.shown.of_another) return {};
  return make(
      "<p class=\"b-alert b-alert--grave\" id=\"unanswered\" role=\"alert\"><span class=\"b-icon "
      "b-icon--alert\" aria-hidden=\"true\"></span><span>{}</span></p>",
      console.say("console.unanswered", {{"time", minutes_text(console.say, *console.shown.unanswered)}}));
}

Html with_ticket(const Console& console, const Ticket& ticket) {
  const auto& say = console.say;
  const bool called = ticket.state == State::called;
  Html undo;
  if (console.shown.undo_until) {
    undo = button("undo", "govuk-button govuk-button--secondary b-action b-action--undo",
                  console.ticket_address(ticket, "undo"), say("console.undo"), {},
                  attribute("data-until", to_rfc3339(*console.shown.undo_until)));
  }
  const auto limit =
      static_cast<std::int64_t>(60 * console.view.hall.service_time(ticket.service()).p90_minutes);
  return make(
      "<section id=\"current\" class=\"b-card b-current\" data-live aria-labelledby=\"current-title\"><div "
      "class=\"b-current__top\"><h1 id=\"current-title\" class=\"b-current__number\"><span "
      "class=\"govuk-visually-hidden\">{} </span>{}</h1><p class=\"b-timer\"><span "
      "class=\"b-timer__label\">{}</span> <span "
      "class=\"b-timer__time\" data-since=\"{}\" data-limit=\"{}\">{}</span></p></div><p "
      "class=\"b-current__need\">{}</p>{}{}<div "
      "class=\"b-actions\">{}</div></section>",
      say("console.current_ticket"), ticket.number, say(called ? "console.called_for" : "console.served_for"),
      to_rfc3339(ticket.state_since), limit, elapsed(ticket.state_since, console.view.now),
      service_name(console.view.catalogue(), say.language(), ticket.service()), facts(console, ticket),
      alarm(console), actions(console) + undo + break_action(console));
}

Html note_form(const Console& console, const Ticket& ticket) {
  const auto& say = console.say;
  return make(
      "<form class=\"b-note\" method=\"post\" action=\"{}\" data-enhance>{}<label "
      "class=\"govuk-visually-hidden\" for=\"note\">{}</label><input class=\"govuk-input\" id=\"note\" "
      "name=\"text\" maxlength=\"{}\" "
      "autocomplete=\"off\" placeholder=\"{}\"><button id=\"note-add\" class=\"govuk-button "
      "govuk-button--secondary\">{}</button></form>",
      console.ticket_address(ticket, "note"), csrf_field(console.request), say("console.new_note"),
      kLongestNote, say("console.write_note"), say("console.add"));
}

Html free_window(const Console& console) {
  const auto& say = console.say;
  const Ticket* next = console.shown.next;
  Html lead;
  if (console.view.hall.calls_stopped())
    lead = make("{}", say("refusal.calls_stopped"));
  else if (next == nullptr)
    lead = make("{}", say("console.nobody_waits"));
  else {
    lead = make("{}: <strong>{}</strong>, {}", say("console.next_is"), next->number,
                service_name(console.view.catalogue(), say.language(), next->service()));
  }
  return make(
      "<section id=\"current\" class=\"b-card b-current b-current--free\" data-live "
      "aria-labelledby=\"current-title\"><h1 "
      "id=\"current-title\" class=\"b-current__free\">{}</h1><p class=\"b-current__lead\">{}</p><div "
      "class=\"b-actions\">{}</div></section>",
      say("console.free"), lead, actions(console));
}

Html resting_window(const Console& console) {
  const bool on_break = console.window.state == WindowState::on_break;
  const auto& say = console.say;
  return make(
      "<section id=\"current\" class=\"b-card b-current b-current--free\" data-live "
      "aria-labelledby=\"current-title\"><h1 "
      "id=\"current-title\" class=\"b-current__free\">{}</h1><p class=\"b-current__lead\">{}</p><div "
      "class=\"b-actions\">{}</div></section>",
      say(on_break ? "console.on_break" : "console.closed"),
      say(on_break ? "console.break_lead" : "console.closed_lead"), actions(console));
}

}  // namespace

std::string Console::address(std::string_view rest) const {
  return fmt::format("{}/console/{}{}", centre_address(say.language(), view.catalogue().centre.id),
                     window.id.str(), rest);
}
std::string Console::ticket_address(const Ticket& ticket, std::string_view rest) const {
  return address(fmt::format("/tickets/{}/{}", ticket.id.str(), rest));
}

Html console_bar(const Site& site, const View& view, const http::Request& request, const Html& inside) {
  const i18n::Speaker say(request.language);
  return make(
      "<header class=\"b-cbar\" id=\"bar\"><a class=\"b-cbar__logo\" href=\"{}\"><img src=\"{}\" "
      "alt=\"{}\" width=\"96\" height=\"32\"></a><div class=\"b-cbar__now\" id=\"bar-now\" "
      "data-live>{}</div>{}<p class=\"b-cbar__who\"><span class=\"b-icon "
      "b-icon--person\" "
      "aria-hidden=\"true\"></span><a class=\"b-link\" href=\"{}\">{}</a></p><p class=\"b-cbar__clock\" "
      "data-clock>{}</p><form class=\"b-cbar__out\" method=\"post\" action=\"{}\">{}<button "
      "class=\"b-link\">{}</button></form></header>",
      centre_address(request.language, view.catalogue().centre.id) + "/console",
      site.pages.assets().address("icons/logo-light.svg"), say("product.name"), inside,
      site.pages.languages(request), fmt::format("/{}/account", tag(request.language)),
      request.principal.name, local_time(view, view.now), fmt::format("/{}/sign-out", tag(request.language)),
      csrf_field(request), say("staff.sign_out"));
}

Html console_bar(const Console& console) {
  const auto& say = console.say;
  const std::string_view state = console.shown.state;
  const std::string_view colour = state == "free"      ? "green"
                                  : state == "called"  ? "yellow"
                                  : state == "serving" ? "blue"
                                  : state == "break"   ? "orange"
                                                       : "grey";
  return console_bar(
      console.site, console.view, console.request,
      make("<p class=\"b-cbar__window\"><strong>{}</strong> <strong class=\"govuk-tag {}\">{}</strong></p><p "
           "class=\"b-cbar__waiting\"><span class=\"b-icon b-icon--people\" aria-hidden=\"true\"></span>{}: "
           "<strong>{}</strong></p>",
           window_name(console.view.catalogue(), say.language(), console.window.id),
           fmt::format("govuk-tag--{}", colour), say(fmt::format("console.state_{}", state)),
           say("console.waiting"), console.view.hall.waiting_count()));
}

Html console_of_another(const Console& console) {
  if (!console.shown.of_another) return make("<div id=\"another\" data-live></div>");
  return make(
      "<div id=\"another\" data-live><div class=\"b-card b-another\" role=\"alert\"><p>{}</p><a "
      "class=\"govuk-button govuk-button--secondary\" role=\"button\" draggable=\"false\" "
      "href=\"{}\">{}</a></div></div>",
      console.say("console.of_another"),
      centre_address(console.say.language(), console.view.catalogue().centre.id) + "/console",
      console.say("console.another_window"));
}

Html console_current(const Console& console) {
  if (const Ticket* ticket = console.shown.ticket) return with_ticket(console, *ticket);
  return console.window.state == WindowState::open ? free_window(console) : resting_window(console);
}

Html console_notes(const Console& console) {
  const Ticket* ticket = console.shown.ticket;
  if (ticket == nullptr) return {};
  Html list;
  for (const auto& note : ticket->notes) to(list, "<li>{}</li>", note);
  const auto& say = console.say;
  return make(
      "<section class=\"b-card b-cnotes\" aria-labelledby=\"notes-title\"><h2 id=\"notes-title\" "
      "class=\"b-card__title\">{}</h2><ul "
      "id=\"notes\" class=\"b-notes\" data-live>{}</ul>{}</section>",
      say("console.notes"), list, console.shown.of_another ? Html() : note_form(console, *ticket));
}

Html console_documents(const Console& console) {
  const Ticket* ticket = console.shown.ticket;
  const auto& catalogue = console.view.catalogue();
  const auto* service = ticket == nullptr ? nullptr : catalogue.find(ticket->service());
  if (service == nullptr) return make("<section id=\"documents\" data-live></section>");
  const Language language = console.say.language();
  Html list;
  for (const auto& use : service->documents) {
    if (!use.step.empty() && !service->at_window) continue;
    to(list, "<li><span class=\"b-icon b-icon--document\" aria-hidden=\"true\"></span>{}{}</li>",
       catalogue.find(use.type)->names.in(language),
       use.when ? make(" ({})", console.say("service.if_needed")) : Html());
  }
  if (const auto amount = fee(catalogue, *service, console.view.day); amount && amount->amount > 0) {
    to(list, "<li><span class=\"b-icon b-icon--coin\" aria-hidden=\"true\"></span>{}: {}</li>",
       console.say("service.fee"), i18n::money(language, *amount));
  }
  Html intake;
  if (!service->form.empty())
    intake = make(
        "<p class=\"govuk-body\"><a class=\"govuk-link\" href=\"{}/services/{}/eligibility\">{}</a></p>",
        centre_address(language, catalogue.centre.id), service->id.str(), console.say("console.eligibility"));
  if (!service->form.empty() && ticket->state == State::serving && !console.shown.of_another) {
    to(intake,
       "<p><a id=\"intake\" class=\"govuk-button govuk-button--secondary\" role=\"button\" "
       "href=\"{}/intake?ticket={}&amp;service={}\">{}</a></p>",
       centre_address(language, catalogue.centre.id), ticket->id.str(), service->id.str(),
       console.say("console.intake"));
  }
  return make(
      "<section id=\"documents\" class=\"b-card b-cdocuments\" data-live "
      "aria-labelledby=\"documents-title\"><h2 "
      "id=\"documents-title\" "
      "class=\"b-card__title\">{}</h2><ul class=\"b-documents\">{}</ul>{}</section>",
      console.say("service.documents"), list, intake);
}

Html console_queue(const Console& console) {
  const auto& say = console.say;
  const auto& waiting = console.shown.waiting;
  Html rows;
  for (const Ticket* ticket : waiting) {
    to(rows,
       "<tr id=\"{}\"><th scope=\"row\" class=\"b-wait__number\">{} {}</th><td class=\"b-wait__need\">{} "
       "{}</td><td "
       "class=\"b-wait__time\">{}</td><td class=\"b-wait__act\"><button id=\"{}\" class=\"b-link\" "
       "form=\"actions\" "
       "formaction=\"{}\"{}>{}<span class=\"govuk-visually-hidden\"> {}</span></button></td></tr>",
       "wait-" + ticket->number, ticket->number, priority_mark(console, *ticket),
       service_name(console.view.catalogue(), say.language(), ticket->service()), language_mark(*ticket),
       timer(console.view.now - wait_of(*ticket, console.view.now), console.view.now,
             console.view.hall.plan().promise),
       "call-" + ticket->number, console.ticket_address(*ticket, "call"),
       attribute_if("disabled", !console.shown.may_call), say("console.call"), ticket->number);
  }
  const std::string count = fmt::format("{}{}", waiting.size(), console.shown.more_waiting ? "+" : "");
  const Html table =
      waiting.empty()
          ? make("<p class=\"govuk-body\">{}</p>", say("console.nobody_waits"))
          : make(
                "<table class=\"b-wait\"><caption class=\"govuk-visually-hidden\">{}</caption><thead "
                "class=\"govuk-visually-hidden\"><tr><th "
                "scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\">{}</th><th "
                "scope=\"col\">{}</th></tr></thead><tbody>{}</tbody></table>",
                say("console.in_order"), say("board.number"), say("console.need"), say("console.waited"),
                say("console.action"), rows);
  return make(
      "<section id=\"queue\" class=\"b-card b-cqueue\" data-live aria-labelledby=\"queue-title\"><h2 "
      "id=\"queue-title\" "
      "class=\"b-card__title\">{} <span class=\"b-count\">{}</span></h2>{}</section>",
      say("console.waiting_here"), count, table);
}

Html console_aside(const Console& console) {
  const auto& say = console.say;
  const auto& tickets = console.shown.set_aside;
  if (tickets.empty()) return make("<section id=\"parked\" data-live></section>");
  Html rows;
  for (const Ticket* ticket : tickets) {
    to(rows,
       "<tr id=\"{}\"><th scope=\"row\" class=\"b-wait__number\">{}</th><td "
       "class=\"b-wait__need\">{}</td><td "
       "class=\"b-wait__time\"><span data-since=\"{}\">{}</span></td><td class=\"b-wait__act\"><button "
       "id=\"{}\" class=\"b-link\" "
       "form=\"actions\" formaction=\"{}\"{}>{}<span class=\"govuk-visually-hidden\"> "
       "{}</span></button></td></tr>",
       "park-" + ticket->number, ticket->number, state_text(say, ticket->state),
       to_rfc3339(ticket->state_since), elapsed(ticket->state_since, console.view.now),
       "return-" + ticket->number, console.ticket_address(*ticket, "return"),
       attribute_if("disabled", console.shown.of_another), say("console.return"), ticket->number);
  }
  return make(
      "<section id=\"parked\" class=\"b-card b-cparked\" data-live aria-labelledby=\"parked-title\"><h2 "
      "id=\"parked-title\" "
      "class=\"b-card__title\">{} <span class=\"b-count\">{}</span></h2><table class=\"b-wait\"><caption "
      "class=\"govuk-visually-hidden\">{}</caption><tbody>{}</tbody></table></section>",
      say("console.set_aside"), tickets.size(), say("console.may_return"), rows);
}

Html console_context(const Console& console, const Ticket& ticket) {
  return make(
      "<p class=\"b-current__context\"><strong>{}</strong> {} <span class=\"b-fact\"><span class=\"b-icon "
      "b-icon--clock\" "
      "aria-hidden=\"true\"></span><span data-since=\"{}\">{}</span></span></p>",
      ticket.number, service_name(console.view.catalogue(), console.say.language(), ticket.service()),
      to_rfc3339(ticket.state_since), elapsed(ticket.state_since, console.view.now));
}

}  // namespace biroyna::console
