// The window console: whom to call, who is here, what to do next; all from the keyboard.
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "core/text.hpp"
#include "features/console/pages_transfer.hpp"
#include "platform/auth/secrets.hpp"

namespace biroyna::console {
namespace {

using html::attribute;
using html::attribute_if;
using html::make;
using html::to;

// Closing the only window that can serve somebody must be confirmed.
Html console_problem(const http::Request& request, const i18n::Speaker& say) {
  Html anyway;
  if (problem_of(request) == "would_strand") {
    anyway = make(
        "<button class=\"govuk-button govuk-button--warning\" form=\"actions\" formaction=\"{}\" "
        "name=\"anyway\" value=\"yes\">{}</button>",
        request.path + "/close", say("console.close_anyway"));
  }
  return problem_banner(request, say, anyway);
}

class ConsolePages {
 public:
  ConsolePages(const Site& site, Queue& queue) : site_(site), queue_(queue) {}

  // The choice of a window; redirects to the window that the operator already has.
  http::Response choose(const http::Request& request) const {
    return at_own_centre(site_, queue_, request, [&](const View& view) -> http::Response {
      const i18n::Speaker say(request.language);
      const std::string console = centre_address(request.language, view.catalogue().centre.id) + "/console";
      Html items;
      for (const Window& window : view.hall.windows()) {
        const bool mine = window.state != WindowState::closed &&
                          window.operator_id == operator_at(request.principal, window.id);
        if (mine && problem_of(request).empty()) return http::see_other(console + "/" + window.id.str());
        const bool taken = window.state != WindowState::closed;
        const std::string id = "window-" + window.id.str();
        to(items,
           "<div class=\"govuk-radios__item\"><input class=\"govuk-radios__input\" id=\"{}\" name=\"window\" "
           "type=\"radio\" value=\"{}\"{} "
           "aria-describedby=\"{}\"><label class=\"govuk-label govuk-radios__label\" "
           "for=\"{}\">{}</label><div id=\"{}\" class=\"govuk-hint "
           "govuk-radios__hint\">{}</div></div>",
           id, window.id.str(), attribute_if("disabled", taken), id + "-hint", id,
           window_name(view.catalogue(), request.language, window.id), id + "-hint",
           say(taken ? "console.taken" : "console.closed"));
      }
      const Html main = make(
          "<div class=\"b-narrow\">{}<form id=\"actions\" class=\"b-card b-card--page\" method=\"post\" "
          "action=\"{}\" data-enhance>{}<div "
          "class=\"govuk-form-group\"><fieldset class=\"govuk-fieldset\" "
          "aria-describedby=\"window-hint\"><legend class=\"govuk-fieldset__legend "
          "govuk-fieldset__legend--l\"><h1 class=\"govuk-fieldset__heading\">{}</h1></legend><div "
          "id=\"window-hint\" class=\"govuk-hint\">{}</div><div "
          "class=\"govuk-radios b-radios-grid\">{}</div></fieldset></div><button id=\"open\" "
          "class=\"govuk-button b-action--main\" data-key=\"F2\" "
          "aria-keyshortcuts=\"F2\">{} <kbd class=\"b-key\">F2</kbd></button></form></div>",
          console_problem(request, say), console + "/open", csrf_field(request), say("console.which_window"),
          say.many("kiosk.waiting_now", static_cast<std::int64_t>(view.hall.waiting_count())), items,
          say("console.open"));
      return page(request, view, std::string(say("console.which_window")), "closed",
                  console_bar(site_, view, request,
                              make("<p class=\"b-cbar__window\"><strong>{}</strong></p>",
                                   view.catalogue().centre.names.in(request.language))),
                  main, {});
    });
  }

  http::Response console(const http::Request& request) const {
    return at_window(request, [&](const Console& console) {
      const Html main = make(
          "{}{}<form id=\"actions\" method=\"post\" action=\"{}\" data-enhance>{}</form><div "
          "class=\"b-cgrid\"><div class=\"b-cgrid__main\">{}{}{}{}</div><div "
          "class=\"b-cgrid__side\">{}</div></div>",
          console_problem(request, console.say), console_of_another(console), console.address("/call-next"),
          pages::order_fields(request), console_current(console), console_notes(console),
          console_documents(console), console_aside(console), console_queue(console));
      const Ticket* ticket = console.shown.ticket;
      const std::string name = window_name(console.view.catalogue(), request.language, console.window.id);
      const std::string title = ticket == nullptr ? name : fmt::format("{} – {}", ticket->number, name);
      return page(request, console.view, title, console.shown.state, console_bar(console), main,
                  console.address());
    });
  }

  http::Response ask_outcome(const http::Request& request) const {
    return with_ticket(request, [&](const Console& console, const Ticket& ticket) {
      const auto& say = console.say;
      Html items;
      int n = 0;
      for (const std::string_view outcome : kOutcomes) {
        ++n;
        const std::string id = fmt::format("outcome-{}", n), key = fmt::format("Alt+{}", n);
        to(items,
           "<div class=\"govuk-radios__item\"><input class=\"govuk-radios__input\" id=\"{}\" "
           "name=\"outcome\" type=\"radio\" value=\"{}\"{}{}{}><label "
           "class=\"govuk-label govuk-radios__label\" for=\"{}\">{}</label></div>",
           id, outcome, attribute_if("checked", n == 1), attribute("data-key", key),
           attribute("aria-keyshortcuts", key), id, say(fmt::format("outcome.{}", outcome)));
      }
      const bool next_first = request.query_value("then") == "next";
      const auto button = [&](std::string_view id, bool first, std::string_view value, std::string_view text,
                              std::string_view key) {
        return make(
            "<button id=\"{}\" class=\"{}\" name=\"then\" value=\"{}\" data-key=\"{}\" "
            "aria-keyshortcuts=\"{}\">{} <kbd class=\"b-key\">{}</kbd></button>",
            id, first ? "govuk-button b-action--main" : "govuk-button govuk-button--secondary", value, key,
            key, text, key);
      };
      const Html stay = button("finish", !next_first, "stay", say("console.finish"), "F9");
      const Html next = button("finish-next", next_first, "next", say("console.finish_next"), "F2");
      return question(console, ticket,
                      {.title = std::string(say("console.which_outcome")),
                       .command = "finish",
                       .items = items,
                       .items_class = "govuk-radios govuk-radios--small b-radios-keys",
                       .note_label = say("console.note"),
                       .buttons = make("<div class=\"govuk-button-group\">{}{}</div>",
                                       next_first ? next : stay, next_first ? stay : next)});
    });
  }

  http::Response ask_transfer(const http::Request& request) const {
    return transfer_page(request, {}, false);
  }

  // POST …/console/open with the window in the form.
  void open(const http::Request& request, http::Reply reply) const {
    const auto form = http::form_of(request);
    const WindowId window(field(form, "window"));
    if (window.empty())
      return reply.send(refused_at(console_address(request), {Refusal::Kind::invalid, "no_window_chosen"}));
    if (!is_slug(window.str())) {
      return reply.send(refused_at(console_address(request), {Refusal::Kind::not_found, "unknown_window"}));
    }
    run(request, std::move(reply), window, {*window_order("open", window, false, request.principal)},
        console_address(request));
  }

  // POST …/console/{window}/{command}
  void window(const http::Request& request, http::Reply reply) const {
    const WindowId window(std::string(request.param("window")));
    const auto command = request.param("command");
    if (command == "call-next")
      return run(request, std::move(reply), window, call_next(window, request.principal));
    const auto form = http::form_of(request);
    auto step = window_order(command, window, field(form, "anyway") == "yes", request.principal);
    if (!step) return reply.send(site_.not_found(request));
    run(request, std::move(reply), window, {*std::move(step)});
  }

  // POST …/console/{window}/tickets/{ticket}/{command}
  void ticket(const http::Request& request, http::Reply reply) const {
    const WindowId window(std::string(request.param("window")));
    const TicketId id(std::string(request.param("ticket")));
    const auto command = request.param("command");
    const auto form = http::form_of(request);
    const std::string note = field(form, "note").substr(0, kLongestNote * 4);
    const StaffId actor = operator_at(request.principal, window);
    if (command == "call") return run(request, std::move(reply), window, call(id, window, request.principal));
    std::vector<Step> steps;
    const auto noted = [&](const std::string& text) {
      if (trim(text).empty() || length_utf8(text) > kLongestNote) return;
      steps.push_back([=](const Hall& hall, Time now) { return hall.note(id, text, actor, now); });
    };
    if (command == "note") {
      noted(field(form, "text"));
      return run(request, std::move(reply), window, std::move(steps));
    }
    const auto parsed = parse_command(command);
    if (!parsed) return reply.send(site_.not_found(request));
    TicketOrder ordered{.ticket = id,
                        .command = *parsed,
                        .outcome = field(form, "outcome"),
                        .service = {},
                        .window = {},
                        .note = note};
    if (*parsed == Command::transfer) {
      const TransferForm filled = transfer_of(form);
      if (!filled.complete()) return reply.send(transfer_page(request, filled, true));
      ordered.window = filled.window;
      ordered.service = filled.service;
    }
    if (*parsed == Command::finish) {
      if (ordered.outcome.empty()) ordered.outcome = "done";
      noted(note);
    }
    steps.push_back(order(ordered, request.principal));
    if (field(form, "then") == "next") {
      // Call nobody if the ticket goes on with its next need here, or if a requested break began.
      steps.push_back([=](const Hall& hall, Time now) -> Result<std::vector<Event>> {
        const Window* here = hall.find_window(window);
        const bool free = here != nullptr && here->state == WindowState::open && here->ticket.empty() &&
                          !hall.calls_stopped();
        if (!free) return std::vector<Event>{};
        return hall.call_next(window, actor, now);
      });
    }
    run(request, std::move(reply), window, std::move(steps));
  }

 private:
  http::Response transfer_page(const http::Request& request, const TransferForm& filled, bool wrong) const {
    auto response = with_ticket(request, [&](const Console& console, const Ticket& ticket) {
      const auto& say = console.say;
      Html summary;
      if (wrong) {
        summary = html::error_summary({.title = say("host.problem"),
                                       .errors = {{.text = say("console.error_nowhere"), .href = "#to"}}});
      }
      return summary_and_question(
          console, ticket, summary,
          {.title = std::string(say("console.where_to")),
           .command = "transfer",
           .items = transfer_choices(console, ticket, wrong),
           .items_class = "govuk-radios govuk-radios--small",
           .note_label = say("console.note_to_colleague"),
           .note = filled.note,
           .buttons = make("<button id=\"transfer\" class=\"govuk-button b-action--main\" data-key=\"F8\" "
                           "aria-keyshortcuts=\"F8\">{} <kbd class=\"b-key\">F8</kbd></button>",
                           say("console.transfer"))});
    });
    if (wrong && response.status == 200) response.status = 422;
    return response;
  }

  static std::string console_address(const http::Request& request) {
    return centre_address(request.language, CentreId(std::string(request.param("centre")))) + "/console";
  }

  http::Response at_window(const http::Request& request,
                           const std::function<http::Response(const Console&)>& show) const {
    return at_own_centre(site_, queue_, request, [&](const View& view) {
      const Window* window = view.hall.find_window(WindowId(std::string(request.param("window"))));
      if (window == nullptr) return site_.not_found(request);
      return show({site_, request, view, *window, i18n::Speaker(request.language),
                   console_view(view.hall, *window, operator_at(request.principal, window->id), view.now)});
    });
  }

  http::Response with_ticket(const http::Request& request,
                             const std::function<http::Response(const Console&, const Ticket&)>& show) const {
    return at_window(request, [&](const Console& console) {
      const Ticket* ticket = console.shown.ticket;
      if (ticket == nullptr || ticket->id.str() != request.param("ticket"))
        return http::see_other(console.address());
      return show(console, *ticket);
    });
  }

  // One question about the present ticket.
  struct Question {
    std::string title;
    std::string_view command;
    Html items;
    std::string_view items_class, note_label;
    std::string note = {};
    Html buttons;
  };
  http::Response question(const Console& console, const Ticket& ticket, const Question& asked) const {
    return summary_and_question(console, ticket, {}, asked);
  }
  http::Response summary_and_question(const Console& console, const Ticket& ticket, const Html& summary,
                                      const Question& asked) const {
    const Html main = make(
        "<div class=\"b-narrow\"><a href=\"{}\" class=\"govuk-back-link\" data-enhance "
        "data-key=\"Escape\" aria-keyshortcuts=\"Escape\">{} <kbd class=\"b-key\">Esc</kbd></a>{}<form "
        "class=\"b-card b-card--page\" method=\"post\" "
        "action=\"{}\" data-enhance>{}{}<div "
        "class=\"govuk-form-group\"><fieldset "
        "class=\"govuk-fieldset\"><legend class=\"govuk-fieldset__legend govuk-fieldset__legend--l\"><h1 "
        "class=\"govuk-fieldset__heading\">{}</h1></legend><div "
        "class=\"{}\">{}</div></fieldset></div><div class=\"govuk-form-group\"><label class=\"govuk-label\" "
        "for=\"note\">{}</label><textarea "
        "class=\"govuk-textarea\" id=\"note\" name=\"note\" rows=\"2\" "
        "maxlength=\"{}\">{}</textarea></div>{}</form></div>",
        console.address(), console.say("kiosk.back"), summary, console.ticket_address(ticket, asked.command),
        pages::order_fields(console.request), console_context(console, ticket), asked.title,
        asked.items_class, asked.items, asked.note_label, kLongestNote, asked.note, asked.buttons);
    return page(console.request, console.view, fmt::format("{} – {}", ticket.number, asked.title),
                console.shown.state, console_bar(console), main, console.address());
  }

  http::Response page(const http::Request& request, const View& view, const std::string& title,
                      std::string_view state, const Html& bar, const Html& main,
                      const std::string& live_source) const {
    const i18n::Speaker say(request.language);
    return screen(site_, view, request,
                  {.style = "console.css",
                   .script = "console.js",
                   .title = title,
                   .body_class = "govuk-template__body b-console",
                   .offline_class = "b-offline",
                   .offline = make("{}", say("page.offline")),
                   .content = make("<a href=\"#main\" class=\"govuk-skip-link\">{}</a>{}{}<main id=\"main\" "
                                   "class=\"b-cmain\">{}</main><p id=\"say\" "
                                   "class=\"govuk-visually-hidden\" role=\"status\"></p>",
                                   say("page.skip"), bar,
                                   site_.pages.menu(request, place_of(view, request.language)), main),
                   .data = {{"data-state", std::string(state)}}},
                  live_source);
  }

  void run(const http::Request& request, http::Reply reply, const WindowId& window, std::vector<Step> steps,
           std::string back = {}) const {
    const CentreId centre(std::string(request.param("centre")));
    const std::string console = console_address(request) + "/" + window.str();
    if (back.empty()) back = console;
    const auto form = http::form_of(request);
    change_hall(
        queue_, reply,
        {.centre = centre,
         .actor = request.principal.actor(),
         .repeat = repeat_of(request, field(form, "key")),
         .steps = std::move(steps)},
        [console](const Changed& changed) {
          // A closed window leads to the choice of windows.
          const bool closed = !changed.empty() && changed.facts.back().kind == EventKind::window_closed;
          return http::see_other(closed ? console.substr(0, console.rfind('/')) : console);
        },
        [back](const Refusal& refusal) { return refused_at(back, refusal); });
  }

  const Site& site_;
  Queue& queue_;
};

}  // namespace

void add_pages(http::Router& router, const Site& site, Queue& queue) {
  const auto pages = std::make_shared<const ConsolePages>(site, queue);
  const auto get = [&](std::string pattern,
                       http::Response (ConsolePages::*show)(const http::Request&) const) {
    router.get("/{lang}/{centre}/console" + pattern, kServing, std::bind_front(show, pages));
  };
  const auto post = [&](std::string pattern,
                        void (ConsolePages::*order)(const http::Request&, http::Reply) const) {
    router.add({http::Method::post, "/{lang}/{centre}/console" + pattern, kServing, http::Where::io,
                std::bind_front(order, pages)});
  };
  get("", &ConsolePages::choose);
  get("/{window}", &ConsolePages::console);
  get("/{window}/tickets/{ticket}/finish", &ConsolePages::ask_outcome);
  get("/{window}/tickets/{ticket}/transfer", &ConsolePages::ask_transfer);
  post("/open", &ConsolePages::open);
  post("/{window}/{command}", &ConsolePages::window);
  post("/{window}/tickets/{ticket}/{command}", &ConsolePages::ticket);
}

}  // namespace biroyna::console
