#include "features/kiosk/pages_review.hpp"

#include <fmt/format.h>

#include "platform/auth/secrets.hpp"
#include "platform/qr/qr.hpp"

namespace biroyna::kiosk {
namespace {

using html::make;
using html::to;

Html fact(std::string_view icon, std::string_view name, const html::Content& value) {
  return make("<div><dt><span class=\"b-icon {}\" aria-hidden=\"true\"></span>{}</dt><dd>{}</dd></div>",
              fmt::format("b-icon--{}", icon), name, value.html());
}

Html class_fact(const i18n::Speaker& say, const View& view, std::string_view visitor_class) {
  const auto* priority = view.catalogue().find_priority(visitor_class);
  if (priority == nullptr) return {};
  return fact("hand", say("kiosk.line"), priority->names.in(say.language()));
}

Html chosen_needs(const i18n::Speaker& say, const View& view, const std::vector<ServiceId>& needs) {
  Html list;
  for (const auto& need : needs) {
    const auto* group = view.catalogue().find(view.catalogue().find(need)->group);
    to(list,
       "<li class=\"b-kchosen\"><span class=\"b-icon {}\" aria-hidden=\"true\"></span><span>{}</span></li>",
       "b-icon--" + group->icon, service_name(view.catalogue(), say.language(), need));
  }
  return make("<ul class=\"b-kneeds\">{}</ul>", list);
}

Html bring(const i18n::Speaker& say, const View& view, const Chosen& chosen) {
  Html list;
  for (const auto& [document, if_needed] : to_bring(view.catalogue(), chosen.needs)) {
    to(list, "<li>{}{}</li>", document->names.in(say.language()),
       if_needed ? make(" ({})", say("service.if_needed")) : Html());
  }
  if (chosen.visitor_class != "none") to(list, "<li>{}</li>", say("kiosk.show_documents"));
  if (list.empty()) return {};
  return make("<section class=\"b-kbring\"><h2>{}</h2><ul>{}</ul></section>", say("kiosk.bring"), list);
}

// On their own phone: who is not sure whether it is for them asks there, and holds up nobody.
Html eligibility_code(const i18n::Speaker& say, const View& view, const Chosen& chosen,
                      const std::string& public_url) {
  const auto* service = view.catalogue().find(chosen.needs.front());
  if (chosen.needs.size() != 1 || service->form.empty()) return {};
  const qr::Drawing code =
      qr::drawing(fmt::format("{}/{}/{}/services/{}/eligibility", public_url, tag(say.language()),
                              view.catalogue().centre.id.str(), service->id.str()));
  return make(
      "<div class=\"b-kphone\"><svg class=\"b-qr\" role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {} {}\" "
      "shape-rendering=\"crispEdges\"><path d=\"{}\"></path></svg><p><strong>{}</strong> "
      "<span>{}</span></p></div>",
      say("kiosk.eligibility_qr"), code.side, code.side, code.path, say("eligibility.title"),
      say("kiosk.eligibility_scan"));
}

// Said before the ticket is printed; who still wants it prints it.
Html closing_warning(const i18n::Speaker& say, const View& view) {
  return make(
      "<p class=\"b-kwarning\"><span class=\"b-icon b-icon--moon\" aria-hidden=\"true\"></span><span>"
      "<strong>{}</strong> {}</span></p>",
      closes_before_text(say, view), say("kiosk.still_possible"));
}

Html other_ways(const http::Request& request, const i18n::Speaker& say, const Chosen& chosen) {
  const auto way = [](const std::string& href, std::string_view icon, std::string_view text) {
    return make(
        "<a class=\"b-kbutton\" href=\"{}\"><span class=\"b-icon {}\" aria-hidden=\"true\"></span>{}</a>",
        href, fmt::format("b-icon--{}", icon), text);
  };
  Html ways = way(address(request, "/priority", chosen), "hand",
                  say(chosen.visitor_class == "none" ? "kiosk.need_priority" : "kiosk.change_class"));
  if (chosen.needs.size() < kMostNeeds)
    ways += way(address(request, "/needs", chosen), "plus", say("kiosk.add_need"));
  return make("<div class=\"b-kways\">{}</div>", ways);
}

Html print_form(const http::Request& request, const i18n::Speaker& say, const Chosen& chosen, bool warned) {
  Html hidden;
  const auto field = [&hidden](std::string_view name, std::string_view value) {
    to(hidden, "<input type=\"hidden\" name=\"{}\" value=\"{}\">", name, value);
  };
  for (const auto& need : chosen.needs) field("service", need.str());
  if (warned) field("anyway", "yes");
  field("key", auth::ordered_id());
  return make(
      "<form class=\"b-kbar\" method=\"post\" action=\"{}\">{}{}<button class=\"b-kchoice b-kchoice--row "
      "b-kchoice--primary\" id=\"print\" name=\"priority\" value=\"{}\"><span class=\"b-icon "
      "b-icon--printer\" aria-hidden=\"true\"></span><strong>{}</strong></button></form>",
      address(request, "/tickets"), pages::csrf_field(request), hidden, chosen.visitor_class,
      say(warned ? "kiosk.print_anyway" : "kiosk.print"));
}

}  // namespace

std::string review_address(const http::Request& request, const Chosen& chosen) {
  const ServiceId last = chosen.needs.back();
  return address(request, "/services/" + last.str(), without(chosen, last));
}

Screen review(const http::Request& request, const View& view, const Chosen& chosen,
              const std::string& public_url) {
  const i18n::Speaker say(request.language);
  const ServiceId& first = chosen.needs.front();
  const ServiceId last = chosen.needs.back();
  const Forecast forecast = view.hall.forecast_for(first, chosen.visitor_class, view.now);
  const bool warned = closes_before(forecast, view.now, view.closes_at);
  Html facts = class_fact(say, view, chosen.visitor_class);
  if (!warned) facts += fact("clock", say("ticket.wait"), wait_text(say, forecast));
  return {
      .step = "review",
      .title = std::string(say("kiosk.review")),
      .main = make("<h1 class=\"b-ktitle\">{}</h1>{}<dl class=\"b-kfacts\">{}</dl>{}{}{}{}",
                   say("kiosk.review"), chosen_needs(say, view, chosen.needs), facts,
                   warned ? closing_warning(say, view) : Html(), other_ways(request, say, chosen),
                   bring(say, view, chosen) + eligibility_code(say, view, chosen, public_url),
                   print_form(request, say, chosen, warned)),
      .back = address(request, "/needs/" + view.catalogue().find(last)->group.str(), without(chosen, last))};
}

Screen issued(const http::Request& request, const View& view, const Ticket& ticket, const std::string& home) {
  const i18n::Speaker say(request.language);
  Html needs;
  for (const auto* of : {&ticket.done, &ticket.open}) {
    for (const auto& need : *of)
      to(needs, "<span>{}</span>", service_name(view.catalogue(), say.language(), need));
  }
  const int ahead = view.hall.ahead(ticket, view.now);
  const Forecast forecast = view.hall.forecast(ticket, view.now);
  const Advice told = advice(forecast, ahead, view.now, view.closes_at);
  Html facts = fact("layers", say("kiosk.service"), needs) + class_fact(say, view, ticket.visitor_class) +
               fact("people", say("ticket.ahead"), say.many("kiosk.people", ahead));
  if (!told.closes_before) facts += fact("clock", say("ticket.wait"), wait_text(say, forecast));
  return {
      .step = "ticket",
      .title = say("kiosk.your_number", {{"number", ticket.number}}),
      .main = make("<h1 class=\"b-kticket\"><span class=\"b-kticket__label\">{}</span> <strong "
                   "class=\"b-kticket__number\">{}</strong></h1><p class=\"b-kadvice\"><strong>{}</strong> "
                   "<span>{}</span></p><div class=\"b-kphone\"><img class=\"b-qr\" alt=\"{}\" src=\"/qr/{}\" "
                   "width=\"280\" height=\"280\"><p><strong>{}</strong> <span>{}</span></p></div><dl "
                   "class=\"b-kfacts\">{}</dl><div class=\"b-kbar\"><a class=\"b-kchoice b-kchoice--row "
                   "b-kchoice--primary b-kdone\" "
                   "href=\"{}\"><strong>{}</strong></a></div>",
                   say("kiosk.your_number_label"), ticket.number, advice_text(say, view, told),
                   say("kiosk.where_to_wait"), say("kiosk.qr_alt"), ticket.id.str(),
                   say("kiosk.follow_on_phone"), say("kiosk.scan"), facts, home, say("kiosk.done")),
      .back = {}};
}

}  // namespace biroyna::kiosk
