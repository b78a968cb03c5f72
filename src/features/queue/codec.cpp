#include "features/queue/codec.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/json.hpp>
#include <stdexcept>

#include "platform/json/stored.hpp"

namespace biroyna::queue {
namespace json = boost::json;
using stored::integer;
using stored::put;
using stored::text;
std::string encode(const Event& event) {
  std::array<unsigned char, 1024> memory;
  json::monotonic_resource resource(memory.data(), memory.size());
  json::object object(&resource);
  put(object, "ticket", event.ticket.str());
  put(object, "number", event.number);
  put(object, "window", event.window.str());
  put(object, "actor", event.actor.str());
  put(object, "service", event.service.str());
  if (!event.services.empty()) {
    json::array services(&resource);
    for (const auto& service : event.services) services.emplace_back(service.str());
    object["services"] = std::move(services);
  }
  put(object, "class", event.visitor_class);
  put(object, "language", event.language);
  if (event.kind == EventKind::ticket_taken) object["channel"] = name(event.channel);
  if (event.people != 1) object["people"] = event.people;
  if (event.helper) object["helper"] = true;
  if (event.booked_for) object["booked_for"] = to_ms(*event.booked_for);
  if (event.catalogue_version != 0) object["catalogue"] = event.catalogue_version;
  put(object, "outcome", event.outcome);
  put(object, "next", event.next.str());
  put(object, "text", event.text);
  if (!event.times.empty()) {
    json::object times;
    for (const auto& [service, time] : event.times) {
      times[service.str()] = json::array{time.median_minutes, time.p90_minutes, time.weight};
    }
    object["times"] = std::move(times);
  }
  return json::serialize(object);
}

std::optional<Event> decode(const audit::StoredEvent& stored) {
  const auto kind = parse_event_kind(stored.kind);
  if (!kind) return std::nullopt;
  try {
    const json::value parsed = json::parse(stored.data);
    const json::object& object = parsed.as_object();
    Event event;
    event.kind = *kind;
    event.at = stored.at;
    event.ticket = TicketId(text(object, "ticket"));
    event.number = text(object, "number");
    event.window = WindowId(text(object, "window"));
    event.actor = StaffId(text(object, "actor"));
    event.service = ServiceId(text(object, "service"));
    if (const auto* services = object.if_contains("services")) {
      for (const auto& service : services->as_array())
        event.services.emplace_back(std::string(service.as_string()));
    }
    event.visitor_class = text(object, "class");
    event.language = text(object, "language");
    if (object.contains("channel"))
      event.channel = parse_channel(text(object, "channel")).value_or(Channel::kiosk);
    event.people = static_cast<int>(integer(object, "people", 1));
    event.helper = object.contains("helper");
    if (object.contains("booked_for")) event.booked_for = from_ms(integer(object, "booked_for"));
    event.catalogue_version = integer(object, "catalogue");
    event.outcome = text(object, "outcome");
    event.next = ServiceId(text(object, "next"));
    event.text = text(object, "text");
    if (const auto* times = object.if_contains("times")) {
      for (const auto& [service, time] : times->as_object()) {
        const json::array& three = time.as_array();
        event.times.emplace_back(ServiceId(std::string(service)),
                                 ServiceTime{three.at(0).to_number<double>(), three.at(1).to_number<double>(),
                                             three.at(2).to_number<double>()});
      }
    }
    return event;
  } catch (const std::exception& error) {
    throw std::runtime_error(
        fmt::format("event {} ({}) cannot be read: {}", stored.seq, stored.kind, error.what()));
  }
}

std::string subject_of(const Event& event) {
  if (!event.ticket.empty()) return "ticket:" + event.ticket.str();
  if (!event.window.empty()) return "window:" + event.window.str();
  if (!event.service.empty()) return "service:" + event.service.str();
  return "hall";
}

}  // namespace biroyna::queue
