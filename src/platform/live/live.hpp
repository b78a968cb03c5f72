// Live updates: what happened in a centre, pushed to pages as server-sent events.
//
// A message has a sequence number (its event's number in the centre), so that a reader who was away asks for
// what it missed with Last-Event-ID. The last messages are kept in memory; older ones come from the event log
// through `older`. Each message has two texts: one for everyone (numbers only, nothing about a person), one
// for staff; either may be empty, and then that audience is not told.
//
// Thread safety: all members may be called from any thread. publish() does not wait for readers.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/id.hpp"
#include "platform/http/http.hpp"

namespace biroyna::live {

enum class Audience : std::uint8_t { everyone, staff };

struct Message {
  std::int64_t seq = 0;
  std::string kind;          // the SSE event name: "ticket_called"
  std::string for_everyone;  // one line of JSON, or empty
  std::string for_staff;     // one line of JSON, or empty
};

class Hub {
 public:
  struct Options {
    std::size_t kept = 1024;  // messages a centre kept for resuming
    std::chrono::milliseconds ping{1000};
    // Messages of a centre after `seq`, oldest first, at most `limit`; from the event log.
    std::function<std::vector<Message>(const CentreId&, std::int64_t after, std::size_t limit)> older;
  };
  explicit Hub(Options options);
  ~Hub();  // stops

  void publish(const CentreId& centre, std::vector<Message> messages);
  // `last_seen` from Last-Event-ID: what came after it is sent first. Without it the stream starts with the
  // next message. A reader further behind than the log can say gets the event "reset": the page reloads
  // itself.
  void subscribe(const CentreId& centre, Audience audience, std::optional<std::int64_t> last_seen,
                 std::shared_ptr<http::Stream> stream);
  std::size_t subscribers() const;
  void close_all();
  // Tells what was published, closes all streams and ends the hub's threads, which read the event log. What
  // comes later is told to nobody. Not to be called by two threads at once.
  void stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace biroyna::live
