#include "features/queue/api.hpp"

#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <functional>

#include "core/clean_text.hpp"
#include "core/phone.hpp"
#include "core/text.hpp"
#include "features/queue/json.hpp"
#include "features/queue/orders.hpp"
#include "platform/json/fields.hpp"
#include "platform/json/paging.hpp"
#include "platform/json/response.hpp"

namespace biroyna::queue {
namespace json = boost::json;
using auth::Role;
using auth::Roles;
using http::Method;
using http::Where;

namespace {

constexpr Roles kTakers = {Role::kiosk, Role::host, Role::operator_, Role::head, Role::administrator};
constexpr Roles kHandling = {Role::operator_, Role::host, Role::head, Role::administrator};

std::optional<std::int64_t> event_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

class Api {
 public:
  Api(const Site& site, Queue& queue, live::Hub& hub, RateLimit& takes)
      : site_(site), queue_(queue), hub_(hub), takes_(takes) {}

  void take(const http::Request& request, http::Reply reply) const {
    const auto centre = own_centre(request);
    if (!centre) return refuse_with(request, reply, not_found());
    JsonFields fields(request);
    TakeTicket take;
    for (auto& service : fields.texts("services", 20)) take.services.emplace_back(std::move(service));
    take.visitor_class = fields.text_if("priority").value_or("none");
    take.language = fields.text_if("language").value_or(std::string(tag(request.language)));
    if (!parse_language(take.language)) fields.wrong("language", "unknown_language");
    const auto channel = parse_channel(fields.text_if("channel").value_or("kiosk"));
    if (!channel) fields.wrong("channel", "unknown_channel");
    take.channel = channel.value_or(Channel::kiosk);
    take.people = static_cast<int>(fields.integer_or("people", 1, 1, 20));
    take.helper = fields.flag_or("helper", false);
    Contact contact{one_line(fields.text_if("name", 100).value_or("")),
                    phone_from(fields.text_if("phone").value_or(""))};
    if (!contact.phone.empty() && !is_phone(contact.phone)) fields.wrong("phone", "phone");
    const bool anyway = fields.flag_or("anyway", false);
    if (auto wrong = fields.finish()) return refuse_with(request, reply, *std::move(wrong));
    const auto edition = queue_.edition(*centre);
    if (!edition) return refuse_with(request, reply, not_found());
    if (request.principal.role == Role::kiosk) {
      if (const auto later = too_many_takes(takes_, *edition, request.principal, site_.clock()))
        return refuse_with(request, reply, *later);
    }
    if (!request.principal.by_token && request.principal.role != Role::kiosk)
      take.actor = StaffId(request.principal.id);

    const auto closes_at = anyway ? std::nullopt : queue_.closes_at(*centre);
    std::vector<Step> steps;
    steps.push_back(take_ticket(std::move(take), closes_at, edition->zone));
    change(
        request, reply, *centre, std::move(steps),
        [this, &request](const Changed& changed) {
          const TicketId id = changed.ticket_of(EventKind::ticket_taken);
          http::Response response = show_ticket(request, id);
          if (response.status != 200) return response;
          response.status = 201;
          response.headers.emplace_back("Location", "/api/v1/tickets/" + id.str());
          return response;
        },
        std::move(contact));
  }

  http::Response ticket(const http::Request& request) const {
    return show_ticket(request, TicketId(std::string(request.param("ticket"))));
  }

  void command(const http::Request& request, http::Reply reply) const {
    TicketOrder ordered{.ticket = TicketId(std::string(request.param("ticket"))),
                        .outcome = {},
                        .service = {},
                        .window = {},
                        .note = {}};
    const auto command = parse_command(request.param("command"));
    const auto centre = queue_.centre_of(ordered.ticket);
    if (!command || !centre || centre->str() != request.principal.centre)
      return refuse_with(request, reply, not_found());
    ordered.command = *command;
    JsonFields fields(request);
    if (*command == Command::finish) ordered.outcome = fields.text_if("outcome").value_or("done");
    if (*command == Command::transfer) {
      ordered.service = ServiceId(fields.text_if("service").value_or(""));
      ordered.window = WindowId(fields.text_if("window").value_or(""));
      ordered.note = fields.text_if("note", kLongestNote).value_or("");
      if (ordered.service.empty() == ordered.window.empty()) fields.wrong("service", "service_or_window");
    }
    if (auto wrong = fields.finish()) return refuse_with(request, reply, *std::move(wrong));
    change(request, reply, *centre, {order(ordered, request.principal)},
           answer_ticket(request, ordered.ticket));
  }

  void note(const http::Request& request, http::Reply reply) const {
    const TicketId id(std::string(request.param("ticket")));
    const auto centre = queue_.centre_of(id);
    if (!centre || centre->str() != request.principal.centre) return refuse_with(request, reply, not_found());
    JsonFields fields(request);
    const std::string text = fields.text("text", kLongestNote);
    if (auto wrong = fields.finish()) return refuse_with(request, reply, *std::move(wrong));
    change(request, reply, *centre, {[=, actor = StaffId(request.principal.id)](const Hall& hall, Time now) {
             return hall.note(id, text, actor, now);
           }},
           answer_ticket(request, id));
  }

  void change_ticket(const http::Request& request, http::Reply reply) const {
    const TicketId id(std::string(request.param("ticket")));
    const auto centre = queue_.centre_of(id);
    if (!centre || centre->str() != request.principal.centre) return refuse_with(request, reply, not_found());
    JsonFields fields(request);
    std::vector<ServiceId> services;
    for (auto& service : fields.texts("services", 20)) services.emplace_back(std::move(service));
    const std::string priority = fields.text("priority"), language = fields.text("language");
    if (!parse_language(language)) fields.wrong("language", "unknown_language");
    if (auto wrong = fields.finish()) return refuse_with(request, reply, *std::move(wrong));
    change(request, reply, *centre, {[=, actor = StaffId(request.principal.id)](const Hall& hall, Time now) {
             return hall.change(id, services, priority, language, actor, now);
           }},
           answer_ticket(request, id));
  }

  void cancel_many(const http::Request& request, http::Reply reply) const {
    const auto centre = own_centre(request);
    if (!centre) return refuse_with(request, reply, not_found());
    JsonFields fields(request);
    std::vector<TicketId> tickets;
    for (auto& id : fields.texts("tickets", 500)) tickets.emplace_back(std::move(id));
    if (auto wrong = fields.finish()) return refuse_with(request, reply, *std::move(wrong));
    change(request, reply, *centre,
           {[tickets](const Hall& hall, Time now) { return hall.cancel_many(tickets, {}, now); }},
           [](const Changed& changed) {
             return json_response(json::object{{"cancelled", changed.facts.size()}});
           });
  }

  void call_next(const http::Request& request, http::Reply reply) const {
    const auto centre = own_centre(request);
    if (!centre) return refuse_with(request, reply, not_found());
    const WindowId window(std::string(request.param("window")));
    change(request, reply, *centre, queue::call_next(window, request.principal), answer_called(request));
  }

  void call(const http::Request& request, http::Reply reply) const {
    const auto centre = own_centre(request);
    if (!centre) return refuse_with(request, reply, not_found());
    JsonFields fields(request);
    const TicketId id(fields.text("ticket"));
    if (auto wrong = fields.finish()) return refuse_with(request, reply, *std::move(wrong));
    change(request, reply, *centre,
           queue::call(id, WindowId(std::string(request.param("window"))), request.principal),
           answer_called(request));
  }

  void window(const http::Request& request, http::Reply reply) const {
    const auto centre = own_centre(request);
    JsonFields fields(request);
    const bool anyway = fields.flag_or("anyway", false);
    if (auto wrong = fields.finish()) return refuse_with(request, reply, *std::move(wrong));
    const WindowId id(std::string(request.param("window")));
    auto step = window_order(request.param("command"), id, anyway, request.principal);
    if (!centre || !step) return refuse_with(request, reply, not_found());
    change(request, reply, *centre, {*std::move(step)}, [this, &request, id](const Changed&) {
      return looking(request, [&](const View& view) {
        // The new catalogue may no longer have the window.
        const Window* window = view.hall.find_window(id);
        return window == nullptr ? site_.refused(request, not_found())
                                 : json_response(window_json(view, *window));
      });
    });
  }

  void hall(const http::Request& request, http::Reply reply) const {
    const auto centre = own_centre(request);
    auto step = hall_order(request.param("command"), request.principal);
    if (!centre || !step) return refuse_with(request, reply, not_found());
    change(request, reply, *centre, {*std::move(step)}, answer_board(request));
  }

  void need(const http::Request& request, http::Reply reply) const {
    const auto centre = own_centre(request);
    const ServiceId service(std::string(request.param("service")));
    auto step = need_order(request.param("command"), service, request.principal);
    if (!centre || !step) return refuse_with(request, reply, not_found());
    change(request, reply, *centre, {*std::move(step)}, answer_board(request));
  }

  http::Response board(const http::Request& request) const {
    return looking(request, [](const View& view) { return json_response(board_json(view)); });
  }

  http::Response windows(const http::Request& request) const {
    return looking(request, [](const View& view) {
      json::array items;
      for (const Window& window : view.hall.windows()) items.push_back(window_json(view, window));
      return json_response(json::object{{"items", std::move(items)}});
    });
  }

  // The day's tickets in the order of their arrival, a page at a time.
  http::Response tickets(const http::Request& request) const {
    const auto state_text = request.query_value("state");
    const auto state = state_text ? parse_state(*state_text) : std::nullopt;
    if (state_text && !state) {
      return site_.refused(request, {Refusal::Kind::invalid, "invalid", {{"/state", "error.unknown_state"}}});
    }
    const std::string after(request.query_value("after").value_or(""));
    return looking(request, [&](const View& view) {
      constexpr std::size_t kPage = 100;
      json::array items;
      bool found = after.empty();
      json::value next = nullptr;
      for (const Ticket* ticket : view.hall.tickets()) {
        if (!found) {
          found = ticket->id.str() == after;
          continue;
        }
        if (state && ticket->state != *state) continue;
        if (items.size() == kPage) {
          next = items.back().as_object()["id"];
          break;
        }
        items.push_back(ticket_json(view, *ticket, site_.public_url));
      }
      return page_response(std::move(items), std::move(next));
    });
  }

  void events(const http::Request& request, http::Reply reply) const {
    const CentreId centre(std::string(request.param("centre")));
    if (!queue_.edition(centre)) return refuse_with(request, reply, not_found());
    // A page that was just loaded sends the last event that it shows in the address; a stream that
    // reconnects sends it in the header.
    auto last = event_number(request.header("last-event-id"));
    if (!last) last = event_number(request.query_value("after").value_or(""));
    const bool staff = kHandling.contains(request.principal.role) && request.principal.centre == centre.str();
    hub_.subscribe(centre, staff ? live::Audience::staff : live::Audience::everyone, last, reply.stream());
  }

 private:
  static Refusal not_found() { return {Refusal::Kind::not_found, "not_found"}; }

  void refuse_with(const http::Request& request, const http::Reply& reply, const Refusal& refusal) const {
    reply.send(site_.refused(request, refusal));
  }

  // The centre of the address, for those who work there.
  std::optional<CentreId> own_centre(const http::Request& request) const {
    CentreId centre(std::string(request.param("centre")));
    if (!queue_.edition(centre)) return std::nullopt;
    return centre;
  }

  http::Response looking(const http::Request& request,
                         const std::function<http::Response(const View&)>& show) const {
    http::Response response;
    const CentreId centre(std::string(request.param("centre")));
    if (queue_.look(centre, [&](const View& view) { response = show(view); })) return response;
    return site_.refused(request, not_found());
  }

  // A ticket of today, else one of an earlier day.
  http::Response show_ticket(const http::Request& request, const TicketId& id) const {
    if (const auto centre = queue_.centre_of(id)) {
      http::Response response;
      queue_.look(*centre, [&](const View& view) {
        const Ticket* found = view.hall.find(id);
        if (found == nullptr) return;
        std::array<unsigned char, 2048> memory;
        boost::json::monotonic_resource resource(memory.data(), memory.size());
        response = json_response(ticket_json(view, *found, site_.public_url, &resource));
      });
      if (!response.body.empty()) return response;
    }
    const auto past = queue_.past_ticket(id);
    if (!past && queue_.was_lost(id))
      return site_.refused(request, {Refusal::Kind::not_found, "cannot_be_confirmed"});
    if (!past) return site_.refused(request, not_found());
    return json_response(past_ticket_json(past->second, site_.public_url));
  }

  // Answers a change once all readers see it.
  using Answer = std::function<http::Response(const Changed&)>;

  void change(const http::Request& request, const http::Reply& reply, const CentreId& centre,
              std::vector<Step> steps, Answer answer, Contact contact = {}) const {
    queue_.run({.centre = centre,
                .actor = request.principal.actor(),
                .repeat = repeat_of(request),
                .steps = std::move(steps),
                .contact = std::move(contact)},
               [this, &request, reply, answer = std::move(answer)](Result<Executed<Changed>> changed) {
                 if (!changed) return refuse_with(request, reply, changed.error());
                 reply.send(with_replay(answer(changed->value), changed->replayed));
               });
  }

  Answer answer_ticket(const http::Request& request, const TicketId& id) const {
    return [this, &request, id](const Changed&) { return show_ticket(request, id); };
  }

  Answer answer_called(const http::Request& request) const {
    return [this, &request](const Changed& changed) -> http::Response {
      const TicketId called = changed.ticket_of(EventKind::ticket_called);
      return called.empty() ? http::Response{.status = 204} : show_ticket(request, called);
    };
  }

  Answer answer_board(const http::Request& request) const {
    return [this, &request](const Changed&) { return board(request); };
  }

  const Site& site_;
  Queue& queue_;
  live::Hub& hub_;
  RateLimit& takes_;
};

}  // namespace

void add_api(http::Router& router, const Site& site, Queue& queue, live::Hub& hub, RateLimit& takes) {
  const auto api = std::make_shared<const Api>(site, queue, hub, takes);
  // Handlers that only decode and enqueue may run on the I/O thread.
  const auto command = [&](Method method, std::string pattern, Roles allowed,
                           void (Api::*handle)(const http::Request&, http::Reply) const) {
    router.add({method, std::move(pattern), allowed, Where::io, std::bind_front(handle, api)});
  };
  const auto get = [&](std::string pattern, Roles allowed,
                       http::Response (Api::*handle)(const http::Request&)
                           const) { router.get(std::move(pattern), allowed, std::bind_front(handle, api)); };

  command(Method::post, "/api/v1/centres/{centre}/tickets", kTakers, &Api::take);
  get("/api/v1/centres/{centre}/tickets", kHandling, &Api::tickets);
  command(Method::post, "/api/v1/centres/{centre}/tickets/cancel", kHosts, &Api::cancel_many);
  get("/api/v1/tickets/{ticket}", Roles::all(), &Api::ticket);
  command(Method::patch, "/api/v1/tickets/{ticket}", kHosts, &Api::change_ticket);
  command(Method::post, "/api/v1/tickets/{ticket}/notes", kHandling, &Api::note);
  command(Method::post, "/api/v1/tickets/{ticket}/{command}", kHandling, &Api::command);
  get("/api/v1/centres/{centre}/windows", kHandling, &Api::windows);
  command(Method::post, "/api/v1/centres/{centre}/windows/{window}/call-next", kServing, &Api::call_next);
  command(Method::post, "/api/v1/centres/{centre}/windows/{window}/call", kServing, &Api::call);
  command(Method::post, "/api/v1/centres/{centre}/windows/{window}/{command}", kServing, &Api::window);
  command(Method::post, "/api/v1/centres/{centre}/hall/{command}", kHosts, &Api::hall);
  command(Method::post, "/api/v1/centres/{centre}/needs/{service}/{command}", kHeads, &Api::need);
  get("/api/v1/centres/{centre}/board", Roles::all(), &Api::board);
  command(Method::get, "/api/v1/centres/{centre}/events", Roles::all(), &Api::events);
}

}  // namespace biroyna::queue
