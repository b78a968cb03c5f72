// Live updates: what happened in a centre, pushed to pages as server-sent events.
//
// The last messages of each centre are kept in memory, for readers that come back with Last-Event-ID; older
// ones come from the event log through `older`.
//
// Those who only publish need no more than this header; who subscribes a reader also includes platform/http.
//
// Thread safety: all members may be called from any thread. publish() does not wait for readers.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/id.hpp"
#include "platform/live/message.hpp"

namespace biroyna::http {
class Stream;
}

namespace biroyna::live {

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
