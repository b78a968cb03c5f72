// The host's first page: find a ticket, take one for a visitor, see the line and the windows as they are now.
#include "features/host/pages_host.hpp"

#include <fmt/format.h>

#include "core/text.hpp"
#include "features/host/host_view.hpp"
#include "features/host/ticket_search.hpp"

namespace biroyna::host {
namespace {

using html::make;
using html::to;

constexpr std::size_t kMostFound = 20;

Html search_form(const StaffPage& page, std::string_view text) {
  return make(
      "<form class=\"b-search\" role=\"search\" method=\"get\" action=\"{}\"><label class=\"govuk-label "
      "govuk-label--m\" for=\"q\">{}</label><div id=\"q-hint\" class=\"govuk-hint\">{}</div><div "
      "class=\"b-search__row\"><input class=\"govuk-input\" id=\"q\" name=\"q\" type=\"search\" value=\"{}\" "
      "autocomplete=\"off\" aria-describedby=\"q-hint\"><button class=\"govuk-button "
      "govuk-button--secondary\">{}</button></div></form>",
      page.root, page.say("host.find"), page.say("host.find_hint"), text, page.say("host.find_button"));
}

Html found_tickets(const StaffPage& page, std::string_view text,
                   const std::vector<std::pair<TicketId, Contact>>& contacts) {
  if (trim(text).empty()) return {};
  const auto& say = page.say;
  const auto found = find_tickets(page.view.hall, contacts, text);
  Html rows;
  for (const Ticket* ticket : std::span(found).first(std::min(found.size(), kMostFound))) {
    to(rows,
       "<tr><th scope=\"row\" class=\"b-wait__number\"><a class=\"govuk-link\" href=\"{}\">{}</a></th><td "
       "class=\"b-wait__need\">{}</td><td>{}</td><td class=\"b-wait__time\">{}</td></tr>",
       fmt::format("{}/tickets/{}", page.root, ticket->id.str()), ticket->number,
       page.service(ticket->service()), state_text(say, ticket->state),
       local_time(page.view, ticket->issued_at));
  }
  if (found.empty()) {
    return make("<p id=\"found\" class=\"govuk-body\" role=\"status\">{}</p>",
                say("host.found_none", {{"text", std::string(trim(text))}}));
  }
  const std::string title = say.many("host.found", static_cast<std::int64_t>(found.size()));
  return make(
      "<section id=\"found\" class=\"b-card\" aria-labelledby=\"found-title\"><h2 id=\"found-title\" "
      "class=\"b-card__title\">{}</h2>{}</section>",
      title,
      wait_table(page, title,
                 {say("host.ticket"), say("host.service"), say("host.state"), say("host.taken_at")}, rows));
}

// Parked and not shown, with the time until which they may come back.
Html aside(const StaffPage& page) {
  const auto& say = page.say;
  const auto tickets = set_aside(page.view.hall);
  if (tickets.empty()) return make("<section id=\"aside\" data-live></section>");
  Html rows;
  for (const auto& [ticket, end] : tickets) {
    Html until = make("{}", say("host.until_closing"));
    if (end) {
      until = make("{} <span class=\"b-muted\">{}</span>", local_time(page.view, *end),
                   minutes_text(say, std::chrono::duration_cast<Seconds>(
                                         std::max(*end - page.view.now, Milliseconds{0}))));
    }
    to(rows,
       "<tr><th scope=\"row\" class=\"b-wait__number\"><a class=\"govuk-link\" href=\"{}\">{}</a></th><td "
       "class=\"b-wait__need\">{}</td><td>{}</td><td class=\"b-wait__time\">{}</td></tr>",
       fmt::format("{}/tickets/{}", page.root, ticket->id.str()), ticket->number,
       page.service(ticket->service()), state_text(say, ticket->state), until);
  }
  return card(
      "aside", say("host.aside"),
      wait_table(page, say("host.aside"),
                 {say("host.ticket"), say("host.service"), say("host.state"), say("host.return_until")},
                 rows));
}

Html other_ways(const StaffPage& page) {
  const bool stopped = page.view.hall.calls_stopped();
  return make(
      "<nav id=\"ways\" class=\"b-ways\" data-live aria-label=\"{}\"><ul class=\"b-list\"><li><a "
      "class=\"govuk-link\" href=\"{}\">{}</a></li><li><a class=\"govuk-link\" "
      "href=\"{}\">{}</a></li></ul></nav>",
      page.say("host.other"), page.root + "/cancel", page.say("host.cancel_many"), page.root + "/calls",
      page.say(stopped ? "host.resume_calls" : "host.stop_calls"));
}

http::Response first_page(const Site& site, Queue& queue, const http::Request& request) {
  const std::string_view text = request.query_value("q").value_or("");
  // Read before Queue::look, so that no reader of the hall waits for the database.
  std::vector<std::pair<TicketId, Contact>> contacts;
  if (!trim(text).empty()) contacts = queue.contacts_of(CentreId(request.principal.centre));
  return at_host(site, queue, request, [&](const StaffPage& page) {
    const Figures now = figures(page.view.hall, page.view.edition.zone, page.view.now);
    const Html content = make(
        "{}{}<h1 class=\"govuk-heading-l\">{}</h1>{}<div class=\"b-grid b-grid--half\"><div>{}<a "
        "class=\"govuk-button b-action--main\" role=\"button\" draggable=\"false\" "
        "href=\"{}\">{}</a></div><div>{}</div></div>{}<div class=\"b-grid b-grid--half\">{}{}{}</div>",
        done_banner(request, page.say), problem_banner(request, page.say), page.say("host.title"),
        hall_alerts(page, now), search_form(page, text), page.root + "/new", page.say("host.take"),
        other_ways(page), found_tickets(page, text, contacts), hall_needs(page, now), hall_windows(page, now),
        aside(page));
    return respond(page, {.title = std::string(page.say("host.title")),
                          .main = content,
                          .wide = true,
                          .live_source = page.root});
  });
}

}  // namespace

std::string host_address(const http::Request& request, std::string_view rest) {
  return centre_address(request.language, CentreId(std::string(request.param("centre")))) + "/host" +
         std::string(rest);
}

html::Breadcrumb host_breadcrumb(const http::Request& request, const i18n::Speaker& say) {
  return {.text = say("host.title"), .href = host_address(request)};
}

http::Response at_host(const Site& site, Queue& queue, const http::Request& request,
                       const std::function<http::Response(const StaffPage&)>& show) {
  return at_own_centre(site, queue, request, [&](const View& view) {
    return show({site, request, view, i18n::Speaker(request.language), host_address(request)});
  });
}

void add_pages(http::Router& router, const Site& site, Queue& queue) {
  router.get("/{lang}/{centre}/host", kHosts,
             [&site, &queue](const http::Request& request) { return first_page(site, queue, request); });
  add_host_tickets(router, site, queue);
  add_host_hall(router, site, queue);
}

}  // namespace biroyna::host
