// What the head of the centre watches and orders: the hall as it is now, needs, windows, the end of the day.
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "features/board/pages_dashboard_parts.hpp"
#include "platform/pages/done.hpp"

namespace biroyna::board {
namespace {

using html::make;
using html::to;

std::string dashboard_address(const http::Request& request, std::string_view rest = {}) {
  return centre_address(request.language, CentreId(std::string(request.param("centre")))) + "/dashboard" +
         std::string(rest);
}

http::Response at_dashboard(const Site& site, Queue& queue, const http::Request& request,
                            const std::function<http::Response(const StaffPage&)>& show) {
  return at_own_centre(site, queue, request, [&](const View& view) {
    return show({site, request, view, i18n::Speaker(request.language), dashboard_address(request)});
  });
}

html::Breadcrumb back_to_dashboard(const StaffPage& page) {
  return {.text = page.say("dashboard.title"), .href = page.root};
}

Html need_button(const StaffPage& page, const ServiceId& service, bool open) {
  return action_button(fmt::format("{}/needs/{}/{}", page.root, service.str(), open ? "close" : "open"),
                       page.say(open ? "dashboard.close_need" : "dashboard.open_need"),
                       page.service(service));
}

// Only its operator closes a window that has a ticket.
Html window_button(const StaffPage& page, const WindowFigures& window) {
  if (window.state == WindowState::closed || !window.number.empty()) return {};
  return action_button(fmt::format("{}/windows/{}/close", page.root, window.id.str()),
                       page.say("dashboard.close_window"), page.window(window.id));
}

// The button that closes a window although people wait whom only this window can serve.
Html close_anyway(const StaffPage& page) {
  const WindowId window(std::string(page.request.query_value("window").value_or("")));
  if (problem_of(page.request) != "would_strand" || page.view.hall.find_window(window) == nullptr) return {};
  return make(
      "<button class=\"govuk-button govuk-button--warning\" form=\"actions\" formaction=\"{}\" "
      "name=\"anyway\" "
      "value=\"yes\">{}</button>",
      fmt::format("{}/windows/{}/close", page.root, window.str()), page.say("console.close_anyway"));
}

Html updates(const StaffPage& page) {
  return make(
      "<div class=\"b-updates\"><button type=\"button\" class=\"govuk-button govuk-button--secondary\" "
      "data-pause-live aria-pressed=\"false\" hidden><span class=\"b-icon b-icon--pause\" "
      "aria-hidden=\"true\"></span>{}</button><p id=\"stamp\" class=\"b-stamp\" data-live data-stale "
      "data-at=\"{}\">{}</p></div>",
      page.say("dashboard.pause"), to_rfc3339(page.view.now),
      page.say("dashboard.as_of", {{"time", local_time(page.view, page.view.now)}}));
}

// Closed, and not just a day that nobody has begun.
bool was_closed(const Hall& hall) { return !hall.reopen_day({}, hall.last_event_at()).empty(); }

Html ways(const StaffPage& page) {
  const bool stopped = page.view.hall.calls_stopped();
  const std::string host = centre_address(page.say.language(), page.view.catalogue().centre.id) + "/host";
  Html items = make(
      "<li><a class=\"govuk-link\" href=\"{}\">{}</a></li><li><a class=\"govuk-link\" "
      "href=\"{}\">{}</a></li>",
      page.root + "/needs", page.say("dashboard.all_needs"), host + "/calls",
      page.say(stopped ? "host.resume_calls" : "host.stop_calls"));
  const auto of_day = [&](std::string_view rest, std::string_view text) {
    to(items, "<li><a class=\"govuk-link\" href=\"{}\">{}</a></li>", page.root + std::string(rest), text);
  };
  if (page.view.hall.day_open()) of_day("/close-day", page.say("dashboard.close_day"));
  if (was_closed(page.view.hall)) of_day("/reopen-day", page.say("dashboard.reopen_day"));
  return make(
      "<nav id=\"ways\" class=\"b-ways\" data-live aria-label=\"{}\"><ul class=\"b-list\">{}</ul></nav>",
      page.say("dashboard.actions"), items);
}

http::Response show_hall(const StaffPage& page, const timekeeping::Standing& clock,
                         const std::vector<audit::Restored>& restores, const backup::Standing& backups) {
  const auto& say = page.say;
  const Figures now = figures(page.view.hall, page.view.edition.zone, page.view.now);
  const Html needs = hall_needs(
      page, now, [&](const NeedFigures& need) { return need_button(page, need.service, need.open); });
  const Html windows =
      hall_windows(page, now, [&](const WindowFigures& window) { return window_button(page, window); });
  const Html content = make(
      "{}{}{}{}{}<div class=\"b-title-row\"><h1 class=\"govuk-heading-l\">{}</h1>{}</div>{}{}{}<div "
      "class=\"b-grid "
      "b-grid--half\">{}{}{}{}</div>{}",
      done_banner(page.request, say), problem_banner(page.request, say, close_anyway(page)),
      clock_notice(page, clock), restored_notice(page, restores), backup_notice(page, backups),
      say("dashboard.title"), updates(page), actions_form(page), hall_alerts(page, now),
      dashboard_figures(page, now), windows, needs, dashboard_hours(page, now), ways(page),
      last_backup(page, backups));
  return respond(page, {.title = std::string(say("dashboard.title")),
                        .main = content,
                        .wide = true,
                        .live_source = page.root});
}

http::Response show_needs(const StaffPage& page) {
  const auto& say = page.say;
  Html rows;
  for (const auto& service : page.view.catalogue().services) {
    const bool open = page.view.hall.need_open(service.id);
    to(rows,
       "<tr><th scope=\"row\" class=\"b-wait__need\">{}</th><td><strong class=\"{}\">{}</strong></td><td "
       "class=\"b-wait__act\">{}</td></tr>",
       page.service(service.id), open ? "govuk-tag govuk-tag--green" : "govuk-tag govuk-tag--grey",
       say(open ? "dashboard.need_is_open" : "dashboard.need_is_closed"),
       need_button(page, service.id, open));
  }
  const std::string title(say("dashboard.all_needs"));
  return respond(page,
                 {.title = title,
                  .main = make("<h1 class=\"govuk-heading-l\">{}</h1><p class=\"govuk-body\">{}</p>{}<div "
                               "class=\"b-card\">{}</div>",
                               title, say("dashboard.closing_means"), actions_form(page),
                               wait_table(page, title, {say("host.service"), say("host.state"), ""}, rows)),
                  .breadcrumbs = {back_to_dashboard(page)},
                  .wide = true});
}

// What is asked before the day is closed or opened again.
struct Question {
  std::string_view rest;  // the address that a yes is sent to, below the dashboard's
  std::string_view title, means, yes;
  Html list;
};
http::Response ask(const StaffPage& page, const Question& question) {
  const auto& say = page.say;
  const std::string title(question.title);
  return respond(
      page,
      {.title = title,
       .main = make(
           "<h1 class=\"govuk-heading-l\">{}</h1>{}<ul class=\"govuk-list govuk-list--bullet\">{}</ul>"
           "<form method=\"post\" action=\"{}\">{}<div class=\"govuk-button-group\"><button "
           "class=\"govuk-button govuk-button--warning\">{}</button><a class=\"govuk-link\" "
           "href=\"{}\">{}</a></div></form>",
           title, html::warning_text({.text = question.means, .icon_fallback_text = say("host.warning")}),
           question.list, page.root + std::string(question.rest), csrf_field(page.request), question.yes,
           page.root, say("host.no_back")),
       .breadcrumbs = {back_to_dashboard(page)}});
}

http::Response confirm_close_day(const StaffPage& page) {
  const auto& say = page.say;
  const Hall& hall = page.view.hall;
  if (!hall.day_open()) return http::see_other(page.root);
  const auto count = [&](State state) { return static_cast<std::int64_t>(hall.in_state(state).size()); };
  const auto end = count(State::waiting) + count(State::parked) + count(State::no_show);
  const auto go_on = count(State::called) + count(State::serving);
  return ask(page, {.rest = "/close-day",
                    .title = say("dashboard.really_close_day"),
                    .means = say("dashboard.close_day_means"),
                    .yes = say("dashboard.yes_close_day"),
                    .list = make("<li>{}</li><li>{}</li>", say.many("dashboard.will_end", end),
                                 say.many("dashboard.will_go_on", go_on))});
}

http::Response confirm_reopen_day(const StaffPage& page) {
  const Hall& hall = page.view.hall;
  if (!was_closed(hall)) return http::see_other(page.root);
  const auto restored =
      std::ranges::count(hall.reopen_day({}, page.view.now), EventKind::ticket_restored, &Event::kind);
  const auto& say = page.say;
  return ask(page, {.rest = "/reopen-day",
                    .title = say("dashboard.really_reopen_day"),
                    .means = say("dashboard.reopen_day_means"),
                    .yes = say("dashboard.yes_reopen_day"),
                    .list = make("<li>{}</li>", say.many("dashboard.will_return", restored))});
}

// POST …/windows/{window}/close
void close_window(const Site& site, Queue& queue, const http::Request& request, http::Reply reply) {
  const WindowId window(std::string(request.param("window")));
  if (!is_slug(window.str())) return reply.send(site.not_found(request));
  const bool anyway = field(http::form_of(request), "anyway") == "yes";
  run_order(
      site, queue, request, reply,
      {.steps = {*window_order("close", window, anyway, request.principal)},
       .refused_to = dashboard_address(request, "?window=" + window.str()),
       .done_to = [to = dashboard_address(request, "?done=window_closed")](const Changed&) { return to; }});
}

// POST …/needs/{service}/{open | close}
void change_need(const Site& site, Queue& queue, const http::Request& request, http::Reply reply) {
  const auto command = request.param("command");
  auto step = need_order(command, ServiceId(std::string(request.param("service"))), request.principal);
  if (!step) return reply.send(site.not_found(request));
  const std::string_view done = command == "open" ? "?done=need_opened" : "?done=need_closed";
  run_order(site, queue, request, reply,
            {.steps = {*std::move(step)},
             .refused_to = dashboard_address(request),
             .done_to = [to = dashboard_address(request, done)](const Changed&) { return to; }});
}

void change_day(const Site& site, Queue& queue, const http::Request& request, const http::Reply& reply,
                std::string_view order, std::string_view done) {
  run_order(site, queue, request, reply,
            {.steps = {*hall_order(order, request.principal)},
             .refused_to = dashboard_address(request),
             .done_to = [to = dashboard_address(request, done)](const Changed&) { return to; }});
}

void close_day(const Site& site, Queue& queue, const http::Request& request, http::Reply reply) {
  change_day(site, queue, request, reply, "close-day", "?done=day_closed");
}

void reopen_day(const Site& site, Queue& queue, const http::Request& request, http::Reply reply) {
  change_day(site, queue, request, reply, "reopen-day", "?done=day_reopened");
}

// The clock is that of the server, whatever centre somebody works in.
http::Response confirm_clock(timekeeping::Timekeeper& timekeeper, const http::Request& request) {
  const auto confirmed = timekeeper.confirm(to_string(request.principal.actor()));
  const std::string back = dashboard_address(request);
  if (!confirmed) return refused_at(back, confirmed.error());
  return pages::see_done(back + "?done=clock_confirmed");
}

}  // namespace

void add_dashboard(http::Router& router, const Site& site, Queue& queue, timekeeping::Timekeeper& timekeeper,
                   audit::Restores& restores, Backups backups) {
  const auto get = [&](std::string_view rest, std::function<http::Response(const StaffPage&)> show) {
    router.get(fmt::format("/{{lang}}/{{centre}}/dashboard{}", rest), kHeads,
               [&site, &queue, show = std::move(show)](const http::Request& request) {
                 return at_dashboard(site, queue, request, show);
               });
  };
  const auto post = [&](std::string_view rest,
                        void (*order)(const Site&, Queue&, const http::Request&, http::Reply)) {
    router.add({http::Method::post, fmt::format("/{{lang}}/{{centre}}/dashboard{}", rest), kHeads,
                http::Where::io, [&site, &queue, order](const http::Request& request, http::Reply reply) {
                  order(site, queue, request, std::move(reply));
                }});
  };
  get("", [&timekeeper, &restores, backups = std::move(backups)](const StaffPage& page) {
    return show_hall(page, timekeeper.standing(), restores.unsettled(page.view.catalogue().centre.id),
                     backups());
  });
  get("/needs", show_needs);
  get("/close-day", confirm_close_day);
  get("/reopen-day", confirm_reopen_day);
  post("/windows/{window}/close", close_window);
  post("/needs/{service}/{command}", change_need);
  post("/close-day", close_day);
  post("/reopen-day", reopen_day);
  // What is of no hall, but asked for at the dashboard of one's own centre.
  const auto post_here = [&](std::string_view rest,
                             std::function<http::Response(const http::Request&)> answer) {
    router.post(fmt::format("/{{lang}}/{{centre}}/dashboard{}", rest), kHeads,
                [&site, &queue, answer = std::move(answer)](const http::Request& request) {
                  const http::Response here =
                      at_own_centre(site, queue, request, [](const View&) { return http::Response(); });
                  return here.status == 200 ? answer(request) : here;
                });
  };
  post_here("/confirm-clock",
            [&timekeeper](const http::Request& request) { return confirm_clock(timekeeper, request); });
  post_here("/restore-settled", [&restores](const http::Request& request) {
    restores.settle(CentreId(std::string(request.param("centre"))), to_string(request.principal.actor()));
    return pages::see_done(dashboard_address(request) + "?done=restore_settled");
  });
}

}  // namespace biroyna::board
