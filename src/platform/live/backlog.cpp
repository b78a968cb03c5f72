#include "platform/live/backlog.hpp"

#include <algorithm>

namespace biroyna::live {
namespace {

const std::string& data_for(Audience audience, const Message& message) {
  return audience == Audience::staff ? message.for_staff : message.for_everyone;
}

// `messages` begins with the first that is told.
template <class Messages>
Text join(const Messages& messages, Audience audience) {
  std::string all;
  for (const Message& message : messages) {
    const std::string& data = data_for(audience, message);
    if (data.empty()) continue;
    all.append("id: ").append(std::to_string(message.seq));
    all.append("\nevent: ").append(message.kind);
    all.append("\ndata: ").append(data).append("\n\n");
  }
  return all.empty() ? nullptr : std::make_shared<const std::string>(std::move(all));
}

template <class Messages>
auto later_than(const Messages& messages, std::int64_t seq) {
  const auto first = std::ranges::upper_bound(messages, seq, {}, &Message::seq);
  return std::ranges::subrange(first, messages.end());
}

}  // namespace

Text notice(std::string_view kind) {
  return std::make_shared<const std::string>("event: " + std::string(kind) + "\ndata: {}\n\n");
}

Text joined(std::span<const Message> messages, Audience audience, std::int64_t after) {
  return join(later_than(messages, after), audience);
}

bool Backlog::add(Message message) {
  if (!messages_.empty() && message.seq <= messages_.back().seq) return false;
  if (!floor_) floor_ = message.seq - 1;
  messages_.push_back(std::move(message));
  if (messages_.size() > kept_) {
    floor_ = forgotten_ = messages_.front().seq;
    messages_.pop_front();
  }
  return true;
}

Text Backlog::after(std::int64_t seq, Audience audience) const {
  return join(later_than(messages_, seq), audience);
}

}  // namespace biroyna::live
