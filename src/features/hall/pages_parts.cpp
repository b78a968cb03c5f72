#include "features/hall/pages_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "platform/pages/done.hpp"

namespace biroyna::hall {
namespace {

using html::make;
using html::to;

constexpr std::string_view kDone[] = {"cancelled",    "stopped",         "resumed",        "changed",
                                      "noted",        "returned",        "no_show",        "ticket_cancelled",
                                      "day_closed",   "need_closed",     "need_opened",    "window_closed",
                                      "day_reopened", "clock_confirmed", "restore_settled"};

std::string alert_text(const StaffPage& page, const Alert& alert) {
  const auto& say = page.say;
  switch (alert.kind) {
    case Alert::Kind::calls_stopped:
      return std::string(say("dashboard.alert_calls_stopped"));
    case Alert::Kind::need_without_window:
      return say.many("dashboard.alert_no_window", alert.count, {{"service", page.service(alert.service)}});
    case Alert::Kind::call_unanswered:
      return say("dashboard.alert_unanswered", {{"window", page.window(alert.window)},
                                                {"number", alert.number},
                                                {"time", minutes_text(say, alert.time)}});
    case Alert::Kind::promise_broken:
      return say.many("dashboard.alert_promise", alert.count, {{"time", minutes_text(say, alert.time)}});
    case Alert::Kind::window_too_long:
      break;
  }
  return say("dashboard.alert_too_long", {{"window", page.window(alert.window)},
                                          {"service", page.service(alert.service)},
                                          {"time", minutes_text(say, alert.time)}});
}

std::string_view alert_look(Alert::Kind kind) {
  return kind == Alert::Kind::window_too_long ? "b-alert b-alert--warning" : "b-alert b-alert--grave";
}

std::string_view window_look(WindowState state) {
  switch (state) {
    case WindowState::open:
      return "govuk-tag govuk-tag--green";
    case WindowState::on_break:
      return "govuk-tag govuk-tag--yellow";
    case WindowState::closed:
      break;
  }
  return "govuk-tag govuk-tag--grey";
}

Html present_ticket(const StaffPage& page, const WindowFigures& window) {
  if (window.number.empty()) {
    return make("{}", window.state == WindowState::open ? page.say("host.free") : std::string_view("–"));
  }
  Html mark;
  if (window.too_long)
    mark = make(" <strong class=\"govuk-tag govuk-tag--orange\">{}</strong>", page.say("dashboard.too_long"));
  if (window.unanswered)
    mark = make(" <strong class=\"govuk-tag govuk-tag--red\">{}</strong>", page.say("dashboard.unanswered"));
  return make("<strong>{}</strong> {} <span class=\"b-muted\">{}</span>{}", window.number,
              state_text(page.say, window.ticket_state), page.service(window.service), mark);
}

}  // namespace

std::string StaffPage::service(const ServiceId& id) const {
  return service_name(view.catalogue(), say.language(), id);
}
std::string StaffPage::window(const WindowId& id) const {
  return window_name(view.catalogue(), say.language(), id);
}

http::Response respond(const StaffPage& page, pages::Page content) {
  content.place = place_of(page.view, page.say.language());
  if (!content.live_source.empty()) {
    content.script = "hall.js";
    std::ranges::move(live_data(page.view), std::back_inserter(content.data));
  }
  return page.site.pages.page(page.request, content);
}

void run_order(const Site& site, Queue& queue, const http::Request& request, const http::Reply& reply,
               FormOrder order) {
  const CentreId centre(std::string(request.param("centre")));
  if (!queue.edition(centre)) return reply.send(site.not_found(request));
  change_hall(
      queue, reply,
      {.centre = centre,
       .actor = request.principal.actor(),
       .repeat = repeat_of(request, std::move(order.key)),
       .steps = std::move(order.steps)},
      [to = std::move(order.done_to)](const Changed& changed) { return pages::see_done(to(changed)); },
      [to = std::move(order.refused_to)](const Refusal& refusal) { return refused_at(to, refusal); });
}

Html done_banner(const http::Request& request, const i18n::Speaker& say) {
  const auto done = pages::done_value(request).value_or("");
  if (std::ranges::find(kDone, done) == std::end(kDone)) return {};
  const auto count = request.query_value("n").value_or("");
  int n = 0;
  const auto [end, error] = std::from_chars(count.data(), count.data() + count.size(), n);
  const std::string key = fmt::format("host.done_{}", done);
  const bool counted = error == std::errc() && end == count.data() + count.size() && done == "cancelled";
  return html::notification_banner({.title = say("host.done"),
                                    .text = counted ? say.many(key.c_str(), n) : std::string(say(key)),
                                    .success = true});
}

Html actions_form(const StaffPage& page) {
  return make("<form id=\"actions\" method=\"post\" action=\"{}\">{}</form>", page.root,
              csrf_field(page.request));
}

Html action_button(const std::string& address, std::string_view text, std::string_view about) {
  return make(
      "<button class=\"b-link\" form=\"actions\" formaction=\"{}\">{}<span class=\"govuk-visually-hidden\"> "
      "{}</span></button>",
      address, text, about);
}

Html wait_table(const StaffPage& page, std::string_view caption,
                std::initializer_list<std::string_view> heads, const Html& rows) {
  Html head;
  for (const auto text : heads) {
    if (text.empty())
      to(head, "<th scope=\"col\"><span class=\"govuk-visually-hidden\">{}</span></th>",
         page.say("host.action"));
    else
      to(head, "<th scope=\"col\">{}</th>", text);
  }
  return make(
      "<div class=\"b-table-scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{}\"><table "
      "class=\"b-wait\"><caption "
      "class=\"govuk-visually-hidden\">{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>",
      caption, caption, head, rows);
}

Html card(std::string_view id, std::string_view title, const Html& content) {
  return make(
      "<section id=\"{}\" class=\"b-card\" data-live aria-labelledby=\"{}\"><h2 id=\"{}\" "
      "class=\"b-card__title\">{}</h2>{}</section>",
      id, fmt::format("{}-title", id), fmt::format("{}-title", id), title, content);
}

Html hall_alerts(const StaffPage& page, const Figures& figures) {
  Html items;
  for (const auto& alert : figures.alerts) {
    to(items,
       "<li class=\"{}\"><span class=\"b-icon b-icon--alert\" aria-hidden=\"true\"></span><span><span "
       "class=\"govuk-visually-hidden\">{}: </span>{}</span></li>",
       alert_look(alert.kind), page.say("dashboard.alert"), alert_text(page, alert));
  }
  const Html content = figures.alerts.empty() ? Html() : make("<ul class=\"b-alerts\">{}</ul>", items);
  return make("<section id=\"alerts\" data-live aria-label=\"{}\">{}</section>", page.say("dashboard.alerts"),
              content);
}

Html hall_needs(const StaffPage& page, const Figures& figures, const NeedAction& action) {
  const auto& say = page.say;
  Html rows;
  for (const auto& need : figures.needs) {
    if (need.waiting == 0 && need.open) continue;
    Html marks;
    if (!need.open) {
      to(marks, " <strong class=\"govuk-tag govuk-tag--grey\">{}</strong>", say("dashboard.need_is_closed"));
    }
    if (need.unserved > 0) {
      to(marks, " <strong class=\"govuk-tag govuk-tag--red\">{}</strong>", say("dashboard.no_window"));
    }
    const Html waited = need.waiting == 0 ? make("–")
                                          : timer(page.view.now - need.longest_wait, page.view.now,
                                                  page.view.hall.plan().promise);
    to(rows,
       "<tr id=\"{}\"><th scope=\"row\" class=\"b-wait__need\">{}{}</th><td "
       "class=\"b-wait__time\">{}</td><td "
       "class=\"b-wait__time\">{}</td><td class=\"b-wait__forecast\">{}</td>{}</tr>",
       "need-" + need.service.str(), page.service(need.service), marks, need.waiting, waited,
       wait_text(say, need.forecast),
       action ? make("<td class=\"b-wait__act\">{}</td>", action(need)) : Html());
  }
  const std::string_view title = say("host.line");
  const auto table = [&](std::initializer_list<std::string_view> heads) {
    return wait_table(page, title, heads, rows);
  };
  const auto service = say("host.service"), waiting = say("host.waiting"), longest = say("host.longest"),
             forecast = say("host.forecast");
  const Html content = rows.empty() ? make("<p class=\"govuk-body\">{}</p>", say("host.nobody"))
                       : action     ? table({service, waiting, longest, forecast, ""})
                                    : table({service, waiting, longest, forecast});
  return card("line", title, content);
}

Html hall_windows(const StaffPage& page, const Figures& figures, const WindowAction& action) {
  const auto& say = page.say;
  Html rows;
  for (const auto& window : figures.windows) {
    const bool busy = !window.number.empty();
    const Html wish =
        window.break_wished ? make(" <span class=\"b-muted\">{}</span>", say("host.break_next")) : Html();
    const Seconds since = busy ? window.busy : window.in_state;
    const Html lasting = window.state == WindowState::closed
                             ? make("–")
                             : make("<span data-since=\"{}\">{}</span>", to_rfc3339(page.view.now - since),
                                    elapsed(page.view.now - since, page.view.now));
    to(rows,
       "<tr id=\"{}\"><th scope=\"row\" class=\"b-wait__number\">{}</th><td><strong "
       "class=\"{}\">{}</strong>{}</td><td class=\"b-wait__need\">{}</td><td "
       "class=\"b-wait__time\">{}</td>{}</tr>",
       "window-" + window.id.str(), page.window(window.id), window_look(window.state),
       say(fmt::format("window.{}", name(window.state))), wish, present_ticket(page, window), lasting,
       action ? make("<td class=\"b-wait__act\">{}</td>", action(window)) : Html());
  }
  const std::string_view title = say("host.windows");
  const auto window = say("host.window"), state = say("host.state"), ticket = say("host.ticket"),
             lasting = say("host.lasting");
  return card("windows", title,
              action ? wait_table(page, title, {window, state, ticket, lasting, ""}, rows)
                     : wait_table(page, title, {window, state, ticket, lasting}, rows));
}

}  // namespace biroyna::hall
