#include "features/console/pages_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace biroyna::console {
namespace {

using html::attribute;
using html::attribute_if;
using html::make;
using html::to;

constexpr std::size_t kShownWaiting = 12;
constexpr std::string_view kMain = "govuk-button b-action b-action--main";
constexpr std::string_view kOther = "govuk-button govuk-button--secondary b-action";

Html key_hint(std::string_view key) {
  return key.empty() ? Html() : make(" <kbd class=\"b-key\">{}</kbd>", key);
}

html::Attribute keys(std::string_view key) {
  return attribute("data-key", key) + attribute("aria-keyshortcuts", key);
}

Html action(std::string_view id, std::string_view look, const std::string& address, std::string_view text,
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
  const bool wished = console.window.break_wished;
  return make("<div class=\"b-actions__rest\">{}</div>",
              action("break", kOther, console.address(wished ? "/resume" : "/break"),
                     console.say("console.break_after"), "Shift+F9",
                     attribute("aria-pressed", wished ? "true" : "false")));
}

Html with_ticket(const Console& console, const Ticket& ticket) {
  const auto& say = console.say;
  const bool called = ticket.state == State::called;
  Html actions;
  if (called) {
    actions += action("start", kMain, console.ticket_address(ticket, "start"), say("console.start"), "F2");
    actions +=
        action("recall", kOther, console.ticket_address(ticket, "recall"), say("console.recall"), "F4");
    actions +=
        action("no-show", kOther, console.ticket_address(ticket, "no-show"), say("console.no_show"), "F6");
    const Time until = ticket.state_since + console.view.hall.plan().undo;
    if (console.view.now < until && ticket.recalls == 0) {
      actions += action("undo", "govuk-button govuk-button--secondary b-action b-action--undo",
                        console.ticket_address(ticket, "undo"), say("console.undo"), {},
                        attribute("data-until", to_rfc3339(until)));
    }
  } else {
    actions +=
        question("finish", kMain, console.ticket_address(ticket, "finish"), say("console.finish"), "F9");
    actions += question("finish-next", kOther, console.ticket_address(ticket, "finish?then=next"),
                        say("console.finish_next"), "F2");
    actions += question("transfer", kOther, console.ticket_address(ticket, "transfer"),
                        say("console.transfer"), "F8");
    actions += action("park", kOther, console.ticket_address(ticket, "park"), say("console.park"), "F7");
  }
  actions += break_action(console);
  const auto limit =
      static_cast<std::int64_t>(60 * console.view.hall.service_time(ticket.service()).p90_minutes);
  return make(
      "<section id=\"current\" class=\"b-card b-current\" data-live aria-labelledby=\"current-title\"><div "
      "class=\"b-current__top\"><h1 id=\"current-title\" class=\"b-current__number\"><span "
      "class=\"govuk-visually-hidden\">{} </span>{}</h1><p class=\"b-timer\"><span "
      "class=\"b-timer__label\">{}</span> <span "
      "class=\"b-timer__time\" data-since=\"{}\" data-limit=\"{}\">{}</span></p></div><p "
      "class=\"b-current__need\">{}</p>{}<div "
      "class=\"b-actions\">{}</div></section>",
      say("console.current_ticket"), ticket.number, say(called ? "console.called_for" : "console.served_for"),
      to_rfc3339(ticket.state_since), limit, elapsed(ticket.state_since, console.view.now),
      service_name(console.view.catalogue(), say.language(), ticket.service()), facts(console, ticket),
      actions);
}

Html free_window(const Console& console) {
  const auto& say = console.say;
  const auto next = console.view.hall.waiting_for(console.window.id, console.view.now, 1);
  Html lead;
  if (console.view.hall.calls_stopped())
    lead = make("{}", say("refusal.calls_stopped"));
  else if (next.empty())
    lead = make("{}", say("console.nobody_waits"));
  else {
    lead = make("{}: <strong>{}</strong>, {}", say("console.next_is"), next.front()->number,
                service_name(console.view.catalogue(), say.language(), next.front()->service()));
  }
  const Html actions =
      action("call-next", kMain, console.address("/call-next"), say("console.call_next"), "F2") +
      action("break", kOther, console.address("/break"), say("console.break"), "Shift+F9") +
      action("close", kOther, console.address("/close"), say("console.close"));
  return make(
      "<section id=\"current\" class=\"b-card b-current b-current--free\" data-live "
      "aria-labelledby=\"current-title\"><h1 "
      "id=\"current-title\" class=\"b-current__free\">{}</h1><p class=\"b-current__lead\">{}</p><div "
      "class=\"b-actions\">{}</div></section>",
      say("console.free"), lead, actions);
}

Html resting_window(const Console& console) {
  const bool on_break = console.window.state == WindowState::on_break;
  const auto& say = console.say;
  const Html actions =
      on_break ? action("resume", kMain, console.address("/resume"), say("console.resume"), "F2") +
                     action("close", kOther, console.address("/close"), say("console.close"))
               : action("open", kMain, console.address("/open"), say("console.open"), "F2");
  return make(
      "<section id=\"current\" class=\"b-card b-current b-current--free\" data-live "
      "aria-labelledby=\"current-title\"><h1 "
      "id=\"current-title\" class=\"b-current__free\">{}</h1><p class=\"b-current__lead\">{}</p><div "
      "class=\"b-actions\">{}</div></section>",
      say(on_break ? "console.on_break" : "console.closed"),
      say(on_break ? "console.break_lead" : "console.closed_lead"), actions);
}

}  // namespace

std::string Console::address(std::string_view rest) const {
  return fmt::format("{}/console/{}{}", centre_address(say.language(), view.catalogue().centre.id),
                     window.id.str(), rest);
}
std::string Console::ticket_address(const Ticket& ticket, std::string_view rest) const {
  return address(fmt::format("/tickets/{}/{}", ticket.id.str(), rest));
}

std::string_view console_state(const Console& console) {
  if (console.window.state == WindowState::closed) return "closed";
  if (console.window.state == WindowState::on_break) return "break";
  const Ticket* ticket = console.ticket();
  if (ticket == nullptr) return "free";
  return ticket->state == State::called ? "called" : "serving";
}

Html console_bar(const Site& site, const View& view, const http::Request& request, const Html& inside) {
  const i18n::Speaker say(request.language);
  return make(
      "<header class=\"b-cbar\" id=\"bar\" data-live><a class=\"b-cbar__logo\" href=\"{}\"><img src=\"{}\" "
      "alt=\"{}\" width=\"96\" height=\"32\"></a>{}<p class=\"b-cbar__who\"><span class=\"b-icon "
      "b-icon--person\" "
      "aria-hidden=\"true\"></span><a class=\"b-link\" href=\"{}\">{}</a></p><p class=\"b-cbar__clock\" "
      "data-clock>{}</p><form class=\"b-cbar__out\" method=\"post\" action=\"{}\">{}<button "
      "class=\"b-link\">{}</button></form></header>",
      centre_address(request.language, view.catalogue().centre.id) + "/console",
      site.pages.assets().address("icons/logo-light.svg"), say("product.name"), inside,
      fmt::format("/{}/account", tag(request.language)), request.principal.name, local_time(view, view.now),
      fmt::format("/{}/sign-out", tag(request.language)), csrf_field(request), say("staff.sign_out"));
}

Html console_bar(const Console& console) {
  const auto& say = console.say;
  const std::string_view state = console_state(console);
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

Html console_current(const Console& console) {
  if (const Ticket* ticket = console.ticket()) return with_ticket(console, *ticket);
  return console.window.state == WindowState::open ? free_window(console) : resting_window(console);
}

Html console_notes(const Console& console) {
  const Ticket* ticket = console.ticket();
  if (ticket == nullptr) return {};
  Html list;
  for (const auto& note : ticket->notes) to(list, "<li>{}</li>", note);
  const auto& say = console.say;
  return make(
      "<section class=\"b-card b-cnotes\" aria-labelledby=\"notes-title\"><h2 id=\"notes-title\" "
      "class=\"b-card__title\">{}</h2><ul "
      "id=\"notes\" class=\"b-notes\" data-live>{}</ul><form class=\"b-note\" method=\"post\" action=\"{}\" "
      "data-enhance>{}<label "
      "class=\"govuk-visually-hidden\" for=\"note\">{}</label><input class=\"govuk-input\" id=\"note\" "
      "name=\"text\" maxlength=\"{}\" "
      "autocomplete=\"off\" placeholder=\"{}\"><button id=\"note-add\" class=\"govuk-button "
      "govuk-button--secondary\">{}</button></form></section>",
      say("console.notes"), list, console.ticket_address(*ticket, "note"), csrf_field(console.request),
      say("console.new_note"), kLongestNote, say("console.write_note"), say("console.add"));
}

Html console_papers(const Console& console) {
  const Ticket* ticket = console.ticket();
  const auto& catalogue = console.view.catalogue();
  const auto* service = ticket == nullptr ? nullptr : catalogue.find(ticket->service());
  if (service == nullptr) return make("<section id=\"papers\" data-live></section>");
  const Language language = console.say.language();
  Html list;
  for (const auto& [id, when] : service->documents) {
    to(list, "<li><span class=\"b-icon b-icon--document\" aria-hidden=\"true\"></span>{}{}</li>",
       catalogue.find(id)->names.in(language),
       when ? make(" ({})", console.say("service.if_needed")) : Html());
  }
  if (const auto amount = fee(catalogue, *service, console.view.day); amount && amount->amount > 0) {
    to(list, "<li><span class=\"b-icon b-icon--coin\" aria-hidden=\"true\"></span>{}: {}</li>",
       console.say("service.fee"), i18n::money(language, *amount));
  }
  Html intake;
  if (!service->form.empty() && ticket->state == State::serving) {
    intake = make(
        "<p><a id=\"intake\" class=\"govuk-button govuk-button--secondary\" role=\"button\" "
        "href=\"{}/intake?ticket={}&amp;service={}\">{}</a></p>",
        centre_address(language, catalogue.centre.id), ticket->id.str(), service->id.str(),
        console.say("console.intake"));
  }
  return make(
      "<section id=\"papers\" class=\"b-card b-cpapers\" data-live aria-labelledby=\"papers-title\"><h2 "
      "id=\"papers-title\" "
      "class=\"b-card__title\">{}</h2><ul class=\"b-papers\">{}</ul>{}</section>",
      console.say("service.documents"), list, intake);
}

Html console_queue(const Console& console) {
  const auto& say = console.say;
  const auto all = console.view.hall.waiting_for(console.window.id, console.view.now, kShownWaiting + 1);
  const bool free = console_state(console) == "free" && !console.view.hall.calls_stopped();
  Html rows;
  for (const Ticket* ticket : std::span(all).first(std::min(all.size(), kShownWaiting))) {
    to(rows,
       "<tr id=\"{}\"><th scope=\"row\" class=\"b-wait__number\">{} {}</th><td class=\"b-wait__need\">{} "
       "{}</td><td "
       "class=\"b-wait__time\">{}</td><td class=\"b-wait__act\"><button id=\"{}\" class=\"b-link\" "
       "form=\"actions\" "
       "formaction=\"{}\"{}>{}<span class=\"govuk-visually-hidden\"> {}</span></button></td></tr>",
       "wait-" + ticket->number, ticket->number, priority_mark(console, *ticket),
       service_name(console.view.catalogue(), say.language(), ticket->service()), language_mark(*ticket),
       timer(ticket->issued_at, console.view.now, console.view.hall.plan().promise), "call-" + ticket->number,
       console.ticket_address(*ticket, "call"), attribute_if("disabled", !free), say("console.call"),
       ticket->number);
  }
  const std::string count =
      all.size() > kShownWaiting ? fmt::format("{}+", kShownWaiting) : std::to_string(all.size());
  const Html table =
      all.empty() ? make("<p class=\"govuk-body\">{}</p>", say("console.nobody_waits"))
                  : make(
                        "<table class=\"b-wait\"><caption class=\"govuk-visually-hidden\">{}</caption><thead "
                        "class=\"govuk-visually-hidden\"><tr><th "
                        "scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\">{}</th><th "
                        "scope=\"col\">{}</th></tr></thead><tbody>{}</tbody></table>",
                        say("console.in_order"), say("board.number"), say("console.need"),
                        say("console.waited"), say("console.action"), rows);
  return make(
      "<section id=\"queue\" class=\"b-card b-cqueue\" data-live aria-labelledby=\"queue-title\"><h2 "
      "id=\"queue-title\" "
      "class=\"b-card__title\">{} <span class=\"b-count\">{}</span></h2>{}</section>",
      say("console.waiting_here"), count, table);
}

Html console_aside(const Console& console) {
  const auto& say = console.say;
  auto tickets = console.view.hall.in_state(State::parked);
  const auto missed = console.view.hall.in_state(State::no_show);
  tickets.insert(tickets.end(), missed.begin(), missed.end());
  std::erase_if(tickets, [&](const Ticket* ticket) { return ticket->window != console.window.id; });
  if (tickets.empty()) return make("<section id=\"parked\" data-live></section>");
  Html rows;
  for (const Ticket* ticket : tickets) {
    to(rows,
       "<tr id=\"{}\"><th scope=\"row\" class=\"b-wait__number\">{}</th><td "
       "class=\"b-wait__need\">{}</td><td "
       "class=\"b-wait__time\"><span data-since=\"{}\">{}</span></td><td class=\"b-wait__act\"><button "
       "id=\"{}\" class=\"b-link\" "
       "form=\"actions\" formaction=\"{}\">{}<span class=\"govuk-visually-hidden\"> "
       "{}</span></button></td></tr>",
       "park-" + ticket->number, ticket->number, state_text(say, ticket->state),
       to_rfc3339(ticket->state_since), elapsed(ticket->state_since, console.view.now),
       "return-" + ticket->number, console.ticket_address(*ticket, "return"), say("console.return"),
       ticket->number);
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
