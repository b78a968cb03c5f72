// What the host may order for the whole hall: cancel tickets that were drawn for fun, stop and resume all
// calls. Each is confirmed on a page of its own.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "features/host/pages_host.hpp"
#include "platform/auth/secrets.hpp"

namespace biroyna::host {
namespace {

using html::make;
using html::to;

constexpr int kMinutes[] = {5, 10, 15, 30, 60};
constexpr int kUsualMinutes = 10;
constexpr std::string_view kChannels[] = {"kiosk", "phone", "all"};

// Which waiting tickets are offered for cancelling; kept in the address.
struct Filter {
  int minutes = kUsualMinutes;
  std::string channel = "kiosk";
};
Filter filter_of(const http::Request& request) {
  Filter filter;
  const auto minutes = request.query_value("minutes").value_or("");
  for (const int known : kMinutes) {
    if (minutes == std::to_string(known)) filter.minutes = known;
  }
  const auto channel = request.query_value("channel").value_or("");
  if (std::ranges::find(kChannels, channel) != std::end(kChannels)) filter.channel = channel;
  return filter;
}

std::vector<const Ticket*> offered(const View& view, const Filter& filter) {
  auto tickets = view.hall.in_state(State::waiting);
  std::erase_if(tickets, [&](const Ticket* ticket) {
    return view.now - ticket->issued_at > Minutes(filter.minutes) ||
           (filter.channel != "all" && filter.channel != name(ticket->channel));
  });
  std::ranges::reverse(tickets);  // the latest first
  return tickets;
}

std::vector<TicketId> chosen(const http::Fields& form) {
  std::vector<TicketId> tickets;
  for (const auto& [name, value] : form) {
    if (name == "ticket") tickets.emplace_back(value);
  }
  return tickets;
}

Html filter_form(const StaffPage& page, const Filter& filter) {
  const auto& say = page.say;
  std::vector<html::SelectItem> minutes, channels;
  for (const int known : kMinutes) {
    minutes.push_back({.text = minutes_text(say, Minutes(known)), .value = std::to_string(known)});
  }
  for (const auto channel : kChannels) {
    channels.push_back({.text = say(fmt::format("host.channel_{}", channel)), .value = channel});
  }
  return make(
      "<form class=\"b-filter\" method=\"get\" action=\"{}\">{}{}<button class=\"govuk-button "
      "govuk-button--secondary\">{}</button></form>",
      page.root + "/cancel",
      html::select({.name = "minutes",
                    .label = {.text = say("host.taken_within")},
                    .items = std::move(minutes),
                    .value = std::to_string(filter.minutes)}),
      html::select({.name = "channel",
                    .label = {.text = say("host.taken_at_channel")},
                    .items = std::move(channels),
                    .value = filter.channel}),
      say("host.show"));
}

http::Response show_cancel(const StaffPage& page, const std::vector<FieldError>& errors = {}) {
  const auto& say = page.say;
  const Filter filter = filter_of(page.request);
  const auto tickets = offered(page.view, filter);
  Html list = make("<p class=\"govuk-body\" role=\"status\">{}</p>", say("host.nothing_to_cancel"));
  if (!tickets.empty()) {
    std::vector<html::Choice> choices;
    choices.reserve(tickets.size());
    for (const Ticket* ticket : tickets) {
      choices.push_back({.value = ticket->id.str(),
                         .text = fmt::format("{} – {}", ticket->number, page.service(ticket->service())),
                         .hint = {.text = local_time(page.view, ticket->issued_at)}});
    }
    html::ErrorMessage error{.text = "", .visually_hidden_text = ""};
    if (!errors.empty())
      error = {.text = say(errors.front().code), .visually_hidden_text = say("host.error")};
    list = make(
        "<form method=\"post\" action=\"{}\" novalidate>{}{}<button "
        "class=\"govuk-button\">{}</button></form>",
        fmt::format("{}/cancel?minutes={}&channel={}", page.root, filter.minutes, filter.channel),
        csrf_field(page.request),
        html::checkboxes({.name = "ticket",
                          .items = std::move(choices),
                          .fieldset = html::Fieldset{.legend = {.text = say("host.which_tickets"),
                                                                .classes = "govuk-fieldset__legend--m"}},
                          .error_message = error,
                          .classes = "govuk-checkboxes--small"}),
        say("host.go_on"));
  }
  Html summary;
  if (!errors.empty()) {
    summary = html::error_summary(
        {.title = say("host.problem"), .errors = {{.text = say(errors.front().code), .href = "#ticket"}}});
  }
  const std::string title(say("host.cancel_many"));
  return respond(
      page, {.title = title,
             .main = make("{}{}<h1 class=\"govuk-heading-l\">{}</h1><p class=\"govuk-body\">{}</p>{}{}",
                          summary, problem_banner(page.request, say), title, say("host.cancel_many_lead"),
                          filter_form(page, filter), list),
             .breadcrumbs = {host_breadcrumb(page.request, say)},
             .failed = !errors.empty(),
             .status = errors.empty() ? 200 : 422});
}

http::Response confirm_cancel(const StaffPage& page) {
  const auto& say = page.say;
  Html fields, numbers;
  int count = 0;
  for (const auto& id : chosen(http::form_of(page.request))) {
    const Ticket* ticket = page.view.hall.find(id);
    if (ticket == nullptr || ticket->state != State::waiting) continue;
    ++count;
    to(fields, "<input type=\"hidden\" name=\"ticket\" value=\"{}\">", id.str());
    to(numbers, "<li><strong>{}</strong> <span>{}</span></li>", ticket->number,
       page.service(ticket->service()));
  }
  if (count == 0) return show_cancel(page, {{"/ticket", "host.error_none_chosen"}});
  const std::string title = say.many("host.really_cancel", count);
  return respond(
      page,
      {.title = title,
       .main = make(
           "<h1 class=\"govuk-heading-l\">{}</h1><ul class=\"b-list\">{}</ul><p "
           "class=\"govuk-body\">{}</p><form method=\"post\" action=\"{}\">{}{}<input type=\"hidden\" "
           "name=\"key\" value=\"{}\"><div class=\"govuk-button-group\"><button class=\"govuk-button "
           "govuk-button--warning\">{}</button><a class=\"govuk-link\" href=\"{}\">{}</a></div></form>",
           title, numbers, say("host.cancel_is_final"), page.root + "/cancelled", csrf_field(page.request),
           fields, auth::ordered_id(), say("host.yes_cancel"), page.root + "/cancel", say("host.no_back")),
       .breadcrumbs = {host_breadcrumb(page.request, say)}});
}

http::Response confirm_calls(const StaffPage& page) {
  const auto& say = page.say;
  const bool stopped = page.view.hall.calls_stopped();
  const std::string title(say(stopped ? "host.really_resume" : "host.really_stop"));
  const Html warning = html::warning_text({.text = say(stopped ? "host.resume_means" : "host.stop_means"),
                                           .icon_fallback_text = say("host.warning")});
  return respond(
      page,
      {.title = title,
       .main = make("<h1 class=\"govuk-heading-l\">{}</h1>{}<form method=\"post\" action=\"{}\">{}<div "
                    "class=\"govuk-button-group\"><button class=\"{}\">{}</button><a class=\"govuk-link\" "
                    "href=\"{}\">{}</a></div></form>",
                    title, warning, page.root + (stopped ? "/calls/resume-calls" : "/calls/stop-calls"),
                    csrf_field(page.request), stopped ? "govuk-button" : "govuk-button govuk-button--warning",
                    say(stopped ? "host.yes_resume" : "host.yes_stop"), page.root, say("host.no_back")),
       .breadcrumbs = {host_breadcrumb(page.request, say)}});
}

void cancel(const Site& site, Queue& queue, const http::Request& request, http::Reply reply) {
  const auto form = http::form_of(request);
  run_order(site, queue, request, reply,
            {.steps = {[tickets = chosen(form), actor = StaffId(request.principal.id)](
                           const Hall& hall, Time now) { return hall.cancel_many(tickets, actor, now); }},
             .key = field(form, "key"),
             .refused_to = host_address(request, "/cancel"),
             .done_to = [home = host_address(request)](const Changed& changed) {
               return fmt::format("{}?done=cancelled&n={}", home, changed.facts.size());
             }});
}

void calls(const Site& site, Queue& queue, const http::Request& request, http::Reply reply) {
  const auto command = request.param("command");
  const bool stop = command == "stop-calls";
  if (!stop && command != "resume-calls") return reply.send(site.not_found(request));
  run_order(site, queue, request, reply,
            {.steps = {*hall_order(command, request.principal)},
             .refused_to = host_address(request),
             .done_to = [to = host_address(request, stop ? "?done=stopped" : "?done=resumed")](
                            const Changed&) { return to; }});
}

}  // namespace

void add_host_hall(http::Router& router, const Site& site, Queue& queue) {
  const auto shown = [&site, &queue](http::Response (*show)(const StaffPage&)) {
    return
        [&site, &queue, show](const http::Request& request) { return at_host(site, queue, request, show); };
  };
  const auto ordered = [&site,
                        &queue](void (*order)(const Site&, Queue&, const http::Request&, http::Reply)) {
    return [&site, &queue, order](const http::Request& request, http::Reply reply) {
      order(site, queue, request, std::move(reply));
    };
  };
  const std::string host = "/{lang}/{centre}/host";
  router.get(host + "/cancel", kHosts, shown([](const StaffPage& page) { return show_cancel(page); }));
  router.post(host + "/cancel", kHosts, shown(confirm_cancel));
  router.add({http::Method::post, host + "/cancelled", kHosts, http::Where::io, ordered(cancel)});
  router.get(host + "/calls", kHosts, shown(confirm_calls));
  router.add({http::Method::post, host + "/calls/{command}", kHosts, http::Where::io, ordered(calls)});
}

}  // namespace biroyna::host
