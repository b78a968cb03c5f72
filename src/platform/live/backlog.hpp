// The last messages of one centre, and how far back they reach.
//
// Invariants
//  (1) Messages are kept in the order of their numbers, each once.
//  (2) Every message after floor() that was published is kept.
// Not thread-safe.
#pragma once

#include <deque>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "platform/live/message.hpp"

namespace biroyna::live {

// Bytes for a stream, shared by all who read them; null when there is nothing to tell.
using Text = std::shared_ptr<const std::string>;

// An event without a number: it does not move the reader's Last-Event-ID.
Text notice(std::string_view kind);
// What an audience is told by the messages after `after`, as it goes over the wire (WHATWG HTML, "Server-sent
// events"): one text, so that it counts once against a stream's backlog.
Text joined(std::span<const Message> messages, Audience audience,
            std::int64_t after = std::numeric_limits<std::int64_t>::min());

class Backlog {
 public:
  explicit Backlog(std::size_t kept) : kept_(kept) {}

  // Keeps a message; false, and nothing changes, when its number is not above all before it.
  bool add(Message message);
  // True when nothing after `seq` is missing here.
  bool covers(std::int64_t seq) const { return floor_ && seq >= *floor_; }
  // True when nothing was forgotten that a reader of the log up to `seq` may not have seen: what the log did
  // not hold yet was published later, and is still here.
  bool continues(std::int64_t seq) const { return !forgotten_ || seq >= *forgotten_; }
  bool empty() const { return messages_.empty(); }
  // Whether a message of this number was not published yet.
  bool is_behind(std::int64_t seq) const { return messages_.empty() || messages_.back().seq < seq; }
  Text after(std::int64_t seq, Audience audience) const;

 private:
  std::size_t kept_;
  std::deque<Message> messages_;
  std::optional<std::int64_t> floor_;      // nothing before the first message
  std::optional<std::int64_t> forgotten_;  // the last that was let go
};

}  // namespace biroyna::live
