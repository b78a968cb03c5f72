#include "features/queue/announce.hpp"

#include <boost/json.hpp>

namespace biroyna::queue {

live::Message announcement(std::int64_t seq, const Event& event, const std::string& number) {
  unsigned char memory[1024];
  boost::json::monotonic_resource resource(memory, sizeof memory);
  boost::json::object object(&resource);
  object["at"] = to_rfc3339(event.at);
  if (!number.empty()) object["number"] = number;
  if (!event.window.empty()) object["window"] = event.window.str();
  if (!event.service.empty()) object["service"] = event.service.str();

  live::Message message{seq, std::string(name(event.kind)), {}, {}};
  if (event.kind != EventKind::ticket_noted) message.for_everyone = boost::json::serialize(object);
  if (!event.ticket.empty()) object["ticket"] = event.ticket.str();
  if (!event.actor.empty()) object["actor"] = event.actor.str();
  message.for_staff = boost::json::serialize(object);
  return message;
}

}  // namespace biroyna::queue
